const installOnQuit = 'Install when I quit';
const quitAndInstall = 'Quit and install';
const notNow = 'Not now';

/** Every sentence about a newer version that main shows; each says what was found and what to do. */
export const words = {
  installOnQuit,
  quitAndInstall,
  badKey:
    'This Maskwright was built with a release key that cannot be read, so no newer version can be checked. Fetch the newest version by hand.',
  badAddress: (address: string) =>
    `Updates are taken from an https address only, and this Maskwright was built with “${address}”. Fetch the newest version by hand.`,
  unsigned: (feed: string) =>
    `“${feed}” has no signature beside it, so nobody can tell who wrote it. Nothing was downloaded; try again later, or fetch the newest version by hand.`,
  forged: (feed: string) =>
    `“${feed}” is not signed with the key that this Maskwright trusts: it was changed, or somebody else wrote it. Nothing was downloaded; try again later, or fetch the newest version by hand.`,
  unreadable: (feed: string, what: string) =>
    `“${feed}” is signed but not as expected: ${what}. Nothing was downloaded; fetch the newest version by hand.`,
  older: (offered: string, current: string) =>
    `The address offers version ${offered}, which is older than the ${current} you have. Maskwright never goes back by itself; nothing was downloaded.`,
  replayed: (offered: string, newest: string) =>
    `The address offers version ${offered}, and earlier it offered ${newest}: it shows an old state. Nothing was downloaded; try again later.`,
  elsewhere: (file: string, origin: string) =>
    `The new version names a file at another place, “${file}”. Only files from ${origin} are taken; nothing was downloaded.`,
  redirected: (from: string, to: string) =>
    `“${from}” points on to “${to}”. Updates are taken from the address built into Maskwright alone; nothing was installed.`,
  unasked: (address: string) =>
    `“${address}” is not part of the update, so it was not asked for. Nothing was installed.`,
  tooLong: (address: string, bytes: number) =>
    `“${address}” is longer than the ${String(bytes)} bytes expected. It was left; nothing was installed.`,
  damaged: (version: string) =>
    `The download of version ${version} is not what its signed description says: it is damaged or was exchanged. It was deleted; download it again, or fetch it by hand.`,
  missing: (feed: string) =>
    `There is no “${feed}” at the address of the updates. Try again later, or fetch the newest version by hand.`,
  unreachable: (origin: string, reason: string) =>
    `${origin} could not be asked for a newer version (${reason}). Check the connection and try again.`,
  notDownloaded: (version: string, reason: string) =>
    `Version ${version} could not be downloaded (${reason}). Check the connection and the space on the disk, and try again.`,
  notInstalled: (reason: string) =>
    `The new version could not be installed (${reason}). This one stays as it is.`,
  install: (version: string, busy: boolean) => ({
    message: `Version ${version} is downloaded and checked.`,
    detail: busy
      ? 'A training run goes on and is not interrupted: the new version can be installed when you quit Maskwright afterwards.'
      : 'It is installed when Maskwright quits. Projects and settings stay as they are.',
    buttons: busy ? [installOnQuit, notNow] : [installOnQuit, notNow, quitAndInstall],
  }),
  found: (version: string) => ({
    title: `Maskwright ${version} is available`,
    body: 'About Maskwright says how large it is. Nothing is downloaded until you ask for it.',
  }),
} as const;
