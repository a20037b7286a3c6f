import { expect, test } from 'vitest';
import { acceleratorOf } from '../../main/accelerator.ts';

test.each([
  ['B', 'B'],
  ['Ctrl+Z', 'CmdOrCtrl+Z'],
  ['Ctrl+Shift+Z', 'CmdOrCtrl+Shift+Z'],
  ['Ctrl++', 'CmdOrCtrl+Plus'],
  ['+', 'Plus'],
  ['ArrowLeft', 'Left'],
  ['Shift+ArrowUp', 'Shift+Up'],
  ['[', '['],
  ['F11', 'F11'],
  ['Space', 'Space'],
])('%s is shown as %s', (chord, shown) => {
  expect(acceleratorOf(chord, 'linux')).toBe(shown);
});

test.each(['Ctrl+wheel', '', 'Ctrl+', '1-9', 'É'])('“%s” cannot be shown', (chord) => {
  expect(acceleratorOf(chord, 'linux')).toBeNull();
});

test('on a Mac, where the menu takes its keys, a key that can be typed is left to the page', () => {
  expect(acceleratorOf('B', 'darwin')).toBeNull();
  expect(acceleratorOf('Shift+B', 'darwin')).toBeNull();
  expect(acceleratorOf('F11', 'darwin')).toBe('F11');
  expect(acceleratorOf('Ctrl+B', 'darwin')).toBe('CmdOrCtrl+B');
});
