import './trusted-types.ts';
import { mount } from 'svelte';
import { createClient } from '../app/contract/client.ts';
import App from './App.svelte';
import { connectElectron, findBridge } from './connection/electron.ts';
import { connectWeb, openSession, takeToken } from './connection/web.ts';
import NoAccess from './frame/NoAccess.svelte';
import { AppState } from './state/app.svelte.ts';
import { answerLeaving } from './state/leaving.ts';
import { words } from './words/en.ts';

async function start(target: HTMLElement): Promise<void> {
  const bridge = findBridge(window);
  const app = bridge === undefined ? await startInBrowser(target) : startInWindow(bridge);
  if (app !== null) {
    mount(App, { target, props: { app } });
  }
}

function startInWindow(bridge: NonNullable<ReturnType<typeof findBridge>>): AppState {
  const connection = connectElectron(bridge);
  const { desktop } = connection;
  const app = new AppState(createClient(connection), desktop);
  desktop.onNews('desktop.studio', ({ connected, message }) => {
    app.session.connected = connected;
    app.session.lossMessage = message;
  });
  answerLeaving(app, desktop);
  return app;
}

/** Null when the person has not shown that it is them. */
async function startInBrowser(target: HTMLElement): Promise<AppState | null> {
  try {
    await openSession(takeToken(location, history));
  } catch (error) {
    const message = error instanceof Error ? error.message : words.connection.unreachable;
    mount(NoAccess, { target, props: { message } });
    return null;
  }
  const connection = connectWeb();
  const app = new AppState(createClient(connection), null);
  connection.watch((connected) => {
    app.session.connected = connected;
  });
  return app;
}

const target = document.getElementById('app');
if (target !== null) {
  void start(target);
}
