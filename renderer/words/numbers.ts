/** Numbers as people read them; the same everywhere. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** 1204 -> 1,204 */
export function count(value: number): string {
  return whole.format(value);
}

/** count(1, 'picture') -> 1 picture */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 0.6123 -> 0.61; null -> a dash, for a figure that does not exist */
export function score(value: number | null): string {
  return value === null ? '\u2013' : value.toFixed(2);
}

/** A loss, in seven characters at most: 0.0042 -> 0.0042; 1.6123 -> 1.61; 271.46 -> 271; 123456 -> 1.2e+5 */
export function lossFigure(value: number): string {
  if (value >= 1e5) return value.toExponential(1);
  if (value >= 100) return value.toFixed(0);
  return value < 0.1 && value > 0 ? value.toPrecision(2) : value.toFixed(2);
}

/** 0.345 -> 35 % */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** 134 -> 2:14; 7265 -> 2:01:05 */
export function duration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  const rest = String(rounded % 60).padStart(2, '0');
  const minutes = Math.floor(rounded / 60) % 60;
  const hours = Math.floor(rounded / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Roughly, in words: 8 -> 8 s; 840 -> 14 min; 9000 -> 2.5 h */
export function roughDuration(seconds: number): string {
  if (seconds < 90) {
    return `${Math.max(1, Math.round(seconds))} s`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${compact.format(seconds / 3600)} h`;
}

/** 2214592512 -> 2.2 GB */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${compact.format(value / 1000 ** power)} ${units[power] ?? 'B'}`;
}

/** Three figures and a unit: 237600000 -> 238 M; 4462100000 -> 4.46 G */
export function magnitude(value: number): string {
  const units = ['', ' k', ' M', ' G', ' T', ' P'];
  const rounded = Number(value.toPrecision(3));
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, rounded)) / 3));
  return `${String(Number((rounded / 1000 ** power).toPrecision(3)))}${units[power] ?? ''}`;
}

const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO timestamp -> Nov 22, 2026, 8:03 PM, in the person's own time zone */
export function dateAndTime(iso: string): string {
  return dateTime.format(new Date(iso));
}
