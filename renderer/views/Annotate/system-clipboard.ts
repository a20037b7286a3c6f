import { isTyping } from '../../keys/targets.ts';
import type { ObjectClipboard } from '../../state/editor/object-clipboard.ts';

/** The clipboard as pages know it; older engines and strangers' pages have none. */
function clipboardOfSystem(): Clipboard | undefined {
  return (navigator as { readonly clipboard?: Clipboard }).clipboard;
}

/** Where the page may not write there, the window's own clipboard has it all the same. */
export function toSystem(text: string | null): void {
  if (text !== null)
    void clipboardOfSystem()
      ?.writeText(text)
      .catch(() => undefined);
}

/** Null where the page may not read it without asking the person each time. */
export async function systemText(): Promise<string | null> {
  try {
    const name = 'clipboard-read' as PermissionName;
    const { state } = await navigator.permissions.query({ name });
    return state === 'granted' ? ((await clipboardOfSystem()?.readText()) ?? null) : null;
  } catch {
    return null;
  }
}

/**
 * Copying and pasting that comes from a menu of the system or of the browser, not from a key of ours. There the page is
 * handed the system's clipboard. Text that somebody marked, or a text field, keeps its own. Answers how to stop.
 */
export function followSystemClipboard(
  clipboard: ObjectClipboard,
  { isMeant, pasted }: { isMeant: () => boolean; pasted: (text: string) => void },
): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const isOurs = (event: Event): boolean =>
    isMeant() && !isTyping(event.target) && (getSelection()?.isCollapsed ?? true);
  const copy = (take: () => string | null) => (event: ClipboardEvent) => {
    const text = isOurs(event) ? take() : null;
    if (text !== null) {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    }
  };
  document.addEventListener(
    'copy',
    copy(() => clipboard.copy()),
    { signal },
  );
  document.addEventListener(
    'cut',
    copy(() => clipboard.cut()),
    { signal },
  );
  document.addEventListener(
    'paste',
    (event) => {
      if (isOurs(event)) {
        event.preventDefault();
        pasted(event.clipboardData?.getData('text/plain') ?? '');
      }
    },
    { signal },
  );
  return () => ends.abort();
}
