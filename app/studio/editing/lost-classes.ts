import type { Change } from '../../domain/gesture.ts';
import type { Sql } from '../../store/sql.ts';
import { trashOfAnnotation, trashOfCategory, type TrashedClass } from '../../store/trash.ts';

/** The classes in the trash without which these changes cannot be made, each once. */
export function lostClasses(sql: Sql, changes: readonly Change[]): readonly TrashedClass[] {
  const found = changes.flatMap((change) => [
    ...annotationsIn(change).map((id) => trashOfAnnotation(sql, id)),
    ...categoriesIn(change).map((id) => trashOfCategory(sql, id)),
  ]);
  const lost = new Map<number, TrashedClass>();
  for (const each of found) {
    if (each !== undefined) lost.set(each.trash, each);
  }
  return [...lost.values()];
}

/** Those that must be there; of an order that changes, some may be missing. */
function annotationsIn(change: Change): readonly number[] {
  switch (change.kind) {
    case 'create':
    case 'order':
      return [];
    case 'delete':
      return [change.seed.id];
    case 'xor':
    case 'vertices':
    case 'rasterise':
    case 'vectorise':
    case 'class':
      return [change.annotation];
  }
}

function categoriesIn(change: Change): readonly number[] {
  switch (change.kind) {
    case 'create':
      return [change.seed.category];
    case 'class':
      return [change.after];
    default:
      return [];
  }
}
