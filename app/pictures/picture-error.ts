/** A picture that cannot be used; the message is a sentence for the report, without the file's name. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}
