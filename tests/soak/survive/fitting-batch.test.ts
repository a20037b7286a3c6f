import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { engineEnvironment } from '../../../app/runtime/engine-environment.ts';
import { runProgram } from '../../../app/runtime/run-program.ts';

/**
 * The engine's own search in a real shortage. TensorFlow may say that memory ran out, or abort where something else than a
 * tensor found none: then half is offered untried, which short-of-memory.test.ts goes through. An answer must hold.
 */
const above = 16;
const sparesMb = [800, 1_000, 600, 700, 1_200, 900, 1_100, 1_500];
const enough = 2;

interface Answer {
  readonly fits: number;
  readonly again: number;
}

it('finds how many pictures fit, wherever TensorFlow lives to be asked', async () => {
  const program = fileURLToPath(new URL('fitting-batch.process.ts', import.meta.url));
  const found: Answer[] = [];
  for (const spareMb of sparesMb) {
    const { code, lines } = await runProgram({
      file: process.execPath,
      arguments: [program, String(spareMb), String(above)],
      environment: engineEnvironment(),
    });
    const answer = lines.findLast((line) => line.startsWith('{')) ?? 'it died';
    process.stdout.write(`${String(spareMb)} MB: ${answer}\n`);
    // Ended by a signal it has none.
    expect([0, null], lines.at(-1)).toContain(code);
    if (code === 0) found.push(JSON.parse(answer) as Answer);
    if (found.length === enough) break;
  }
  expect(found.length).toBeGreaterThan(0);
  for (const { fits, again } of found) expect(again).toBe(fits);
  const least = Math.min(...found.map(({ fits }) => fits));
  expect(least).toBeGreaterThan(0);
  expect(least, 'nothing was short').toBeLessThan(above / 2);
}, 600_000);
