import { settingOf, type SettingEntries, type SettingsChosen } from '../contract/setting-words.ts';
import { UsageError } from './options.ts';

/** What `--set`, or another flag, says of these settings, the last word of each. Throws `UsageError`. */
export function settingsTold<const E extends SettingEntries>(
  entries: E,
  pairs: readonly string[] = [],
  flag = 'set',
): SettingsChosen<E> {
  const read = pairs.map((pair) => {
    const setting = settingOf(entries, pair);
    if ('fault' in setting) throw new UsageError(`--${flag}: ${setting.fault}`);
    return setting.choice;
  });
  return Object.assign({}, ...read) as SettingsChosen<E>;
}
