import type { RateSearch } from '../../contract/rate-search.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { path, required } from '../options.ts';
import { recipeChoice, recipeOptions } from '../recipe-options.ts';
import { sourceOf, startOptions } from '../weights-asked.ts';
import { withStudio } from '../with-studio.ts';
import { inColumns } from '../wording.ts';

export const searchRate = defineCommand({
  name: 'rate',
  summary:
    'Look for a learning rate that suits a recipe and the pictures: a hundred steps at rates that rise. No run comes of it.',
  example: 'rate --project pets --model unet --batch 4',
  options: { project: required(path('DIR', 'the project')), ...recipeOptions, ...startOptions },
  run({ project, weights, from, 'pictures-given': pictures, ...recipe }, context) {
    const source = sourceOf({ weights, from, 'pictures-given': pictures, begun: false });
    return withStudio({ folder: project, create: false }, async (client) => {
      const start = () =>
        client.call('training.searchRate', {
          choice: recipeChoice(recipe),
          ...(source === null ? {} : { weights: source }),
        });
      const search = (await followJob(client, start, context)) as RateSearch;
      return { json: search, lines: linesOf(search) };
    });
  },
});

/** One line for each half of a power of ten is enough to see where the loss turns. */
const tenthsOfADecade = 5;

function linesOf({ tried, ended, suggested }: RateSearch): readonly string[] {
  const shown = tried.filter(({ rate }, at) => {
    const before = tried[at - 1]?.rate ?? 0;
    const place = (each: number) => Math.floor((Math.log10(each) * 10) / tenthsOfADecade);
    return before === 0 || place(rate) > place(before) || at === tried.length - 1;
  });
  const rows = shown.map(({ rate, smoothed }) => [rate.toExponential(1), smoothed.toFixed(3)]);
  const last =
    ended === 'ran-away'
      ? [`At ${(tried.at(-1)?.rate ?? 0).toPrecision(2)} the loss ran away.`]
      : [];
  const advice =
    suggested === null
      ? 'No rate made the loss fall: look at the masks, or choose another loss or network.'
      : `Suggested: --rate ${String(suggested)}`;
  return [...inColumns([['rate', 'loss, smoothed'], ...rows]), ...last, advice];
}
