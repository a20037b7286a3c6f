/** A colour of its own that a person gave an object, `#rrggbb`; null for the class's. How it is shown, not what it is. */
export const objectColor = `
ALTER TABLE annotation ADD COLUMN color TEXT;
ALTER TABLE removed_annotation ADD COLUMN color TEXT;
`;
