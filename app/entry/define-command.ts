import type { Command, CommandDefinition } from './command.ts';
import { parseOptions, type Options } from './options.ts';

/** Ties a command's run to its options' types. */
export function defineCommand<O extends Options>(definition: CommandDefinition<O>): Command {
  return {
    ...definition,
    prepare(argv) {
      const values = parseOptions(definition.options, argv);
      return (context) => definition.run(values, context);
    },
  };
}
