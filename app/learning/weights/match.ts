import type { FoundClass, FoundLayer } from './found.ts';
import { shapeHere } from './arrange.ts';

/** A layer of the network that has weights. */
export interface WantedLayer {
  readonly name: string;
  readonly class: FoundClass;
  readonly weights: readonly WantedWeight[];
}

export interface WantedWeight {
  /** As the network calls it: `<layer>/kernel`. */
  readonly name: string;
  readonly role: string;
  readonly shape: readonly number[];
}

export interface Match {
  readonly layer: FoundLayer;
  readonly by: 'name' | 'order';
}

/**
 * Which layer of a file stands for which of the network: the one of its name; and of those that are left on both sides, class
 * by class, the one at its place, where there can be little doubt. That is where there are as many layers of the class here as
 * there, most of them of the same shape; or else from the first layer on as far as shapes agree, where that is at least half of
 * the shorter list: an encoder in another network, with another way back up or none.
 */
export function matchLayers(
  wanted: readonly WantedLayer[],
  found: readonly FoundLayer[],
): ReadonlyMap<WantedLayer, Match> {
  const matches = matchedByName(wanted, found);
  const used = new Set([...matches.values()].map(({ layer }) => layer));
  for (const kind of mostTellingFirst) {
    const targets = wanted.filter((layer) => layer.class === kind && !matches.has(layer));
    const sources = found.filter((layer) => layer.classes.includes(kind) && !used.has(layer));
    for (const [target, layer] of matchedByOrder(targets, sources)) {
      matches.set(target, { layer, by: 'order' });
      used.add(layer);
    }
  }
  return matches;
}

/** What PyTorch calls a weight of four sides may be any convolution: a depthwise one is told by its shape, and goes first. */
const mostTellingFirst: readonly FoundClass[] = [
  'depthwise-convolution',
  'convolution',
  'transposed-convolution',
  'normalisation',
  'group-normalisation',
];

function matchedByName(
  wanted: readonly WantedLayer[],
  found: readonly FoundLayer[],
): Map<WantedLayer, Match> {
  const matches = new Map<WantedLayer, Match>();
  const keys = new Map(found.map((layer) => [layer, keyOf(layer.name)]));
  const used = new Set<FoundLayer>();
  // Whole names first: `model.down1` must not take what `down1` is for.
  for (const isSame of [
    (key: string, own: string) => key === own,
    (key: string, own: string) => key.endsWith(`_${own}`),
  ]) {
    for (const target of wanted) {
      if (matches.has(target)) continue;
      const own = keyOf(target.name);
      const named = found.filter(
        (layer) =>
          !used.has(layer) &&
          layer.classes.includes(target.class) &&
          isSame(keys.get(layer) ?? '', own),
      );
      const [layer] = named;
      if (layer === undefined || named.length > 1) continue;
      matches.set(target, { layer, by: 'name' });
      used.add(layer);
    }
  }
  return matches;
}

/** Upper and lower case, and what stands between words, differ from program to program. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function matchedByOrder(
  targets: readonly WantedLayer[],
  sources: readonly FoundLayer[],
): readonly (readonly [WantedLayer, FoundLayer])[] {
  const pairs = targets.flatMap((target, place) => {
    const source = sources[place];
    return source === undefined ? [] : [[target, source] as const];
  });
  const alike = pairs.map(([target, source]) => isAlike(target, source));
  const count = alike.filter((each) => each).length;
  // As many here as there: the few that differ, such as the last with its classes, are told of as such.
  if (targets.length === sources.length && count * 2 > pairs.length) return pairs;
  const end = alike.indexOf(false);
  const beginning = end < 0 ? pairs : pairs.slice(0, end);
  return beginning.length * 2 >= pairs.length ? beginning : [];
}

/** By what a layer cannot be without: its kernel, or the figures of a normalisation. */
function isAlike(target: WantedLayer, source: FoundLayer): boolean {
  const [weight] = target.weights;
  const tensor = source.tensors.find(({ role }) => role === weight?.role);
  if (weight === undefined || tensor === undefined) return false;
  return sameShape(weight.shape, shapeHere(tensor, source, target.class));
}

export function sameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((side, at) => side === other[at]);
}
