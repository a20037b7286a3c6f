/** A page that is steered from outside with as little as can be: what is measured here must not wait for a test tool. */
export interface SteeredPage {
  /** Runs an expression in the page and resolves to its value, or to that of its promise. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses and lifts the left button there, as the system would. */
  click(x: number, y: number): Promise<void>;
  close(): void;
}

const lookMs = 10;

/** Waits for the window's page behind a debugging port. */
export async function steerPage(port: number, signal: AbortSignal): Promise<SteeredPage> {
  const socket = new WebSocket(await pageAddress(port, signal));
  const answers = new Map<number, (message: Answer) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Answer;
    answers.get(message.id)?.(message);
    answers.delete(message.id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });

  async function send(method: string, params: object): Promise<Answer> {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((resolve) => answers.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    return answered;
  }

  return {
    async evaluate(expression) {
      const asked = { expression, awaitPromise: true, returnByValue: true };
      let answer = await send('Runtime.evaluate', asked);
      // Asked of the empty document that is there before the page.
      while (answer.error?.message.includes('context was destroyed') === true) {
        answer = await send('Runtime.evaluate', asked);
      }
      const { result, exceptionDetails } = answer.result ?? {};
      if (exceptionDetails !== undefined || result === undefined) {
        throw new Error(`The page could not do it: ${JSON.stringify(answer)}`);
      }
      return result.value;
    },
    async click(x, y) {
      for (const type of ['mousePressed', 'mouseReleased']) {
        await send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
      }
    },
    close() {
      socket.close();
    },
  };
}

interface Answer {
  readonly id: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: unknown;
  };
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

async function pageAddress(port: number, signal: AbortSignal): Promise<string> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(`http://127.0.0.1:${String(port)}/json`).catch(() => null);
    const targets = ((await answer?.json()) ?? []) as readonly Target[];
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('studio:'));
    if (page !== undefined) {
      return page.webSocketDebuggerUrl;
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
