import type { EngineTask } from '../contract/engines.ts';
import type { Command } from './child.ts';

export interface ProgramsOptions {
  /** The Node they run on. */
  readonly node: string;
  /** The folder that holds `app/`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Programs {
  readonly studio: Command;
  readonly engine: (task: EngineTask) => Command;
}

/** The programs an owner starts. */
export function programs({ node, folder, environment }: ProgramsOptions): Programs {
  function entry(name: string): string {
    return `${folder}/app/entry/${name}`;
  }
  return {
    studio: { file: node, arguments: [entry('studio-process.ts')], environment },
    engine: (task) => ({
      file: node,
      arguments: argumentsFor(task, entry),
      environment,
    }),
  };
}

function argumentsFor(task: EngineTask, entry: (name: string) => string): readonly string[] {
  switch (task.kind) {
    case 'train':
      return [
        entry('engine-process.ts'),
        'train',
        '--run',
        task.folder,
        ...(task.resume ? ['--resume'] : []),
      ];
    case 'rates':
    case 'batches':
      return [entry('engine-process.ts'), task.kind, '--run', task.folder];
    case 'predict':
      return [entry('engine-process.ts'), 'predict'];
    case 'prompt':
      return [entry('prompt-process.ts')];
  }
}
