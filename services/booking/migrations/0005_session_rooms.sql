-- SPDX-License-Identifier: MPL-2.0
-- Rooms for citizens' sessions. Dialogue asks; what is kept for a session is a booking like any other, and the
-- municipality's own.

-- Whose bookings they are. Its id is MUNICIPALITY in services/booking/model.py; nobody has a role in it.
INSERT INTO associations (id, name, sort_key, type)
VALUES ('5e083fb0-8ae9-5e3f-ab44-d914cebb3f69', 'Kommunen', 'kommunen', 'municipality');

-- Minutes for setting up and clearing: people see `during`, the cells are kept for these minutes too.
ALTER TABLE occurrences
    ADD COLUMN minutes_before integer NOT NULL DEFAULT 0
        CONSTRAINT occurrences_minutes_before CHECK (minutes_before >= 0),
    ADD COLUMN minutes_after integer NOT NULL DEFAULT 0
        CONSTRAINT occurrences_minutes_after CHECK (minutes_after >= 0);

CREATE TABLE room_requests (
    id uuid PRIMARY KEY,  -- dialogue's
    session_id uuid NOT NULL,
    title text NOT NULL,
    need jsonb NOT NULL,
    asked_version integer NOT NULL,  -- the newest of dialogue's events we have acted on
    version integer NOT NULL,  -- how often we have answered: the version of our own events
    booking_id uuid,  -- the room it has, or had last
    booked_asked integer NOT NULL DEFAULT 0,  -- asked_version when that room was given its time
    booked_need jsonb,  -- the need that room was accepted for
    hold_id uuid,  -- the room proposed last; kept until bookings.held_until
    held_until timestamptz,  -- of the room proposed last
    released boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL
);

ALTER TABLE bookings
    ADD COLUMN room_request_id uuid REFERENCES room_requests,
    ADD COLUMN held_until timestamptz;  -- a proposed room falls back then, whether anybody sweeps or not
ALTER TABLE room_requests
    ADD FOREIGN KEY (booking_id) REFERENCES bookings,
    ADD FOREIGN KEY (hold_id) REFERENCES bookings;
CREATE INDEX bookings_held ON bookings (held_until) WHERE held_until IS NOT NULL;
