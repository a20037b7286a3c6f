import { assetPath } from '../contract/assets.ts';
import { StudioError } from '../contract/errors.ts';
import { eventsPath, methodPath, sessionPath } from '../contract/http.ts';
import type { Served } from '../contract/serving.ts';
import { answerAsset, type ResetTurn } from './asset-answer.ts';
import { doorPage, doorPolicy } from './door-page.ts';
import { answer, answerError, answerJson, answerRefusal, type Exchange } from './exchange.ts';
import type { Purpose } from './guard.ts';
import { askedAgain, keptForGood, neverKept, pagePolicy, policyOfPageFile } from './headers.ts';
import { readJson } from './read-json.ts';
import type { Session } from './session.ts';
import type { StaticFiles } from './static-files.ts';

/** One kind of address. The first route that matches answers. */
export interface Route {
  readonly name: string;
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  readonly purpose: Purpose;
  /** `anyone`: also before the token was traded for a cookie. */
  readonly admits: 'anyone' | 'session';
  /** An address of this route, for a test that walks all of them. */
  readonly example: string;
  matches(path: string): boolean;
  answer(exchange: Exchange, admitted: boolean): Promise<void> | void;
}

export interface RouteParts {
  readonly served: Served;
  readonly session: Session;
  readonly page: StaticFiles;
  readonly resetTurn: ResetTurn;
  readonly log: (line: string) => void;
}

/** A gesture is kilobytes; marks for a million pictures are 40 MB. */
const mostBodyBytes = 64 * 1024 * 1024;
const mostTokenBytes = 4 * 1024;

export function createRoutes(parts: RouteParts): readonly Route[] {
  return [
    pageRoute(parts),
    sessionRoute(parts),
    eventsRoute(),
    methodRoute(parts),
    assetRoute(parts),
    fileRoute(parts),
  ];
}

function pageRoute({ page }: RouteParts): Route {
  return {
    name: 'page',
    methods: ['GET', 'HEAD'],
    purpose: 'page',
    admits: 'anyone',
    example: '/',
    matches: (path) => path === '/',
    answer(exchange, admitted) {
      const index = page.get('/');
      const html = { 'content-type': 'text/html; charset=utf-8', ...neverKept };
      if (!admitted) {
        answer(exchange, 200, { ...html, 'content-security-policy': doorPolicy }, doorPage);
      } else if (index === undefined) {
        answer(
          exchange,
          200,
          html,
          'The page is not built. Run “npm start” once, which builds it, and reload.',
        );
      } else {
        answer(exchange, 200, { ...html, 'content-security-policy': pagePolicy }, index.body);
      }
    },
  };
}

function sessionRoute({ session }: RouteParts): Route {
  return {
    name: 'session',
    methods: ['POST'],
    purpose: 'write',
    admits: 'anyone',
    example: sessionPath,
    matches: (path) => path === sessionPath,
    async answer(exchange, admitted) {
      const body = await readJson(exchange.request, mostTokenBytes);
      if (body.kind === 'refused') {
        answerRefusal(exchange, body.status, body.message);
        return;
      }
      const token = tokenOf(body.value);
      const admission = token === null ? null : session.admit(token);
      if (admission?.kind === 'admitted') {
        answerJson(exchange, 200, {}, { 'set-cookie': admission.cookie });
      } else if (admitted) {
        // An old link opened once more by somebody who is in already.
        answerJson(exchange, 200, {});
      } else if (admission?.kind === 'too-many') {
        answerRefusal(exchange, 429, 'Too many wrong tokens. Wait ten seconds.');
      } else {
        answerRefusal(exchange, 401, 'This token is used, old or wrong. Ask for a new link.');
      }
    },
  };
}

/** Opened by an upgrade only, which comes by another door: see event-socket.ts. */
function eventsRoute(): Route {
  return {
    name: 'events',
    methods: ['GET'],
    purpose: 'socket',
    admits: 'session',
    example: eventsPath,
    matches: (path) => path === eventsPath,
    answer(exchange) {
      answerRefusal(exchange, 426, 'Events come over a WebSocket.');
    },
  };
}

function methodRoute({ served, log }: RouteParts): Route {
  const prefix = methodPath('');
  return {
    name: 'method',
    methods: ['POST'],
    purpose: 'write',
    admits: 'session',
    example: methodPath('studio.status'),
    matches: (path) => path.startsWith(prefix),
    async answer(exchange) {
      const body = await readJson(exchange.request, mostBodyBytes);
      if (body.kind === 'refused') {
        answerRefusal(exchange, body.status, body.message);
        return;
      }
      const method = exchange.path.slice(prefix.length);
      try {
        answerJson(exchange, 200, await served.dispatch(method, body.value, exchange.signal));
      } catch (error) {
        if (!(error instanceof StudioError)) {
          log(
            `${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          );
        }
        answerError(exchange, error);
      }
    },
  };
}

function assetRoute({ served, resetTurn }: RouteParts): Route {
  return {
    name: 'asset',
    methods: ['GET', 'HEAD'],
    purpose: 'read',
    admits: 'session',
    example: '/image/1',
    matches: (path) => assetPath.test(path),
    async answer(exchange) {
      const asset = await served.asset(exchange.request.url ?? '', exchange.signal);
      if (asset === null) {
        answerRefusal(exchange, 404, 'There is no such picture.');
      } else {
        await answerAsset(exchange, asset, resetTurn);
      }
    },
  };
}

function fileRoute({ page }: RouteParts): Route {
  return {
    name: 'file',
    methods: ['GET', 'HEAD'],
    purpose: 'read',
    admits: 'session',
    example: '/assets/index.js',
    matches: () => true,
    answer(exchange) {
      const file = page.get(exchange.path);
      if (file === undefined) {
        answerRefusal(exchange, 404, 'There is nothing at this address.');
        return;
      }
      const headers = {
        'content-type': file.type,
        etag: file.etag,
        // A worker runs under the policy of its own file.
        'content-security-policy': policyOfPageFile(exchange.path),
        ...(file.immutable ? keptForGood : askedAgain),
      };
      const isKnown = exchange.request.headers['if-none-match'] === file.etag;
      answer(exchange, isKnown ? 304 : 200, headers, isKnown ? '' : file.body);
    },
  };
}

function tokenOf(value: unknown): string | null {
  const token =
    typeof value === 'object' && value !== null && 'token' in value ? value.token : null;
  return typeof token === 'string' && token !== '' ? token : null;
}
