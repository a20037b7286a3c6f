export const general = {
  name: 'Maskwright',
  undo: 'Undo',
  cancel: 'Cancel',
  close: 'Close',
  ok: 'OK',
  delete: 'Delete',
  add: 'Add',
  loading: 'Loading',
  pictures: (pictures: number) => (pictures === 1 ? 'picture' : 'pictures'),
  windowTitle: (project: string) => `${project} – Maskwright`,
  jobFailed: (title: string, reason: string) => `${title}: ${reason}`,
  tryAgain: 'Try again',
  jobLost:
    'the process that did it ended, so it did not finish. What was there before is as it was; start it again.',
  unforeseen: (reason: string) =>
    `Something unforeseen went wrong: ${reason}. Reload the page; nothing that was saved is lost.`,
} as const;

export const connection = {
  tokenMissing:
    'This page needs the link that Maskwright printed when it started: it ends in a token that proves you are the one who started it. Copy the whole link into the address field.',
  tokenRefused:
    'The link has been used up or belongs to an earlier start. Copy the link that Maskwright printed last; “serve” prints a new one at every start.',
  unreachable: 'Maskwright does not answer. It may have been closed; start it again.',
  cancelled: 'The request was given up.',
  lostTitle: 'The connection to Maskwright is lost.',
  lostText: 'Trying again. What you saved is safe.',
  tokenTitle: 'This link does not open the studio',
} as const;

export const views = {
  label: 'Views',
  browse: 'Browse',
  annotate: 'Annotate',
  train: 'Train',
  review: 'Review',
  transfer: 'Transfer',
} as const;
