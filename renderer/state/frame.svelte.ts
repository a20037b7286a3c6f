export type DialogName =
  | 'palette'
  | 'keys'
  | 'settings'
  | 'settings-keys'
  | 'settings-prompt'
  | 'about'
  | 'licences'
  | 'problem'
  | 'project-new'
  | 'project-open'
  | 'import-coco'
  | 'import-folder'
  | 'import-masks'
  | 'import-sample'
  | 'predict-folder'
  | 'measure-folders';

interface Dropped {
  readonly name: string;
  readonly path: string;
}

/** Which of the window's own dialogs is open. One at a time. */
export class Frame {
  dialog = $state<DialogName | null>(null);
  /** What was dropped on the window, for the import dialog. Its path is empty in a browser: the person is asked. */
  dropped = $state.raw<Dropped | null>(null);
  /** The message that a person wants to report. */
  reported = $state<string | null>(null);

  open(dialog: DialogName): void {
    this.dropped = null;
    this.reported = null;
    this.dialog = dialog;
  }

  openDropped(dialog: DialogName, dropped: Dropped): void {
    this.dialog = dialog;
    this.dropped = dropped;
  }

  report(message: string): void {
    this.open('problem');
    this.reported = message;
  }

  close(): void {
    this.dialog = null;
    this.reported = null;
    this.dropped = null;
  }
}
