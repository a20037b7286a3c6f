import type { Command, CommandDefinition } from './command.ts';
import { parseOptions, UsageError, type Options } from './options.ts';

/** Ties a command's run to its options' types. */
export function defineCommand<O extends Options>(definition: CommandDefinition<O>): Command {
  const { name, names = [] } = definition;
  return {
    ...definition,
    prepare(argv) {
      const named = argv.slice(0, names.length).filter((word) => !word.startsWith('-'));
      if (named.length < names.length) {
        throw new UsageError(`“${name}” needs ${names.join(' and ')}, before any option.`);
      }
      const values = parseOptions(definition.options, argv.slice(names.length));
      return (context) => definition.run(values, context, named);
    },
  };
}
