import type { ImportReport } from '../contract/methods.ts';
import { counted } from './wording.ts';

/** More are in the project's own report, and in `--json`. */
const mostSkippedShown = 20;

export function importJson(report: ImportReport): Readonly<Record<string, unknown>> {
  const { images, annotations, categories, skipped, unchanged, seconds } = report;
  return { images, annotations, categories, skipped, unchanged, seconds };
}

export function describeImport(report: ImportReport): readonly string[] {
  const { images, annotations, categories, skipped, unchanged, seconds } = report;
  const shown = skipped.slice(0, mostSkippedShown);
  const lines = [
    `Imported ${counted(images, 'picture')}${andAnnotations(annotations, categories)} in ${seconds.toFixed(1)} s.`,
  ];
  if (unchanged > 0) {
    lines.push(`${counted(unchanged, 'record')} were there already and are unchanged.`);
  }
  if (skipped.length > 0) {
    lines.push(`${counted(skipped.length, 'record')} left out:`);
    lines.push(...shown.map(({ file, reason }) => `  ${file}: ${reason}`));
  }
  if (skipped.length > shown.length) {
    lines.push(`  and ${String(skipped.length - shown.length)} more: see --json.`);
  }
  return lines;
}

/** A folder of pictures alone shows nothing. */
function andAnnotations(annotations: number, categories: readonly string[]): string {
  if (categories.length === 0) return '';
  return ` and ${counted(annotations, 'annotation')} of ${categories.join(', ')}`;
}
