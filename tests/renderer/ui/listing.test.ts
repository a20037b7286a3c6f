import { expect, test } from 'vitest';
import { joinPath, splitPath } from '../../../renderer/ui/listing.ts';

test('paths are joined and split with the separator they use', () => {
  expect(joinPath('/a', 'b')).toBe('/a/b');
  expect(joinPath('/', 'b')).toBe('/b');
  expect(joinPath('C:\\pictures', 'cats')).toBe('C:\\pictures\\cats');
  expect(splitPath('/a/b/c.json')).toEqual({ folder: '/a/b', name: 'c.json' });
  expect(splitPath('/a')).toEqual({ folder: '/', name: 'a' });
  expect(splitPath('C:\\pictures\\cats')).toEqual({ folder: 'C:\\pictures', name: 'cats' });
});
