import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { everyTool } from '../../renderer/canvas/tools/every-tool.ts';
import type { Hands } from '../../renderer/canvas/tools/tool.ts';
import { actionTable } from '../../renderer/keys/table.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const page = await readFile(`${docs}editor.md`, 'utf8');

/** No tool looks at its hands before it is used. */
const tools = Object.keys(everyTool({} as Hands)).filter((tool) => tool !== 'pan');

describe('docs/editor.md', () => {
  it.each(tools)('has a section on %s, with the key that chooses it', (tool) => {
    const action = actionTable.find(({ id }) => id === `annotate.${tool}`);
    expect(page).toContain(`### ${String(action?.title)} (\`${String(action?.keys[0])}\`)`);
  });

  it('shows no picture that is not there, and one of every tool', () => {
    const pictures = [...page.matchAll(/\]\((editor\/[^)]+)\)/g)].map(([, path]) => String(path));
    expect(pictures.filter((path) => !existsSync(docs + path))).toEqual([]);
    expect(tools.filter((tool) => !pictures.includes(`editor/${tool}.jpg`))).toEqual([]);
  });
});
