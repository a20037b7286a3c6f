import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineHost } from '../../../app/contract/engines.ts';
import { createClient, type Client } from '../../../app/contract/client.ts';
import type { Job } from '../../../app/contract/shapes.ts';
import { inProcessTransport } from '../../../app/links/in-process.ts';
import { greyPng } from '../../../app/pictures/png.ts';
import { openStudio, type Studio } from '../../../app/studio/studio.ts';
import { pictureSize } from './strokes.ts';

/** An owner that never has an engine. */
export const noEngines: EngineHost = {
  start: () => Promise.reject(new Error('There are no engines in this test.')),
  send: () => undefined,
  stop: () => Promise.resolve(),
  running: () => Promise.resolve([]),
  subscribe: () => () => undefined,
};

/** A folder, and how to remove it. What the studio remembers of a person goes there too. */
export function keptFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-studio-'));
  process.env.MASKWRIGHT_CONFIG = join(folder, 'configuration');
  return {
    folder,
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same, gone when the test is over. */
export function testFolder(): string {
  const { folder, remove } = keptFolder();
  onTestFinished(remove);
  return folder;
}

/** A studio of its own, as a person's window sees it. */
export interface TestStudio {
  readonly studio: Studio;
  readonly client: Client;
  readonly call: Client['call'];
  /** Waits for a job's end and answers it. */
  ended(started: { readonly job: string }): Promise<Job>;
  close(): Promise<void>;
}

interface StudioWanted {
  readonly folder?: string | null;
  readonly engines?: EngineHost;
}

/** Closes it when the test is over. */
export async function startStudio(wanted: StudioWanted = {}): Promise<TestStudio> {
  const started = await openTestStudio(wanted);
  onTestFinished(started.close);
  return started;
}

/** Whoever opens it closes it. */
export async function openTestStudio({
  folder = null,
  engines = noEngines,
}: StudioWanted = {}): Promise<TestStudio> {
  const studio = await openStudio({ folder, engines, log: () => undefined });
  const client = createClient(inProcessTransport(studio));
  let isOpen = true;
  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await studio.close();
  }
  return { studio, client, call: client.call, ended: (started) => jobEnd(client, started), close };
}

async function jobEnd(client: Client, { job }: { readonly job: string }): Promise<Job> {
  const end = Promise.withResolvers<Job>();
  const unsubscribe = client.subscribe('job', (told) => {
    if (told.id === job && told.state !== 'running') end.resolve(told);
  });
  const now = await client.call('job.get', { job });
  if (now.state !== 'running') end.resolve(now);
  const ended = await end.promise;
  unsubscribe();
  return ended;
}

/** An instances file with pictures of 40 x 30, each with a square cat, and a dog in every second. */
export function writeInstances(
  base: string,
  pictures = 4,
): { annotations: string; images: string } {
  const images = join(base, 'pictures');
  mkdirSync(images, { recursive: true });
  const { width, height } = pictureSize;
  const grey = new Uint8Array(width * height).fill(120);
  const ids = Array.from({ length: pictures }, (_, index) => index + 1);
  for (const id of ids) writeFileSync(join(images, `${id}.png`), greyPng(grey, pictureSize));
  const square = (id: number, image: number, category: number, x: number) => ({
    id,
    image_id: image,
    category_id: category,
    segmentation: [[x, 5, x + 10, 5, x + 10, 15, x, 15]],
    bbox: [x, 5, 10, 10],
    area: 100,
    iscrowd: 0,
  });
  const annotations = join(base, 'instances.json');
  writeFileSync(
    annotations,
    JSON.stringify({
      info: { note: 'drawn for a test' },
      images: ids.map((id) => ({ id, file_name: `${id}.png`, ...pictureSize })),
      annotations: ids.flatMap((id) => [
        square(id * 10, id, 17, id % 20),
        ...(id % 2 === 0 ? [square(id * 10 + 1, id, 18, 25)] : []),
      ]),
      categories: [
        { id: 17, name: 'cat' },
        { id: 18, name: 'dog' },
      ],
    }),
  );
  return { annotations, images };
}

interface ProjectWanted {
  readonly pictures?: number;
  readonly engines?: EngineHost;
}

/** An open project with those pictures in it, gone when the test is over. */
export async function startProject(
  wanted: ProjectWanted = {},
): Promise<TestStudio & { folder: string }> {
  const project = await openProject(testFolder(), wanted);
  onTestFinished(project.close);
  return project;
}

/** The same in a folder that stays; whoever opens it closes it. */
export async function openProject(
  base: string,
  { pictures = 4, engines = noEngines }: ProjectWanted = {},
): Promise<TestStudio & { folder: string }> {
  const folder = join(base, 'project');
  const started = await openTestStudio({ engines });
  await started.call('project.open', { folder, create: true });
  const files = writeInstances(base, pictures);
  const job = await started.ended(await started.call('import.coco', { ...files, copy: false }));
  if (job.state !== 'done') throw new Error(job.error?.message ?? 'the import did not end well');
  return { ...started, folder };
}
