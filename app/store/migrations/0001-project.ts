/**
 * The project's tables. Pixels and original JSON text do not live here: pictures stay files,
 * and each source's own text stands in sources/<id>.jsonl, addressed by offset and length.
 */
export const project = `
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('coco', 'folder', 'sample')),
  file TEXT,                      -- annotation file, absolute
  key TEXT NOT NULL UNIQUE,       -- what makes it the same source when imported again
  images_folder TEXT NOT NULL,    -- absolute, or relative to the project when the pictures were copied
  copied INTEGER NOT NULL,
  imported_at TEXT NOT NULL,
  members TEXT NOT NULL,          -- the file's other top-level members, JSON object of their original texts
  report TEXT NOT NULL            -- JSON, as contract's importReport
) STRICT;

CREATE TABLE category (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  color TEXT NOT NULL,
  source INTEGER REFERENCES source(id),
  original TEXT                   -- the record's JSON text as it came
) STRICT;

CREATE TABLE image (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source(id),
  source_image INTEGER,           -- the id it had in its file
  file_name TEXT NOT NULL,        -- as its file names it; relative to the source's folder
  name TEXT NOT NULL,             -- what lists show and search
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  turn INTEGER NOT NULL DEFAULT 1,
  split TEXT NOT NULL DEFAULT 'none' CHECK (split IN ('train', 'val', 'test', 'none')),
  review TEXT NOT NULL DEFAULT 'untouched' CHECK (review IN ('untouched', 'edited', 'accepted')),
  revision INTEGER NOT NULL DEFAULT 0,
  present INTEGER NOT NULL DEFAULT 1,
  annotations INTEGER NOT NULL DEFAULT 0, -- counted from annotation: see recount
  score REAL,
  predicted_run TEXT,             -- the run of the newest prediction
  edited_at TEXT,
  original_offset INTEGER,        -- in sources/<source>.jsonl
  original_length INTEGER,
  unlabelled INTEGER GENERATED ALWAYS AS (annotations = 0) VIRTUAL,
  predicted INTEGER GENERATED ALWAYS AS (predicted_run IS NOT NULL) VIRTUAL,
  score_bin INTEGER GENERATED ALWAYS AS (min(19, CAST(score * 20 AS INTEGER))) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX image_by_source ON image(source, source_image);
CREATE UNIQUE INDEX image_by_file ON image(source, file_name);
CREATE INDEX image_by_name ON image(name COLLATE NOCASE);
CREATE INDEX image_by_review ON image(review DESC);
CREATE INDEX image_by_score ON image(score);
CREATE INDEX image_by_edit ON image(edited_at);
-- All that filters look at, so that counting never reads the table itself.
CREATE INDEX image_facets ON image(split, review, present, predicted, unlabelled, score_bin);

CREATE TABLE annotation (
  id INTEGER PRIMARY KEY,
  image INTEGER NOT NULL REFERENCES image(id),
  category INTEGER NOT NULL REFERENCES category(id),
  source_annotation INTEGER,      -- the id it had in its file; null when made here
  position REAL NOT NULL,         -- drawing order within the picture, bottom first
  crowd INTEGER NOT NULL,
  area REAL NOT NULL,
  x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
  -- The shape: null while it is the original's own; 'P' + JSON polygons, or 'M' + compressed RLE once edited or made here.
  shape TEXT,
  edited INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  locked INTEGER NOT NULL DEFAULT 0,
  original_offset INTEGER,        -- in the sources file of the picture's source
  original_length INTEGER,
  untouched TEXT                  -- JSON of what the record said, [category, area, x, y, width, height], while edited
) STRICT;
CREATE INDEX annotation_by_image ON annotation(image, position);
CREATE INDEX annotation_by_category ON annotation(category, image);

-- Which classes a picture shows: counted from annotation, so that filters and counts by class stay fast.
CREATE TABLE image_category (
  image INTEGER NOT NULL REFERENCES image(id),
  category INTEGER NOT NULL REFERENCES category(id),
  annotations INTEGER NOT NULL,
  PRIMARY KEY (image, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_category_by_category ON image_category(category, image, annotations);

-- One row per gesture; \`seq\` orders them within a picture. Undone gestures stay until a new one replaces them.
CREATE TABLE gesture (
  id TEXT NOT NULL UNIQUE,
  image INTEGER NOT NULL REFERENCES image(id),
  seq INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,      -- the picture's revision after it was first applied
  review_before TEXT NOT NULL,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  changes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX gesture_by_image ON gesture(image, undone, seq);

CREATE TABLE trash (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('category', 'run')),
  at TEXT NOT NULL,
  content TEXT NOT NULL           -- JSON of what was taken away
) STRICT;

-- What was taken away and may come back as it was: with its class (trash), or by undo (trash is null).
-- After the trash's id, the columns of annotation in their order.
CREATE TABLE removed_annotation (
  trash INTEGER REFERENCES trash(id) ON DELETE CASCADE,
  id INTEGER PRIMARY KEY,
  image INTEGER NOT NULL REFERENCES image(id),
  category INTEGER NOT NULL,
  source_annotation INTEGER,
  position REAL NOT NULL,
  crowd INTEGER NOT NULL,
  area REAL NOT NULL,
  x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
  shape TEXT,
  edited INTEGER NOT NULL,
  visible INTEGER NOT NULL,
  locked INTEGER NOT NULL,
  original_offset INTEGER,
  original_length INTEGER,
  untouched TEXT
) STRICT;
CREATE INDEX removed_annotation_by_trash ON removed_annotation(trash);
CREATE INDEX removed_annotation_by_image ON removed_annotation(image);

-- Records that the person took away: importing their file again does not bring them back.
CREATE VIEW deleted_original AS
SELECT image.source AS source, removed_annotation.source_annotation AS source_annotation
FROM removed_annotation JOIN image ON image.id = removed_annotation.image
WHERE removed_annotation.source_annotation IS NOT NULL;

CREATE TABLE prediction (
  image INTEGER NOT NULL REFERENCES image(id),
  run TEXT NOT NULL,
  at TEXT NOT NULL,
  size INTEGER NOT NULL,          -- side of the square maps, in pixels
  weights TEXT NOT NULL,          -- which, and of which epoch: a run that trained on predicts anew
  revision INTEGER NOT NULL,      -- the picture's revision the scores were taken at
  scores TEXT NOT NULL,           -- JSON, as contract's scores
  PRIMARY KEY (image, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_by_run ON prediction(run);

CREATE TABLE evaluation (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  at TEXT NOT NULL,
  content TEXT NOT NULL           -- JSON, as contract's evaluation
) STRICT;
`;
