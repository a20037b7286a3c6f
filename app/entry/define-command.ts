import type { Command, CommandDefinition } from './command.ts';
import { parseOptions, UsageError, type Options } from './options.ts';

/** Ties a command's run to its options' types. */
export function defineCommand<O extends Options>(definition: CommandDefinition<O>): Command {
  const { name, names = [] } = definition;
  return {
    ...definition,
    prepare(argv) {
      const first = argv.findIndex((word) => word.startsWith('-'));
      const named = argv.slice(0, first === -1 ? names.length : Math.min(first, names.length));
      const needed = names.filter((each) => !each.startsWith('['));
      if (named.length < needed.length) {
        throw new UsageError(`“${name}” needs ${needed.join(' and ')}, before any option.`);
      }
      const values = parseOptions(definition.options, argv.slice(named.length));
      return (context) => definition.run(values, context, named);
    },
  };
}
