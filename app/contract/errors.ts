/** Every way a call can fail, closed: the window decides by code, the person reads the message. */
export const errorCodes = [
  'bad-request', // params that do not parse: a fault of the caller's code
  'bad-input', // a file or value of the person's that cannot be used
  'not-found',
  'conflict', // a write based on an older revision
  'read-only', // another studio holds the project
  'no-project',
  'damaged', // the project's database cannot be read
  'newer-version', // the project was written by a newer Maskwright
  'unavailable', // a part (library, engine) is missing or not running
  'busy',
  'cancelled',
  'disk-full',
  'not-allowed', // token, Host or Origin
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error for a person: `message` names the thing, what was expected and what to do. */
export class StudioError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    { details = {}, cause }: { details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StudioError';
    this.code = code;
    this.details = details;
  }
}

/** How an error crosses a process boundary. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What nobody foresaw becomes `internal`: its message is kept for the log, the sentence is for the person. */
export function wireError(error: unknown): WireError {
  if (error instanceof StudioError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Something unforeseen went wrong: ${reason}. Nothing was changed; the log has the details.`,
    details: {},
  };
}

export function errorFromWire(wire: WireError): StudioError {
  return new StudioError(wire.code, wire.message, { details: wire.details });
}
