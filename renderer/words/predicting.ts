import { counted } from './numbers.ts';

/** What the dialog that predicts a folder of pictures says, and the report after it. */
export const predicting = {
  title: 'Predict a folder of pictures',
  picturesNote: 'The folders in it are looked into too',
  what: 'Writes a grey mask and an overlay for each picture.',
  values: (classes: readonly { readonly name: string; readonly value: number }[]) =>
    `In the masks ${classes.map(({ name, value }) => `${value} is ${name}`).join(', ')}; 0 is background.`,
  own: 'That is the folder of the pictures. Choose another one.',
  filled: 'Files lie in this folder already.',
  overwrite: 'Write over files of the same name',
  overwriteHint: 'Otherwise nothing is written where one is in the way',
  start: 'Predict',
  act: 'Predict…',
  folderAct: 'Predict a folder…',
  cardTitle: 'Predictions of other pictures',
  cardText:
    'What a run sees in a folder of pictures, in this project or not: a grey mask and an overlay for each.',

  done: (pictures: number, out: string) =>
    `${counted(pictures, 'picture')} predicted: the masks are in ${out}.`,
  leftOut: (pictures: number) => `${counted(pictures, 'picture')} left out.`,

  reportTitle: (title: string) => `Report: ${title}`,
  reportPictures: 'Predicted',
  reportLeftOut: 'Left out',
  reportWhere: 'Masks and overlays are in',
  reportFiles: 'For each picture <name>.png, the mask, and <name>_overlay.png to look at.',
} as const;
