import type { ViewName } from '../keys/views.ts';

const firstView: ViewName = 'browse';

/** Which view is in front and which picture is at hand. Views stay alive behind it and keep their state. */
export class Navigation {
  view = $state<ViewName>(firstView);
  /** The picture that Annotate shows; null before one was opened. */
  picture = $state<number | null>(null);
  /** Views that were ever shown: only these are built. */
  visited = $state.raw<ReadonlySet<ViewName>>(new Set([firstView]));

  open(view: ViewName): void {
    this.view = view;
    if (!this.visited.has(view)) {
      this.visited = new Set([...this.visited, view]);
    }
  }

  openPicture(image: number): void {
    this.picture = image;
    this.open('annotate');
  }

  /** Whether nobody has gone anywhere in this project yet. */
  get isAtStart(): boolean {
    return this.view === firstView && this.picture === null;
  }

  /** Goes on where the person was. */
  resume(view: ViewName, picture: number | null): void {
    this.view = view;
    this.picture = picture;
    this.visited = new Set([view]);
  }

  /** For another project: nothing of the old one is kept. */
  reset(): void {
    this.view = firstView;
    this.picture = null;
    this.visited = new Set([firstView]);
  }
}
