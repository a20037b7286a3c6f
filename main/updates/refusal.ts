/** A newer version that is not taken; the message is a whole sentence for the person. */
export class UpdateRefusal extends Error {
  override readonly name = 'UpdateRefusal';
}
