/**
 * npm run bench learning [-- --recipes good,tutorial --seeds 0,1,2 --set size=128,epochs=30 --labelled 50
 *                            --rows docs/learning.csv]
 *
 * How well recipes learn: 200 pets of the devset (MASKWRIGHT_DEVSET) to learn from and 60 to choose the best epoch by, always
 * the same; COCO's 19 pictures with cats or dogs as a test apart, and its 151 others for false alarms. Each run is one of the
 * program's own, started as a person starts it. A row is added when a run is judged; a recipe and seed that have their row are
 * not trained again, so that a run broken off is gone on with. With --labelled, only so many of the 200 have their labels; the
 * others are pictures that nobody has labelled, which `--set unlabelled=true` learns from too. The recipe “keras” is the default
 * network as a person would teach it in Keras (MASKWRIGHT_PYTHON), from the same pictures in as many minutes as good took.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSample, type RunState, type Sample } from '../../app/contract/run-folder.ts';
import { presetNames } from '../../app/contract/presets.ts';
import { mapSideOf } from '../../app/contract/training.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { createPredictors } from '../../app/learning/predict/predictor.ts';
import { readJob } from '../../app/learning/run/job.ts';
import { runFolder } from '../../app/store/places.ts';
import { cocoPictures, judgedPicture } from './learning/devset.ts';
import { falseAlarms, judge, type Answers } from './learning/judge.ts';
import { learnInKeras } from './learning/keras.ts';
import { labelledProject, maskwright, petsProject } from './learning/projects.ts';
import { runNameOf } from './learning/run-name.ts';

const devset = process.env['MASKWRIGHT_DEVSET'];
if (devset === undefined) throw new Error('Set MASKWRIGHT_DEVSET to the folder of the devset.');
const { values: options } = parseArgs({
  options: {
    recipes: { type: 'string', default: presetNames.join(',') },
    seeds: { type: 'string', default: '0,1,2' },
    /** Laid over each recipe, as `train --set` takes it. */
    set: { type: 'string', default: 'size=128' },
    /** How many of the pictures to learn from have their labels; all unless told. */
    labelled: { type: 'string' },
    rows: { type: 'string', default: join(import.meta.dirname, '../../docs/learning.csv') },
    folder: { type: 'string', default: join(tmpdir(), 'maskwright-learning') },
  },
});
const project =
  options.labelled === undefined
    ? petsProject(options.folder, devset)
    : labelledProject(options.folder, devset, Number(options.labelled));
/** As a row names them. */
const settings = [
  ...(options.labelled === undefined ? [] : [`labelled=${options.labelled}`]),
  ...options.set.split(','),
].join(' ');

const columns = [
  ...['recipe', 'set', 'seed', 'date', 'parameters', 'epochs', 'pictures', 'minutes', 'load'],
  ...['pets', 'pets-cat', 'pets-dog', 'pets-any', 'pets-outline-cat', 'pets-outline-dog'],
  ...['coco', 'coco-cat', 'coco-dog', 'coco-any', 'false-alarms'],
];

function rowsSoFar(): readonly string[] {
  if (!existsSync(options.rows)) writeFileSync(options.rows, `${columns.join(',')}\n`);
  return readFileSync(options.rows, 'utf8').split('\n').slice(1);
}

/** As the first columns say it. */
function keyOf(recipe: string, seed: string): string {
  return `${recipe},${settings},${seed},`;
}

const coco = await cocoPictures(devset);
const backend = await openBackend('tensorflow', 'predict');
const predictors = createPredictors(backend);

for (const seed of options.seeds.split(',')) {
  for (const recipe of options.recipes.split(',')) {
    const key = keyOf(recipe, seed);
    if (rowsSoFar().some((row) => row.startsWith(key))) continue;
    const row = recipe === 'keras' ? await rowOfKeras(seed) : await rowOfOurs(recipe, seed);
    appendFileSync(options.rows, `${key}${row.join(',')}\n`);
    process.stdout.write(`${key}${row.join(',')}\n`);
  }
}

/** What a row tells of the learning itself. */
interface Learned {
  readonly parameters: number | null;
  readonly epochs: number;
  readonly pictures: number;
  readonly minutes: number;
}

function folderOf(recipe: string, seed: string): { readonly run: string; readonly folder: string } {
  const run = runNameOf(recipe, options.set, seed);
  return { run, folder: runFolder(project, run) };
}

async function rowOfOurs(recipe: string, seed: string): Promise<readonly string[]> {
  const { run, folder } = folderOf(recipe, seed);
  if (!existsSync(folder)) {
    const words = ['--preset', recipe, '--seed', seed, '--run', run, '--set', options.set];
    maskwright('train', '--project', project, ...words);
  } else if (!existsSync(join(folder, 'best'))) {
    maskwright('train', '--project', project, '--run', run, '--resume');
  }
  const predictor = predictors.of(folder, 'best');
  const { settings } = readJob(folder);
  const state = stateOf(folder);
  const answers: Answers = {
    sidePx: mapSideOf(settings),
    answer: async (picture) => (await predictor.predict([picture]))[0] ?? [],
  };
  const learned = {
    parameters: state.parameters,
    epochs: state.epoch,
    pictures: state.step * settings.batch,
    minutes: state.seconds / 60,
  };
  return rowOf(answers, learned, samplesOf(folder));
}

/** Learns from what the run of `good` with this seed learned from, for as many minutes. */
async function rowOfKeras(seed: string): Promise<readonly string[]> {
  const python = process.env['MASKWRIGHT_PYTHON'];
  if (python === undefined) throw new Error('Set MASKWRIGHT_PYTHON to a Python with tensorflow.');
  const { run, folder } = folderOf('good', seed);
  if (!existsSync(join(folder, 'best'))) {
    throw new Error(`Keras is given the time of “${run}”, which is not there: run good first.`);
  }
  const samples = samplesOf(folder);
  const sidePx = readJob(folder).settings.size;
  const minutes = stateOf(folder).seconds / 60;
  const network = await learnInKeras({ python, sidePx, seed: Number(seed), minutes, samples });
  const row = await rowOf(network, network, samples);
  network.end();
  return row;
}

function stateOf(folder: string): RunState {
  return JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as RunState;
}

function samplesOf(folder: string): readonly Sample[] {
  return readFileSync(join(folder, 'samples.jsonl'), 'utf8').trim().split('\n').map(parseSample);
}

async function rowOf(
  network: Answers,
  learned: Learned,
  samples: readonly Sample[],
): Promise<readonly string[]> {
  const held = samples.filter(({ split }) => split === 'val');
  const validation = await Promise.all(
    held.map(({ path }) => judgedPicture(devset!, relative(join(devset!, 'images'), path))),
  );
  const pets = await judge(network, validation);
  const test = await judge(network, coco.pets);
  const alarms = await falseAlarms(network, coco.others);
  return [
    new Date().toISOString().slice(0, 10),
    String(learned.parameters ?? ''),
    String(learned.epochs),
    String(learned.pictures),
    learned.minutes.toFixed(1),
    loadavg()[0]?.toFixed(1) ?? '',
    ...[pets.meanIou, pets.cat, pets.dog, pets.anyPet, pets.outlineCat, pets.outlineDog].map(
      figure,
    ),
    ...[test.meanIou, test.cat, test.dog, test.anyPet, alarms].map(figure),
  ];
}

function figure(value: number): string {
  return value.toFixed(3);
}
