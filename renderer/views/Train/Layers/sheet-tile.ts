import { layersUrl } from '../../../../app/contract/assets.ts';
import {
  sheetGapPx,
  type LookedLayer,
  type LookedLayers,
} from '../../../../app/contract/layers.ts';

interface Tile {
  readonly image: string;
  readonly position: string;
  readonly size: string;
}

/** The background by which an element of `sidePx` shows one map of a layer's sheet and nothing of its neighbours. */
export function tileOf(
  { look }: LookedLayers,
  {
    layer,
    place,
    channel,
  }: { readonly layer: LookedLayer; readonly place: number; readonly channel: number },
  sidePx: number,
): Tile {
  const { columns, tilePx } = layer.sheet;
  const nth = Math.max(0, layer.shown.indexOf(channel));
  const scale = sidePx / tilePx;
  const pitch = (tilePx + sheetGapPx) * scale;
  return {
    image: `url("${layersUrl(look ?? '', place)}")`,
    position: `${-(nth % columns) * pitch}px ${-Math.floor(nth / columns) * pitch}px`,
    size: `${columns * pitch - sheetGapPx * scale}px auto`,
  };
}
