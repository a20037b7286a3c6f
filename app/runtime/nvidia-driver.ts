import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the kernel's module tells of itself and its cards. */
export const driverFolder = '/proc/driver/nvidia';
/** Where the driver of Windows shows itself inside its Linux. */
export const wslFolder = '/usr/lib/wsl/lib';

/** Whether there is an NVIDIA driver at all: quick enough to be asked before each start of an engine. */
export function hasNvidiaDriver(): boolean {
  return existsSync(join(driverFolder, 'version')) || existsSync(join(wslFolder, 'libcuda.so.1'));
}
