/**
 * To be imported before OpenCV: it would fetch the WebAssembly that its own file holds as an address of data, which the
 * policy of this worker forbids. Without `fetch` it reads the same bytes out of the text. Nothing here needs a network.
 */
Object.defineProperty(globalThis, 'fetch', { value: undefined });
