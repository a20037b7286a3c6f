/** Who may import whom: ARCHITECTURE.md says why. Each room lists what it may see; the rest is refused. */

/** Rooms of `app` and the other rooms of `app` they may import. Every room may import itself. */
const rooms = {
  domain: [],
  disk: [],
  mask: ['domain'],
  contract: ['domain', 'mask'],
  formats: ['domain', 'mask', 'contract', 'pictures'],
  pictures: ['domain', 'mask', 'contract'],
  store: ['domain', 'mask', 'contract', 'disk'],
  runtime: ['domain', 'mask', 'contract'],
  links: ['domain', 'mask', 'contract'],
  studio: ['domain', 'mask', 'contract', 'formats', 'pictures', 'store', 'runtime', 'disk'],
  learning: ['domain', 'mask', 'contract', 'pictures', 'runtime', 'disk'],
  prompting: ['domain', 'mask', 'contract', 'pictures'],
};

/**
 * What the studio may see of the room that learns: networks as data, what they cost, the pictures they are shown, and files of
 * weights laid onto them.
 */
const descriptions =
  '^app/learning/(models/(models|summary|receptive-field|taken-apart)|data/(batches|picture-library)|weights/(fit-file|start-file))\\.ts$';

/** Rooms of the studio and the other rooms of it they may import; what stands beside them is everybody's. */
const studioRooms = {
  jobs: [],
  'run-folder': [],
  transfer: ['jobs'],
  editing: [],
  problem: [],
  prompting: ['editing'],
  training: ['editing', 'jobs', 'run-folder'],
  importing: ['editing', 'training', 'transfer'],
  predicting: ['editing', 'importing', 'jobs', 'run-folder'],
  exporting: ['editing', 'jobs', 'predicting', 'run-folder', 'transfer'],
};

/** One owner per dependency. */
const dependencies = {
  '@tensorflow': '^app/learning/|^tests/',
  electron: '^main/',
  'onnxruntime-(node|common)': '^app/prompting/|^tests/',
  konva: '^renderer/canvas/|^tests/',
  sharp: '^app/pictures/|^tests/|^resources/tools/',
  svelte: '^renderer/|^tests/|^vite\\.config',
  uplot: '^renderer/ui/|^tests/',
  valibot: '^app/(contract|runtime|studio)/|^main/|^tests/',
  webgpu: '^app/runtime/|^tests/',
  ws: '^app/links/|^tests/',
};

const roomRules = Object.entries(rooms).map(([room, seen]) => ({
  name: `${room}-sees-its-neighbours-only`,
  severity: 'error',
  from: { path: `^app/${room}/` },
  to: {
    path: '^(app|main|renderer|tests)/',
    pathNot: [`^app/(${[room, ...seen].join('|')})/`, ...(room === 'studio' ? [descriptions] : [])],
  },
}));

const studioRules = Object.entries(studioRooms).map(([room, seen]) => ({
  name: `studio-${room}-sees-its-neighbours-only`,
  severity: 'error',
  from: { path: `^app/studio/${room}/` },
  to: {
    path: '^app/studio/[^/]+/',
    pathNot: `^app/studio/(${[room, ...seen].join('|')})/`,
  },
}));

const dependencyRules = Object.entries(dependencies).map(([name, owners]) => ({
  name: `${name.replace(/[^a-z-]/g, '')}-has-one-owner`,
  severity: 'error',
  from: { path: '^(app|main|renderer|resources|tests)/', pathNot: owners },
  to: { path: `(^|/)node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...studioRules,
    ...dependencyRules,
    {
      name: 'owner-depends-on-nothing',
      comment:
        'It also runs inside Electron, on whatever Node that brings. Types of the contract vanish.',
      severity: 'error',
      from: { path: '^app/owner/' },
      to: { pathNot: '^app/owner/', dependencyTypesNot: ['core', 'type-only'] },
    },
    {
      name: 'owner-knows-types-of-the-contract-only',
      severity: 'error',
      from: { path: '^app/owner/' },
      to: { path: '^(app|main|renderer|tests)/', pathNot: '^app/(owner|contract)/' },
    },
    {
      name: 'only-the-engine-learns',
      comment: 'Whoever loads TensorFlow may die of it: that is the engine, and never the studio.',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/learning/|^app/entry/engine-process\\.ts$' },
      to: { path: '^app/learning/', pathNot: descriptions },
    },
    {
      name: 'networks-are-described-without-tensors',
      comment: 'So that the studio can say what a network is without loading TensorFlow.',
      severity: 'error',
      from: { path: descriptions },
      to: { path: '(^|/)node_modules/@tensorflow/', reachable: true },
    },
    {
      name: 'only-its-process-prompts',
      comment: "Networks of the person's own run in a process that may die of them.",
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/prompting/|^app/entry/prompt-process\\.ts$' },
      to: { path: '^app/prompting/' },
    },
    {
      name: 'entry-is-the-end',
      severity: 'error',
      from: { path: '^(app|main)/', pathNot: '^app/entry/' },
      to: { path: '^app/entry/' },
    },
    {
      name: 'sql-in-the-store-only',
      severity: 'error',
      from: { path: '^(app|main|renderer)/', pathNot: '^app/store/' },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'the-window-sees-contract-domain-and-mask',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(app|main)/', pathNot: '^app/(contract|domain|mask)/' },
    },
    {
      name: 'the-window-has-no-node',
      severity: 'error',
      from: { path: '^renderer/|^app/(domain|mask|contract)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-sees-owner-contract-and-links',
      comment:
        'And how a picture is set upright: whoever streams it does that, and main streams it to the window.',
      severity: 'error',
      from: { path: '^main/' },
      to: {
        path: '^(app|renderer)/',
        pathNot: '^app/(owner|contract|links|domain)/|^app/pictures/reset-turn\\.ts$',
      },
    },
    {
      name: 'canvas-knows-no-svelte',
      severity: 'error',
      from: { path: '^renderer/canvas/' },
      to: { path: 'node_modules/svelte/|\\.svelte(\\.ts)?$' },
    },
    {
      name: 'ui-knows-no-state',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/(state|views)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(app|main|renderer|resources)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-circles',
      comment: 'Files that import each other, even for a type, can only be read together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-loose-ends',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
