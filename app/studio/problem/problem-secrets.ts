import { homedir } from 'node:os';

const leftOut = '(left out)';

/** Tokens of links and sessions are 32 random bytes; checksums are long as well, and have no letter above f. */
const longWord = /(?<![\w-])[\w-]{40,}(?![\w-])/g;
const onlyDigits = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
const named =
  /\b(token|password|passwd|secret|authorization|cookie|api[-_]?key)(["']?\s*[=:]\s*)\S+/gi;
const inAddress = /(\/\/)[^/\s:@]+:[^/\s@]+@/g;

/** The text without what opens anything, and with the home folder, which often is a person's name, as `~`. */
export function withoutSecrets(text: string, home = homedir()): string {
  return homesShortened(text, home)
    .replace(inAddress, `$1${leftOut}@`)
    .replace(named, `$1$2${leftOut}`)
    .replace(longWord, (word) => (onlyDigits.test(word) ? word : leftOut));
}

/** As the system writes it, with the other slashes, as a URL and as JSON write it. */
function homesShortened(text: string, home: string): string {
  const spellings = new Set([
    home,
    home.replaceAll('\\', '/'),
    home.replaceAll('\\', '\\\\'),
    encodeURI(home.replaceAll('\\', '/')),
  ]);
  return (
    [...spellings]
      // The root of a disk is nobody's name.
      .filter((spelling) => /[^/\\:A-Za-z]|[/\\]./.test(spelling))
      .sort((a, b) => b.length - a.length)
      .reduce((shortened, spelling) => shortened.replace(beginsWith(spelling), '~'), text)
  );
}

/** Not in the middle of a longer name: /home/an is not the beginning of /home/anna. */
function beginsWith(folder: string): RegExp {
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`${escaped}(?![\\w.-])`, process.platform === 'win32' ? 'gi' : 'g');
}
