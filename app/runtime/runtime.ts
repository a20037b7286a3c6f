/** The room's door for the studio. The engine, which loads the library, takes `verifyLibrary` from state.ts. */
export { doctorFacts } from './doctor.ts';
export { engineEnvironment } from './engine-environment.ts';
export { installRuntime } from './install.ts';
export { runtimeStatus } from './state.ts';
