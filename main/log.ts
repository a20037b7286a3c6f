/** Main's lines go to stderr, where a terminal shows them; main-log keeps them for "Report a problem". */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
