"""The tables of the archive's SQLite file."""

TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every version of every article; rows are never changed.
CREATE TABLE versions (
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    url TEXT,
    publisher TEXT,
    authors TEXT NOT NULL,
    published_at TEXT,
    published_precision TEXT,
    updated_at TEXT,
    language TEXT,
    content_hash TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    record_hash TEXT NOT NULL,
    PRIMARY KEY (article_id, version)
);

-- The articles in force, each pointing at its newest version; what filters and de-duplication ask for.
-- Known from the earlier of publication and recording: a date in the future hides nothing from questions asked now.
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    record_hash TEXT NOT NULL,
    embedded_hash TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    published_from INTEGER,
    published_until INTEGER,
    publisher TEXT,
    language TEXT,
    known_from INTEGER,
    story TEXT NOT NULL
);
CREATE INDEX articles_by_content ON articles (content_hash);
CREATE INDEX articles_by_embedded ON articles (embedded_hash);
CREATE INDEX articles_by_time ON articles (published_from);
CREATE INDEX articles_by_story ON articles (story);

-- Keys rise and are never used twice, so an index that has seen a key need never look at it again.
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id);

-- What happened, in order. The passages of an article are one run of keys.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    first_added INTEGER,
    last_added INTEGER,
    first_removed INTEGER,
    last_removed INTEGER,
    recorded_at TEXT NOT NULL
);
"""

# What tells copies of one text apart from other articles: how each article in force begins, and, both ways, which
# ones are copies of each other. Articles that begin alike share a band, in which they lie by time.
STORY_TABLES = """
CREATE TABLE sketches (
    article_id TEXT PRIMARY KEY,
    published INTEGER NOT NULL,
    sketch BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE bands (
    band INTEGER NOT NULL,
    published INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    PRIMARY KEY (band, published, article_id)
) WITHOUT ROWID;
CREATE TABLE copies (
    article_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID;
"""

# Who said what: the quotes of the articles in force. `passage` is the key of the passage that a quote begins in,
# `surname` what its speaker is looked up by, `words` a number that copies of one quotation share, None where too few
# words are quoted to tell, `checksum` a number by which a slice that is not the one stored is told.
QUOTE_TABLES = """
CREATE TABLE quotes (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    mention TEXT,
    speaker TEXT,
    surname TEXT,
    resolution TEXT,
    cue TEXT,
    confidence REAL NOT NULL,
    utterance INTEGER NOT NULL,
    passage INTEGER,
    words INTEGER,
    checksum INTEGER NOT NULL
);
CREATE INDEX quotes_by_article ON quotes (article_id);
CREATE INDEX quotes_by_speaker ON quotes (surname, speaker, article_id);
CREATE INDEX quotes_by_words ON quotes (words) WHERE words IS NOT NULL;
"""

# What readers think of answers. `evidence` says where what an answer cites stands, as JSON: lists of article id,
# version, start and end; `suggestions` are ids of articles. Of an article's words there are none.
RATING_TABLES = """
CREATE TABLE ratings (
    id TEXT PRIMARY KEY,
    rated_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    filters TEXT NOT NULL,
    as_of TEXT NOT NULL,
    status TEXT NOT NULL,
    mode TEXT NOT NULL,
    evidence TEXT NOT NULL,
    suggestions TEXT NOT NULL
);
"""
