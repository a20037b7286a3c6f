import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const house = resolve(import.meta.dirname, '../..');
const cruiser = join(house, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** File, what it imports, and the rule that must refuse it; null where it is allowed. */
const imports: readonly (readonly [file: string, statement: string, rule: string | null])[] = [
  ['app/mask/a.ts', "import '../domain/noun.ts'", null],
  ['app/mask/b.ts', "import '../contract/api.ts'", 'mask-sees-its-neighbours-only'],
  ['app/domain/a.ts', "import '../mask/rle.ts'", 'domain-sees-its-neighbours-only'],
  ['app/contract/a.ts', "import '../store/open.ts'", 'contract-sees-its-neighbours-only'],
  ['app/contract/b.ts', "import 'node:fs'", 'the-window-has-no-node'],
  ['app/store/a.ts', "import '../studio/studio.ts'", 'store-sees-its-neighbours-only'],
  ['app/store/b.ts', "import 'node:sqlite'", null],
  ['app/studio/a.ts', "import 'node:sqlite'", 'sql-in-the-store-only'],
  ['app/studio/b.ts', "import '../store/open.ts'", null],
  ['app/studio/c.ts', "import '../learning/train.ts'", 'only-the-engine-learns'],
  ['app/studio/h.ts', "import '../learning/models/models.ts'", null],
  [
    'app/learning/models/summary.ts',
    "import '../tensors.ts'",
    'networks-are-described-without-tensors',
  ],
  ['app/learning/tensors.ts', "import '@tensorflow/tfjs'", null],
  ['app/studio/d.ts', "import '../owner/owner.ts'", 'studio-sees-its-neighbours-only'],
  ['app/studio/e.ts', "import '../links/http.ts'", 'studio-sees-its-neighbours-only'],
  ['app/studio/f.ts', "import 'sharp'", 'sharp-has-one-owner'],
  ['app/links/a.ts', "import '../studio/studio.ts'", 'links-sees-its-neighbours-only'],
  ['app/learning/a.ts', "import '../store/open.ts'", 'learning-sees-its-neighbours-only'],
  ['app/owner/a.ts', "import type { Api } from '../contract/api.ts'", null],
  ['app/owner/b.ts', "import '../contract/api.ts'", 'owner-depends-on-nothing'],
  [
    'app/owner/c.ts',
    "import type { S } from '../studio/studio.ts'",
    'owner-knows-types-of-the-contract-only',
  ],
  ['app/owner/d.ts', "import 'valibot'", 'owner-depends-on-nothing'],
  ['app/entry/engine-process.ts', "import '../learning/train.ts'", null],
  ['app/entry/a.ts', "import '../learning/train.ts'", 'only-the-engine-learns'],
  ['app/studio/g.ts', "import '../entry/engine-process.ts'", 'entry-is-the-end'],
  ['renderer/state/a.ts', "import '../../app/mask/rle.ts'", null],
  [
    'renderer/state/b.ts',
    "import '../../app/studio/studio.ts'",
    'the-window-sees-contract-domain-and-mask',
  ],
  ['renderer/state/c.ts', "import 'node:fs'", 'the-window-has-no-node'],
  ['renderer/state/d.ts', "import 'konva'", 'konva-has-one-owner'],
  ['renderer/canvas/a.ts', "import 'svelte'", 'canvas-knows-no-svelte'],
  ['renderer/canvas/b.ts', "import '../ui/Button.svelte'", 'canvas-knows-no-svelte'],
  ['renderer/ui/a.ts', "import '../state/library.ts'", 'ui-knows-no-state'],
  ['main/a.ts', "import '../app/owner/owner.ts'", null],
  ['main/b.ts', "import '../app/studio/studio.ts'", 'main-sees-owner-contract-and-links'],
  ['main/c.ts', "import '../app/pictures/reset-turn.ts'", null],
  ['main/d.ts', "import '../app/pictures/decode.ts'", 'main-sees-owner-contract-and-links'],
  ['main/e.ts', "import 'valibot'", null],
  ['renderer/state/e.ts', "import 'valibot'", 'valibot-has-one-owner'],
  ['app/formats/a.ts', "import '../../tests/fixture.ts'", 'nothing-imports-tests'],
  ['app/formats/circle-back.ts', "import './circle.ts'", 'no-circles'],
  ['app/formats/b.ts', "import './missing.ts'", 'no-loose-ends'],
];

/** What is imported. */
const neighbours = [
  'app/domain/noun.ts',
  'app/mask/rle.ts',
  'app/contract/api.ts',
  'app/store/open.ts',
  'app/studio/studio.ts',
  'app/links/http.ts',
  'app/learning/train.ts',
  'app/learning/models/models.ts',
  'app/owner/owner.ts',
  'app/pictures/decode.ts',
  'app/pictures/reset-turn.ts',
  'renderer/state/library.ts',
  'renderer/ui/Button.svelte',
  'tests/fixture.ts',
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder: string;
let violations: readonly Violation[];

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-house-'));
  symlinkSync(join(house, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(house, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  write('package.json', '{"type":"module"}');
  for (const file of neighbours)
    write(file, file.endsWith('.ts') ? 'export type Api = 1;\n' : '<p />\n');
  write('app/formats/circle.ts', "import './circle-back.ts';\n");
  for (const [file, statement] of imports) write(file, `${statement};\n`);
  const config = join(house, '.dependency-cruiser.cjs');
  const words = [cruiser, '--config', config, '--output-type', 'json', 'app', 'main', 'renderer'];
  const report = execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  ({ violations } = (JSON.parse(report) as { summary: { violations: Violation[] } }).summary);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it.each(imports)('%s: %s', (file, _, rule) => {
  const found = violations
    .filter(({ from }) => from === file)
    .map((violation) => violation.rule.name);
  if (rule === null) expect(found).toEqual([]);
  else expect(found).toContain(rule);
});
