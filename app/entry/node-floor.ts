/** Before it node:sqlite cuts text at an embedded NUL (nodejs/node#61954): a project would lose words in silence. */
const oldest = [24, 16] as const;

/** Ends the process with a sentence when this Node is too old to be trusted with a project. */
export function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
    return;
  }
  process.stderr.write(
    `Maskwright needs Node ${oldest.join('.')} or newer, and this is ${process.versions.node}. “npm run maskwright” uses the one that comes with it.\n`,
  );
  process.exit(1);
}
