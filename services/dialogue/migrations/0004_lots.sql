-- SPDX-License-Identifier: MPL-2.0
-- What was drawn, as everybody may see it: numbers that only their owners know as theirs.

CREATE TABLE lots (
    session_id uuid NOT NULL REFERENCES sessions,
    place integer NOT NULL,  -- 1 is first
    number text NOT NULL,
    priority integer NOT NULL,
    PRIMARY KEY (session_id, place)
);
