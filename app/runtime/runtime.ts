/** The room's door for the studio. The engine, which loads the library, takes `verifyLibrary` from state.ts. */
export { backendOffers, offerFor, slownessInWords } from './backends.ts';
export { cardFor } from './gpu-environment.ts';
export { nvidiaCards } from './nvidia.ts';
export { doctorFacts } from './doctor.ts';
export { engineEnvironment } from './engine-environment.ts';
export { installRuntime } from './install.ts';
export { runtimeReport } from './report.ts';
export { webgpuCard } from './webgpu.ts';
