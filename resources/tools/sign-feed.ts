/**
 * Signs the feeds of a release, after every file they name was found there with its size and hash.
 *
 *   node resources/tools/sign-feed.ts [--folder dist/packages] [--key FILE]
 *
 * The private key (PEM) is FILE, or the text of MASKWRIGHT_RELEASE_KEY. Beside each `latest*.yml` a `.sig` is written.
 */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readFeed } from '../../main/updates/feed.ts';
import { checkSignature } from '../../main/updates/signature.ts';

/** Where a release lies does not matter here: names are looked at beside the feed. */
const anywhere = new URL('https://localhost/');

const { values } = parseArgs({
  options: { folder: { type: 'string', default: 'dist/packages' }, key: { type: 'string' } },
});
try {
  const key = privateKey(values.key);
  const feeds = readdirSync(values.folder).filter((name) => /^latest.*\.yml$/.test(name));
  if (feeds.length === 0) {
    throw new Error(`${values.folder} holds no latest*.yml to sign.`);
  }
  for (const name of feeds) {
    await signFeed(values.folder, name, key);
    process.stdout.write(`${name}.sig\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function privateKey(file: string | undefined): KeyObject {
  const text =
    file === undefined ? process.env['MASKWRIGHT_RELEASE_KEY'] : readFileSync(file, 'utf8');
  if (text === undefined || text === '') {
    throw new Error(
      'Name the private key with --key FILE, or put its text into MASKWRIGHT_RELEASE_KEY.',
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (cause) {
    throw new Error('The private key cannot be read; a PEM of make-release-key.ts is expected.', {
      cause,
    });
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Error('The private key is not an Ed25519 key; make one with make-release-key.ts.');
  }
  return key;
}

async function signFeed(folder: string, name: string, key: KeyObject): Promise<void> {
  const feed = readFileSync(join(folder, name), 'utf8');
  for (const { url, sha512, size } of readFeed(feed, name, anywhere).files) {
    await checkFile(join(folder, basename(decodeURIComponent(url.pathname))), { sha512, size });
  }
  const signature = `${sign(null, Buffer.from(feed, 'utf8'), key).toString('base64')}\n`;
  // With the very function that will refuse it elsewhere.
  checkSignature({ name, feed, signature }, createPublicKey(key));
  writeFileSync(join(folder, `${name}.sig`), signature);
}

async function checkFile(
  path: string,
  { sha512, size }: { readonly sha512: string; readonly size: number },
): Promise<void> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
  }
  if (statSync(path).size !== size || hash.digest('base64') !== sha512) {
    throw new Error(`${path} is not what its feed says. Build the packages again, then sign.`);
  }
}
