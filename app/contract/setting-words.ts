import * as v from 'valibot';
import { trainingSettings, type TrainingChoice } from './training.ts';

/** Settings by their names, as schemas have them, and what may be chosen of them. */
export type SettingEntries = Readonly<Record<string, v.GenericSchema>>;
export type SettingsChosen<E extends SettingEntries> = {
  readonly [K in keyof E]?: v.InferOutput<E[K]>;
};

/** One setting of training as a person writes it, `rotate=10`; or what is wrong with it, in words. */
export function settingInWords(
  pair: string,
): { readonly choice: TrainingChoice } | { readonly fault: string } {
  return settingOf(trainingSettings.entries, pair);
}

/** One of these settings, `name=value`; or what is wrong with it, in words. */
export function settingOf<const E extends SettingEntries>(
  entries: E,
  pair: string,
): { readonly choice: SettingsChosen<E> } | { readonly fault: string } {
  const cut = pair.indexOf('=');
  const name = (cut < 0 ? pair : pair.slice(0, cut)).trim();
  const text = cut < 0 ? '' : pair.slice(cut + 1).trim();
  const schema = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (schema === undefined) {
    const names = Object.keys(entries).join(', ');
    return { fault: `There is no setting “${name}”. These there are: ${names}.` };
  }
  if (text === '') return { fault: `The setting ${name} has no value; write ${name}=VALUE.` };
  const [first, ...others] = meaningsOf(text).map((value) => v.safeParse(schema, value));
  const read = [first, ...others].find((one) => one?.success);
  if (read === undefined) {
    const [issue] = first?.issues ?? [];
    return { fault: `The setting ${name} cannot be “${text}”: ${issue?.message ?? ''}.` };
  }
  return { choice: { [name]: read.output } as SettingsChosen<E> };
}

/** What a text may be, most likely first. A card is named by its number as well: what may be words is taken as words. */
function meaningsOf(text: string): readonly unknown[] {
  if (text === 'true' || text === 'false') return [text === 'true', text];
  if (text === 'none') return [text, null];
  const number = Number(text);
  return Number.isNaN(number) ? [text] : [number, text];
}
