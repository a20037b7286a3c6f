import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { UpdateRefusal } from './refusal.ts';
import { words } from './words.ts';

/** The public half of the release key as it is built in: base64 of its SPKI form. */
export function releaseKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    throw new UpdateRefusal(words.badKey);
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new UpdateRefusal(words.badKey);
  }
  return key;
}

interface SignedFeed {
  /** The feed's own name, for the person. */
  readonly name: string;
  readonly feed: string;
  /** Null where there is none beside the feed. */
  readonly signature: string | null;
}

/** The signature is over every byte of the feed, and so over version, files, their hashes and the release date. */
export function checkSignature({ name, feed, signature }: SignedFeed, key: KeyObject): void {
  if (signature === null || signature.trim() === '') {
    throw new UpdateRefusal(words.unsigned(name));
  }
  const bytes = Buffer.from(signature.trim(), 'base64');
  if (bytes.length !== 64 || !verify(null, Buffer.from(feed, 'utf8'), key, bytes)) {
    throw new UpdateRefusal(words.forged(name));
  }
}
