const yearInSeconds = 365 * 24 * 60 * 60;

/**
 * Small settings of a person's window, kept by the browser. What a page stores belongs to its port, and browser mode
 * gets another port at each start; cookies know no ports, so that is where they are. The desktop window's page has
 * an address of its own that never changes, and no cookies.
 */
export function keep(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  if (!hasCookies()) {
    try {
      localStorage.setItem(name, text);
    } catch {
      // A window that keeps nothing still shows the choice until it is closed.
    }
    return;
  }
  document.cookie = `${name}=${encodeURIComponent(text)}; path=/; max-age=${yearInSeconds}; SameSite=Strict`;
}

/** What was kept under the name; null when nothing was, or when it cannot be read. */
export function kept(name: string): unknown {
  try {
    const text = hasCookies() ? cookie(name) : localStorage.getItem(name);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

function hasCookies(): boolean {
  return /^https?:$/.test(location.protocol);
}

function cookie(name: string): string | null {
  const entry = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return entry === undefined ? null : decodeURIComponent(entry.slice(name.length + 1));
}
