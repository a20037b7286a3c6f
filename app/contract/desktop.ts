import * as v from 'valibot';
import type { WireError } from './errors.ts';
import type { EventFrame } from './http.ts';
import * as s from './shapes.ts';

/**
 * What the desktop window has beyond the studio. The page reaches both through the two verbs of its preload script:
 * methods that begin with `desktop.` are answered by Electron's main process, every other is relayed to the studio.
 */

const chord = v.pipe(v.string(), v.maxLength(40));
const shortText = v.pipe(v.string(), v.maxLength(300));
const nullablePath = v.nullable(s.path);

const menuItem = v.variant('kind', [
  v.object({
    kind: v.literal('action'),
    /** Name of the action, given back when it is chosen. */
    action: v.pipe(v.string(), v.maxLength(60)),
    label: shortText,
    /** As the key table writes it: `Ctrl+Shift+Z`, `B`. */
    keys: v.nullable(chord),
    enabled: v.boolean(),
  }),
  v.object({ kind: v.literal('project'), label: shortText, folder: s.path }),
  v.object({ kind: v.literal('separator') }),
  /** What the system itself does, under its own name where it has one. */
  v.object({
    kind: v.literal('role'),
    role: v.picklist([
      'quit',
      'close',
      'cut',
      'copy',
      'paste',
      'minimize',
      'togglefullscreen',
      'toggleDevTools',
    ]),
    label: shortText,
  }),
  v.object({
    kind: v.literal('submenu'),
    label: shortText,
    items: v.pipe(
      v.array(v.object({ kind: v.literal('project'), label: shortText, folder: s.path })),
      v.maxLength(20),
    ),
  }),
]);
const menu = v.object({
  label: shortText,
  items: v.pipe(v.array(menuItem), v.maxLength(80)),
});
export type DesktopMenuItem = v.InferOutput<typeof menuItem>;
export type DesktopMenu = v.InferOutput<typeof menu>;

function method<P extends v.GenericSchema, R extends v.GenericSchema>(params: P, result: R) {
  return { params, result } as const;
}

/** How far the app is with a newer version of itself. */
export const updateState = v.variant('kind', [
  /** Built without an address for updates: nothing of them is shown, and nothing asks the network. */
  v.object({ kind: v.literal('absent') }),
  /** `checked` is when the address last answered that this is the newest version, in milliseconds since 1970. */
  v.object({ kind: v.literal('idle'), checked: v.nullable(s.count) }),
  v.object({ kind: v.literal('checking') }),
  v.object({
    kind: v.literal('available'),
    version: shortText,
    bytes: s.count,
    notes: v.nullable(v.pipe(v.string(), v.maxLength(20_000))),
    /** Where the new version lies, for a package that cannot replace itself; null where it can. */
    address: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
  }),
  v.object({
    kind: v.literal('downloading'),
    version: shortText,
    done: s.count,
    total: s.count,
  }),
  /** Downloaded and checked. `agreed` once the person said that it may be installed when Maskwright quits. */
  v.object({ kind: v.literal('ready'), version: shortText, agreed: v.boolean() }),
  v.object({ kind: v.literal('refused'), message: v.pipe(v.string(), v.maxLength(2_000)) }),
]);
export const desktopMethods = {
  /** The page is drawn and listens: what the person asked to open, by double-click or on the command line. */
  'desktop.begin': method(s.empty, v.object({ open: nullablePath })),
  /** Everything painted is saved: the answer to `desktop.leaving`. */
  'desktop.left': method(s.empty, s.empty),
  'desktop.versions': method(
    s.empty,
    v.object({ electron: v.string(), chromium: v.string(), node: v.string() }),
  ),
  'desktop.chooseFolder': method(
    v.object({ title: shortText, start: nullablePath, create: v.boolean() }),
    v.object({ path: nullablePath }),
  ),
  'desktop.chooseFile': method(
    v.object({
      title: shortText,
      start: nullablePath,
      endings: v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(20)),
    }),
    v.object({ path: nullablePath }),
  ),
  'desktop.chooseSave': method(
    v.object({ title: shortText, name: shortText }),
    v.object({ path: nullablePath }),
  ),
  /** The whole menu bar, with the page's words and keys; sent again whenever anything of it changes. */
  'desktop.menu': method(
    v.object({ menus: v.pipe(v.array(menu), v.minLength(1), v.maxLength(12)) }),
    s.empty,
  ),
  /** The theme the page shows, so that the frame, dialogs and the next start's first paint agree with it. */
  'desktop.theme': method(v.object({ theme: v.picklist(['system', 'dark', 'light']) }), s.empty),
  'desktop.updates': method(s.empty, updateState),
  'desktop.updateAct': method(
    v.object({ act: v.picklist(['check', 'download', 'cancel', 'install']) }),
    updateState,
  ),
} as const;

export type UpdateState = v.InferOutput<typeof updateState>;

export type UpdateAct = v.InferOutput<
  (typeof desktopMethods)['desktop.updateAct']['params']
>['act'];

export type DesktopMethods = typeof desktopMethods;
export type DesktopMethodName = keyof DesktopMethods;
export type DesktopParams<M extends DesktopMethodName> = v.InferOutput<DesktopMethods[M]['params']>;
export type DesktopResult<M extends DesktopMethodName> = v.InferOutput<DesktopMethods[M]['result']>;

/** What main tells the page. */
export const desktopNews = {
  /** An item of the menu was chosen. */
  'desktop.action': v.object({ action: v.string() }),
  /** A project is to be opened: chosen in the menu, double-clicked, or named to a second start. */
  'desktop.open': v.object({ folder: s.path }),
  /** The window is about to go: the page saves what it has, and says `desktop.left`. */
  'desktop.leaving': s.empty,
  /** The studio is away or back; `message` says more than the page can know, such as that it is started again. */
  'desktop.studio': v.object({ connected: v.boolean(), message: v.nullable(v.string()) }),
  /** A newer version was found, is on its way or is refused. */
  'desktop.updates': updateState,
} as const;
export type DesktopNews = keyof typeof desktopNews;
export type DesktopNewsOf<N extends DesktopNews> = v.InferOutput<(typeof desktopNews)[N]>;

export type DesktopFrame = {
  [N in DesktopNews]: { readonly topic: N; readonly event: DesktopNewsOf<N> };
}[DesktopNews];

/** Errors lose their class on the way through the bridge, so they travel as data. */
export type DesktopAnswer = { readonly result: unknown } | { readonly error: WireError };

/** What the preload script puts on the page's `window.maskwright`. */
export interface DesktopBridge {
  request(call: number, method: string, params: unknown): Promise<DesktopAnswer>;
  abort(call: number): void;
  listen(listener: (frame: EventFrame | DesktopFrame) => void): void;
  /** Where a file that was dropped on the window lies; empty for what is no file of this computer. */
  pathOf(file: object): string;
}

export const bridgeName = 'maskwright';
