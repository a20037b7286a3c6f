import { setImmediate as nextTurn } from 'node:timers/promises';
import { openCourse, type CourseOptions } from './course.ts';
import { left, type Ending } from './ending.ts';

/** The loop: epochs of steps, each epoch followed by a validation, until done or asked to end. */
export async function runEpochs(options: CourseOptions): Promise<Ending> {
  const { wish } = options;
  const { epochs, patience } = options.job.settings;
  const course = openCourse(options);
  while (course.epoch() < epochs) {
    while (!course.isEpochTaken()) {
      // Messages are heard between steps: a step itself blocks.
      await nextTurn();
      const asked = wish();
      if (asked === 'leave') return course.end(left);
      if (asked === 'stop' || asked === 'pause') {
        const [status, verb] =
          asked === 'stop' ? (['stopped', 'Stopped'] as const) : (['paused', 'Paused'] as const);
        const message = `${verb} in epoch ${String(course.epoch() + 1)} of ${String(epochs)}`;
        return course.end({ status, message });
      }
      const trouble = await course.step();
      if (trouble !== null) return course.end({ status: 'failed', message: trouble });
    }
    const ending = await course.closeEpoch();
    if (ending !== null) return course.end(ending);
    if (course.epoch() < epochs && course.isPatienceOver()) {
      const message = `Finished early: ${String(patience)} epochs were no better than the best`;
      return course.end({ status: 'finished', message });
    }
  }
  return course.end({ status: 'finished', message: `Finished ${String(epochs)} epochs` });
}
