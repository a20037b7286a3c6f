import type { RuntimeStatus } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { withStudio } from '../with-studio.ts';

export const runtimeStatus = defineCommand({
  name: 'runtime status',
  summary: 'Say what this computer computes with, in the order in which it is tried, and why.',
  example: 'runtime status --json',
  options: {},
  run() {
    return withStudio(null, async (client) => {
      const status = await client.call('runtime.status', {});
      return { json: status, lines: linesOf(status) };
    });
  },
});

/** One line for the library, one for each way to compute, one for each card to choose. */
export function linesOf({ library, message, backends, cards }: RuntimeStatus): readonly string[] {
  const first = backends.find(({ usable }) => usable);
  const width = Math.max(...backends.map(({ title }) => title.length));
  return [
    `${library}: ${message}`,
    ...backends.map((offer) => {
      const mark = offer === first ? '*' : offer.usable ? '+' : '-';
      return `${mark} ${offer.title.padEnd(width)}  ${offer.reason}`;
    }),
    '(* is what “auto” takes, + could be chosen, - cannot)',
    ...cards.map(({ name, id }) => `Card: ${name} (${id})`),
  ];
}
