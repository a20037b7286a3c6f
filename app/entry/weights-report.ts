import type { WeightsFit } from '../contract/weights-fit.ts';
import { counted, inColumns } from './wording.ts';

/** What of a file of weights a network takes, in words. */

/** The one sentence that says how much. */
export function tallyOf({ file, format, taken, of, left }: WeightsFit): string {
  const rest = left.length === 0 ? '' : ` ${counted(left.length, 'tensor')} of it left over.`;
  return `${file}, ${format}: ${taken.layers} of ${counted(of.layers, 'layer')} with weights, ${share(taken, of)} of their numbers.${rest}`;
}

function share({ numbers }: WeightsFit['taken'], { numbers: all }: WeightsFit['of']): string {
  return `${((numbers / Math.max(1, all)) * 100).toFixed(1)} %`;
}

/** Every layer of the network, then what is left over. */
export function layerLines({ layers, left }: WeightsFit): readonly string[] {
  const rows = layers.map(({ layer, verdict, from, by, weights }) => [
    layer,
    words[verdict],
    from === null || by === null ? '' : `${from}${by === 'order' ? ' (by its place)' : ''}`,
    weights
      .flatMap(({ name, wanted, found }) => {
        if (found === null) return verdict === 'missing' ? [] : [`${name} begins anew`];
        return sides(wanted) === sides(found)
          ? []
          : [`${name} ${sides(found)}, here ${sides(wanted)}`];
      })
      .join('; '),
  ]);
  return [
    ...inColumns([['layer', '', 'from', ''], ...rows]),
    ...left.map(({ name, shape }) => `left over: ${name} ${sides(shape)}`),
  ];
}

const words = { taken: 'taken', mismatch: 'another shape', missing: 'missing' } as const;

/** Whether the person should be asked before a run begins: something of the network begins anew. */
export function fitsWhole({ layers }: WeightsFit): boolean {
  return layers.every(
    ({ verdict, weights }) => verdict === 'taken' && weights.every(({ found }) => found !== null),
  );
}

/** Those lines of which a person has to know: all layers that are not taken as they are. */
export function trouble(report: WeightsFit): WeightsFit {
  return {
    ...report,
    layers: report.layers.filter((layer) => !fitsWhole({ ...report, layers: [layer] })),
    left: [],
  };
}

function sides(shape: readonly number[]): string {
  return shape.length === 0 ? 'one number' : shape.join(' x ');
}
