import type { Size, Turn } from './geometry.ts';

export type Split = 'train' | 'val' | 'test' | 'none';
export const splits = ['train', 'val', 'test', 'none'] as const satisfies readonly Split[];

/** What a person has done with a picture. "Has a prediction" is a second, independent mark. */
export type ReviewState = 'untouched' | 'edited' | 'accepted';
export const reviewStates = [
  'untouched',
  'edited',
  'accepted',
] as const satisfies readonly ReviewState[];

/** A picture of the project, as lists show it. Its size is in stored pixels, before its turn. */
export interface Image extends Size {
  readonly id: number;
  readonly name: string;
  readonly turn: Turn;
  readonly split: Split;
  readonly review: ReviewState;
  /** Grows by one with each gesture; a write based on an older one is refused. */
  readonly revision: number;
  readonly annotations: number;
  /** False when the file was not where the project remembers it the last time anyone looked. */
  readonly present: boolean;
  /** Mean IoU of the newest prediction against the label, 0..1; null without prediction or label. */
  readonly score: number | null;
  readonly predicted: boolean;
}
