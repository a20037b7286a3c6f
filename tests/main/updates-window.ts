import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { UpdateState } from '../../app/contract/desktop.ts';
import { startUpdates, type Question, type Updates } from '../../main/updates/index.ts';
import { openWithNode } from './updates-release.ts';

/** What stands around the updates in the app: a page that is told, a person who answers, an app that quits. */
export interface Around {
  readonly updates: Updates;
  readonly folder: string;
  readonly told: UpdateState[];
  readonly questions: Question[];
  readonly notes: string[];
  /** Waits for a state of one of these kinds. */
  becomes(...kinds: UpdateState['kind'][]): Promise<UpdateState>;
  /** Checks, and gives the state that follows. */
  check(): Promise<UpdateState>;
  quit(exitCode?: number): void;
  isQuitting(): boolean;
  close(): void;
}

export interface AroundOptions {
  readonly feed: { readonly url: string; readonly key: string } | null;
  readonly version?: string;
  readonly replacesItself?: boolean;
  readonly ending?: string;
  readonly busy?: () => boolean;
  readonly answer?: number;
  readonly folder?: string;
  readonly calmMs?: number;
}

export function openAround(options: AroundOptions): Around {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'updates-'));
  const told: UpdateState[] = [];
  const questions: Question[] = [];
  const notes: string[] = [];
  const atQuit: ((exitCode: number) => void)[] = [];
  let quitting = false;
  const updates = startUpdates({
    feed: options.feed,
    version: options.version ?? '1.2.0',
    kind: {
      ending: options.ending ?? '.AppImage',
      replacesItself: options.replacesItself ?? true,
    },
    stateFolder: folder,
    resources: folder,
    async ask(question) {
      questions.push(question);
      return options.answer ?? 0;
    },
    notify: ({ title }) => notes.push(title),
    tell: (state) => told.push(state),
    busy: options.busy ?? (() => false),
    quit: () => (quitting = true),
    onQuit: (listener) => atQuit.push(listener),
    log: () => undefined,
    open: openWithNode,
    ...(options.calmMs === undefined ? {} : { calmMs: options.calmMs }),
  });
  async function becomes(...kinds: UpdateState['kind'][]): Promise<UpdateState> {
    await expect
      .poll(() => kinds.includes(updates.handlers['desktop.updates']().kind), { timeout: 20_000 })
      .toBe(true);
    return updates.handlers['desktop.updates']();
  }
  return {
    updates,
    folder,
    told,
    questions,
    notes,
    becomes,
    async check() {
      updates.handlers['desktop.updateAct']({ act: 'check' });
      return becomes('idle', 'available', 'refused');
    },
    quit(exitCode = 0) {
      for (const listener of atQuit) {
        listener(exitCode);
      }
    },
    isQuitting: () => quitting,
    close() {
      updates.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
