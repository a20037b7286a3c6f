import { expect, test } from 'vitest';
import { isLoadingTalk } from '../../../app/owner/loading-talk.ts';

test('what TensorFlow tells of its loading is left out, what went wrong is not', () => {
  const talk = [
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
    'I0000 00:00:1795830276.721691     938 port.cc:153] oneDNN custom operations are on.',
    'W0000 00:00:1795830277.271488     938 gpu_bfc_allocator.cc:47] Overriding orig_value setting because the TF_FORCE_GPU_ALLOW_GROWTH environment variable is set.',
  ];
  const faults = [
    'E0000 00:00:1795830554.747385   12798 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error',
    'W0000 00:00:1795830554.747385   12798 gpu_bfc_allocator.cc:501] Allocator (GPU_0_bfc) ran out of memory',
    'I think the disk is full',
  ];
  expect([...talk, ...faults].filter((line) => !isLoadingTalk(line))).toEqual(faults);
});
