/** The room's door: what studio and engine need of it. */
export { cacheFolder } from './cache-folder.ts';
export { doctorFacts, type Fact } from './doctor.ts';
export { engineEnvironment } from './engine-environment.ts';
export { installRuntime, type InstallOptions } from './install.ts';
export type { InstallProgress } from './progress.ts';
export { runtimeStatus, verifyLibrary, type RuntimeState } from './state.ts';
