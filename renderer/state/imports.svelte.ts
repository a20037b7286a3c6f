import type { Client } from '../../app/contract/client.ts';
import type { ImportReport, Params } from '../../app/contract/methods.ts';
import { words } from '../words/en.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Session } from './session.svelte.ts';

interface Parts {
  readonly client: Client;
  readonly session: Session;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly navigation: Navigation;
}

/** Of the sample pictures, these shares are held out to validate and to test. */
const sampleShares = { val: 0.2, test: 0.1 } as const;

/** A report with the name of what was imported. */
export interface NamedReport {
  readonly name: string;
  readonly report: ImportReport;
}

/** Starts imports, makes the project that one needs, and tells how they ended. */
export class Imports {
  /** The report that is being looked at. */
  shownReport = $state.raw<NamedReport | null>(null);

  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `folder` is where a project is made when none is open. Each answers whether the import has begun. */
  coco(params: Params<'import.coco'>, folder: string): Promise<boolean> {
    return this.#run(folder, () => this.#parts.client.call('import.coco', params));
  }

  folder(params: Params<'import.folder'>, folder: string): Promise<boolean> {
    return this.#run(folder, () => this.#parts.client.call('import.folder', params));
  }

  masks(params: Params<'import.masks'>, folder: string): Promise<boolean> {
    return this.#run(folder, () => this.#parts.client.call('import.masks', params));
  }

  /** The first pictures of a project are split at once, so that Train can be clicked. */
  sample(params: Params<'import.sample'>, folder: string): Promise<boolean> {
    const { client, session } = this.#parts;
    const isFirst = (session.project?.images ?? 0) === 0;
    return this.#run(
      folder,
      () => client.call('import.sample', params),
      async () => {
        if (isFirst) {
          const plan = { kind: 'shares', ...sampleShares, seed: params.seed } as const;
          await client.call('split.apply', { plan });
        }
      },
    );
  }

  async #run(
    folder: string,
    start: () => Promise<{ job: string }>,
    whenDone: () => Promise<void> = () => Promise.resolve(),
  ): Promise<boolean> {
    const { session, notices, navigation } = this.#parts;
    return notices.attempt(async () => {
      if (session.project === null) {
        await session.openProject(folder, { create: true });
      }
      const { job } = await start();
      navigation.open('browse');
      void notices.attempt(() => this.#follow(job, whenDone));
    });
  }

  async #follow(id: string, whenDone: () => Promise<void>): Promise<void> {
    const { jobs, notices } = this.#parts;
    const job = await jobs.ended(id);
    if (job.state === 'cancelled') {
      notices.tell(words.transfer.cancelled);
    }
    if (job.state !== 'done') {
      return;
    }
    await whenDone();
    const report = job.result as ImportReport;
    const text =
      report.images === 0 && report.annotations === 0
        ? words.transfer.importedNothing
        : words.transfer.imported(report.images, report.annotations);
    const leftOut =
      report.skipped.length === 0 ? '' : ` ${words.transfer.leftOut(report.skipped.length)}`;
    notices.tell(text + leftOut, {
      tone: 'good',
      action: {
        label: words.transfer.showReport,
        run: () => {
          this.shownReport = { name: job.title, report };
        },
      },
    });
  }
}
