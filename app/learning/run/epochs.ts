import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunStatus } from '../../domain/run.ts';
import { openCourse, type CourseOptions } from './course.ts';

/** How a run came to its end, in words. */
export interface Ending {
  readonly status: RunStatus;
  readonly message: string;
}

const left: Ending = { status: 'interrupted', message: 'The engine was asked to end' };

/** The loop: epochs of steps, each epoch followed by a validation, until done or asked to end. */
export async function runEpochs(options: CourseOptions): Promise<Ending> {
  const { wish } = options;
  const { epochs } = options.job.settings;
  const course = openCourse(options);
  await course.prepare();
  while (course.epoch() < epochs) {
    while (!course.isEpochTaken()) {
      // Messages are heard between steps: a step itself blocks.
      await nextTurn();
      const asked = wish();
      if (asked === 'leave') return course.end(left);
      if (asked === 'stop') {
        const message = `Stopped in epoch ${String(course.epoch() + 1)} of ${String(epochs)}`;
        return course.end({ status: 'stopped', message });
      }
      const trouble = await course.step();
      if (trouble !== null) return course.end({ status: 'failed', message: trouble });
    }
    if (!(await course.closeEpoch())) return course.end(left);
  }
  return course.end({ status: 'finished', message: `Finished ${String(epochs)} epochs` });
}
