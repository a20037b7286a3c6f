import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';

/** Longer than until the next frame, and shorter than anybody reads. */
const restMs = 40;

/**
 * The objects of the open picture for lists to follow, bottom first. Where only pixels are other ones, the lists wait
 * until the picture itself has been shown: they would hold up the frame that shows a stroke or takes it back.
 */
export class ListedObjects {
  list = $state.raw<readonly DrawnObject[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

  follow(objects: readonly DrawnObject[]): void {
    if (!isListedAlike(this.list, objects)) {
      this.set(objects);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.set(objects), restMs);
  }

  set(objects: readonly DrawnObject[]): void {
    clearTimeout(this.#timer);
    this.list = objects;
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
