import { isAbsolute, join, resolve } from 'node:path';
import { dependencies } from './dependencies.mjs';
import { desktopAtHand } from './desktop.mjs';
import { electron, hasDisplay, whyNoWindow } from './electron.mjs';
import { findElectron } from './find-electron.mjs';
import { callersFolder, handOver } from './hand-over.mjs';
import { ownNode } from './own-node.mjs';
import { legacyPage, page } from './page.mjs';
import { root } from './root.mjs';
import { runtime } from './runtime.mjs';
import { Refusal, say } from './say.mjs';

const usage =
  'Usage: npm start -- [--project FOLDER] [--browser] [--no-open] [--port N]. Without --browser the desktop window opens.';

/** An Electron that cannot open a window at all, as where the system forbids its sandbox, is gone by then. */
const openedMs = 10_000;

/** `npm start`: the desktop window where there is an Electron and a display, else the studio in the browser. */
export const start = {
  needs(words) {
    const { inBrowser } = parse(words);
    const studio = [dependencies, ownNode, runtime];
    return inBrowser || !hasDisplay()
      ? [...studio, page]
      : [...studio, electron, pageAtHand, desktopAtHand];
  },

  program: (words) => {
    const wish = parse(words);
    return async () => {
      if (!wish.inBrowser && hasDisplay()) {
        const found = findElectron();
        if (found !== null) {
          return openWindow(found, wish);
        }
        say(whyNoWindow());
      } else if (!wish.inBrowser) {
        say('There is no display here, so the studio is used in the browser.');
      }
      return serve(wish);
    };
  },
};

/** The page that will be shown: in the window of the Electron there is, or served. */
const pageAtHand = {
  isMet: () => chosenPage().isMet(),
  meet: () => chosenPage().meet(),
};

function chosenPage() {
  return findElectron()?.isTestVehicle ? legacyPage : page;
}

function parse(words) {
  const rest = [...words];
  const wish = { inBrowser: false, project: null, serving: [] };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name, ...value] = word.split('=');
    const given = () => (value.length > 0 ? value.join('=') : rest.shift());
    if (name === '--browser') {
      wish.inBrowser = true;
    } else if (name === '--project') {
      wish.project = folderIn(given());
    } else if (name === '--no-open') {
      wish.serving.push(word);
    } else if (name === '--port') {
      wish.serving.push(name, given() ?? '');
    } else if (!word.startsWith('-') && wish.project === null) {
      wish.project = folderIn(word);
    } else {
      throw new Refusal(usage, 2);
    }
  }
  // Both are said of a link, and a window has none.
  return { ...wish, inBrowser: wish.inBrowser || wish.serving.length > 0 };
}

function folderIn(word) {
  if (word === undefined || word === '') {
    throw new Refusal(usage, 2);
  }
  return isAbsolute(word) ? word : resolve(callersFolder(), word);
}

async function openWindow({ file, appFolder }, wish) {
  const { ELECTRON_RUN_AS_NODE: _ignored, ...environment } = process.env;
  const env = { ...environment, MASKWRIGHT_NODE: ownNode.file() };
  const words = [...sandboxWords(), appFolder, ...(wish.project === null ? [] : [wish.project])];
  const startedAt = Date.now();
  const code = await handOver(file, words, { env });
  // Killed by a signal that nobody sent: 130 and 143 are a person's.
  const isCrash = code > 128 && code !== 130 && code !== 143;
  if (!isCrash || Date.now() - startedAt > openedMs) {
    return code;
  }
  say(
    `The desktop window could not be opened (Electron ended with ${code}; what it said stands above), so the studio is used in the browser.`,
  );
  if (!page.isMet()) {
    await page.meet();
  }
  return serve(wish);
}

/** The administrator of Linux: Electron's sandbox refuses to start there. */
function sandboxWords() {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    return [];
  }
  say('Started as root, the window has no sandbox. Start Maskwright as an ordinary user instead.');
  return ['--no-sandbox'];
}

function serve({ project, serving }) {
  const words = [...(project === null ? [] : ['--project', project]), ...serving];
  return handOver(ownNode.file(), [join(root, 'app/entry/cli.ts'), 'serve', ...words]);
}
