import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { runProgram } from './run-program.ts';

/** The graphics card that WebGPU computes on, or why it has none that is worth it, in a sentence. */
export type WebgpuCard = { readonly name: string } | { readonly reason: string };

/** A driver that takes longer to say what there is hangs. */
const longestAnswerMs = 30_000;

const answer = v.union([
  v.object({ name: v.string(), isSoftware: v.boolean() }),
  v.object({ reason: v.string() }),
]);

/** Asked once, in a process of its own: nobody plugs in a card while the studio runs. Its engines are told the answer. */
export function webgpuCard(): Promise<WebgpuCard> {
  return (card ??= toldByStudio() ?? askDawn().then(keep));
}

let card: Promise<WebgpuCard> | null = null;
let known: WebgpuCard | null = null;

function keep(found: WebgpuCard): WebgpuCard {
  return (known = found);
}

const toldIn = 'MASKWRIGHT_WEBGPU_CARD';
const told = v.union([v.object({ name: v.string() }), v.object({ reason: v.string() })]);

/** For the environment of an engine: what is known of the card. Empty as long as nobody has asked. */
export function webgpuEnvironment(): Record<string, string> {
  return known === null ? {} : { [toldIn]: JSON.stringify(known) };
}

function toldByStudio(): Promise<WebgpuCard> | null {
  const found = v.safeParse(told, parsed(process.env[toldIn] ?? ''));
  return found.success ? Promise.resolve(found.output) : null;
}

async function askDawn(): Promise<WebgpuCard> {
  const script = fileURLToPath(new URL('webgpu-process.ts', import.meta.url));
  let lines: readonly string[];
  try {
    const program = { file: process.execPath, arguments: [script] };
    ({ lines } = await runProgram(program, AbortSignal.timeout(longestAnswerMs)));
  } catch {
    return {
      reason: `The driver of the graphics card did not answer within ${String(longestAnswerMs / 1000)} seconds. Install its newest version and restart.`,
    };
  }
  // Drivers and their loaders may have something to say before.
  const found = v.safeParse(answer, parsed(lines.findLast((line) => line.startsWith('{')) ?? ''));
  if (!found.success) {
    return {
      reason: `The driver of the graphics card failed when it was asked for the card: ${lines.at(-1) ?? 'it said nothing'}. Install its newest version.`,
    };
  }
  const { output } = found;
  if ('reason' in output) return output;
  return output.isSoftware
    ? {
        reason: `WebGPU finds no graphics card, only “${output.name}”: the processor in its place, which takes far longer than WebAssembly.`,
      }
    : { name: output.name };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
