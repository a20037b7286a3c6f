import * as v from 'valibot';
import { id, path, rect, turn } from './shapes.ts';

/** Clicks and boxes answered by an encoder and a decoder of the SAM family that the person has as files. */

/** Which of the published interfaces the files have. */
export const promptFamilies = ['sam', 'sam2'] as const;
export const promptFamily = v.picklist(promptFamilies);
export type PromptFamily = v.InferOutput<typeof promptFamily>;

export const promptFiles = v.object({ encoder: path, decoder: path });
export type PromptFiles = v.InferOutput<typeof promptFiles>;

const finite = v.pipe(v.number(), v.finite());

/** Points and corners are in stored pixels, with fractions. */
export const prompt = v.object({
  points: v.pipe(
    v.array(v.object({ x: finite, y: finite, positive: v.boolean() })),
    v.maxLength(200),
  ),
  box: v.nullable(rect),
});
export type Prompt = v.InferOutput<typeof prompt>;

/** In the size of the stored picture. */
export const promptedMask = v.object({
  rle: v.string(),
  /** How well the network says the mask fits, 0..1. */
  score: v.number(),
});
export type PromptedMask = v.InferOutput<typeof promptedMask>;

export const promptStatus = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({
    kind: v.literal('ready'),
    files: promptFiles,
    family: promptFamily,
  }),
  /** `message` says what is wrong with the files, or why they could not be tried. */
  v.object({ kind: v.literal('broken'), files: promptFiles, message: v.string() }),
]);
export type PromptStatus = v.InferOutput<typeof promptStatus>;

/** The picture that a prompt is about. */
export const promptTarget = v.object({
  image: id,
  path: v.string(),
  width: v.number(),
  height: v.number(),
  turn,
});
export type PromptTarget = v.InferOutput<typeof promptTarget>;

/** From the studio to the process that answers prompts. */
export const promptRequests = [
  /** Loads the files and says what they are. */
  v.object({ kind: v.literal('prompt-open'), request: v.string(), files: promptFiles }),
  /** Looks at the picture, so that prompts are answered at once. With `ahead` whatever else is asked goes first. */
  v.object({
    kind: v.literal('prompt-encode'),
    request: v.string(),
    files: promptFiles,
    target: promptTarget,
    ahead: v.boolean(),
  }),
  v.object({
    kind: v.literal('prompt-segment'),
    request: v.string(),
    files: promptFiles,
    target: promptTarget,
    prompt,
  }),
] as const;

export const promptEvents = [
  v.object({ kind: v.literal('prompt-opened'), request: v.string(), family: promptFamily }),
  v.object({ kind: v.literal('prompt-encoded'), request: v.string() }),
  v.object({ kind: v.literal('prompt-segmented'), request: v.string(), mask: promptedMask }),
] as const;
