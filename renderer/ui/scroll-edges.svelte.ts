import type { Attachment } from 'svelte/attachments';

/** A pixel that is lost in rounding is nothing to scroll to. */
const slackPx = 1;

/** Whether a bar that scrolls sideways has more beyond each of its ends. */
export class ScrollEdges {
  before = $state(false);
  after = $state(false);

  /** For the element that scrolls. Its parts come, go and change their width. */
  readonly follow: Attachment<HTMLElement> = (bar) => {
    const measure = (): void => {
      const { scrollLeft, clientWidth, scrollWidth } = bar;
      this.before = scrollLeft > slackPx;
      this.after = scrollLeft + clientWidth < scrollWidth - slackPx;
    };
    const sizes = new ResizeObserver(measure);
    const watch = (): void => {
      sizes.disconnect();
      sizes.observe(bar);
      for (const part of bar.children) sizes.observe(part);
    };
    const parts = new MutationObserver(watch);
    watch();
    parts.observe(bar, { childList: true });
    bar.addEventListener('scroll', measure);
    return () => {
      sizes.disconnect();
      parts.disconnect();
      bar.removeEventListener('scroll', measure);
    };
  };
}
