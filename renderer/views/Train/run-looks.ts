/** How a run that is laid over looks, in the charts and beside its name: told apart by colour and by dash. */
export interface RunLook {
  readonly color: string;
  readonly dash: readonly number[];
}

const looks: readonly RunLook[] = [
  { color: 'var(--prediction)', dash: [8, 4] },
  { color: 'var(--good)', dash: [2, 3] },
  { color: 'var(--bad)', dash: [10, 3, 2, 3] },
  { color: 'var(--quiet)', dash: [16, 5] },
];

/** The look of the n-th run laid over; the fifth looks like the first again. */
export function nthLook(n: number): RunLook {
  return looks[n % looks.length] as RunLook;
}
