import { bytes, count, counted, duration, percent } from './numbers.ts';

/** What the window around the views says. */
export const frame = {
  noProject: 'No project',
  projectMenu: (project: string) => `Project: ${project}`,
  recent: 'Recent projects',
  newProject: 'New project',
  openProject: 'Open a project',
  closeProject: 'Close the project',
  settings: 'Settings',
  keys: 'Keys',
  about: 'About Maskwright',
  find: 'Find or do anything',

  newProjectTitle: 'New project',
  newProjectText: 'A project is a folder of its own. Pictures can stay where they are.',
  projectFolder: 'Project folder',
  create: 'Create the project',
  openProjectTitle: 'Open a project',

  readOnly: 'This project is open elsewhere: you can look at everything here, and change nothing.',
  timeLeft: (seconds: number) => `${duration(seconds)} left`,
  done: (done: number, total: number, unit: string) =>
    unit === '%'
      ? percent(done / total)
      : unit === 'bytes'
        ? `${bytes(done)} of ${bytes(total)}`
        : `${count(Math.floor(done))} of ${counted(total, unit, unit)}`,
  stop: 'Stop',
  stopRun: 'Stop and keep best',
  cancelJob: 'Cancel',
  stopping: 'Stopping',
  moreJobs: (more: number) => `and ${more} more`,
  epoch: (epoch: number, epochs: number) => `epoch ${epoch}/${epochs}`,
  iou: (value: string) => `IoU ${value}`,
  libraryMissing: 'TensorFlow is not installed',

  palettePlaceholder: 'An action, a picture or a run',
  paletteEmpty: 'Nothing fits. Try a picture’s name or a word such as “train”.',
  paletteCount: (found: number) => counted(found, 'result'),
  showRun: (run: string) => `Show ${run} in Train`,

  settingsTitle: 'Settings',
  theme: 'Theme',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
  pen: 'Pen and touch',
  pressureSizes: 'Pressure sets the size of the brush',
  penHint:
    'The other end of a pen erases. Two fingers move and zoom the picture; one paints, or moves it once a pen was used.',
  promptTitle: 'An encoder and a decoder of your own',
  promptText:
    'Smart select finds the outline of what you click on with two networks that you have as files: an encoder, which looks at the picture once, and its decoder, which answers each click. Nothing is fetched, and no picture leaves this computer.',
  promptWhere:
    'MobileSAM and SAM 2 tiny are free, and small enough for a computer without a graphics card. Search for “MobileSAM ONNX” or “sam2.1 hiera tiny ONNX”, or export them with samexporter. The two files must come from the same export; what came with them, such as a file ending in _data, has to lie beside them.',
  promptEncoder: 'Encoder (.onnx)',
  promptDecoder: 'Decoder (.onnx)',
  promptEncoderTitle: 'Choose the encoder',
  promptDecoderTitle: 'Choose the decoder',
  promptFamilies: { sam: 'MobileSAM or SAM', sam2: 'SAM 2' },
  promptReady: (family: string) => `Ready: these are of ${family}.`,
  promptNone: 'No files are chosen.',
  promptOneMissing: 'Both files are needed.',
  promptAgain: 'Try again',
  promptForget: 'Forget the files',
  classColours: 'Classes and their colours',
  noProjectClasses: 'Open a project to edit its classes.',

  aboutText:
    'A studio to correct segmentation masks, train a network on them and see what it learned. It works offline: nothing leaves this computer.',

  damagedTitle: 'This project cannot be opened as it is',
  newerTitle: 'This project was written by a newer Maskwright',
  newerHint: 'Update Maskwright to open it. Nothing in the project was changed.',
  backupOffer: (when: string) =>
    `There is a backup of ${when} that was checked when it was made. It can take the database’s place; the damaged file is kept beside it.`,
  noBackup:
    'There is no checked backup of it. Pictures and original annotation files are not affected: they can be imported into a new project.',
  recover: 'Put the backup in place',
  openAnother: 'Open another project',
  folder: 'Folder',

  dropTitle: 'Drop a COCO file, or pictures',
  dropText: 'A browser does not say where a file lies: you will be asked once.',
  dropUnknown: (name: string) =>
    `“${name}” is neither a COCO file (.json) nor a picture or a folder.`,
  dropPictures: 'Choose the folder that holds these pictures.',
} as const;
