/** A curve of a figure: the rows of docs/learning.csv with this recipe and this set, whatever their seeds. */
export interface FigureCurve {
  readonly name: string;
  readonly recipe: string;
  readonly set: string;
  readonly color: string;
  readonly dashed?: boolean;
  /** All unless told: one seed where others have no more. */
  readonly seed?: string;
}

export interface Figure {
  /** Of its file. */
  readonly name: string;
  /** What it compares. */
  readonly title: string;
  readonly curves: readonly FigureCurve[];
}

/** Told apart on white by those who see no red or no green, too (Okabe and Ito 2008, their yellow left out). */
const [blue, orange, green, purple, grey] = ['#0072b2', '#d55e00', '#009e73', '#a0417f', '#555555'];

const plain = { recipe: 'good', set: 'size=128' };
const varied = { ...plain, seed: '0' };

/** Of as many steps, whatever is labelled. */
function labelled(count: number, color: string): readonly FigureCurve[] {
  const set = `labelled=${String(count)} size=128 epochs=${String(10_000 / count)}`;
  const recipe = 'good';
  return [
    { name: `${String(count)} with`, recipe, set: `${set} unlabelled=true`, color },
    { name: `${String(count)} only`, recipe, set: `${set} ema=0.99`, color, dashed: true },
  ];
}

/** Those of docs/learning.md. */
export const figures: readonly Figure[] = [
  {
    name: 'recipes',
    title: 'recipes',
    curves: [
      { ...plain, name: 'good', color: blue },
      { name: 'quick', recipe: 'quick', set: 'size=128', color: orange },
      { name: 'tutorial', recipe: 'tutorial', set: 'size=128', color: grey },
    ],
  },
  {
    name: 'inner-levels',
    title: 'inner levels',
    curves: [
      { ...plain, name: 'good', color: blue },
      {
        ...plain,
        name: 'deepSupervision',
        set: 'size=128 deepSupervision=true',
        color: orange,
      },
    ],
  },
  {
    name: 'variations',
    title: 'variations',
    curves: [
      { ...varied, name: 'good', color: blue },
      { ...varied, name: 'copyPaste', set: 'size=128 copyPaste=true', color: orange },
      { ...varied, name: 'rotate, crop', set: 'size=128 rotate=15 crop=0.6', color: green },
      { ...varied, name: 'blur, cutout', set: 'size=128 blur=true cutout=true', color: purple },
      { ...varied, name: 'ema', set: 'size=128 ema=0.99', color: grey },
    ],
  },
  {
    name: 'few-labels',
    title: 'few labels',
    curves: [...labelled(25, orange), ...labelled(50, blue), ...labelled(100, green)],
  },
];
