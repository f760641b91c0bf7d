-- SPDX-License-Identifier: MPL-2.0
-- Closing days that staff set: who closed a day and when, and which dates that hits.

ALTER TABLE opening_exceptions
    ADD COLUMN closed_by uuid,  -- null: it came with the installation
    ADD COLUMN closed_by_name text,
    ADD COLUMN closed_at timestamptz;
CREATE INDEX opening_exceptions_by_day ON opening_exceptions (day);
CREATE INDEX rooms_by_calendar ON rooms (calendar_id);

-- The dates that stand on these days in rooms that follow these calendars. `is_hit` is what `closing_days` refuses to
-- those who ask: the date begins that local day, or the room is kept during the hours of that day, which may run past
-- midnight. Not hit is an evening from the day before that only runs into the day. Days that are closed already hit
-- nothing: who has a date there got it knowingly.
CREATE FUNCTION closing_dates(calendars uuid[], days date[]) RETURNS TABLE (occurrence_id uuid, is_hit boolean)
LANGUAGE sql STABLE AS $$
    SELECT o.id,
           bool_or((lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date = closing.day OR held.during && hours.open)
    FROM unnest(calendars) AS calendar (id)
    CROSS JOIN unnest(days) AS closing (day)
    CROSS JOIN LATERAL (
        SELECT tstzrange(closing.day::timestamp AT TIME ZONE 'Europe/Copenhagen',
                         (closing.day + 1)::timestamp AT TIME ZONE 'Europe/Copenhagen') AS whole
    ) local
    CROSS JOIN LATERAL (
        SELECT coalesce(range_agg(d.hours), '{}'::tstzmultirange) AS open
        FROM calendar_days(calendar.id, local.whole) d WHERE d.day = closing.day
    ) hours
    JOIN rooms r ON r.calendar_id = calendar.id
    JOIN room_cells rc ON rc.room_id = r.id
    JOIN occupancies held
        ON held.cell_id = rc.cell_id AND held.during && range_merge(hours.open + tstzmultirange(local.whole))
    JOIN occurrences o ON o.id = held.occurrence_id AND o.room_id = r.id
    WHERE NOT EXISTS (
        SELECT FROM opening_exceptions x
        WHERE x.calendar_id = calendar.id AND x.day = closing.day AND x.opens_minute IS NULL)
    GROUP BY o.id
$$;
