/** CSS that Chromium 83, in which the window is also tested, drops without a word. */

export interface LostCss {
  readonly line: number;
  readonly reason: string;
}

const lostAnywhere: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/:has\(/g, ':has() is not known: give the parent a class'],
  [/@layer\b/g, '@layer is not known: order the rules instead'],
  [/@container\b/g, '@container is not known: use a media query'],
  [/(?<![-\w])aspect-ratio\s*:/g, 'aspect-ratio is not known: set both sizes, or padding'],
];

/** One style sheet. Every `gap` must stand in a rule that says `display: grid`, since that of flex boxes is lost. */
export function findLostCss(css: string): readonly LostCss[] {
  const bare = withoutComments(css);
  const found = lostAnywhere.flatMap(([pattern, reason]) =>
    [...bare.matchAll(pattern)].map(({ index }) => ({ line: lineAt(bare, index), reason })),
  );
  const gaps = rulesOf(bare).flatMap(({ start, declarations }) => {
    const gap = /(?<![-\w])(?:row-|column-)?gap\s*:/.exec(declarations);
    const isGrid = /(?<![-\w])(?:display\s*:\s*(?:inline-)?grid|columns\s*:|column-count\s*:)/.test(
      declarations,
    );
    return gap === null || isGrid
      ? []
      : [
          {
            line: lineAt(bare, start + gap.index),
            reason: 'gap without display: grid in the same rule: that of flex is lost',
          },
        ];
  });
  return [...found, ...gaps].sort((one, other) => one.line - other.line);
}

/** The same of the style elements of a Svelte component or a page, with lines counted in the whole file. */
export function findLostCssIn(markup: string): readonly LostCss[] {
  return [...markup.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].flatMap(
    ({ index, 0: whole, 1: css = '' }) => {
      const linesBefore = lineAt(markup, index + whole.indexOf(css)) - 1;
      return findLostCss(css).map(({ line, reason }) => ({ line: line + linesBefore, reason }));
    },
  );
}

function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Each block's own declarations; those of nested blocks are blanked out, since they are rules of their own. */
function rulesOf(
  css: string,
): readonly { readonly start: number; readonly declarations: string }[] {
  const rules: { start: number; declarations: string }[] = [];
  const open: { start: number; text: string }[] = [];
  for (let index = 0; index < css.length; index++) {
    const character = css.charAt(index);
    if (character === '{') {
      open.push({ start: index + 1, text: '' });
      continue;
    }
    if (character === '}') {
      const rule = open.pop();
      if (rule !== undefined) rules.push({ start: rule.start, declarations: rule.text });
      const parent = open.at(-1);
      if (parent !== undefined)
        parent.text += ' '.repeat(index + 1 - parent.start - parent.text.length);
      continue;
    }
    const rule = open.at(-1);
    if (rule !== undefined) rule.text += character;
  }
  return rules;
}
