import type { TransferProgress } from './transfer-order.ts';

/** Tells how far work in several phases is, as one percentage: `ends` says at how much each phase ends, in order. */
export function phasesOf<P extends string>(
  progress: (progress: TransferProgress) => void,
  ends: Readonly<Record<P, number>>,
): (phase: P, share: number, message: string) => void {
  const names = Object.keys(ends) as P[];
  return (phase, share, message) => {
    const before = names[names.indexOf(phase) - 1];
    const start = before === undefined ? 0 : ends[before];
    progress({ done: start + share * (ends[phase] - start), total: 100, message });
  };
}
