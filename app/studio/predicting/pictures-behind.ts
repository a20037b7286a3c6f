import type { Evaluation } from '../../contract/methods.ts';
import { meanIou } from '../../mask/confusion.ts';

/** So many pictures are looked at, one row on the screen. */
const mostPictures = 12;
/** With many classes most cells hold a handful of pixels: those with most are told of. */
const mostCells = 100;

interface Named {
  readonly id: number;
  readonly name: string;
}

interface Counted {
  readonly image: number;
  readonly name: string;
  readonly pixels: number;
}

/** Which pictures the figures of an evaluation come from. */
export class PicturesBehind {
  readonly #classes: number;
  /** By cell of the confusion, most pixels first. */
  readonly #cells = new Map<number, Counted[]>();
  #worst: Evaluation['worst'] = [];

  constructor(classes: number) {
    this.#classes = classes;
  }

  /** `counts` as in `Confusion`. */
  add({ id: image, name }: Named, counts: Float64Array): void {
    for (const [cell, pixels] of counts.entries()) {
      const isRight = cell % (this.#classes + 1) === 0;
      if (isRight || pixels === 0) continue;
      const known = this.#cells.get(cell) ?? [];
      const most = [...known, { image, name, pixels }].sort((a, b) => b.pixels - a.pixels);
      this.#cells.set(cell, most.slice(0, mostPictures));
    }
    const score = meanIou({ classes: this.#classes, counts });
    if (score === null) return;
    const low = [...this.#worst, { image, name, meanIou: score }];
    this.#worst = low.sort((a, b) => a.meanIou - b.meanIou).slice(0, mostPictures);
  }

  figures(): Pick<Evaluation, 'mistakes' | 'worst'> {
    return { mistakes: this.#mistakes(), worst: this.#worst };
  }

  #mistakes(): Evaluation['mistakes'] {
    const total = (pictures: readonly Counted[]): number =>
      pictures.reduce((sum, { pixels }) => sum + pixels, 0);
    return [...this.#cells]
      .sort(([, a], [, b]) => total(b) - total(a))
      .slice(0, mostCells)
      .map(([cell, pictures]) => ({
        label: Math.floor(cell / this.#classes),
        prediction: cell % this.#classes,
        pictures,
      }));
  }
}
