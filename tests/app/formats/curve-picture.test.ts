import { expect, it } from 'vitest';
import { drawCharts } from '../../../app/formats/curve-picture.ts';

const curve = { name: 'train', color: '#1f5fd0' };
const chart = { title: 'loss', xTitle: 'epoch' };

it('points lie where their numbers say, between the ticks', () => {
  const points = [
    [0, 0],
    [5, 4],
    [10, 2],
  ] as const;
  const svg = drawCharts([{ ...chart, curves: [{ ...curve, points }] }]);
  // 522 units across and 288 down, from 58 and 66.
  expect(svg).toContain('d="M58.00 354.00L319.00 66.00L580.00 210.00"');
  const labels = [...svg.matchAll(/>([\d.]+)<\/text>/g)].map(([, label]) => label);
  expect(labels).toEqual(['0', '1', '2', '3', '4', '0', '2', '4', '6', '8', '10']);
});

it('names are told as they are, whatever is in them', () => {
  const named = { ...curve, name: '<b> & "c"', points: [[1, 1]] as const };
  const svg = drawCharts([{ ...chart, curves: [named] }]);
  expect(svg).toContain('&lt;b&gt; &amp; "c"');
  // A single point is there to be seen.
  expect(svg).toMatch(/d="M580.00 66.00h0" fill="none" stroke-linecap="round"/);
});

it('of several that one stands for, only that one is named', () => {
  const points = [
    [0, 0],
    [1, 1],
  ] as const;
  const seeds = [1, 2].map(() => ({ ...curve, thin: true, points }));
  const svg = drawCharts([{ ...chart, curves: [...seeds, { ...curve, points }] }]);
  expect(svg.match(/>train</g)).toHaveLength(1);
  expect(svg.match(/stroke-opacity/g)).toHaveLength(2);
});

it('a chart without points is left out, and none at all is refused', () => {
  const empty = { ...chart, curves: [{ ...curve, points: [] }] };
  const full = { ...chart, curves: [{ ...curve, points: [[1, 2]] as const }] };
  expect(drawCharts([empty, full])).toContain('width="600"');
  expect(() => drawCharts([empty])).toThrow(RangeError);
});
