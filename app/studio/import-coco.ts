import type { CocoOverview, ImportReport, Params } from '../contract/methods.ts';
import type { Store } from '../store/open.ts';
import { inWorker, runImport } from './import-host.ts';
import type { JobWork } from './jobs.ts';

/** What a job lends to an import. */
export type ImportWork = Pick<JobWork, 'signal' | 'progress'> & { readonly store: Store };

/** Imports an instances file with its pictures. Progress is in hundredths of the whole. */
export async function importCoco(
  params: Params<'import.coco'>,
  work: ImportWork,
): Promise<ImportReport> {
  return reportOf(await runImport({ kind: 'coco', ...params, checkPictures: true }, work));
}

/** Takes the pictures of a folder, without labels; `classes` are made when they are not there. */
export async function importFolder(
  { images, copy, classes = [] }: Params<'import.folder'>,
  work: ImportWork,
): Promise<ImportReport> {
  return reportOf(await runImport({ kind: 'folder', images, copy, classes }, work));
}

/** Reads what an instances file holds, in a thread of its own. Throws `bad-input` for what is none. */
export async function inspectCoco(annotations: string, signal: AbortSignal): Promise<CocoOverview> {
  const answer = await inWorker(
    { kind: 'inspect', annotations },
    {
      folder: '',
      signal,
      progress: () => undefined,
      lend: (work) => work(),
    },
  );
  if (answer.kind !== 'overview') throw new Error('a look into a file answered with a report');
  return answer.overview;
}

function reportOf(answer: Awaited<ReturnType<typeof runImport>>): ImportReport {
  if (answer.kind !== 'report') throw new Error('an import answered without a report');
  return answer.report;
}
