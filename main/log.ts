import { logNames, logPath } from '../app/contract/person-folder.ts';
import { openLogFile } from '../app/owner/log-file.ts';
import { person } from './person.ts';

const kept = openLogFile(logPath(person, logNames.desktop));

// Started from a terminal that is closed again, there is nobody left to print for.
process.stderr.on('error', () => undefined);

/** Main's lines go to stderr, where a terminal shows them, and are kept for "Report a problem". */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
  kept.add(line);
}
