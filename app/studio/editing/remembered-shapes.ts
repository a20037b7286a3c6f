import type { Shape } from '../../domain/annotation.ts';
import type { Size } from '../../domain/geometry.ts';

/** What shapes were read from which texts. Only a text that is the same to the last character finds its shape again. */
export interface RememberedShapes {
  /** `read` may throw; then nothing is remembered. */
  of(text: string, size: Size, read: () => Shape): Shape;
  put(text: string, size: Size, shape: Shape): void;
}

/** Shorter ones are read in no time, and would push the long ones out. */
const shortestCharacters = 2 ** 13;
/** Of all texts together: with their runs, which take four bytes a character at most, about 50 MB. */
const budgetCharacters = 2 ** 23;

export function rememberedShapes(): RememberedShapes {
  /** Longest unused first. */
  const known = new Map<string, { readonly size: Size; readonly shape: Shape }>();
  let characters = 0;

  function put(text: string, { width, height }: Size, shape: Shape): void {
    if (text.length < shortestCharacters || text.length > budgetCharacters) return;
    if (!known.delete(text)) characters += text.length;
    known.set(text, { size: { width, height }, shape });
    for (const oldest of known.keys()) {
      if (characters <= budgetCharacters) break;
      known.delete(oldest);
      characters -= oldest.length;
    }
  }

  return {
    of(text, size, read) {
      const found = text.length < shortestCharacters ? undefined : known.get(text);
      const isFound = found?.size.width === size.width && found.size.height === size.height;
      const shape = isFound ? found.shape : read();
      put(text, size, shape);
      return shape;
    },
    put,
  };
}
