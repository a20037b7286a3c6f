import { describe, expect, test } from 'vitest';
import { chordFromEvent, chordText } from '../../../renderer/keys/chord.ts';
import { actionTable } from '../../../renderer/keys/table.ts';

function press(key: string, code: string, held = ''): Parameters<typeof chordFromEvent>[0] {
  return {
    key,
    code,
    ctrlKey: held.includes('c'),
    metaKey: held.includes('m'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
  };
}

describe('a chord', () => {
  test.each([
    [press('z', 'KeyZ', 'c'), 'Ctrl+Z'],
    [press('Z', 'KeyZ', 'cs'), 'Ctrl+Shift+Z'],
    [press('z', 'KeyZ', 'm'), 'Ctrl+Z'],
    [press('A', 'KeyA', 's'), 'Shift+A'],
    [press('?', 'Slash', 's'), '?'],
    [press('[', 'BracketLeft'), '['],
    [press(' ', 'Space'), 'Space'],
    [press('ArrowLeft', 'ArrowLeft', 's'), 'Shift+ArrowLeft'],
    // On a Mac, Alt and 1 types a character of its own.
    [press('\u00a1', 'Digit1', 'a'), 'Alt+1'],
    [press('F5', 'F5'), 'F5'],
  ])('is read from the key that was pressed: %o', (event, chord) => {
    expect(chordFromEvent(event)).toBe(chord);
  });

  test('is not there while only a modifier is down', () => {
    expect(chordFromEvent(press('Shift', 'ShiftLeft', 's'))).toBeNull();
  });

  test('is shown in words and signs', () => {
    expect(chordText('Ctrl+Shift+Z')).toBe('Ctrl Shift Z');
    expect(chordText('ArrowLeft')).toBe('\u2190');
    expect(chordText('+')).toBe('+');
  });
});

test('no two actions that can meet share a key', () => {
  for (const action of actionTable) {
    for (const other of actionTable) {
      const meet =
        action.scope === other.scope || action.scope === 'anywhere' || other.scope === 'anywhere';
      if (action !== other && meet) {
        const shared = action.keys.filter((key) => other.keys.includes(key));
        expect(shared, `${action.id} and ${other.id}`).toEqual([]);
      }
    }
  }
});
