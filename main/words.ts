/** Every sentence that main itself shows; the menu's words come from the page. */
export const words = {
  pageKeepsDying: {
    message: 'The window keeps failing.',
    detail:
      'It was brought back several times within a minute. Nothing that was saved is lost, and training goes on. Try once more, or close the window and open Maskwright again.',
    buttons: ['Try once more', 'Close the window'],
    cancelId: 0,
  },
  pageHangs: {
    message: 'The window does not answer.',
    detail:
      'Something takes long. Wait, or load the window again: what was saved stays, and training goes on.',
    buttons: ['Wait', 'Load again'],
    cancelId: 0,
  },
  studioGone: (reason: string) => ({
    message: 'The studio could not be started.',
    detail: reason,
    buttons: ['Try again', 'Quit'],
    cancelId: 1,
  }),
  studioAway: (reason: string) =>
    `The studio's process ended (${reason}) and is being started again.`,
  closeWhileTraining: (names: readonly string[]) => ({
    message:
      names.length === 1
        ? `“${names[0] ?? ''}” is still training.`
        : `${String(names.length)} runs are still training.`,
    detail:
      'Training can go on without the window; an icon in the tray or dock shows how far it is. Stopping keeps the best and the last weights, and what waits in the queue goes on waiting.',
    buttons: ['Keep training in the background', 'Stop and keep what there is', 'Cancel'],
    cancelId: 2,
  }),
  closeWhileWorking: (titles: readonly string[]) => ({
    message:
      titles.length === 1
        ? `“${titles[0] ?? ''}” is not finished.`
        : `${String(titles.length)} tasks are not finished.`,
    detail: 'Closing cancels what is under way; what was there before stays as it was.',
    buttons: ['Go on working', 'Cancel it and close'],
    cancelId: 0,
  }),
  refusedSwitch: (name: string) =>
    `Maskwright does not start with --${name}: it would take a guard from the window, or open it to other programs. Leave it out.`,
  cannotOpen: 'Maskwright could not open its window.',
  trayIdle: 'Maskwright: training has ended',
  trayTraining: (name: string, percent: number | null, others: number) => {
    const more = others === 0 ? '' : `, and ${String(others)} more`;
    const state = percent === null ? 'training' : `${String(percent)} % trained`;
    return `${name}: ${state}${more}`;
  },
  trayOpen: 'Open Maskwright',
  trayStop: 'Stop training and keep what there is; a queue waits',
  trayQuit: 'Quit',
  trayQuitTraining: 'Quit; training can be resumed later',
  runEnded: (name: string) => `“${name}” is trained`,
  runEndedText: (epochs: number, iou: string | null) =>
    `${String(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}${iou === null ? '' : `, mean IoU ${iou} at best`}.`,
  runStopped: (name: string) => `“${name}” ended early`,
  runStoppedText: 'It can be resumed from its last checkpoint in Train.',
};
