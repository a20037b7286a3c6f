import type { Attachment } from 'svelte/attachments';
import { chordText } from '../keys/chord.ts';

const waitMs = 400;

interface TooltipOptions {
  /** The chord that does the same. */
  readonly keys?: string | undefined;
  readonly side?: 'below' | 'right';
}

/** A short explanation at an element that is pointed at or has the keyboard's focus. */
export function tooltip(
  text: string,
  { keys, side = 'below' }: TooltipOptions = {},
): Attachment<HTMLElement> {
  return (anchor) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let bubble: HTMLElement | undefined;

    function show(): void {
      if (!anchor.isConnected) {
        return;
      }
      bubble ??= createBubble(text, keys);
      (anchor.closest('dialog') ?? document.body).append(bubble);
      place(bubble, anchor, side);
    }

    function hide(): void {
      clearTimeout(timer);
      bubble?.remove();
      bubble = undefined;
    }

    function wait(): void {
      clearTimeout(timer);
      timer = setTimeout(show, waitMs);
    }

    function focused(): void {
      if (anchor.matches(':focus-visible')) {
        show();
      }
    }

    anchor.addEventListener('pointerenter', wait);
    anchor.addEventListener('pointerleave', hide);
    anchor.addEventListener('pointerdown', hide);
    anchor.addEventListener('focus', focused);
    anchor.addEventListener('blur', hide);
    return () => {
      hide();
      anchor.removeEventListener('pointerenter', wait);
      anchor.removeEventListener('pointerleave', hide);
      anchor.removeEventListener('pointerdown', hide);
      anchor.removeEventListener('focus', focused);
      anchor.removeEventListener('blur', hide);
    };
  };
}

function createBubble(text: string, keys: string | undefined): HTMLElement {
  const bubble = document.createElement('div');
  bubble.className = 'tooltip';
  bubble.setAttribute('role', 'tooltip');
  bubble.append(text);
  if (keys !== undefined) {
    const key = document.createElement('kbd');
    key.textContent = chordText(keys);
    bubble.append(key);
  }
  return bubble;
}

function place(bubble: HTMLElement, anchor: HTMLElement, side: 'below' | 'right'): void {
  const box = anchor.getBoundingClientRect();
  const own = bubble.getBoundingClientRect();
  const gapPx = 6;
  const wanted =
    side === 'right'
      ? { x: box.right + gapPx, y: box.top + (box.height - own.height) / 2 }
      : { x: box.left + (box.width - own.width) / 2, y: box.bottom + gapPx };
  const above = box.top - own.height - gapPx;
  const y = wanted.y + own.height > innerHeight - 4 ? above : wanted.y;
  bubble.style.left = `${Math.max(4, Math.min(wanted.x, innerWidth - own.width - 4))}px`;
  bubble.style.top = `${Math.max(4, y)}px`;
}
