import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** One check: a tool of `node_modules`, run on this Node in the project's folder. */
export interface Step {
  readonly title: string;
  readonly program: string;
  readonly words: readonly string[];
}

export interface StepResult {
  readonly title: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const running = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const child of running) {
      child.kill(signal);
    }
    process.exit(130);
  });
}

/** Runs a tool to its end. `live` lets it write to this process's own output; else it is kept. */
export function runTool(
  { program, words }: Omit<Step, 'title'>,
  {
    live = false,
    environment = {},
  }: { readonly live?: boolean; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, program), ...words], {
      cwd: root,
      stdio: live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output });
    });
  });
}

async function runStep(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  const { code, output } = await runTool(step);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { title: step.title, passed: code === 0, output: output.trim(), seconds };
}

/** Runs every step, two at a time and the long ones first as they are listed, whatever fails; tells each as it ends. */
export async function runSteps(
  steps: readonly Step[],
  tell: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  async function work(): Promise<void> {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      tell(result);
    }
  }
  await Promise.all([work(), work()]);
  return results;
}

export function tellStep({ title, passed, output, seconds }: StepResult): void {
  process.stdout.write(`${passed ? '✓' : '✗'} ${title} (${seconds.toFixed(1)} s)\n`);
  if (!passed) {
    process.stdout.write(`${output.replaceAll(/^/gm, '    ')}\n`);
  }
}
