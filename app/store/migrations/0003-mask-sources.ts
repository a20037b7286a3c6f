/** Pairs of picture and mask are a kind of source of their own. A column's check goes with it, so the column is made anew. */
export const maskSources = `
ALTER TABLE source RENAME COLUMN kind TO kind_before;
ALTER TABLE source ADD COLUMN kind TEXT NOT NULL DEFAULT 'coco'
  CHECK (kind IN ('coco', 'folder', 'sample', 'masks'));
UPDATE source SET kind = kind_before;
ALTER TABLE source DROP COLUMN kind_before;
`;
