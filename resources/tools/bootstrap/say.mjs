/** Ends the bootstrap with a sentence for a person, and never with a stack trace. */
export class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
