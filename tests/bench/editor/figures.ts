/** The value that this share of all is below or at. */
export function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function spread(values: readonly number[]): string {
  const [middle, most, nearlyAll, longest] = [0.5, 0.95, 0.99, 1].map((part) =>
    share(values, part).toFixed(1),
  );
  return `median ${middle ?? ''} ms, 95 % ${most ?? ''} ms, 99 % ${nearlyAll ?? ''} ms, longest ${longest ?? ''} ms (${String(values.length)})`;
}

/** What is measured against a bar; all that is missed is told at the end. */
export class Bars {
  readonly #missed: string[] = [];

  judge(name: string, isMet: boolean, figure: string): void {
    console.log(`${isMet ? 'met   ' : 'MISSED'}  ${name}: ${figure}`);
    if (!isMet) this.#missed.push(name);
  }

  get isMissed(): boolean {
    return this.#missed.length > 0;
  }
}
