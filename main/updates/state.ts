import type { UpdateState } from '../../app/contract/desktop.ts';
import type { FoundUpdate } from './updater.ts';
import { UpdateRefusal } from './refusal.ts';
import { words } from './words.ts';

export function availableState(
  { version, bytes, notes, address }: FoundUpdate,
  replacesItself: boolean,
): UpdateState {
  return {
    kind: 'available',
    version,
    bytes,
    notes: notes?.slice(0, 20_000) ?? null,
    address: replacesItself ? null : address.slice(0, 2_000),
  };
}

export function refusedState(message: string): UpdateState {
  return { kind: 'refused', message: message.slice(0, 2_000) };
}

/** A failed check in words; `isGrave` when somebody may be meddling, rather than the network being away. */
export function failedCheck(
  error: unknown,
  url: string,
): { readonly message: string; readonly isGrave: boolean } {
  if (isRefusal(error)) {
    return { message: error.message, isGrave: true };
  }
  return { message: words.unreachable(url, reasonOf(error)), isGrave: false };
}

export function failedDownload(error: unknown, version: string): string {
  if (isRefusal(error)) {
    return error.message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ERR_CHECKSUM_MISMATCH') {
    return words.damaged(version);
  }
  return words.notDownloaded(version, reasonOf(error));
}

/** By name: a refusal from the other bundle is of that bundle's class. */
function isRefusal(error: unknown): error is UpdateRefusal {
  return (
    error instanceof UpdateRefusal || (error instanceof Error && error.name === 'UpdateRefusal')
  );
}

/** The first line: electron-updater puts whole answers and stacks below it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
