/** What of package-lock.json travels with the program. */

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Below the repository, such as `node_modules/ws`. */
  readonly folder: string;
}

/** Written into the page and into Electron's main by the bundlers: for npm they are for developing only. */
const bundledAlone = ['svelte', 'clsx', 'konva', 'uplot', '@techstark/opencv-js'];
const bundledWhole = ['electron-updater'];

/** Packages leave out what tfjs-node-gpu and onnxruntime-node fetch libraries with when they are installed. */
const forFetching = ['node_modules/adm-zip', 'node_modules/global-agent'];

/** The systems a release is built for. */
const systems = { os: ['linux', 'win32', 'darwin'], cpu: ['x64', 'arm64'], libc: ['glibc'] };

/** Of sharp for browsers: npm installs it on no system of ours. */
const forBrowsers = /^node_modules\/@img\/sharp-(?:wasm32|webcontainers)/;

/** The project's own Node, one package for each platform: told of once, as Node. */
const nodePackage = /^node_modules\/node-(?:linux|win|bin-darwin)-(?:x64|arm64)$/;

export function shippedPackages({ packages }: Lock): readonly Shipped[] {
  const unshipped = onlyForFetching(packages);
  const folders = new Set([
    ...Object.keys(packages).filter((folder) => {
      const locked = packages[folder];
      const isLeftOut =
        folder === '' ||
        nodePackage.test(folder) ||
        forBrowsers.test(folder) ||
        unshipped.has(folder);
      return !isLeftOut && locked?.dev !== true && fits(locked);
    }),
    ...bundledAlone.map((name) => `node_modules/${name}`),
    ...bundledWhole.flatMap((name) => withDependencies(`node_modules/${name}`, packages)),
  ]);
  const named = [...folders].map((folder) => ({ folder, ...nameAndVersion(folder, packages) }));
  // The same package of the same version may lie in several folders.
  return [...new Map(named.map((each) => [`${each.name} ${each.version}`, each])).values()];
}

/** With what they alone need. */
function onlyForFetching(packages: Lock['packages']): ReadonlySet<string> {
  const found = new Set<string>();
  for (const folder of forFetching.filter((each) => each in packages)) {
    withDependencies(folder, packages, found);
  }
  const others = Object.keys(packages).filter(
    (folder) => folder !== '' && packages[folder]?.dev !== true && !found.has(folder),
  );
  for (const folder of others) {
    for (const name of Object.keys(packages[folder]?.dependencies ?? {})) {
      const needed = forFetching.includes(`node_modules/${name}`)
        ? []
        : withDependencies(folderOf(name, folder, packages), packages);
      needed.forEach((each) => found.delete(each));
    }
  }
  return found;
}

function fits(locked: LockedPackage | undefined): boolean {
  return (['os', 'cpu', 'libc'] as const).every(
    (key) => locked?.[key]?.some((value) => systems[key].includes(value)) ?? true,
  );
}

function nameAndVersion(folder: string, packages: Lock['packages']) {
  const locked = packages[folder];
  if (locked === undefined) {
    throw new Error(`package-lock.json has no ${folder}, which the program is said to ship.`);
  }
  return {
    name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: locked.version,
    licence: locked.license ?? 'not named',
  };
}

function withDependencies(
  folder: string,
  packages: Lock['packages'],
  found = new Set<string>(),
): string[] {
  if (!found.has(folder)) {
    found.add(folder);
    for (const name of Object.keys(packages[folder]?.dependencies ?? {})) {
      withDependencies(folderOf(name, folder, packages), packages, found);
    }
  }
  return [...found];
}

/** As Node looks for it: in the package's own folder first, then in those above. */
function folderOf(name: string, from: string, packages: Lock['packages']): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (folder === '') throw new Error(`package-lock.json has no ${name}, which ${from} needs.`);
  }
}
