/** Where frames are few or none, as in a window that nobody sees. */
const longestWaitMs = 100;

let coming: Promise<void> | null = null;

/** Resolves when the next frame has been handed over to be shown: what is not to hold it up begins then. */
export function frameShown(): Promise<void> {
  coming ??= new Promise((resolve) => {
    const shown = (): void => {
      clearTimeout(timer);
      coming = null;
      resolve();
    };
    const timer = setTimeout(shown, longestWaitMs);
    requestAnimationFrame(() => {
      coming = null;
      // A message is read after the frame whose callback this is.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        clearTimeout(timer);
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  });
  return coming;
}
