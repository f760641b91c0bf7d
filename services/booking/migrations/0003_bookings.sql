-- SPDX-License-Identifier: MPL-2.0
-- What was asked for, when it happens, and who holds which cell.

CREATE SEQUENCE booking_numbers;

CREATE TABLE bookings (
    id uuid PRIMARY KEY,
    number text NOT NULL CONSTRAINT bookings_number UNIQUE,
    association_id uuid NOT NULL REFERENCES associations,
    purpose text NOT NULL,
    activity text NOT NULL DEFAULT '',
    team text NOT NULL DEFAULT '',
    age_group text NOT NULL DEFAULT '',
    attendance integer NOT NULL CONSTRAINT bookings_attendance CHECK (attendance > 0),
    note text NOT NULL DEFAULT '',
    policy_id uuid NOT NULL,
    policy_version integer NOT NULL,
    verdicts jsonb NOT NULL DEFAULT '[]',  -- what the rules said when it was asked for
    placed_by uuid NOT NULL,
    placed_by_name text NOT NULL,
    placed_at timestamptz NOT NULL,
    contact_id uuid,  -- who is told: the person who asked, or the association's booking officer when staff or a key did
    version integer NOT NULL,
    FOREIGN KEY (policy_id, policy_version) REFERENCES policy_versions
);
CREATE INDEX bookings_by_association ON bookings (association_id, placed_at);

CREATE TABLE occurrences (
    id uuid PRIMARY KEY,
    booking_id uuid NOT NULL REFERENCES bookings,
    association_id uuid NOT NULL,
    room_id uuid NOT NULL REFERENCES rooms,
    during tstzrange NOT NULL,
    status text NOT NULL CONSTRAINT occurrences_status
        CHECK (status IN ('requested', 'confirmed', 'declined', 'cancelled', 'lapsed')),
    sequence integer NOT NULL,  -- iCalendar SEQUENCE
    changed_at timestamptz NOT NULL,
    reason text,  -- of the last decline or cancellation
    by_staff boolean NOT NULL DEFAULT false,
    CONSTRAINT occurrences_bounded CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during))
);
CREATE INDEX occurrences_by_booking ON occurrences (booking_id);
CREATE INDEX occurrences_by_association ON occurrences (association_id, lower(during));
CREATE INDEX occurrences_by_room ON occurrences (room_id, lower(during));
CREATE INDEX occurrences_waiting ON occurrences (lower(during)) WHERE status = 'requested';

CREATE TABLE closures (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES rooms,
    during tstzrange NOT NULL,
    reason text NOT NULL,
    closed_by uuid NOT NULL,
    closed_by_name text NOT NULL,
    closed_at timestamptz NOT NULL,
    lifted_at timestamptz
);
CREATE INDEX closures_by_room ON closures (room_id, lower(during)) WHERE lifted_at IS NULL;

-- One row per cell and time, for bookings and closures alike. The constraint is the no-double-booking rule.
CREATE TABLE occupancies (
    cell_id uuid NOT NULL REFERENCES cells,
    during tstzrange NOT NULL,
    occurrence_id uuid REFERENCES occurrences,
    closure_id uuid REFERENCES closures,
    CONSTRAINT occupancies_holder CHECK (num_nonnulls(occurrence_id, closure_id) = 1),
    CONSTRAINT occupancy_no_overlap EXCLUDE USING gist (cell_id WITH =, during WITH &&)
);
CREATE INDEX occupancies_by_occurrence ON occupancies (occurrence_id);
CREATE INDEX occupancies_by_closure ON occupancies (closure_id) WHERE closure_id IS NOT NULL;

CREATE TABLE booking_history (
    booking_id uuid NOT NULL REFERENCES bookings,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,  -- null: time itself
    actor_name text NOT NULL,
    by_staff boolean NOT NULL,
    action text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (booking_id, version)
);

CREATE TABLE idempotency_keys (
    caller_id uuid NOT NULL,
    key text NOT NULL,
    request_sha256 bytea NOT NULL,
    booking_id uuid NOT NULL REFERENCES bookings,
    at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at);
