import type { Sample } from '../../contract/run-folder.ts';
import { createPictureLibrary, type PictureLibrary } from '../data/picture-library.ts';
import type { CourseOptions } from './course.ts';
import { writeLog } from './reporter.ts';

/** How long a run waits for its pictures before it starts with those that are ready. */
const prepareForMs = 4_000;
const preparedAtOnce = 16;
const trainBudgetBytes = 768 * 2 ** 20;
const validationBudgetBytes = 256 * 2 ** 20;

export interface Libraries {
  readonly train: PictureLibrary;
  readonly validation: PictureLibrary;
}

export function openLibraries({ folder, job, samples }: CourseOptions): Libraries {
  function open(list: readonly Sample[], budgetBytes: number): PictureLibrary {
    return createPictureLibrary({
      samples: list,
      sidePx: job.settings.size,
      budgetBytes,
      skip({ name }, reason) {
        writeLog(folder, `Left out “${name}”: ${reason}`);
      },
    });
  }
  return {
    train: open(samples.train, trainBudgetBytes),
    validation: open(samples.validation, validationBudgetBytes),
  };
}

/** Reads the pictures that come first, and says how far it is. What is left is read ahead of the steps. */
export async function prepareFirst(
  { samples, reporter, wish }: CourseOptions,
  { train, validation }: Libraries,
  first: readonly number[],
): Promise<void> {
  const total = samples.train.length + samples.validation.length;
  const until = performance.now() + prepareForMs;
  const reads = [
    ...first.map((index) => () => train.get(index)),
    ...samples.validation.map((_, index) => () => validation.get(index)),
  ];
  for (let done = 0; done < reads.length; done += preparedAtOnce) {
    if (performance.now() > until || wish() !== 'go-on') return;
    reporter.update({ message: `Preparing ${String(total)} pictures: ${String(done)} done` });
    await Promise.all(reads.slice(done, done + preparedAtOnce).map((read) => read()));
  }
}
