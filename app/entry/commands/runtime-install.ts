import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { flag } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { linesOf } from './runtime-status.ts';

export const runtimeInstall = defineCommand({
  name: 'runtime install',
  summary:
    'Fetch the TensorFlow library, verify it and put it where every project finds it. Stopped, it goes on from there.',
  example: 'runtime install --cuda',
  options: { cuda: flag('the build for NVIDIA cards, with its libraries') },
  run({ cuda }, context) {
    return withStudio(null, async (client) => {
      await followJob(client, () => client.call('runtime.install', { cuda }), context);
      const status = await client.call('runtime.status', {});
      return { json: status, lines: linesOf(status) };
    });
  },
});
