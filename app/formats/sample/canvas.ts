import { type Color, css, shade } from './color.ts';
import type { Outline } from './shapes.ts';

/** Gathers an SVG text; nothing of it ever comes from outside. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  #defs: string[] = [];
  #body: string[] = [];
  #ids = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  /** Fills an outline with a colour, or with what `softFill`, `downFill` or `glow` answered. */
  fill(outline: Outline, fill: Color | string, opacity = 1): void {
    this.#body.push(`<path d="${pathOf(outline)}" fill="${nameOf(fill)}"${opacityOf(opacity)}/>`);
  }

  line(
    points: Outline,
    { stroke, width, opacity = 1 }: { stroke: Color; width: number; opacity?: number },
  ): void {
    const d = points.map(({ x, y }, k) => `${k === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('');
    this.#body.push(
      `<path d="${d}" fill="none" stroke="${css(stroke)}" stroke-width="${fixed(width)}" stroke-linecap="round" stroke-linejoin="round"${opacityOf(opacity)}/>`,
    );
  }

  rect(
    [x, y, width, height]: readonly [number, number, number, number],
    fill: Color | string,
    { opacity = 1, round = 0 }: { opacity?: number; round?: number } = {},
  ): void {
    this.#body.push(
      `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" rx="${fixed(round)}" fill="${nameOf(fill)}"${opacityOf(opacity)}/>`,
    );
  }

  /** What is drawn meanwhile shows inside these outlines alone. */
  inside(outlines: readonly Outline[], draw: () => void): void {
    const id = this.#id();
    const paths = outlines.map((outline) => `<path d="${pathOf(outline)}"/>`).join('');
    this.#defs.push(`<clipPath id="${id}">${paths}</clipPath>`);
    this.#body.push(`<g clip-path="url(#${id})">`);
    draw();
    this.#body.push('</g>');
  }

  /** What is drawn meanwhile is blurred. */
  blurred(radius: number, draw: () => void): void {
    const id = this.#id();
    this.#defs.push(
      `<filter id="${id}" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="${fixed(radius)}"/></filter>`,
    );
    this.#body.push(`<g filter="url(#${id})">`);
    draw();
    this.#body.push('</g>');
  }

  /** Lit from the upper left, for round things. */
  softFill(base: Color, contrast = 9): string {
    const id = this.#id();
    this.#defs.push(
      `<radialGradient id="${id}" cx="38%" cy="28%" r="80%"><stop offset="0" stop-color="${css(shade(base, contrast))}"/>` +
        `<stop offset="0.55" stop-color="${css(base)}"/><stop offset="1" stop-color="${css(shade(base, -contrast))}"/></radialGradient>`,
    );
    return `url(#${id})`;
  }

  /** From one colour at the top to another at the bottom. */
  downFill(top: Color, bottom: Color): string {
    const id = this.#id();
    this.#defs.push(
      `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${css(top)}"/><stop offset="1" stop-color="${css(bottom)}"/></linearGradient>`,
    );
    return `url(#${id})`;
  }

  /** A colour in the middle that fades to nothing. */
  glow(middle: Color, strength = 1): string {
    const id = this.#id();
    this.#defs.push(
      `<radialGradient id="${id}"><stop offset="0" stop-color="${css(middle)}" stop-opacity="${fixed(strength)}"/><stop offset="1" stop-color="${css(middle)}" stop-opacity="0"/></radialGradient>`,
    );
    return `url(#${id})`;
  }

  svg(): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}">` +
      `<defs>${this.#defs.join('')}</defs>${this.#body.join('')}</svg>`
    );
  }

  #id(): string {
    return `i${this.#ids++}`;
  }
}

function nameOf(fill: Color | string): string {
  return typeof fill === 'string' ? fill : css(fill);
}

function opacityOf(opacity: number): string {
  return opacity === 1 ? '' : ` opacity="${fixed(opacity)}"`;
}

function pathOf(outline: Outline): string {
  return `M${outline.map(({ x, y }) => `${fixed(x)} ${fixed(y)}`).join('L')}Z`;
}

function fixed(value: number): string {
  return value.toFixed(2);
}
