import * as v from 'valibot';

/** resources/runtime/manifest.json: names, sizes and SHA-256 of everything that is fetched from outside. */

const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const member = v.object({
  /** Where it stands in the wheel, and so in the library's folder. */
  path: v.pipe(v.string(), v.regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))\w[\w./-]*$/)),
  bytes,
  sha256,
});
export type Member = v.InferOutput<typeof member>;

const wheel = v.object({
  /** The distribution's name, as package indexes know it. */
  name: v.string(),
  version: v.string(),
  /** pip's platform tag. */
  platform: v.string(),
  bytes,
  sha256,
  members: v.array(member),
});
export type Wheel = v.InferOutput<typeof wheel>;

const library = v.object({
  /** `process.platform`-`process.arch`. */
  platform: v.string(),
  build: v.picklist(['cpu', 'cuda']),
  /** TensorFlow's own first. */
  wheels: v.array(wheel),
});
export type Library = v.InferOutput<typeof library>;
export type Build = Library['build'];

export const runtimeManifest = v.object({
  /** The version of TensorFlow that all libraries share. */
  tensorflow: v.string(),
  /** The C API's headers that the binding is compiled against: the same in every library's first wheel. */
  headers: v.array(member),
  libraries: v.array(library),
});
export type RuntimeManifest = v.InferOutput<typeof runtimeManifest>;

export function parseRuntimeManifest(json: unknown): RuntimeManifest {
  return v.parse(runtimeManifest, json);
}
