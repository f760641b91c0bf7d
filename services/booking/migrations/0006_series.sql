-- SPDX-License-Identifier: MPL-2.0
-- Series, and what policies may ask of a wish, an association and a room.

ALTER TABLE bookings
    ADD COLUMN recurrence jsonb,  -- the rule of a series in local wall-clock; null: a single booking
    ADD COLUMN occasion text NOT NULL DEFAULT '',
    ADD COLUMN age_from smallint,
    ADD COLUMN age_to smallint,
    ADD COLUMN is_public boolean,
    ADD COLUMN ticket_price integer CONSTRAINT bookings_ticket_price CHECK (ticket_price >= 0),  -- øre a visitor
    ADD COLUMN layout text NOT NULL DEFAULT '',
    ADD COLUMN equipment text[] NOT NULL DEFAULT '{}',
    ADD COLUMN traits text[] NOT NULL DEFAULT '{}';

-- A date that could not be had is kept as 'missing': it holds no cell, and `verdicts` says why.
ALTER TABLE occurrences
    DROP CONSTRAINT occurrences_status,
    ADD CONSTRAINT occurrences_status
        CHECK (status IN ('requested', 'confirmed', 'declined', 'cancelled', 'lapsed', 'missing')),
    ADD COLUMN verdicts jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN late boolean NOT NULL DEFAULT false,  -- cancelled after the deadline of its policy
    ADD COLUMN unused boolean NOT NULL DEFAULT false;  -- nobody came

ALTER TABLE associations
    ADD COLUMN groups text[] NOT NULL DEFAULT '{}',
    ADD COLUMN documents text[] NOT NULL DEFAULT '{}';
ALTER TABLE rooms
    ADD COLUMN groups text[] NOT NULL DEFAULT '{}';

CREATE TABLE school_holidays (
    id uuid PRIMARY KEY,
    site_id uuid REFERENCES sites,  -- a school of its own; null: the whole municipality
    first_day date NOT NULL,
    last_day date NOT NULL,
    name text NOT NULL,
    CONSTRAINT school_holidays_forward CHECK (last_day >= first_day)
);
CREATE INDEX school_holidays_by_day ON school_holidays (last_day);
