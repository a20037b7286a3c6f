import type { Handlers } from '../contract/dispatch.ts';
import { findTrashed } from '../store/trash.ts';
import { bringBackCategory } from './editing/categories.ts';
import { bringBackRun } from './training/runs.ts';
import { notFound, type StudioContext } from './context.ts';

export function trashHandlers(context: StudioContext): Pick<Handlers, 'trash.restore'> {
  const { events } = context;
  return {
    'trash.restore': async ({ trash }) => {
      const store = context.writableStore();
      const trashed = findTrashed(store.sql, trash);
      switch (trashed?.kind) {
        case 'category':
          await store.write(() => {
            bringBackCategory(store, trash);
          });
          events.announce('categories', {});
          break;
        case 'run':
          await store.write(() => {
            bringBackRun(store, trash);
          });
          events.announce('runs', {});
          break;
        case undefined:
          throw notFound(`thing in the trash under ${trash}`);
      }
      events.announce('images', { images: [] });
      events.announce('project', {});
      return {};
    },
  };
}
