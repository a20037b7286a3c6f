/**
 * TensorFlow's own lines that say nothing went wrong. While it is loaded it heeds no TF_CPP_MIN_LOG_LEVEL
 * (seen of 2.21's CUDA build), and each run would begin with them.
 */
const information = /^I\d{4} [\d:.]+ +\d+ [\w./-]+:\d+\] /;

/** As it warns of each run because we ask for memory as it is needed (app/runtime/gpu-environment.ts). */
const growth = /^W\d{4} .*gpu_bfc_allocator.*TF_FORCE_GPU_ALLOW_GROWTH/;

const heading =
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR';

export function isLoadingTalk(line: string): boolean {
  return line === heading || information.test(line) || growth.test(line);
}
