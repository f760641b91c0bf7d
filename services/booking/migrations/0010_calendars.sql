-- SPDX-License-Identifier: MPL-2.0
-- School holidays and opening hours that staff keep: who changed what and when, and which dates new hours leave outside.

-- Every change of school holidays, as it was made; taking one back is a change of its own.
CREATE TABLE school_holiday_changes (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text NOT NULL,
    source text NOT NULL DEFAULT '',  -- the file it came from; empty: typed by hand
    added jsonb NOT NULL,
    changed jsonb NOT NULL,
    removed jsonb NOT NULL,
    undoes uuid REFERENCES school_holiday_changes CONSTRAINT school_holiday_changes_undone_once UNIQUE
);
CREATE INDEX school_holiday_changes_by_time ON school_holiday_changes (at);

ALTER TABLE school_holidays
    ADD COLUMN source text NOT NULL DEFAULT '',  -- the file it came from; empty: typed by hand, or with the installation
    ADD COLUMN changed_by_name text,  -- null: it came with the installation
    ADD COLUMN changed_at timestamptz;

ALTER TABLE opening_calendars ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE opening_history (
    calendar_id uuid NOT NULL REFERENCES opening_calendars,
    version integer NOT NULL,  -- of the calendar once it was changed
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    kept integer NOT NULL,  -- dates that lie outside since, and stand
    cancelled integer NOT NULL,
    reason text NOT NULL DEFAULT '',
    CONSTRAINT opening_history_pkey PRIMARY KEY (calendar_id, version)
);

-- The dates that stand in rooms that follow these calendars and are not over. `is_open` is what the rules
-- `opening_hours` and `closing_days` ask of those who book: all of it inside the hours, and no closed day.
CREATE FUNCTION dates_by_opening(calendars uuid[], since timestamptz)
RETURNS TABLE (occurrence_id uuid, is_open boolean)
LANGUAGE sql STABLE AS $$
    SELECT o.id, coalesce(days.hours @> o.during, false) AND NOT coalesce(days.is_closed, false)
    FROM rooms r
    JOIN occurrences o ON o.room_id = r.id
    CROSS JOIN LATERAL (
        SELECT range_agg(d.hours) AS hours,
               bool_or(d.closed_da IS NOT NULL
                       AND (d.hours && o.during
                            OR d.day = (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date)) AS is_closed
        FROM calendar_days(r.calendar_id, o.during) d
    ) days
    WHERE r.calendar_id = ANY(calendars) AND o.status IN ('requested', 'confirmed') AND upper(o.during) > since
$$;
