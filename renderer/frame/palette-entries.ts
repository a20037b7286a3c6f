import type { Image } from '../../app/domain/image.ts';
import { actionById, type ActionId } from '../keys/table.ts';
import type { IconName } from '../ui/icons/paths.ts';

export type EntryKind = 'action' | 'picture' | 'run';

/** One line of the palette. */
export interface Entry {
  readonly key: string;
  readonly kind: EntryKind;
  readonly title: string;
  readonly note?: string;
  readonly icon: IconName;
  readonly keys: string | undefined;
  readonly run: () => void;
}

const icons: Readonly<Record<EntryKind, IconName>> = {
  action: 'chevronRight',
  picture: 'picture',
  run: 'play',
};

export function actionEntry(id: ActionId, run: () => void): Entry {
  const { title, keys } = actionById(id);
  return { key: `action:${id}`, kind: 'action', title, icon: icons.action, keys: keys[0], run };
}

export function pictureEntry(image: Image, note: string, run: () => void): Entry {
  return {
    key: `picture:${image.id}`,
    kind: 'picture',
    title: image.name,
    note,
    icon: icons.picture,
    keys: undefined,
    run,
  };
}

export function runEntry(name: string, title: string, run: () => void): Entry {
  return { key: `run:${name}`, kind: 'run', title, icon: icons.run, keys: undefined, run };
}

/**
 * How well the words typed fit a title: higher is better, null is not at all. Every word must occur; at the start
 * of the title counts most, then at the start of a word. Letters in order ("sk" for "Show keys") count least.
 */
export function fit(typed: string, title: string): number | null {
  const text = title.toLowerCase();
  const query = typed.trim().toLowerCase();
  if (query === '') {
    return 0;
  }
  const parts = query.split(/\s+/);
  if (parts.every((part) => text.includes(part))) {
    const begins = parts.filter((part) => new RegExp(`(^|\\W)${escapeForRegExp(part)}`).test(text));
    return 10 + begins.length * 5 + (text.startsWith(query) ? 20 : 0);
  }
  const initials = text
    .split(/\W+/)
    .map((word) => word.charAt(0))
    .join('');
  return initials.includes(query) ? 5 : null;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
