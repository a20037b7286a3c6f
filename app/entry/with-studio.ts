import { createClient, type Client } from '../contract/client.ts';
import { inProcessTransport } from '../links/in-process.ts';
import { createEngines } from '../owner/engines.ts';
import { engineCommand } from './processes.ts';

/** Which project a command works on: `null` for none, `create` for one that may be new. */
export interface ProjectWanted {
  readonly folder: string;
  readonly create: boolean;
}

const engineGraceMs = 10_000;

/** A command is the owner of its own studio, in its own process, and of its engines. */
export async function withStudio<T>(
  project: ProjectWanted | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  // Loaded only now: `--help` needs no database and no decoder.
  const { openStudio } = await import('../studio/studio.ts');
  function log(line: string): void {
    process.stderr.write(`${line}\n`);
  }
  const engines = createEngines({ command: engineCommand, log });
  const studio = await openStudio({ folder: null, engines, log });
  try {
    const client = createClient(inProcessTransport(studio));
    if (project !== null) {
      await client.call('project.open', project);
    }
    return await work(client);
  } finally {
    await studio.close();
    await engines.leave(engineGraceMs);
  }
}
