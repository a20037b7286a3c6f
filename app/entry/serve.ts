import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import type { StudioMessage } from '../contract/owner-messages.ts';
import { logNames, logPath, personFolder } from '../contract/person-folder.ts';
import { linkWithToken, newToken } from '../links/session.ts';
import type { StudioNews } from '../owner/keep-studio.ts';
import { openLogFile } from '../owner/log-file.ts';
import { own } from '../owner/owner.ts';
import { openBrowser } from './open-browser.ts';
import { engineCommand, studioCommand } from './processes.ts';

export interface ServeOptions {
  /** The project to open at once. */
  readonly folder: string | null;
  readonly port: number;
  readonly browser: boolean;
}

const graceMs = 5_000;

const logFile = openLogFile(
  logPath(
    personFolder({ platform: process.platform, home: homedir(), environment: process.env }),
    logNames.browser,
  ),
);

/** The terminal reads it now, a report of a problem may need it later. Links never come this way. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
  logFile.add(line);
}

/**
 * Browser mode: this process owns a studio process and its engines until it is told to end. Each link is a line of JSON on stdout.
 * Port, session secret and unused tokens live here, so that an open page goes on with a restarted studio. Resolves to the exit code.
 */
export function serve({ folder, port: wanted, browser }: ServeOptions): Promise<number> {
  const secret = randomBytes(32).toString('base64url');
  const tokens = new Set([newToken()]);
  let port = wanted;

  return new Promise((resolve) => {
    function printLink(token: string): string {
      const url = linkWithToken(port, token);
      process.stdout.write(`${JSON.stringify({ url })}\n`);
      return url;
    }

    function tell(news: StudioNews): void {
      switch (news.kind) {
        case 'ready':
          port = news.port ?? port;
          if (news.restarted) {
            say('The studio is back.');
            return;
          }
          for (const url of [...tokens].map(printLink)) {
            if (browser) {
              openBrowser(url);
            }
          }
          say('Maskwright is open. Press Enter for a new link, Ctrl+C to end.');
          break;
        case 'lost':
          say(`The studio died (${news.reason}) and is started again.`);
          break;
        case 'given-up':
          say(news.message);
          end(1);
          break;
      }
    }

    function hear(message: StudioMessage): void {
      if (message.kind === 'token-used') {
        tokens.delete(message.token);
      }
    }

    logFile.add(`Maskwright starts on Node ${process.versions.node}.`);
    const owner = own({
      studio: studioCommand,
      engine: engineCommand,
      begin: () => ({ kind: 'begin', folder, http: { port, secret, tokens: [...tokens] } }),
      hear,
      tell,
      log: say,
    });

    function admitOneMore(): void {
      const token = newToken();
      tokens.add(token);
      owner.send({ kind: 'token', token });
      printLink(token);
    }

    const terminal = createInterface({ input: process.stdin });
    terminal.on('line', admitOneMore);

    let code: number | null = null;
    function end(exitCode: number): void {
      if (code !== null) {
        return;
      }
      code = exitCode;
      terminal.close();
      void owner.leave(graceMs).then(() => {
        resolve(exitCode);
      });
    }
    process.on('SIGINT', () => {
      end(130);
    });
    process.on('SIGTERM', () => {
      end(0);
    });
    process.on('SIGHUP', () => {
      end(0);
    });
  });
}
