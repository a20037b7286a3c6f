import { expect, it } from 'vitest';
import { meaningOf, type DroppedItem } from '../../../renderer/frame/dropped.ts';

function file(name: string, path = `/data/${name}`): DroppedItem {
  return { name, path, kind: 'file' };
}

it('a COCO file is imported, with its whole path', () => {
  expect(meaningOf([file('labels.JSON')])).toEqual({
    kind: 'coco',
    name: 'labels.JSON',
    path: '/data/labels.JSON',
  });
});

it('a picture stands for its folder, a folder for itself', () => {
  const folder = { kind: 'pictures', name: 'cat.jpeg', path: '/data' };
  expect(meaningOf([file('cat.jpeg')])).toEqual(folder);
  expect(meaningOf([{ name: 'cats', path: 'C:\\cats', kind: 'folder' }])).toEqual({
    kind: 'pictures',
    name: 'cats',
    path: 'C:\\cats',
  });
});

it('a project is opened by its folder or by the file in it', () => {
  const project = { kind: 'project', name: 'cats', path: '/p/cats' };
  expect(meaningOf([{ name: 'cats', path: '/p/cats', kind: 'project-folder' }])).toEqual(project);
  expect(meaningOf([file('project.maskwright', '/p/cats/project.maskwright')])).toEqual({
    ...project,
    name: 'project.maskwright',
  });
});

it('of several things the most telling one counts', () => {
  const pictures = [file('a.png'), file('notes.txt'), file('b.png')];
  expect(meaningOf(pictures)).toMatchObject({ kind: 'pictures', path: '/data' });
  expect(meaningOf([...pictures, file('labels.json')])).toMatchObject({ kind: 'coco' });
});

it('a browser tells no paths: there is none to go on with', () => {
  expect(meaningOf([file('a.png', '')])).toEqual({ kind: 'pictures', name: 'a.png', path: '' });
  expect(meaningOf([file('project.maskwright', '')])).toMatchObject({ kind: 'project', path: '' });
});

it('what nobody knows is told by name', () => {
  expect(meaningOf([file('letter.txt'), file('song.mp3')])).toEqual({
    kind: 'unknown',
    name: 'letter.txt',
  });
  expect(meaningOf([])).toEqual({ kind: 'unknown', name: '' });
});
