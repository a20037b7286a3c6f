import type { Draft } from './draft.ts';
import { mixed } from './separable.ts';
import { convolved } from './vgg.ts';

/** The four stages of ResNet-50 (He et al. 2016): blocks, the width within, and how far apart pixels are taken. */
const stages = [
  { blocks: 3, filters: 64, stride: 1, dilation: 1 },
  { blocks: 4, filters: 128, stride: 2, dilation: 1 },
  { blocks: 6, filters: 256, stride: 1, dilation: 2 },
  { blocks: 3, filters: 512, stride: 1, dilation: 4 },
] as const;
/** How many times as wide as within it is between blocks. */
const outer = 4;

/** How many layers it is named after. */
export type ResnetDepth = 50 | 101;
/** ResNet-101 has more blocks in its third stage alone. */
const thirdOf101 = 23;

/**
 * ResNet-50, or 101, as an encoder that stays at an eighth of the size: where it would halve once and twice more, pixels two and four
 * apart are taken. It begins with three convolutions of 3 x 3, as PSPNet's does, and pools 2 x 2. `filters` says how wide a
 * layer is that was published with so many; answers features of four times `filters(512)`.
 */
export function dilatedResnet(
  draft: Draft,
  filters: (own: number) => number,
  depth: ResnetDepth = 50,
): string {
  const stem = [64, 64, 128].reduce(
    (present, own, nth) =>
      convolved(draft, `stem${String(nth + 1)}`, present, {
        filters: filters(own),
        kernel: 3,
        stride: nth === 0 ? 2 : 1,
      }),
    draft.input,
  );
  return stages.reduce(
    (before, { blocks: own, ...stage }, at) => {
      const blocks = at === 2 && depth === 101 ? thirdOf101 : own;
      let present = before;
      for (let nth = 1; nth <= blocks; nth++) {
        const name = `stage${String(at + 1)}_${String(nth)}`;
        const given = { ...stage, filters: filters(stage.filters), isFirst: nth === 1 };
        present = block(draft, name, present, given);
      }
      return present;
    },
    draft.maxPool('stem_pool', stem),
  );
}

function block(
  draft: Draft,
  name: string,
  from: string,
  given: {
    readonly filters: number;
    readonly stride: number;
    readonly dilation: number;
    readonly isFirst: boolean;
  },
): string {
  const { filters, dilation, isFirst } = given;
  const stride = isFirst ? given.stride : 1;
  const thin = convolved(draft, `${name}_thin`, from, { filters, kernel: 1 });
  const seen = convolved(draft, `${name}_conv`, thin, { filters, kernel: 3, stride, dilation });
  const wide = mixed(draft, `${name}_wide`, seen, filters * outer);
  const past = isFirst ? mixed(draft, `${name}_past`, from, filters * outer, stride) : from;
  return draft.activation(`${name}_relu`, draft.add(`${name}_add`, [wide, past]), 'relu');
}
