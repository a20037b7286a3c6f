/** Where frames are few or none, as in a window that nobody sees. */
const longestWaitMs = 100;

/** Resolves when the next frame has been handed over to be shown: what is not to hold it up begins then. */
export function frameShown(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, longestWaitMs);
    requestAnimationFrame(() => {
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
}
