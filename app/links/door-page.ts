import { createHash } from 'node:crypto';
import { sessionPath, tokenFragment } from '../contract/http.ts';

/**
 * What `/` shows to someone not admitted yet: it trades the token of the link for the cookie and opens the studio.
 * It also asks without a token: after a click in another program the browser keeps the cookie back on the first request.
 */
const script = `
const fragment = location.hash;
const token = fragment.startsWith('${tokenFragment}') ? fragment.slice(${String(tokenFragment.length)}) : null;
history.replaceState(null, '', '/');
fetch('${sessionPath}', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ token }),
}).then((answer) => {
  if (answer.ok) { location.reload(); return; }
  document.getElementById(token === null ? 'no-token' : 'used-token').hidden = false;
}, () => { document.getElementById('gone').hidden = false; });
`;

const style = `
html { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34em; margin: 20vh auto; padding: 0 1.5em; }
h1 { font-size: 1.25em; }
`;

export const doorPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Maskwright</title>
<style>${style}</style>
<h1>Maskwright</h1>
<p id="no-token" hidden>Open the link that Maskwright printed in its terminal. Press Enter there for a new one.</p>
<p id="used-token" hidden>This link has been used already, or belongs to an earlier start. Press Enter in the terminal of Maskwright for a new one.</p>
<p id="gone" hidden>Maskwright does not answer. Look at its terminal, and reload this page once it runs.</p>
<noscript><p>Maskwright needs JavaScript.</p></noscript>
<script>${script}</script>
</html>
`;

/** This one script and this one style, by their hashes. */
export const doorPolicy = [
  "default-src 'none'",
  `script-src '${hash(script)}'`,
  `style-src '${hash(style)}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
