-- The ledger, as docs/explanation tells it: who was on what, when, and in which role. Moments are epoch seconds.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    connector TEXT NOT NULL
) STRICT;

-- Where each reader of an account stands. `generation` counts full reads: what a complete one did not show again, is gone.
CREATE TABLE reader (
    account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    name TEXT NOT NULL,
    cursor_value TEXT,
    cursor_version INTEGER,
    state TEXT NOT NULL DEFAULT 'never',
    code TEXT NOT NULL DEFAULT '',
    since INTEGER,
    again_at INTEGER,
    first_synced_at INTEGER,
    synced_at INTEGER,
    generation INTEGER NOT NULL DEFAULT 0,
    sweeping INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

-- `address` is the normal form (coucou.core.address); `written` is a spelling that was really used.
CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    written TEXT NOT NULL,
    own INTEGER NOT NULL DEFAULT 0,
    grouped INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE alias (
    address_id INTEGER NOT NULL REFERENCES address ON DELETE CASCADE,
    name TEXT NOT NULL,
    seen INTEGER NOT NULL,
    first_moment INTEGER NOT NULL,
    last_moment INTEGER NOT NULL,
    PRIMARY KEY (address_id, name)
) STRICT, WITHOUT ROWID;

-- Messages share few different sets of labels, so a set is kept once: a sorted JSON list.
CREATE TABLE label_set (
    id INTEGER PRIMARY KEY,
    names TEXT NOT NULL UNIQUE
) STRICT;

-- `key` is 64 bits of a digest of the Message-ID (or of what stands in for it): unique, and a third of its index's size.
-- `left_out` counts those that [exclude] keeps out, `left_out_talking` those of them who sent it or stand in To: the group
-- stays as large as it was, and a number names nobody. sent: a source says that the user sent it. offset_minutes: of the
-- sender's clock.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    source TEXT NOT NULL,
    message_id TEXT NOT NULL,
    reply_to INTEGER,
    moment INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    left_out_talking INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    offset_minutes INTEGER NOT NULL,
    label_set_id INTEGER NOT NULL REFERENCES label_set,
    subject TEXT
) STRICT;

-- Clustered by address and moment: the one index that the scoring reads. role: 0 from, 1 to, 2 cc. contact: what
-- coucou.core.touch says. size: how many others are on it, mailing lists not counted. What is the sender's alone stands
-- with the message: every byte here is written two or three times a message, twice.
-- Without references: looking two up for each of a million rows costs an eighth of a first read. Rows are written beside
-- their message only and go with it (the trigger below); the purge alone removes addresses, once nothing stands on them.
CREATE TABLE participant (
    address_id INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    role INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (address_id, moment, message_id, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX participant_by_message ON participant (message_id);

CREATE TRIGGER message_gone AFTER DELETE ON message
BEGIN
    DELETE FROM participant WHERE message_id = old.id;
END;

-- Old mail as counts, when the user wants it so (coucou.store.fold): what stood in `participant`, by address and month.
-- month: epoch seconds of its first moment in UTC. role: as there, 3 could not be reached. times: rows; company: their
-- sizes, added up; sent: those that a source says the user sent. The first and the last moment are those of the rows, so
-- that the seasons of all of them are those of the two.
CREATE TABLE folded (
    address_id INTEGER NOT NULL REFERENCES address,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    role INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    times INTEGER NOT NULL,
    company INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    first_moment INTEGER NOT NULL,
    last_moment INTEGER NOT NULL,
    PRIMARY KEY (address_id, month, account_id, role, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE bounce (
    address_id INTEGER NOT NULL REFERENCES address ON DELETE CASCADE,
    moment INTEGER NOT NULL,
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    PRIMARY KEY (address_id, moment, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX bounce_by_message ON bounce (message_id);

-- One row a component: a single event, a series, or an override. `start` and `replaces` are ISO 8601 as in
-- coucou.contract.Event; the bounds enclose every moment that the component can touch (coucou.store.bounds).
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    source TEXT NOT NULL,
    calendar TEXT NOT NULL,
    uid TEXT NOT NULL,
    start TEXT NOT NULL,
    duration INTEGER NOT NULL,
    nominal INTEGER NOT NULL,
    zone TEXT NOT NULL,
    recurrence TEXT,
    replaces TEXT,
    and_future INTEGER NOT NULL,
    shows TEXT NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    private INTEGER NOT NULL,
    subject TEXT,
    sequence INTEGER NOT NULL,
    mark TEXT,
    first_moment INTEGER NOT NULL,
    last_moment INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    UNIQUE (account_id, source)
) STRICT;

CREATE INDEX event_by_bounds ON event (last_moment, first_moment);
CREATE INDEX event_by_uid ON event (uid, account_id);

CREATE TABLE event_participant (
    event_id INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
    position INTEGER NOT NULL,
    address_id INTEGER NOT NULL REFERENCES address,
    role TEXT NOT NULL,
    answer TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (event_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_participant_by_address ON event_participant (address_id);

CREATE TABLE zone (
    account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

-- `earlier_…`: what the card said of the work before a newer export said otherwise.
CREATE TABLE card (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    organization TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    connected_on TEXT,
    labels TEXT NOT NULL,
    earlier_organization TEXT NOT NULL DEFAULT '',
    earlier_title TEXT NOT NULL DEFAULT '',
    generation INTEGER NOT NULL,
    UNIQUE (account_id, source)
) STRICT;

CREATE TABLE card_address (
    card_id INTEGER NOT NULL REFERENCES card ON DELETE CASCADE,
    position INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (card_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX card_address_by_address ON card_address (address);

CREATE TABLE proposal (
    id TEXT NOT NULL PRIMARY KEY,
    person_key TEXT NOT NULL,
    name TEXT NOT NULL,
    addresses TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    timezone TEXT NOT NULL,
    approach TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    uid TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    send_on TEXT,                        -- the first day on which the budgets let it go out
    sent_at INTEGER,                     -- when it went out, or its hold was made
    until INTEGER,                       -- how long it is snoozed
    parent TEXT REFERENCES proposal,     -- the ask that this invitation confirms
    edited INTEGER NOT NULL DEFAULT 0,   -- the user changed it: no planning replaces it
    account TEXT NOT NULL DEFAULT '',    -- through which it goes
    why TEXT NOT NULL DEFAULT '[]'       -- why it is where it is, or what it waits for
) STRICT;

CREATE INDEX proposal_by_state ON proposal (state);

-- What should stand at a provider, and what is known to: the record ahead of every request that changes something.
CREATE TABLE effect (
    key TEXT NOT NULL PRIMARY KEY,
    proposal_id TEXT NOT NULL REFERENCES proposal,
    kind TEXT NOT NULL,      -- invite, hold
    account TEXT NOT NULL,
    wanted TEXT NOT NULL,    -- there, gone
    seen TEXT NOT NULL,      -- nothing, asked, there, gone, unsettled
    tries INTEGER NOT NULL,
    code TEXT NOT NULL,      -- of the last error
    asked_at INTEGER,        -- when the latest request may have left
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX effect_by_proposal ON effect (proposal_id);

-- What was decided, and what changed something outside. Only ever added to.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    who TEXT NOT NULL,       -- a keyed hash of the address
    key TEXT NOT NULL,
    account TEXT NOT NULL,
    result TEXT NOT NULL,
    code TEXT NOT NULL       -- of the reason
) STRICT;

CREATE INDEX audit_by_proposal ON audit (proposal_id);

-- What the user decided in triage, an address (normal form) at a time.
CREATE TABLE choice (
    address TEXT NOT NULL PRIMARY KEY,
    verdict TEXT NOT NULL,
    until INTEGER,
    decided_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whether the user says tu or vous to somebody, an address (normal form) at a time.
CREATE TABLE manner (
    address TEXT NOT NULL PRIMARY KEY,
    address_as TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When somebody else (normal form) is taken, as their calendar showed it for a window: a JSON list of [start, end]. For a
-- day, so that a planning that asks nobody plans like the one before.
CREATE TABLE taken (
    address TEXT NOT NULL PRIMARY KEY,
    first_moment INTEGER NOT NULL,
    last_moment INTEGER NOT NULL,
    busy TEXT NOT NULL,
    hours TEXT NOT NULL, -- when they work by it: JSON [[day of the week, …], start, end, zone]; '' when it does not say
    read_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whom the user let be forgotten: a keyed hash of each address and of the name (coucou.store.audit), by which nothing of
-- them is kept again.
CREATE TABLE forgotten (
    who TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the daemon did last, a row a job and account ('' where it is of no account).
CREATE TABLE job (
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    failures INTEGER NOT NULL,
    again_at INTEGER,
    PRIMARY KEY (name, account)
) STRICT, WITHOUT ROWID;
