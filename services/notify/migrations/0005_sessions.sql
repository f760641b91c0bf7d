-- SPDX-License-Identifier: MPL-2.0
-- Dialogue sessions as calendars show them: one row each, with the VEVENT that everybody gets alike.

ALTER TABLE calendars DROP CONSTRAINT calendars_kind;
ALTER TABLE calendars ADD CONSTRAINT calendars_kind
    CHECK (kind IN ('site', 'room', 'association', 'facilitator', 'programme'));

-- The one that is open to all is there from the start: no sessions is an empty calendar, not a missing one.
INSERT INTO calendars (kind, id, name, changed_at)
VALUES ('programme', '00000000-0000-0000-0000-000000000000', 'Borgerdialog', to_timestamp(0));

CREATE TABLE session_entries (
    session_id uuid PRIMARY KEY,
    slug text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    mode text NOT NULL,
    place text NOT NULL,
    address text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    state text NOT NULL CONSTRAINT session_entries_state CHECK (state IN ('published', 'cancelled', 'withdrawn')),
    reason text NOT NULL,  -- why it was cancelled
    facilitator_ids uuid[] NOT NULL,  -- in whose own calendars it is
    told_sequence integer NOT NULL,  -- SEQUENCE as dialogue counts it
    described_sequence integer NOT NULL,  -- how often its words have changed since
    revised_at timestamptz NOT NULL CONSTRAINT session_entries_whole_seconds
        CHECK (revised_at = date_trunc('second', revised_at)),
    event bytea NOT NULL  -- the VEVENT with a NUL where the public address goes
);
CREATE INDEX session_entries_in_order ON session_entries (ends_at, session_id);
CREATE INDEX session_entries_by_facilitator ON session_entries USING gin (facilitator_ids);
