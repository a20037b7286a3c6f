import type { Asset } from './assets.ts';
import type { EngineHostEvent, EngineSpec } from './engines.ts';
import type { WireError } from './errors.ts';
import type { EventFrame } from './http.ts';
import type { EngineRequest } from './run-folder.ts';

/** What owner and studio process tell each other over the channel between them. Types only: the owner depends on nothing. */

/** How the studio is to be reached by a browser. Secrets travel by the channel, never by arguments, which others can read. */
export interface HttpDoor {
  /** 0: any that is free. */
  readonly port: number;
  /** Signs session cookies; the owner keeps it so that a restarted studio admits an open page. */
  readonly secret: string;
  /** One-time tokens not yet used. */
  readonly tokens: readonly string[];
}

export interface StudioBegin {
  readonly kind: 'begin';
  /** The project to open at once. */
  readonly folder: string | null;
  readonly http: HttpDoor | null;
}

/** The channel carries JSON: bytes travel as base64. They are thumbnails, overlays and maps; pictures go by their path. */
export type WireAsset =
  | Extract<Asset, { kind: 'file' }>
  | (Omit<Extract<Asset, { kind: 'bytes' }>, 'body'> & { readonly base64: string });

export type OwnerMessage =
  | StudioBegin
  | { readonly kind: 'ping' }
  /** A new one-time token to admit. */
  | { readonly kind: 'token'; readonly token: string }
  /** Finish the write under way and end. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'engine'; readonly event: EngineHostEvent }
  | { readonly kind: 'engine-answer'; readonly id: number; readonly running: readonly string[] }
  | { readonly kind: 'engine-refusal'; readonly id: number; readonly message: string }
  /** A window's call, relayed. */
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: string;
      readonly params: unknown;
    }
  /** What stands behind an asset URL, for a window whose own scheme streams it. */
  | { readonly kind: 'asset'; readonly id: number; readonly url: string }
  | { readonly kind: 'abort'; readonly id: number }
  /** From now on, tell events. */
  | { readonly kind: 'listen' };

export type StudioMessage =
  /** `port` is null without a door. */
  | { readonly kind: 'ready'; readonly port: number | null }
  /** It cannot work here, and starting again would not help. */
  | { readonly kind: 'hopeless'; readonly message: string }
  | { readonly kind: 'pong' }
  | { readonly kind: 'token-used'; readonly token: string }
  | {
      readonly kind: 'engine-start';
      readonly id: number;
      readonly engine: string;
      readonly spec: EngineSpec;
    }
  | { readonly kind: 'engine-send'; readonly engine: string; readonly request: EngineRequest }
  | {
      readonly kind: 'engine-stop';
      readonly id: number;
      readonly engine: string;
      readonly graceMs: number;
    }
  | { readonly kind: 'engine-running'; readonly id: number }
  | { readonly kind: 'response'; readonly id: number; readonly result: unknown }
  /** Null when the URL names nothing. */
  | { readonly kind: 'asset-answer'; readonly id: number; readonly asset: WireAsset | null }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'event'; readonly frame: EventFrame };
