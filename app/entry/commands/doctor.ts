import { defineCommand } from '../define-command.ts';
import { withStudio } from '../with-studio.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Say what Maskwright runs on, what is missing and what to do about it.',
  example: 'doctor --json',
  options: {},
  run() {
    return withStudio(null, async (client) => {
      const { facts } = await client.call('studio.doctor', {});
      const width = Math.max(...facts.map(({ name }) => name.length));
      return {
        json: { facts },
        lines: facts.flatMap(({ name, value, advice }) => [
          `${name.padEnd(width)}  ${value}`,
          ...(advice === null ? [] : [`${' '.repeat(width)}  -> ${advice}`]),
        ]),
      };
    });
  },
});
