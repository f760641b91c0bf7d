-- SPDX-License-Identifier: MPL-2.0
-- The one definition of "open": rules, availability and search all read it, so what is shown is what is checked.

-- Every local day that can touch the span, with its hours as instants and, where closed, why.
-- A day begins at its own local wall-clock midnight, so hours keep across daylight saving.
CREATE FUNCTION calendar_days(calendar uuid, span tstzrange)
RETURNS TABLE (day date, hours tstzrange, closed_da text, closed_en text)
LANGUAGE sql STABLE AS $$
    SELECT d.day,
           CASE WHEN h.opens_minute IS NOT NULL THEN tstzrange(  -- a range without ends would be open for ever
               (d.day + make_interval(mins => h.opens_minute)) AT TIME ZONE 'Europe/Copenhagen',
               (d.day + make_interval(mins => h.closes_minute)) AT TIME ZONE 'Europe/Copenhagen') END,
           CASE WHEN x.day IS NOT NULL AND x.opens_minute IS NULL THEN x.reason_da
                WHEN x.day IS NULL AND c.closed_on_public_holidays THEN p.name_da END,
           CASE WHEN x.day IS NOT NULL AND x.opens_minute IS NULL THEN x.reason_en
                WHEN x.day IS NULL AND c.closed_on_public_holidays THEN p.name_en END
    FROM opening_calendars c
    CROSS JOIN LATERAL (
        SELECT g::date AS day
        FROM generate_series(
            (lower(span) AT TIME ZONE 'Europe/Copenhagen')::date - 1,
            (upper(span) AT TIME ZONE 'Europe/Copenhagen')::date,
            interval '1 day') g
    ) d
    LEFT JOIN opening_exceptions x ON x.calendar_id = c.id AND x.day = d.day
    LEFT JOIN public_holidays p ON p.day = d.day
    LEFT JOIN LATERAL (
        SELECT x.opens_minute, x.closes_minute WHERE x.opens_minute IS NOT NULL
        UNION ALL
        SELECT o.opens_minute, o.closes_minute
        FROM opening_hours o
        WHERE x.opens_minute IS NULL
          AND o.calendar_id = c.id
          AND o.weekday = extract(isodow FROM d.day)
          AND (o.from_month_day IS NULL
               OR CASE WHEN o.from_month_day <= o.to_month_day
                       THEN extract(month FROM d.day) * 100 + extract(day FROM d.day)
                            BETWEEN o.from_month_day AND o.to_month_day
                       ELSE extract(month FROM d.day) * 100 + extract(day FROM d.day)
                            NOT BETWEEN o.to_month_day + 1 AND o.from_month_day - 1 END)
    ) h ON true
    WHERE c.id = calendar
$$;

-- When a calendar is open within the span: its hours on days that are not closed.
CREATE FUNCTION open_spans(calendar uuid, span tstzrange) RETURNS tstzmultirange
LANGUAGE sql STABLE AS $$
    SELECT coalesce(range_agg(hours * span), '{}'::tstzmultirange)
    FROM calendar_days(calendar, span)
    WHERE closed_da IS NULL AND hours && span
$$;

-- When a room is free within the span: open, and none of its cells taken.
CREATE FUNCTION free_spans(room uuid, calendar uuid, span tstzrange) RETURNS tstzmultirange
LANGUAGE sql STABLE AS $$
    SELECT open_spans(calendar, span) - coalesce(range_agg(o.during), '{}'::tstzmultirange)
    FROM room_cells rc
    JOIN occupancies o ON o.cell_id = rc.cell_id AND o.during && span
    WHERE rc.room_id = room
$$;
