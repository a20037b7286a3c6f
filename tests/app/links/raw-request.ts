import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are, so that a test can forge what no client would send, and reads until the other side closes. */
export function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    function done(): void {
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
        head,
        body: rest.join('\r\n\r\n'),
      });
    }
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      // An upgrade that succeeds never closes.
      if (text.startsWith('HTTP/1.1 101')) done();
    });
    socket.on('close', done);
    socket.on('error', done);
  });
}

/** A request as text; header lines as given, in order, nothing added but `Connection: close`. */
export function requestText(
  method: string,
  target: string,
  headers: readonly string[],
  body = '',
): string {
  return [`${method} ${target} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n');
}
