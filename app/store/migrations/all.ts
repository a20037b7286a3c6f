import { project } from './0001-project.ts';
import { objectColor } from './0002-object-color.ts';
import { maskSources } from './0003-mask-sources.ts';

/** Each entry takes the database from version i to i + 1. Released ones are never edited: a change is a new file. */
export const migrations: readonly string[] = [project, objectColor, maskSources];

export const currentVersion = migrations.length;
