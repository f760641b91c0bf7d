-- SPDX-License-Identifier: MPL-2.0
-- Where things can happen: sites, their opening calendars, rooms, and the cells rooms are made of.

CREATE TABLE opening_calendars (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    closed_on_public_holidays boolean NOT NULL,
    published boolean NOT NULL  -- false: the municipality has not published these hours; shown as such
);

-- Weekly hours as wall-clock minutes after local midnight; more than 1440 runs into the next day.
CREATE TABLE opening_hours (
    calendar_id uuid NOT NULL REFERENCES opening_calendars,
    weekday smallint NOT NULL CONSTRAINT opening_hours_weekday CHECK (weekday BETWEEN 1 AND 7),  -- ISO: Monday is 1
    opens_minute smallint NOT NULL CONSTRAINT opening_hours_opens CHECK (opens_minute BETWEEN 0 AND 1439),
    closes_minute smallint NOT NULL CONSTRAINT opening_hours_closes CHECK (closes_minute BETWEEN 1 AND 2880),
    from_month_day smallint,  -- season, month * 100 + day, both ends included; null: all year
    to_month_day smallint,
    CONSTRAINT opening_hours_forward CHECK (closes_minute > opens_minute),
    CONSTRAINT opening_hours_season CHECK ((from_month_day IS NULL) = (to_month_day IS NULL))
);
CREATE INDEX opening_hours_by_day ON opening_hours (calendar_id, weekday);

-- A day that differs: closed (no minutes) or open at other hours, with the reason people are told.
CREATE TABLE opening_exceptions (
    calendar_id uuid NOT NULL REFERENCES opening_calendars,
    day date NOT NULL,
    reason_da text NOT NULL,
    reason_en text NOT NULL,
    opens_minute smallint,
    closes_minute smallint,
    CONSTRAINT opening_exceptions_pkey PRIMARY KEY (calendar_id, day),
    CONSTRAINT opening_exceptions_both CHECK ((opens_minute IS NULL) = (closes_minute IS NULL)),
    CONSTRAINT opening_exceptions_forward CHECK (closes_minute > opens_minute)
);

CREATE TABLE public_holidays (
    day date PRIMARY KEY,
    name_da text NOT NULL,
    name_en text NOT NULL
);

CREATE TABLE sites (
    id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT sites_slug UNIQUE,
    name text NOT NULL,
    sort_key text NOT NULL,  -- Danish order (æ ø å last, aa as å) without needing ICU in the server
    street text,
    postcode text,
    city text,
    address_approximate boolean NOT NULL DEFAULT false,
    latitude double precision,
    longitude double precision,
    note text,
    calendar_id uuid NOT NULL REFERENCES opening_calendars
);

CREATE TABLE policies (
    id uuid PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE policy_versions (
    policy_id uuid NOT NULL REFERENCES policies,
    version integer NOT NULL,
    valid_from date NOT NULL,
    adopted_by text NOT NULL,
    adopted_on date NOT NULL,
    document_url text,
    rules jsonb NOT NULL,
    PRIMARY KEY (policy_id, version)
);

CREATE TABLE rooms (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    slug text NOT NULL CONSTRAINT rooms_slug UNIQUE,
    name text NOT NULL,
    sort_key text NOT NULL,
    type text NOT NULL,
    part_of uuid REFERENCES rooms,
    capacity integer CONSTRAINT rooms_capacity CHECK (capacity > 0),
    capacity_by_layout jsonb NOT NULL DEFAULT '{}',
    area_m2 integer,
    equipment text[] NOT NULL DEFAULT '{}',
    equipment_text text,
    step_free boolean,  -- null: not known, and said so
    hearing_loop boolean,
    accessible_toilet boolean,
    quiet_room boolean,
    note text,
    source_url text,
    calendar_id uuid NOT NULL REFERENCES opening_calendars,
    policy_id uuid NOT NULL REFERENCES policies,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX rooms_by_site ON rooms (site_id);

-- The smallest part that can be occupied alone. A hall is all its courts; a half is some of them.
CREATE TABLE cells (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    name text NOT NULL
);

CREATE TABLE room_cells (
    room_id uuid NOT NULL REFERENCES rooms,
    cell_id uuid NOT NULL REFERENCES cells,
    PRIMARY KEY (room_id, cell_id)
);
CREATE INDEX room_cells_by_cell ON room_cells (cell_id);
