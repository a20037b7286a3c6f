import { hasLevelsToTeach } from '../../contract/deep-supervision.ts';
import {
  settingsFrom,
  type TrainingChoice,
  type TrainingSettings,
} from '../../contract/training.ts';
import type { BackendOffer, Result } from '../../contract/methods.ts';
import type { RunState } from '../../contract/run-folder.ts';
import type { Split } from '../../domain/image.ts';
import { listCategories } from '../../store/categories.ts';
import type { SplitTally } from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { offerFor, runtimeReport, slownessInWords } from '../../runtime/runtime.ts';
import { stepsPerEpoch } from '../../learning/data/batches.ts';
import { settingsWith, unlabelledIn, usualEpochs } from './chosen-settings.ts';
import { awaitsDivision, foreseeDivision } from './first-division.ts';
import { findJob, listRunNames, readState } from '../run-folder/run-files.ts';

export type TrainingPlan = Result<'training.plan'>;

/** Fewer pictures than this teach a network little. */
const fewPictures = 20;
/** With fewer steps than this a network from nothing has learned little (docs/learning.md). */
const fewSteps = 200;
/** A validation picture costs about a third of a training picture: forward only. */
const validationCost = 1 / 3;

/** What a run would train on, and what stands in its way. */
export async function planTraining(store: Store, choice: TrainingChoice): Promise<TrainingPlan> {
  const labelled = await store.tallies.labelled();
  const tallies = new Map(labelled.splits.map((tally) => [tally.split, tally]));
  const foreseen = awaitsDivision(labelled.splits)
    ? foreseeDivision(store, settingsFrom(choice).seed, labelled)
    : null;
  const usable = (split: Split) => foreseen?.count(split) ?? tallies.get(split)?.usable ?? 0;
  const images = (category: number, split: Split) =>
    foreseen?.countOf(category, split) ??
    labelled.categories.find((row) => row.category === category && row.split === split)?.images ??
    0;
  const unlabelled = unlabelledIn(labelled.splits);
  const settings = settingsWith(choice, { train: usable('train'), unlabelled });
  const classes = listCategories(store.sql).map(({ id, name }) => ({
    name,
    train: images(id, 'train'),
    val: images(id, 'val'),
  }));
  const runtime = await runtimeReport();
  const offer = offerFor(runtime.backends, settings);
  return {
    settings,
    train: usable('train'),
    val: usable('val'),
    test: usable('test'),
    unlabelled: settings.unlabelled ? unlabelled : 0,
    classes,
    warnings: [
      ...warningsOf(tallies, classes, settings),
      ...stepsWarning(usable('train'), settings),
      ...unlabelledNote(choice, settings),
    ],
    secondsEstimated: estimate(store, settings, {
      train: usable('train'),
      val: usable('val'),
      offer,
    }),
    compute: {
      device: offer?.device ?? null,
      title: offer?.title ?? settings.backend,
      usable: offer?.usable ?? true,
      reason: offer?.reason ?? '',
      slowness: offer?.device === 'wasm' ? slownessInWords(runtime) : null,
    },
    runtime,
  };
}

function warningsOf(
  tallies: ReadonlyMap<string, SplitTally>,
  classes: TrainingPlan['classes'],
  settings: Pick<TrainingSettings, 'unlabelled' | 'deepSupervision' | 'model' | 'depth'>,
): string[] {
  const train = tallies.get('train')?.usable ?? 0;
  const val = tallies.get('val')?.usable ?? 0;
  const used = [tallies.get('train'), tallies.get('val')];
  const sum = (count: (tally: SplitTally) => number) =>
    used.reduce((total, tally) => total + (tally === undefined ? 0 : count(tally)), 0);
  const unlabelled = settings.unlabelled
    ? (tallies.get('val')?.unlabelled ?? 0)
    : sum((tally) => tally.unlabelled);
  const missing = sum((tally) => tally.missing);
  const warnings: string[] = [];
  if (classes.length === 0) {
    warnings.push('There is no class yet: add one and draw some objects of it first.');
  } else if (train === 0) {
    const unsplit = tallies.get('none')?.usable ?? 0;
    warnings.push(
      awaitsDivision([...tallies.values()])
        ? `No picture is in a split yet: training divides the ${pictures(unsplit)}, four fifths to train and one fifth to validate.`
        : 'There is no labelled picture to train on.',
    );
  } else {
    if (train < fewPictures) {
      warnings.push(
        `Only ${pictures(train)} to train on: expect little beyond these very pictures.`,
      );
    }
    if (train >= fewPictures && tallies.get('train')?.empty === 0) {
      warnings.push(
        'Every training picture shows something: a network that has seen none without sees something everywhere. Add some in which there is nothing, and accept them.',
      );
    }
    if (val === 0) {
      warnings.push(
        train === 1
          ? 'No picture is held out to validate, and one alone cannot be divided: nothing will tell how well it does on others.'
          : 'No picture is held out to validate: a tenth of the training pictures will be, for this run.',
      );
    }
    for (const { name, train: count } of classes) {
      if (count === 0)
        warnings.push(`“${name}” is in no training picture, so it cannot be learned.`);
    }
  }
  if (unlabelled > 0) {
    warnings.push(
      `${pictures(unlabelled)} without labels will be left out. Accept those that show none of the classes.`,
    );
  }
  if (settings.unlabelled && unlabelledIn([...tallies.values()]) === 0) {
    warnings.push(
      'No picture without labels is there to learn from as well: training goes on as without that setting.',
    );
  }
  if (settings.deepSupervision && !hasLevelsToTeach(settings)) {
    warnings.push(
      'This network has no inner levels that could be taught as well: turn deep supervision off to train it.',
    );
  }
  if (missing > 0) {
    warnings.push(
      `${pictures(missing)} cannot be found and will be left out. Relink their folder.`,
    );
  }
  return warnings;
}

/** What was decided for a person is told. */
function unlabelledNote(
  { unlabelled: chosen }: TrainingChoice,
  { unlabelled }: Pick<TrainingSettings, 'unlabelled'>,
): string[] {
  if (chosen !== undefined || !unlabelled) return [];
  return [
    'Few pictures are labelled and many are not: the run learns from those too, which takes about twice the time. “Use unlabelled pictures too” under All settings turns it off.',
  ];
}

/** A few pictures make short epochs, and the same number of them a short run. */
function stepsWarning(
  train: number,
  { epochs, batch }: Pick<TrainingSettings, 'epochs' | 'batch'>,
): string[] {
  if (train === 0) return [];
  const steps = epochs * stepsPerEpoch(train, batch);
  const usual = usualEpochs({ train, batch });
  if (steps >= fewSteps || epochs >= usual) return [];
  return [
    `Only ${counted(steps, 'step')} in ${counted(epochs, 'epoch')} of ${pictures(train)}: a network that starts from nothing learns little by so few. The usual recipe takes ${counted(usual, 'epoch')} of them.`,
  ];
}

function pictures(count: number): string {
  return counted(count, 'picture');
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count.toLocaleString('en')} ${what}s`;
}

/** From the pace of the newest run of the same model that was computed alike, by pixels; null without one. */
function estimate(
  { folder }: Store,
  { model, width, depth, size, tiles, epochs, unlabelled, deepSupervision }: TrainingSettings,
  { train, val, offer }: { train: number; val: number; offer: BackendOffer | null },
): number | null {
  const earlier = listRunNames(folder)
    .flatMap((run) => findJob(folder, run) ?? [])
    .filter(({ settings: own }) => own.model === model && own.width === width)
    .filter(({ settings: own }) => model !== 'unet' || own.depth === depth)
    // A step with as many pictures without labels takes about twice as long, and answers of inner levels take time as well.
    .filter(({ settings: own }) => own.unlabelled === unlabelled)
    .filter(({ settings: own }) => own.deepSupervision === deepSupervision)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  for (const job of earlier) {
    const state = readState(folder, job);
    const pace = state.imagesPerSecond;
    if (pace === null || pace <= 0 || !isOn(state, offer)) continue;
    const scale = (size / job.settings.size) ** 2;
    // A picture is learned from in one of its parts, and validated in all of them.
    const looks = train + val * tiles ** 2 * validationCost;
    return (epochs * looks * scale) / pace;
  }
  return null;
}

/** Whether a run was computed by what is offered now. */
function isOn({ backend, library }: RunState, offer: BackendOffer | null): boolean {
  if (offer === null || backend !== offer.backend) return false;
  return library.endsWith(', GPU') === (offer.device === 'cuda');
}
