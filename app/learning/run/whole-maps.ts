import type { Sample } from '../../contract/run-folder.ts';
import { mapSideOf } from '../../contract/training.ts';
import type { Point } from '../../domain/geometry.ts';
import { ignored } from '../../mask/labels.ts';
import { partsOf, type Parts } from '../data/batch-orders.ts';

/** Label maps of a picture in its square, row by row: what was predicted, and what is labelled, 255 where nobody asks. */
export interface WholeMaps {
  readonly predicted: Uint8Array;
  readonly truth: Uint8Array;
}

/** Those of a window. */
interface PartMaps {
  readonly predicted: Uint8Array;
  readonly truth: Int32Array;
}

interface Growing {
  readonly index: number;
  readonly corners: readonly Point[];
  readonly maps: WholeMaps;
  laid: number;
}

/**
 * Lays the parts of pictures together, which come in the order of `validationOrders`, and tells of each picture when its last
 * part is there. One that lacks a part, since its file went away meanwhile, is not told of.
 */
export function createWholeMaps(
  samples: readonly Sample[],
  parts: Parts,
  tell: (sample: Sample, maps: WholeMaps) => void,
): { lay(index: number, part: PartMaps): void } {
  const sidePx = mapSideOf(parts);
  let present: Growing | null = null;

  function begun(index: number, sample: Sample): Growing {
    const area = sidePx * sidePx;
    const maps = {
      predicted: new Uint8Array(area),
      truth: new Uint8Array(area).fill(ignored),
    };
    return { index, corners: partsOf(sample, parts), maps, laid: 0 };
  }

  return {
    lay(index, part) {
      const sample = samples[index];
      if (sample === undefined) return;
      present = present?.index === index ? present : begun(index, sample);
      const corner = present.corners[present.laid++];
      if (corner === undefined) return;
      for (let row = 0; row < parts.size; row++) {
        const from = row * parts.size;
        const to = (corner.y + row) * sidePx + corner.x;
        const end = from + parts.size;
        present.maps.predicted.set(part.predicted.subarray(from, end), to);
        present.maps.truth.set(part.truth.subarray(from, end), to);
      }
      if (present.laid < present.corners.length) return;
      tell(sample, present.maps);
      present = null;
    },
  };
}
