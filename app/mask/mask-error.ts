/** A mask, polygon or run-length code that cannot be what it says; the message is a sentence for the report. */
export class MaskError extends Error {
  override readonly name = 'MaskError';
}
