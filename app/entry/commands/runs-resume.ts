import { defineCommand } from '../define-command.ts';
import { followQueue } from '../follow-queue.ts';
import { flag, path, required, whole } from '../options.ts';
import { resumeRun } from '../resume-run.ts';
import { withStudio } from '../with-studio.ts';

const project = required(path('DIR', 'the project'));
const queue = flag('where another run trains or waits, wait behind it, and answer at once');

export const runsResume = defineCommand({
  name: 'runs resume',
  summary: 'Go on with a run that left off, from its last checkpoint.',
  example: 'runs resume first --project pets',
  names: ['RUN'],
  options: { project, batch: whole('N', 'pictures at once from now on'), queue },
  run({ project: folder, batch, queue: mayWait }, context, [run = '']) {
    return withStudio({ folder, create: false }, (client) =>
      followQueue(client, () => resumeRun(client, run, { batch, queue: mayWait }), context),
    );
  },
});

export const runsExtend = defineCommand({
  name: 'runs extend',
  summary: 'Train a run for more epochs than were planned.',
  example: 'runs extend first --more 10 --project pets',
  names: ['RUN'],
  options: { project, more: required(whole('N', 'so many epochs more')), queue },
  run({ project: folder, more, queue: mayWait }, context, [run = '']) {
    return withStudio({ folder, create: false }, (client) =>
      followQueue(client, () => resumeRun(client, run, { more, queue: mayWait }), context),
    );
  },
});
