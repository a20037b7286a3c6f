import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Member } from '../contract/runtime-manifest.ts';
import { hashFile } from './hash-file.ts';

/** Whatever a disk does to a file without telling its file system is found within this time. */
const longestTrustMs = 7 * 24 * 60 * 60_000;

/** A file system's clock may stand still for so long (two seconds on FAT): a younger file may change and bear the same time. */
const youngestMs = 3_000;

/** `marks` is one hash over what must be pinned and how it stands on the disk. */
const record = v.object({ verifiedAt: v.number(), marks: v.string() });

/** The path of the first file that is missing or not the pinned one: each is read whole. */
export async function firstChanged(
  folder: string,
  members: readonly Member[],
  signal?: AbortSignal,
): Promise<string | null> {
  for (const { path, sha256 } of members) {
    const file = join(folder, path);
    const stands = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    if (!stands || (await hashFile(file, signal)) !== sha256) {
      return file;
    }
  }
  return null;
}

/**
 * The same, without reading what was read whole within a week and has kept its place, size, inode and both times since,
 * to the nanosecond: the time of the last change of a file's entry cannot be set by whoever writes to the file. `memory` is
 * the file that remembers it.
 */
export async function firstChangedSince(
  memory: string,
  folder: string,
  members: readonly Member[],
): Promise<string | null> {
  const before = marksOf(folder, members);
  if (before !== null && isRemembered(memory, before.marks)) return null;
  const begin = Date.now();
  const changed = await firstChanged(folder, members);
  const isSettled = before !== null && before.newestMs + youngestMs < begin;
  if (changed === null && isSettled && marksOf(folder, members)?.marks === before.marks) {
    remember(memory, { verifiedAt: begin, marks: before.marks });
  } else {
    rmSync(memory, { force: true });
  }
  return changed;
}

/** Null where a file is missing. */
function marksOf(
  folder: string,
  members: readonly Member[],
): { readonly marks: string; readonly newestMs: number } | null {
  const marks = createHash('sha256').update(`${folder}\n`);
  let newestMs = 0;
  for (const { path, sha256 } of members) {
    const stats = statSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return null;
    const { size, ino, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = stats;
    marks.update(`${[path, sha256, size, ino, mtimeNs, ctimeNs].join(' ')}\n`);
    newestMs = Math.max(newestMs, Number(mtimeMs), Number(ctimeMs));
  }
  return { marks: marks.digest('hex'), newestMs };
}

function isRemembered(memory: string, marks: string): boolean {
  try {
    const known = v.parse(record, JSON.parse(readFileSync(memory, 'utf8')));
    const agoMs = Date.now() - known.verifiedAt;
    return known.marks === marks && agoMs >= 0 && agoMs < longestTrustMs;
  } catch {
    return false; // none, or not whole: everything is read
  }
}

function remember(memory: string, known: v.InferOutput<typeof record>): void {
  const written = `${memory}.${String(process.pid)}`;
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(written, JSON.stringify(known));
    renameSync(written, memory);
  } catch {
    rmSync(written, { force: true }); // a folder that nobody writes to: the next start reads everything again
  }
}
