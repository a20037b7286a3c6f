/** The computer as the rule below sees it: `process.platform`, the home folder, `process.env`. */
interface Person {
  readonly platform: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where this program keeps what it remembers of a person, outside of any project. `MASKWRIGHT_CONFIG` puts it elsewhere. */
export function personFolder({ platform, home, environment }: Person): string {
  const { MASKWRIGHT_CONFIG: chosen, XDG_CONFIG_HOME: xdg, APPDATA: appData } = environment;
  if (isGiven(chosen)) return chosen;
  switch (platform) {
    case 'win32':
      return `${isGiven(appData) ? appData : `${home}\\AppData\\Roaming`}\\Maskwright`;
    case 'darwin':
      return `${home}/Library/Application Support/Maskwright`;
    default:
      return `${isGiven(xdg) ? xdg : `${home}/.config`}/maskwright`;
  }
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** The logs, each written by one owner: the one of browser mode, and the desktop app. */
export const logNames = { browser: 'studio.log', desktop: 'main.log' } as const;

/** Where they lie, in the person's folder. */
export function logPath(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return [folder, 'logs', name].join(separator);
}
