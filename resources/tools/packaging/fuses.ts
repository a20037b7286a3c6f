import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

export type FuseName = keyof typeof FuseV1Options;
export type Fuses = Readonly<Record<FuseName, 'on' | 'off' | 'absent'>>;

const fuseNames = Object.values(FuseV1Options).filter((name) => typeof name === 'string');

/** What is burnt into the executable of an app, or null where its Electron is older than fuses (version 12). */
export async function readFuses(file: string): Promise<Fuses | null> {
  const wire = await getCurrentFuseWire(file).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes('Could not find sentinel')) {
      return null;
    }
    throw error;
  });
  if (wire === null) {
    return null;
  }
  const states = fuseNames.map((name) => [name, stateOf(wire[FuseV1Options[name as FuseName]])]);
  return Object.fromEntries(states) as Fuses;
}

/** A fuse is one character of the executable; "r" is one that this Electron has given up. */
function stateOf(character: number | undefined): 'on' | 'off' | 'absent' {
  switch (character === undefined ? '' : String.fromCharCode(character)) {
    case '1':
      return 'on';
    case '0':
      return 'off';
    default:
      return 'absent';
  }
}
