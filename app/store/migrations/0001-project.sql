-- The project's tables. Pixels and original JSON text do not live here:
-- pictures stay files, and each source's own text stands in sources/<id>.jsonl, addressed by offset and length.

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('coco', 'folder', 'sample')),
  file TEXT,                      -- annotation file, absolute
  key TEXT NOT NULL UNIQUE,       -- what makes it the same source when imported again
  images_folder TEXT NOT NULL,
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
  split TEXT NOT NULL DEFAULT 'none',
  review TEXT NOT NULL DEFAULT 'untouched',
  revision INTEGER NOT NULL DEFAULT 0,
  present INTEGER NOT NULL DEFAULT 1,
  score REAL,
  predicted_run TEXT,
  edited_at TEXT,
  original_offset INTEGER,        -- in sources/<source>.jsonl
  original_length INTEGER
) STRICT;
CREATE UNIQUE INDEX image_by_source ON image(source, source_image);
CREATE UNIQUE INDEX image_by_file ON image(source, file_name);
CREATE INDEX image_by_name ON image(name);

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
  original_offset INTEGER,
  original_length INTEGER
) STRICT;
CREATE INDEX annotation_by_image ON annotation(image, position);
CREATE INDEX annotation_by_category ON annotation(category, image);

-- One row per gesture; `seq` orders them within a picture. Undone gestures stay until a new one replaces them.
CREATE TABLE gesture (
  id TEXT PRIMARY KEY,
  image INTEGER NOT NULL REFERENCES image(id),
  seq INTEGER NOT NULL,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  changes TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL       -- the picture's revision after it was first applied
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX gesture_by_image ON gesture(image, seq);

CREATE TABLE trash (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('category', 'run')),
  at TEXT NOT NULL,
  content TEXT NOT NULL           -- JSON of what was taken away
) STRICT;

CREATE TABLE prediction (
  image INTEGER NOT NULL REFERENCES image(id),
  run TEXT NOT NULL,
  at TEXT NOT NULL,
  size INTEGER NOT NULL,
  scores TEXT NOT NULL,           -- JSON, as contract's scores
  PRIMARY KEY (image, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  at TEXT NOT NULL,
  content TEXT NOT NULL           -- JSON, as contract's evaluation
) STRICT;
