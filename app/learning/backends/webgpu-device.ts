import { StudioError } from '../../contract/errors.ts';
import type { Gpu } from '../../runtime/webgpu-adapter.ts';

/** A card that was opened, and what became of it: WebGPU tells of neither faults nor loss where they happen. */
export interface WatchedDevice {
  readonly device: GPUDevice;
  /** Throws when the card was lost, and once for each time it refused something since. */
  check(): void;
}

/** The limits that tfjs' kernels are bound by; all else stays as every card has it. */
const limits = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const;

/** Dawn's words where a tensor is larger than a card takes: with fewer pictures at once it is not. */
const tooLarge = /exceeds the max buffer size|larger than the maximum \w+ buffer binding size/i;

/** Opens a card with all that it has room for. Throws `unavailable` when it refuses. */
export async function openDevice({ adapter, name }: Gpu): Promise<WatchedDevice> {
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({
      requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
    });
  } catch (cause) {
    throw new StudioError(
      'unavailable',
      `The graphics card “${name}” could not be opened for computing: ${firstLine(cause)} Install the newest driver of the card, or choose another backend.`,
      { cause },
    );
  }
  let loss: GPUDeviceLostInfo | undefined;
  let refusal: GPUError | undefined;
  void device.lost.then((info) => {
    loss = info;
  });
  // The first counts: what follows are mostly its consequences.
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    refusal ??= event.error;
  });
  return {
    device,
    check() {
      if (loss !== undefined) {
        throw new StudioError(
          'unavailable',
          `The graphics card “${name}” was lost while it computed (${loss.message}): its driver was restarted, or it took too long over one step. Go on from the last checkpoint, with fewer pictures at once if it happens again.`,
        );
      }
      if (refusal === undefined) return;
      const { message } = refusal;
      const isForRoom = refusal instanceof GPUOutOfMemoryError || tooLarge.test(message);
      refusal = undefined;
      const what = isForRoom ? 'is out of memory' : 'refused to compute';
      throw new Error(`The graphics card “${name}” ${what}: ${message}`);
    },
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
