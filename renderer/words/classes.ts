import { counted } from './numbers.ts';

/** What the list of classes says, wherever it stands. */
export const classes = {
  title: 'Classes',
  add: 'Add a class',
  newName: 'Name of the new class',
  name: 'Name of the class',
  rename: 'Rename',
  recolour: (name: string) => `Colour of ${name}`,
  ownColour: 'Another colour',
  more: (name: string) => `More about ${name}`,
  delete: 'Delete',
  deleted: (name: string, annotations: number) =>
    annotations === 0
      ? `Class ${name} deleted.`
      : `Class ${name} deleted with ${counted(annotations, 'object')}.`,
  empty: 'No classes yet. Add one for each kind of object, such as cat and dog.',
  objects: (annotations: number) => counted(annotations, 'object'),
} as const;
