-- The term base. SQLite is the truth; search index and automaton are derived from it and disposable.
-- Levels as in ISO 30042: concept > language > term; a citation says where a term stands or a relation is stated.

CREATE TABLE meta (                       -- few facts about the file itself
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id     INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL CHECK (symbol <> ''),
    lang   TEXT NOT NULL DEFAULT 'zh',
    title  TEXT NOT NULL DEFAULT '',
    date   TEXT,                          -- ISO 8601, of any precision
    sha256 TEXT NOT NULL DEFAULT '',      -- of the file; '' for a document known from citations only
    UNIQUE (symbol, lang)
) STRICT;

CREATE TABLE paragraph (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position    INTEGER,                  -- ordinal in the document from 0; NULL when only a label is known
    label       TEXT NOT NULL,
    kind        TEXT NOT NULL DEFAULT 'body' CHECK (kind IN ('body', 'heading', 'footnote', 'table')),
    level       INTEGER NOT NULL DEFAULT 0,
    text        TEXT                      -- NULL where the term base keeps no document text
) STRICT;
CREATE UNIQUE INDEX paragraph_place ON paragraph (document_id, ifnull(position, -1), label);

CREATE TABLE concept (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,   -- shown as c1, c2 ...; never used twice
    category TEXT NOT NULL CHECK (category IN
             ('unit', 'post', 'mission', 'body', 'programme', 'symbol', 'document', 'concept')),
    status   TEXT NOT NULL CHECK (status IN ('proposed', 'approved', 'rejected')),
    subject  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX concept_filter ON concept (category, status);

CREATE TABLE term (
    id             INTEGER PRIMARY KEY,
    concept_id     INTEGER NOT NULL REFERENCES concept ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    text           TEXT NOT NULL CHECK (text <> ''),
    key            TEXT NOT NULL,                 -- text folded for comparison (glossary.text.key)
    lang           TEXT NOT NULL CHECK (lang <> ''),
    kind           TEXT NOT NULL CHECK (kind IN ('full_form', 'short_form', 'acronym', 'variant')),
    status         TEXT NOT NULL CHECK (status IN ('preferred', 'admitted', 'deprecated', 'superseded')),
    reliability    INTEGER CHECK (reliability BETWEEN 1 AND 4),
    part_of_speech TEXT NOT NULL DEFAULT 'noun'
                   CHECK (part_of_speech IN ('noun', 'verb', 'adjective', 'adverb', 'other')),
    valid_from     TEXT,
    valid_to       TEXT,
    UNIQUE (concept_id, position)
) STRICT;
CREATE INDEX term_key ON term (key, lang);

CREATE TABLE term_source (                -- who says so
    term_id  INTEGER NOT NULL REFERENCES term ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL CHECK (text <> ''),
    PRIMARY KEY (term_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE definition (
    concept_id INTEGER NOT NULL REFERENCES concept ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    text       TEXT NOT NULL CHECK (text <> ''),
    lang       TEXT NOT NULL,
    source     TEXT,
    PRIMARY KEY (concept_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (                       -- what a source says beyond our fields, under the source's own name for it
    id         INTEGER PRIMARY KEY,
    concept_id INTEGER NOT NULL REFERENCES concept ON DELETE CASCADE,
    term_id    INTEGER REFERENCES term ON DELETE CASCADE,   -- NULL: a note on the concept
    name       TEXT NOT NULL,
    text       TEXT NOT NULL
) STRICT;
CREATE INDEX note_concept ON note (concept_id);
CREATE INDEX note_term ON note (term_id);

CREATE TABLE relation (                   -- stored once, at the concept that it says something about
    id         INTEGER PRIMARY KEY,
    concept_id INTEGER NOT NULL REFERENCES concept ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    type       TEXT NOT NULL CHECK (type IN ('part_of', 'heads', 'reports_to', 'succeeds')),
    target_id  INTEGER NOT NULL REFERENCES concept ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (concept_id, type, target_id),
    CHECK (concept_id <> target_id)
) STRICT;
CREATE INDEX relation_target ON relation (target_id);

CREATE TABLE citation (
    id           INTEGER PRIMARY KEY,
    term_id      INTEGER REFERENCES term ON DELETE CASCADE,
    relation_id  INTEGER REFERENCES relation ON DELETE CASCADE,
    paragraph_id INTEGER NOT NULL REFERENCES paragraph,
    start        INTEGER CHECK (start >= 0),      -- offsets in the paragraph's text, in code points, stop exclusive
    stop         INTEGER CHECK (stop > start),
    context      TEXT,                            -- NULL where the paragraph has its text, or only the place is kept
    CHECK ((term_id IS NULL) <> (relation_id IS NULL)),
    CHECK ((start IS NULL) = (stop IS NULL))
) STRICT;
CREATE INDEX citation_term ON citation (term_id);
CREATE INDEX citation_relation ON citation (relation_id);
CREATE INDEX citation_paragraph ON citation (paragraph_id);

CREATE TABLE revision (                   -- one line a transaction that changed something
    id   INTEGER PRIMARY KEY,
    date TEXT NOT NULL,                   -- ISO 8601, UTC
    who  TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE change (                     -- what a revision did to each concept
    revision_id INTEGER NOT NULL REFERENCES revision,
    concept_id  INTEGER NOT NULL,         -- no foreign key: the log outlives the concept
    action      TEXT NOT NULL,
    before      TEXT,                     -- the concept as it was, as JSON; NULL when it is new
    PRIMARY KEY (revision_id, concept_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_concept ON change (concept_id);
