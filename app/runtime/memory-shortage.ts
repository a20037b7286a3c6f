/**
 * How loaders say that a library finds no room: glibc (twice), glibc and macOS, Windows (twice). A forbidden mapping and a lack
 * of static thread storage are told in nearly the same words, and are something else.
 */
const signs = [
  /failed to map segment from shared object(?!: Operation not permitted)/i,
  /cannot map zero-fill pages/i,
  /cannot allocate memory(?! in static TLS)/i,
  /paging file is too small/i,
  /not enough memory resources/i,
];

/** What to say where a library that was just found to be whole could not be loaded for want of memory; null for other reasons. */
export function shortageInWords(reason: string): string | null {
  if (!signs.some((sign) => sign.test(reason))) return null;
  return `The TensorFlow library is here and whole, but there is not enough memory to load it (${reason.trim()}). End other programs, or lift the limit on memory that Maskwright was started under, and try again; fetching the library anew would not help.`;
}
