import type { Command } from '../command.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { exportCoco } from './export-coco.ts';
import { exportCurves } from './export-curves.ts';
import { exportMasks } from './export-masks.ts';
import { exportModel } from './export-model.ts';
import { importCoco } from './import-coco.ts';
import { importFolder } from './import-folder.ts';
import { importMasks } from './import-masks.ts';
import { layers } from './layers.ts';
import { models } from './models.ts';
import { predict } from './predict.ts';
import { runtimeInstall } from './runtime-install.ts';
import { runtimeStatus } from './runtime-status.ts';
import { runsDiff } from './runs-diff.ts';
import { runsList, runsQueue } from './runs-list.ts';
import { runsExtend, runsResume } from './runs-resume.ts';
import { runsPause, runsStop } from './runs-stop.ts';
import { sample } from './sample.ts';
import { serve } from './serve.ts';
import { split } from './split.ts';
import { searchRate } from './search-rate.ts';
import { train } from './train.ts';
import { weightsImport } from './weights-import.ts';

/** In the order of a day's work, as `--help` lists them. */
export const commands: readonly Command[] = [
  serve,
  sample,
  importCoco,
  importFolder,
  importMasks,
  split,
  models,
  weightsImport,
  searchRate,
  train,
  runsList,
  runsQueue,
  runsPause,
  runsStop,
  runsResume,
  runsExtend,
  runsDiff,
  predict,
  evaluate,
  layers,
  exportCoco,
  exportMasks,
  exportModel,
  exportCurves,
  doctor,
  runtimeInstall,
  runtimeStatus,
];
