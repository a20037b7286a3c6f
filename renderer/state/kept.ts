const yearInSeconds = 365 * 24 * 60 * 60;

/**
 * Small settings of a person's window, kept by the browser. What a page stores belongs to its port, and browser mode
 * gets another port at each start; cookies know no ports, so that is where they are.
 */
export function keep(name: string, value: unknown): void {
  const text = encodeURIComponent(JSON.stringify(value));
  document.cookie = `${name}=${text}; path=/; max-age=${yearInSeconds}; SameSite=Strict`;
}

/** What was kept under the name; null when nothing was, or when it cannot be read. */
export function kept(name: string): unknown {
  const entry = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  if (entry === undefined) {
    return null;
  }
  try {
    return JSON.parse(decodeURIComponent(entry.slice(name.length + 1))) as unknown;
  } catch {
    return null;
  }
}
