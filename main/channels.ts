import * as v from 'valibot';
import type { DesktopAnswer, DesktopFrame } from '../app/contract/desktop.ts';
import type { EventFrame } from '../app/contract/http.ts';

/** The one table of messages between page and main. Whatever is not in it is not listened to. */
export const fromPage = {
  request: {
    channel: 'maskwright:request',
    schema: v.object({
      call: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      method: v.pipe(v.string(), v.regex(/^[a-z]+\.[A-Za-z]{1,40}$/)),
      params: v.unknown(),
    }),
  },
  abort: {
    channel: 'maskwright:abort',
    schema: v.object({ call: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
  },
} as const;

export const toPage = { news: 'maskwright:news' } as const;

export type Request = v.InferOutput<(typeof fromPage)['request']['schema']>;
export type Answer = DesktopAnswer;
export type News = EventFrame | DesktopFrame;
