import type { Result } from '../../../app/contract/methods.ts';
import type { Job } from '../../../app/contract/shapes.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { joinPath } from '../../ui/listing.ts';
import { words } from '../../words/en.ts';
import type { ExportCard, ExportKind } from './export-kinds.ts';

export type Target = 'all' | 'train' | 'val' | 'test';

/** What a job of exporting answers; which figures are there depends on what was written. */
interface ExportResult {
  readonly ownLayers?: readonly string[];
  readonly skipped?: readonly { readonly file: string; readonly reason: string }[];
}

/** The choices of one export, and how it is started. */
export class ExportDraft {
  out = $state('');
  merge = $state(false);
  mergeInto = $state('');
  ignore = $state(255);
  run = $state('');
  weights = $state<'best' | 'last'>('best');
  target = $state<Target>('all');
  threshold = $state(0.5);

  readonly card: ExportCard;
  readonly #app: AppState;

  constructor(app: AppState, card: ExportCard, sources: Result<'source.list'>['sources']) {
    this.#app = app;
    this.card = card;
    const folder = app.session.project?.folder ?? '';
    this.out = joinPath(joinPath(folder, 'exports'), card.out.name);
    this.mergeInto = sources.find(({ kind }) => kind === 'coco')?.file ?? '';
    this.ignore = card.kind === 'keras' ? 0 : 255;
    this.run = app.runs.predicting[0]?.name ?? '';
  }

  get ready(): boolean {
    const merges = this.card.kind !== 'coco' || !this.merge || this.mergeInto.trim() !== '';
    return this.out.trim() !== '' && merges && (this.card.needs === 'pictures' || this.run !== '');
  }

  /** True when it has begun; its end is told by a notice. */
  async start(exports: Exports): Promise<boolean> {
    return this.#app.notices.attempt(async () => {
      const { job } = await this.#call();
      void exports.follow(this.card.kind, job, this.out.trim());
    });
  }

  #call(): Promise<{ job: string }> {
    const { client } = this.#app;
    const out = this.out.trim();
    const { run, weights } = this;
    switch (this.card.kind) {
      case 'coco':
        return client.call('export.coco', {
          out,
          ...(this.merge ? { mergeInto: this.mergeInto.trim() } : {}),
        });
      case 'masks':
        return client.call('export.masks', { out, layout: 'plain', ignore: this.ignore });
      case 'keras':
        return client.call('export.masks', { out, layout: 'keras-segmentation' });
      case 'model':
        return client.call('export.model', { out, run, weights });
      case 'curves':
        return client.call('export.curves', { out, run });
      case 'predictions':
        return client.call('export.predictions', {
          out,
          run,
          weights,
          target: this.target,
          threshold: this.threshold,
        });
    }
  }
}

/** The last export of each kind, for as long as the window is open. */
export class Exports {
  last = $state.raw<Partial<Record<ExportKind, { readonly job: Job; readonly out: string }>>>({});

  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  async follow(kind: ExportKind, id: string, out: string): Promise<void> {
    const { jobs, notices } = this.#app;
    const job = await jobs.ended(id);
    this.last = { ...this.last, [kind]: { job, out } };
    if (job.state === 'done') {
      notices.tell(sentenceOf(kind, job, out), { tone: 'good' });
    } else if (job.state === 'cancelled') {
      notices.tell(words.transfer.cancelled);
    }
  }
}

/** How an export ended, in a sentence. */
export function sentenceOf(kind: ExportKind, job: Job, out: string): string {
  const text = words.transfer;
  switch (job.state) {
    case 'running':
      return text.running;
    case 'failed':
      return job.error?.message ?? text.failed;
    case 'cancelled':
      return text.cancelled;
    case 'done': {
      const { skipped: left = [], ownLayers = [] } = (job.result ?? {}) as ExportResult;
      const skipped = left.length;
      if (ownLayers.length > 0) return text.exportedOwnLayers(out, ownLayers.join(', '));
      const written = kind === 'coco' ? text.exportedChecked(out) : text.exported(out);
      return skipped === 0 ? written : `${written} ${text.exportSkipped(skipped)}`;
    }
  }
}
