-- SPDX-License-Identifier: MPL-2.0
-- What calendars show, ready to be sent: one row per date of a booking, with its VEVENT for each level of detail.

-- Rooms as booking last described them. Locked first by whoever writes an entry in them.
CREATE TABLE rooms (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    site_id uuid NOT NULL,
    site_name text NOT NULL,
    address text NOT NULL
);

-- A calendar that can be followed. `changes` rises and `changed_at` moves whenever one of its entries does.
CREATE TABLE calendars (
    kind text NOT NULL CONSTRAINT calendars_kind CHECK (kind IN ('site', 'room', 'association')),
    id uuid NOT NULL,
    name text NOT NULL,
    changes bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX calendars_by_name ON calendars (kind, name);

CREATE TABLE calendar_entries (
    occurrence_id uuid PRIMARY KEY,
    booking_id uuid NOT NULL,
    number text NOT NULL,
    association_id uuid NOT NULL,
    association_name text NOT NULL,
    purpose text NOT NULL,
    room_id uuid NOT NULL REFERENCES rooms,
    site_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    status text NOT NULL CONSTRAINT calendar_entries_status
        CHECK (status IN ('requested', 'confirmed', 'declined', 'cancelled', 'lapsed')),
    booked_sequence integer NOT NULL,  -- SEQUENCE as booking counts it
    described_sequence integer NOT NULL DEFAULT 0,  -- how often the room or site got another name since
    revised_at timestamptz NOT NULL CONSTRAINT calendar_entries_whole_seconds
        CHECK (revised_at = date_trunc('second', revised_at)),
    staff bytea NOT NULL,  -- the VEVENT with a NUL where the public address goes
    association bytea NOT NULL,
    busy bytea NOT NULL
);
-- In feed order, so that a feed is read without sorting; what is long over is never looked at.
CREATE INDEX calendar_entries_by_site ON calendar_entries (site_id, ends_at, occurrence_id);
CREATE INDEX calendar_entries_by_room ON calendar_entries (room_id, ends_at, occurrence_id);
CREATE INDEX calendar_entries_by_association ON calendar_entries (association_id, ends_at, occurrence_id);

-- A secret address somebody follows a calendar by. Rights are asked for at each read, never stored.
CREATE TABLE feeds (
    id uuid PRIMARY KEY,
    token_sha256 bytea NOT NULL CONSTRAINT feeds_token UNIQUE,
    owner_id uuid NOT NULL,
    kind text NOT NULL,
    calendar_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    detail text CONSTRAINT feeds_detail CHECK (detail IN ('staff', 'association', 'busy')),  -- shown last
    detail_since timestamptz,
    CONSTRAINT feeds_calendar FOREIGN KEY (kind, calendar_id) REFERENCES calendars (kind, id)
);
CREATE INDEX feeds_by_owner ON feeds (owner_id, created_at) WHERE revoked_at IS NULL;
