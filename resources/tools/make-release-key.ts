/**
 * Makes the key that signs the feeds of releases. Once in the life of the project, on a computer one trusts.
 *
 *   node resources/tools/make-release-key.ts FILE
 *
 * FILE becomes the private half, readable by its owner alone; it is never committed. The public half is printed: it is
 * the value of MASKWRIGHT_UPDATE_KEY when `npm run dist` builds the packages.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write(
    'Name the file that the private key is written to: make-release-key.ts FILE\n',
  );
  process.exitCode = 2;
} else {
  makeKey(file);
}

function makeKey(path: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  try {
    // An existing key is never overwritten: whoever trusts it could take no update any more.
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `The key could not be written: ${reason}. Name a file that does not exist yet.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  process.stdout.write(`MASKWRIGHT_UPDATE_KEY=${key}\n`);
}
