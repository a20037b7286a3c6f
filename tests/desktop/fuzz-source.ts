import { desktopMethods } from '../../app/contract/desktop.ts';
import { methods } from '../../app/contract/methods.ts';

/**
 * Calls that do what they say when their params happen to be right: dialogs of the system, the menu bar, other folders.
 * They are sent with params that cannot be right; all the others with any.
 */
const names = JSON.stringify([...Object.keys(methods), ...Object.keys(desktopMethods)]);

/** A preload script beside ours: it has Electron's raw messages, which no page has. Seeded, so that a failure comes again. */
export const fuzzSource = `
const { ipcRenderer } = require('electron');
const names = ${names};
function random(seed) {
  let state = seed >>> 0;
  return () => { state = (state + 0x6d2b79f5) >>> 0; let t = state; t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
}
function shapes(next) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  const text = () => pick(['', 'a', '\\0', '../../etc/passwd', '__proto__', 'constructor', '\\ud800', '\\u202e', '%00', "'; drop table image; --", '{"a":1}', '/tmp/' + next(), 'x'.repeat(Math.floor(next() * 2000))]);
  const number = () => pick([0, -0, -1, 1, 0.1, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53) - 2, 1e308, 5e-324, next() * 1e9, 4294967296]);
  const circle = () => { const one = { a: 1, list: [] }; one.self = one; one.list.push(one); return one; };
  const deep = () => { let one = {}; for (let i = 0; i < 30 + next() * 800; i += 1) one = next() < 0.5 ? [one] : { one }; return one; };
  const holes = () => { const list = []; list[Math.floor(next() * 1e5)] = 1; return list; };
  const object = (depth) => Object.fromEntries(Array.from({ length: Math.floor(next() * 6) }, () =>
    [pick(['id', 'folder', 'path', 'title', 'name', 'call', 'method', 'params', 'images', 'run', 'job', 'offset', 'limit', 'kind', 'length', 'toJSON', 'then', 'valueOf', 'constructor', text()]), value(depth + 1)]));
  const value = (depth) => {
    if (depth > 4) return number();
    return pick([text, number, text, number, () => null, () => undefined, () => true, () => object(depth), () => object(depth),
      () => Array.from({ length: Math.floor(next() * 5) }, () => value(depth + 1)), () => new Date(next() * 1e13), () => new Date(NaN), () => new Map([[value(5), value(5)]]),
      () => new Set([value(5)]), () => /a+/gi, () => new Error(text()), () => BigInt(Math.floor(next() * 1e9)) ** 9n, () => new Uint8Array(Math.floor(next() * 5000)), () => new Float64Array(3).fill(NaN),
      () => new ArrayBuffer(Math.floor(next() * 1000)), () => new DataView(new ArrayBuffer(8)), circle, deep, holes, () => Object(1n), () => new String('a'), () => new Boolean(false),
      () => JSON.parse('{"__proto__":{"polluted":1},"a":1}'), () => Object.create(null), () => ({ get a() { return next(); } }), () => ({ get a() { throw new Error('a'); } }), () => () => 1, () => Symbol('a'),
      () => 'x'.repeat(Math.floor(next() * 300000)), () => Array.from({ length: Math.floor(next() * 3000) }, next)])();
  };
  const name = () => next() < 0.6 ? pick(names) : pick(['desktop.' + text(), text(), 'a.b', pick(names).toUpperCase(), pick(names) + '.x', value(4)]);
  // Never right as a whole: a call that would open a dialog or change the project is none of this test's.
  const params = () => { const one = value(0); return one && Object.getPrototypeOf(one) === Object.prototype && Object.keys(one).length === 0 ? { none: 1 } : one; };
  const message = () => next() < 0.65 ? { call: next() < 0.8 ? 1 + Math.floor(next() * 1e6) : value(3), method: name(), params: params() } : value(0);
  return { message, pick, value };
}
async function run({ count, seed }) {
  const next = random(seed); const { message, pick, value } = shapes(next);
  const summary = { sent: 0, answered: 0, refusedByClone: 0, codes: {} };
  const tell = (code) => { summary.codes[code] = (summary.codes[code] || 0) + 1; };
  for (let done = 0; done < count; done += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - done) }, async () => {
      summary.sent += 1;
      try {
        if (next() < 0.1) { ipcRenderer.send(pick(['maskwright:abort', 'maskwright:request', 'maskwright:news', 'maskwright:' + value(5)]), value(0), value(3)); summary.answered += 1; return; }
        const answer = await ipcRenderer.invoke('maskwright:request', message(), value(4));
        summary.answered += 1; tell(answer && answer.error ? answer.error.code : 'done');
      } catch (error) {
        if (/could not be cloned|serialize|Cannot convert|circular|Maximum call|^a$/i.test(String(error && error.message))) summary.refusedByClone += 1; else tell('lost: ' + String(error).slice(0, 120));
      }
    }));
  }
  return summary;
}
window.addEventListener('message', ({ data }) => { if (data && data.fuzz) run(data.fuzz).then((fuzzed) => window.postMessage({ fuzzed }, '*')); });
`;
