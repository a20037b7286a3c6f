import './trusted-types.ts';
import { mount } from 'svelte';
import { createClient } from '../app/contract/client.ts';
import App from './App.svelte';
import { connectWeb, openSession, takeToken } from './connection/web.ts';
import NoAccess from './frame/NoAccess.svelte';
import { AppState } from './state/app.svelte.ts';
import { words } from './words/en.ts';

async function start(target: HTMLElement): Promise<void> {
  try {
    await openSession(takeToken(location, history));
  } catch (error) {
    const message = error instanceof Error ? error.message : words.connection.unreachable;
    mount(NoAccess, { target, props: { message } });
    return;
  }
  const connection = connectWeb();
  const app = new AppState(createClient(connection));
  connection.watch((connected) => {
    app.session.connected = connected;
  });
  mount(App, { target, props: { app } });
}

const target = document.getElementById('app');
if (target !== null) {
  void start(target);
}
