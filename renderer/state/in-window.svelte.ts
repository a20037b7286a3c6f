import type { Desktop } from '../connection/electron.ts';
import { isModal } from '../keys/targets.ts';
import { editsText } from '../keys/text-editing.ts';
import { actionTable, type ActionId } from '../keys/table.ts';
import type { AppState } from './app.svelte.ts';
import { menusFor } from './menu.ts';

/** The menu follows at a distance: a stroke changes what is possible many times a second. */
const menuRestMs = 120;

/**
 * What the page does for the window around it: the menu bar and the theme follow the page, and what is chosen in the
 * menu or asked of the system is done. Call it while a component is set up.
 */
export function followWindow(app: AppState, desktop: Desktop): void {
  const { actions, frame, notices, preferences, session } = app;

  const text = $derived(
    JSON.stringify(
      menusFor({
        enabled: (id) => frame.dialog === null && actions.possibleHere(id),
        recent: (session.status?.recent ?? []).filter(
          ({ folder }) => folder !== session.project?.folder,
        ),
        classes: session.categories.map(({ name }) => name),
        absent: absentActions(app),
      }),
    ),
  );
  const theme = $derived(preferences.theme);

  $effect(() => {
    const menus = text;
    const timer = setTimeout(() => {
      void notices.attempt(async () => {
        await desktop.call('desktop.menu', {
          menus: JSON.parse(menus) as ReturnType<typeof menusFor>,
        });
      });
    }, menuRestMs);
    return () => clearTimeout(timer);
  });

  $effect(() => {
    const shown = theme;
    void notices.attempt(async () => {
      await desktop.call('desktop.theme', { theme: shown });
    });
  });

  async function open(folder: string): Promise<void> {
    if (folder !== session.project?.folder) {
      await app.openProject(folder);
    }
  }

  $effect(() => {
    const ends = [
      desktop.onNews('desktop.action', ({ action }) => {
        const known = actionTable.find(({ id }) => id === action);
        if (known !== undefined && !isModal()) choose(known.id);
      }),
      desktop.onNews('desktop.open', ({ folder }) => void notices.attempt(() => open(folder))),
    ];
    return () => {
      for (const end of ends) end();
    };
  });

  function choose(id: ActionId): void {
    if (!editsText(id) && actions.possibleHere(id)) actions.toggle(id);
  }
}

/** The page is drawn and listens: opens what the person asked for by double-click or on the command line. */
export async function beginInWindow(app: AppState, desktop: Desktop): Promise<void> {
  const { open } = await desktop.call('desktop.begin', {});
  if (open !== null && open !== app.session.project?.folder) {
    await app.openProject(open);
  }
}

/** Keys for more classes than there are, and updates for an app that was built without. */
function absentActions({ session, updates }: AppState): ReadonlySet<ActionId> {
  const unused = actionTable.filter(
    ({ id }) => Number(/^annotate\.class(\d)$/.exec(id)?.[1] ?? 0) > session.categories.length,
  );
  return new Set([
    ...unused.map(({ id }) => id),
    ...(updates.state.kind === 'absent' ? (['updates.check'] as const) : []),
  ]);
}
