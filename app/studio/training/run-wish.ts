import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runWishName } from '../../contract/run-folder.ts';
import { replaceFile } from '../../disk/durable.ts';
import { runFolder } from '../../store/places.ts';

/** What is asked of a run that another program trains: its engine looks into its own folder for it. */
export function leaveWish(project: string, run: string, wish: 'pause' | 'stop'): void {
  replaceFile(join(runFolder(project, run), runWishName), `${wish}\n`);
}

/** Of a sitting that is over, before the next one begins. */
export function forgetWish(project: string, run: string): void {
  rmSync(join(runFolder(project, run), runWishName), { force: true });
}
