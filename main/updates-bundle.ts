/** A bundle of its own: electron-updater is heavy, and most starts never need it. */
export { openUpdater } from './updates/updater.ts';
