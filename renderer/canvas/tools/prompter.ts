import type { Prompt } from '../../../app/contract/prompting.ts';
import type { Cutout } from '../../../app/mask/cutout.ts';

/** The networks that the person has for clicks and boxes, asked about the picture at hand. */
export interface Prompter {
  /** False when it is known that there are none, or none that work. */
  readonly canAnswer: boolean;
  /** The region in stored pixels. Rejects when it is given up, or could not be had: whoever answers tells why. */
  segment(prompt: Prompt, signal: AbortSignal): Promise<Cutout>;
  /** Waits no longer until the picture has been looked at; false when nobody waited. */
  letGo(): boolean;
}
