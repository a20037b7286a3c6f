/** A process that counts as an engine counts its steps, until told to stop. */
let step = 0;

function say(kind: string): void {
  process.send?.({ kind, step });
}

setInterval(() => {
  step += 1;
  say('step');
}, 20);

process.on('message', () => {
  say('stopping');
  if (!process.argv.includes('stubborn')) process.exit(0);
});
process.on('disconnect', () => process.exit(0));
say('ready');
