import { bytes, counted } from './numbers.ts';

/** What "Report a problem", "About" and the licences say. */
export const problem = {
  title: 'Report a problem',
  explanation:
    'This is what helps to find the fault: what you write, and the parts that are ticked. Nothing is sent. The text shown here is, letter for letter, what is copied or saved.',
  sendTo: (homepage: string | null) =>
    homepage === null
      ? 'Then send it to whoever gave you Maskwright.'
      : `Then send it to the people at ${homepage}.`,
  happened: 'What happened',
  happenedHint: 'What you did, what you expected, and what came instead',
  messageWas: (message: string) => `The message was: ${message}\n\n`,
  parts: 'Parts',
  goTo: (part: string) => `Show “${part}”`,
  shown: 'The report',
  collecting: 'Collecting. The library is looked through, which can take some seconds.',
  window: 'Window',
  size: (value: number) => `${bytes(value)} of text`,
  copy: 'Copy',
  copied: 'Copied.',
  notCopied: 'The report could not be copied. Save it as a file instead.',
  save: 'Save as a file…',
  saveTitle: 'Save the report',
  fileName: 'maskwright-problem.txt',
  saved: (path: string) => `The report is saved in ${path}. Nothing was sent.`,
  reportThis: 'Report this',

  versions: 'Versions',
  thisComputer: 'This computer',
  licences: 'Licences',
  licencesTitle: 'What Maskwright is built with',
  licencesText: (packages: number) =>
    `${counted(packages, 'work')} of others ship with Maskwright, each under its own licence. Maskwright itself is under the Apache License 2.0.`,
  searchLicences: 'Search names and licences',
  noLicenceFits: 'No name and no licence fits.',
  packages: 'Packages',
  licenceOf: (name: string) => `Licence of ${name}`,
  noText: (licence: string) =>
    `This package brings no text of its licence. It names ${licence} as its licence.`,
  chromium:
    'The licences of Chromium and all it is made of lie beside the program, in LICENSES.chromium.html.',
  tensorflow:
    'The licences of what TensorFlow itself is made of stand in its source, in third_party.',

  savedAsYouGo: 'Nothing to do: everything is saved as you go.',
} as const;
