import type { ElectronApplication, Page } from 'playwright-core';
import type { DesktopBridge } from '../../app/contract/desktop.ts';
import type { MethodName, Params, Result } from '../../app/contract/methods.ts';
import { familyOf } from './processes.ts';

/** Asks the studio as the page does: through the two verbs of the preload script. */
export async function ask<M extends MethodName>(
  page: Page,
  method: M,
  params: Params<M>,
): Promise<Result<M>> {
  const answer = await page.evaluate(
    ([name, body]) => {
      const bridge = (window as unknown as { maskwright: DesktopBridge }).maskwright;
      // Far from the numbers that the page counts up.
      const call = 1e9 + Math.floor(Math.random() * 1e9);
      return bridge.request(call, name, body);
    },
    [method, params] as const,
  );
  if ('error' in answer) {
    throw new Error(`${method}: ${answer.error.message}`);
  }
  return answer.result as Result<M>;
}

/** What main is asked in dialogs from now on, all of them answered with the button of that number. */
export async function answerQuestions(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    const kept = globalThis as unknown as { asked?: string[] };
    kept.asked = [];
    dialog.showMessageBox = (...words: readonly unknown[]) => {
      const { message, buttons } = words[words.length - 1] as {
        message: string;
        buttons: string[];
      };
      kept.asked?.push(`${message} [${buttons.join(' | ')}]`);
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, button);
}

export async function asked(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(() => (globalThis as unknown as { asked?: string[] }).asked ?? []);
}

/** Closes the window as its own button does; main may have something to say about it. */
export async function closeWindow(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
}

export async function windowCount(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The studio, or the engines, behind a window. */
export async function ownedBy(
  app: ElectronApplication,
  entry: 'studio-process.ts' | 'engine-process.ts',
): Promise<readonly number[]> {
  const family = await familyOf(app.process().pid ?? 0);
  return family
    .filter(({ words }) => words.some((word) => word.endsWith(`/${entry}`)))
    .map(({ pid }) => pid);
}
