export type DialogName =
  | 'palette'
  | 'keys'
  | 'settings'
  | 'about'
  | 'project-new'
  | 'project-open'
  | 'import-coco'
  | 'import-folder'
  | 'import-sample';

/** Which of the window's own dialogs is open. One at a time. */
export class Frame {
  dialog = $state<DialogName | null>(null);
  /** The name of a file that was dropped on the window, for the import dialog to look for. */
  droppedName = $state<string | null>(null);

  open(dialog: DialogName): void {
    this.droppedName = null;
    this.dialog = dialog;
  }

  openDropped(dialog: DialogName, name: string): void {
    this.dialog = dialog;
    this.droppedName = name;
  }

  close(): void {
    this.dialog = null;
    this.droppedName = null;
  }
}
