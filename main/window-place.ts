import type { Rectangle } from 'electron';

const firstSize = { width: 1400, height: 900 } as const;
export const leastSize = { width: 800, height: 560 } as const;
/** So much of a title bar must be on a screen for a person to take hold of it. */
const leastGrip = { width: 120, height: 30 } as const;

/**
 * Where a window goes: where it was, as long as it can be taken hold of there; else onto the screen that shows most
 * of it, the first one when none does. `screens` are the parts of the screens that windows may cover, the first first.
 */
export function placeWindow(kept: Rectangle | null, screens: readonly Rectangle[]): Rectangle {
  const [first] = screens;
  if (first === undefined) {
    return kept ?? { x: 0, y: 0, ...firstSize };
  }
  if (kept === null) {
    return centred(firstSize, first);
  }
  return screens.some((screen) => isWithinReach(kept, screen))
    ? kept
    : moved(kept, mostShared(kept, screens) ?? first);
}

/** A screen with a fractional scale rounds a window's edges outward, by up to this. */
const roundingPx = 4;

/** What is kept of a window's place: what was kept before unless somebody moved it, or it would grow at every start. */
export function placeToKeep(now: Rectangle, before: Rectangle): Rectangle {
  const sides = ['x', 'y', 'width', 'height'] as const;
  return sides.every((side) => Math.abs(now[side] - before[side]) <= roundingPx) ? before : now;
}

function centred(size: { readonly width: number; readonly height: number }, screen: Rectangle) {
  const width = Math.min(size.width, screen.width);
  const height = Math.min(size.height, screen.height);
  return {
    x: screen.x + Math.floor((screen.width - width) / 2),
    y: screen.y + Math.floor((screen.height - height) / 2),
    width,
    height,
  };
}

/** The title bar is at the top: what of it lies below or beside a screen helps nobody. */
function isWithinReach(window: Rectangle, screen: Rectangle): boolean {
  const titleBar = { ...window, height: leastGrip.height };
  const { width, height } = shared(titleBar, screen);
  return (
    width >= leastGrip.width &&
    height >= leastGrip.height &&
    window.width >= leastSize.width &&
    window.height >= leastSize.height
  );
}

function moved(window: Rectangle, screen: Rectangle): Rectangle {
  const width = Math.min(Math.max(window.width, leastSize.width), screen.width);
  const height = Math.min(Math.max(window.height, leastSize.height), screen.height);
  return {
    x: between(screen.x, window.x, screen.x + screen.width - width),
    y: between(screen.y, window.y, screen.y + screen.height - height),
    width,
    height,
  };
}

function mostShared(window: Rectangle, screens: readonly Rectangle[]): Rectangle | null {
  const areas = screens.map((screen) => {
    const { width, height } = shared(window, screen);
    return { screen, area: width * height };
  });
  const [most] = areas.sort((a, b) => b.area - a.area);
  return most === undefined || most.area === 0 ? null : most.screen;
}

function shared(a: Rectangle, b: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
  };
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
