import type { ElectronApplication } from 'playwright-core';
import type { Trap } from './trap.ts';

/** What stands before every hostile script: where the trap lies, and words that its attempts share. */
function prelude({ tcp, udp }: Trap): string {
  return `
    const trap = 'http://127.0.0.1:${String(tcp)}';
    const socketTrap = 'ws://127.0.0.1:${String(tcp)}';
    const packetTrap = '127.0.0.1:${String(udp)}';
    const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const fault = async (act) => {
      try { const made = await act(); return 'DONE ' + String(made); } catch (error) { return error.name; }
    };
    const event = (target, ...names) => new Promise((resolve) => {
      names.forEach((name) => { target['on' + name] = () => resolve(name); });
      setTimeout(() => resolve('nothing'), 1500);
    });
    const put = (name, given) => {
      const made = Object.assign(document.createElement(name), given);
      document.body.append(made);
      return made;
    };
    const ask = (method, params) => window.maskwright.request(1e9 + Math.floor(Math.random() * 1e9), method, params)
      .then((answer) => answer.error ? answer.error.code : 'DONE');
  `;
}

/**
 * Runs a script in the page's own world as an injected one would run, with a click of the person behind it, which is
 * more than most have. Not through the debugger: what it evaluates is excepted from the page's policy.
 */
export async function runHostile(
  app: ElectronApplication,
  trap: Trap,
  script: string,
): Promise<unknown> {
  const source = `(async () => { ${prelude(trap)} ${script} })()`;
  return app.evaluate(
    async ({ BrowserWindow }, code) =>
      (await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        code,
        true,
      )) as unknown,
    source,
  );
}
