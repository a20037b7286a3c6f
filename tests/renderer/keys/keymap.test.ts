import { describe, expect, test } from 'vitest';
import { chordsFromEvent } from '../../../renderer/keys/chord.ts';
import {
  keyboardFrom,
  keysOn,
  meet,
  proposalFor,
  withKey,
  withoutKey,
  withReset,
  type Keyboard,
} from '../../../renderer/keys/keyboard.ts';
import { presetNames, presets } from '../../../renderer/keys/presets.ts';
import { reservedFor } from '../../../renderer/keys/reserved.ts';
import { actionById, actionTable, type ActionId } from '../../../renderer/keys/table.ts';

describe.each(presetNames)('the preset %s', (name) => {
  const keys = keysOn({ preset: name, changed: {} });

  test('gives no key two meanings where both could be meant', () => {
    const clashes = actionTable.flatMap((action) =>
      actionTable
        .filter((other) => other.id > action.id && meet(other.scope, action.scope))
        .flatMap((other) =>
          (keys.get(action.id) ?? [])
            .filter((key) => keys.get(other.id)?.includes(key))
            .map((key) => `${key}: ${action.id} and ${other.id}`),
        ),
    );
    expect(clashes).toEqual([]);
  });

  test('leaves no action without a key that has one of its own', () => {
    const without = actionTable
      .filter(({ id, ownKeys }) => ownKeys.length > 0 && keys.get(id)?.length === 0)
      .map(({ id, ownKeys }) => `${id}, which had ${ownKeys.join(' ')}`);
    expect(without).toEqual([]);
  });

  test('names nothing that cannot be pressed or is kept for something else', () => {
    const named = Object.values(presets[name]).flat();
    expect(named.filter((key) => reservedFor(key) !== null)).toEqual([]);
    expect(named.filter((key) => !/^(Ctrl\+)?(Alt\+)?(Shift\+)?(.|[A-Z]\w+)$/.test(key))).toEqual(
      [],
    );
  });
});

describe('a keyboard', () => {
  const plain: Keyboard = { preset: 'maskwright', changed: {} };
  const keysOf = (keyboard: Keyboard, id: ActionId) => keysOn(keyboard).get(id);

  test('gives an action another key in place of the one it had', () => {
    const change = { id: 'annotate.brush', chord: 'Ctrl+Alt+B', replaced: 'B' } as const;
    expect(proposalFor(plain, change)).toEqual({ kind: 'free' });
    const changed = withKey(plain, change);
    expect(keysOf(changed, 'annotate.brush')).toEqual(['Ctrl+Alt+B']);
    expect(withReset(changed, 'annotate.brush')).toEqual(plain);
  });

  test('adds a key, and takes one away', () => {
    const change = { id: 'annotate.next', chord: 'Ctrl+Alt+N', replaced: null } as const;
    const more = withKey(plain, change);
    expect(keysOf(more, 'annotate.next')).toEqual(['D', 'ArrowRight', 'Ctrl+Alt+N']);
    const fewer = withoutKey(more, 'annotate.next', 'D');
    expect(keysOf(fewer, 'annotate.next')).toEqual(['ArrowRight', 'Ctrl+Alt+N']);
  });

  test('names who has the key already, and can swap both', () => {
    const change = { id: 'annotate.brush', chord: 'E', replaced: 'B' } as const;
    expect(proposalFor(plain, change)).toEqual({
      kind: 'clash',
      others: [actionById('annotate.eraser')],
    });
    const swapped = withKey(plain, change);
    expect(keysOf(swapped, 'annotate.brush')).toEqual(['E']);
    expect(keysOf(swapped, 'annotate.eraser')).toEqual(['B']);
    // The eraser still has B: what the brush had is not taken back from under it.
    expect(keysOf(withReset(swapped, 'annotate.brush'), 'annotate.brush')).toEqual([]);
  });

  test('knows that a key of everywhere can be meant in every view', () => {
    const change = { id: 'palette.open', chord: 'D', replaced: null } as const;
    const proposal = proposalFor(plain, change);
    const others = proposal.kind === 'clash' ? proposal.others.map(({ id }) => id) : [];
    expect(others).toEqual(['annotate.next', 'review.next']);
    const given = withKey(plain, change);
    expect(keysOf(given, 'review.next')).toEqual(['ArrowRight']);
    expect(keysOf(given, 'annotate.next')).toEqual(['ArrowRight']);
    // The eraser's key in Annotate is the key for fixing in Review: they never meet.
    expect(keysOf(plain, 'annotate.eraser')).toEqual(keysOf(plain, 'review.fix'));
  });

  test('swaps no key to where it means something else', () => {
    const change = { id: 'review.both', chord: 'E', replaced: '1' } as const;
    const swapped = withKey(plain, change);
    expect(keysOf(swapped, 'review.fix')).toEqual(['1']);
    const wide = withKey(plain, { id: 'palette.open', chord: '1', replaced: 'Ctrl+K' });
    expect(keysOf(wide, 'annotate.class1')).toEqual(['Ctrl+K']);
    expect(keysOf(wide, 'review.both')).toEqual([]);
  });

  test.each([
    ['Escape', 'escape'],
    ['Tab', 'focus'],
    ['Ctrl+W', 'window'],
  ] as const)('refuses %s', (chord, why) => {
    const proposal = proposalFor(plain, { id: 'annotate.brush', chord, replaced: 'B' });
    expect(proposal).toEqual({ kind: 'reserved', why });
  });

  test('is whole whatever was stored', () => {
    const stored = {
      'annotate.brush': [7],
      'annotate.gone': ['B'],
      'annotate.fill': ['F'],
      'annotate.select': ['V'],
    };
    const keyboard = keyboardFrom('vi', stored);
    expect(keyboard).toEqual({ preset: 'maskwright', changed: { 'annotate.fill': ['F'] } });
    expect(keyboardFrom(null, null)).toEqual(plain);
  });
});

test('Shift with a digit is looked for by the key first, then by what it types', () => {
  const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: true };
  expect(chordsFromEvent({ ...held, key: '!', code: 'Digit1' })).toEqual(['Shift+1', '!']);
  expect(chordsFromEvent({ ...held, key: 'A', code: 'KeyA' })).toEqual(['Shift+A']);
  expect(chordsFromEvent({ ...held, key: 'Shift', code: 'ShiftLeft' })).toBeNull();
});
