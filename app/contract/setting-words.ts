import * as v from 'valibot';
import { trainingSettings, type TrainingChoice } from './training.ts';

type Name = keyof typeof trainingSettings.entries;

/** One setting as a person writes it, `rotate=10`; or what is wrong with it, in words. */
export function settingInWords(
  pair: string,
): { readonly choice: TrainingChoice } | { readonly fault: string } {
  const cut = pair.indexOf('=');
  const name = (cut < 0 ? pair : pair.slice(0, cut)).trim();
  const text = cut < 0 ? '' : pair.slice(cut + 1).trim();
  if (!isName(name)) {
    const names = Object.keys(trainingSettings.entries).join(', ');
    return { fault: `There is no setting “${name}”. These there are: ${names}.` };
  }
  if (text === '') return { fault: `The setting ${name} has no value; write ${name}=VALUE.` };
  const schema = trainingSettings.entries[name];
  const read = v.safeParse(schema, valueOf(text));
  // A card is named by its number as well: what may be words is taken as words.
  const worded = read.success ? read : v.safeParse(schema, text);
  if (!worded.success) {
    const [{ message }] = read.issues ?? worded.issues;
    return { fault: `The setting ${name} cannot be “${text}”: ${message}.` };
  }
  return { choice: { [name]: worded.output } };
}

function isName(name: string): name is Name {
  return Object.hasOwn(trainingSettings.entries, name);
}

function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
