import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Handlers } from '../../contract/dispatch.ts';
import { StudioError } from '../../contract/errors.ts';
import {
  promptFiles,
  type PromptFiles,
  type PromptStatus,
  type PromptTarget,
} from '../../contract/prompting.ts';
import { replaceFile } from '../../disk/durable.ts';
import { configurationFolder } from '../configuration.ts';
import type { StudioContext } from '../context.ts';
import { imageOf } from '../editing/library.ts';
import type { PromptEngine } from './prompt-engine.ts';
import { pathOfImage } from '../sources.ts';

/** Clicks and boxes answered by networks of the person's own. */
export function promptHandlers(
  context: StudioContext,
  engine: PromptEngine,
): Pick<Handlers, 'prompt.status' | 'prompt.files' | 'prompt.encode' | 'prompt.segment'> {
  function target(id: number): PromptTarget {
    const store = context.store();
    const image = imageOf(store.sql, id);
    const { width, height, turn } = image;
    return { image: id, path: pathOfImage(store, image), width, height, turn };
  }

  async function status(signal: AbortSignal): Promise<PromptStatus> {
    const files = readFiles();
    if (files === null) return { kind: 'none' };
    try {
      const opened = await engine.ask({ kind: 'prompt-open', files }, signal);
      if (opened.kind !== 'prompt-opened') throw new Error('another answer came');
      return { kind: 'ready', files, family: opened.family };
    } catch (error) {
      if (!(error instanceof StudioError) || error.code === 'cancelled') throw error;
      return { kind: 'broken', files, message: error.message };
    }
  }

  return {
    'prompt.status': (_, signal) => status(signal),
    'prompt.files'({ files }, signal) {
      keepFiles(files);
      return status(signal);
    },
    async 'prompt.encode'({ image, ahead }, signal) {
      const about = { files: filesSet(), target: target(image) };
      await engine.ask({ kind: 'prompt-encode', ...about, ahead }, signal);
      return {};
    },
    async 'prompt.segment'({ image, prompt }, signal) {
      if (prompt.box === null && !prompt.points.some(({ positive }) => positive)) {
        throw new StudioError('bad-input', 'A click on what is to be taken comes first, or a box.');
      }
      const about = { files: filesSet(), target: target(image) };
      const found = await engine.ask({ kind: 'prompt-segment', ...about, prompt }, signal);
      if (found.kind !== 'prompt-segmented') throw new Error('another answer came');
      return found.mask;
    },
  };
}

function filesSet(): PromptFiles {
  const files = readFiles();
  if (files === null) {
    throw new StudioError(
      'unavailable',
      'No encoder and decoder are set. Choose the two files under Settings, “Smart select”.',
    );
  }
  return files;
}

function keepFiles(files: PromptFiles | null): void {
  if (files === null) {
    rmSync(filesPath(), { force: true });
    return;
  }
  mkdirSync(configurationFolder(), { recursive: true });
  replaceFile(filesPath(), `${JSON.stringify(files, null, 2)}\n`);
}

/** A note that cannot be read is none: the person chooses the files again. */
function readFiles(): PromptFiles | null {
  try {
    const parsed = v.safeParse(promptFiles, JSON.parse(readFileSync(filesPath(), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function filesPath(): string {
  return join(configurationFolder(), 'prompt-files.json');
}
