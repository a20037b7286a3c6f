import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';

/** Longer than until the next frame, and shorter than anybody reads. */
const restMs = 40;

/**
 * The objects of the open picture, bottom first, for components to follow. Rows of a list, and whatever is only about
 * pixels, wait until the picture itself has been shown: they would hold up the frame that shows a stroke or takes it back.
 */
export class ListedObjects {
  /** Always those that are there; where only pixels are other ones, a moment late. */
  known = $state.raw<readonly DrawnObject[]>([]);
  /** What a list of them shows: a moment late. */
  rows = $state.raw<readonly DrawnObject[]>([]);
  #coming: readonly DrawnObject[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  follow(objects: readonly DrawnObject[]): void {
    this.#coming = objects;
    if (!isListedAlike(this.known, objects)) this.known = objects;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.catchUp(), restMs);
  }

  set(objects: readonly DrawnObject[]): void {
    this.#coming = objects;
    this.catchUp();
  }

  /** For who acts on a row: it is of an object that is there. */
  catchUp(): void {
    clearTimeout(this.#timer);
    this.known = this.#coming;
    this.rows = this.#coming;
  }
}

function isListedAlike(a: readonly DrawnObject[], b: readonly DrawnObject[]): boolean {
  return a.length === b.length && a.every((object, index) => isNamedAlike(object, b[index]));
}

function isNamedAlike(a: DrawnObject, b: DrawnObject | undefined): boolean {
  return (
    a.id === b?.id &&
    a.category === b.category &&
    a.visible === b.visible &&
    a.locked === b.locked &&
    a.color === b.color &&
    a.crowd === b.crowd
  );
}
