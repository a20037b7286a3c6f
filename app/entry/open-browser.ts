import { spawn } from 'node:child_process';

/** Opens the person's browser where there is a screen for it. The link is printed anyway, so nothing is lost if that fails. */
export function openBrowser(url: string): void {
  const command = browserCommand(url);
  if (command === null) {
    return;
  }
  const [file, ...rest] = command;
  const child = spawn(file, rest, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function browserCommand(url: string): readonly [string, ...string[]] | null {
  switch (process.platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default: {
      const { DISPLAY, WAYLAND_DISPLAY } = process.env;
      return DISPLAY === undefined && WAYLAND_DISPLAY === undefined ? null : ['xdg-open', url];
    }
  }
}
