-- SPDX-License-Identifier: MPL-2.0
-- What an association means to ask for in a coming season, before it asks.

CREATE SEQUENCE season_plan_versions;  -- never the same twice, so that a page from a discarded plan is seen to be old

CREATE TABLE season_plans (
    id uuid PRIMARY KEY,
    association_id uuid NOT NULL REFERENCES associations,
    first_day date NOT NULL,
    last_day date NOT NULL,
    skip date[] NOT NULL DEFAULT '{}',
    whole boolean NOT NULL DEFAULT true,
    version bigint NOT NULL,
    changed_by uuid NOT NULL,
    changed_by_name text NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT season_plans_forward CHECK (last_day >= first_day),
    CONSTRAINT season_plans_season UNIQUE (association_id, first_day, last_day)
);

CREATE TABLE season_plan_lines (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES season_plans ON DELETE CASCADE,
    number integer NOT NULL,  -- as people and their files name it; never given to another line of the plan
    series jsonb NOT NULL,  -- rooms, recurrence in local wall-clock, and all that is said of the team
    copied_from uuid REFERENCES bookings,
    differed jsonb NOT NULL DEFAULT '[]',  -- dates of last season that were held otherwise than this line says
    removed_in bigint,  -- the version of the plan that took it away; null: it is there
    -- What the line has become. Set in the transaction that books it, so that going on after a crash makes no doubles.
    booking_id uuid REFERENCES bookings CONSTRAINT season_plan_lines_booking UNIQUE,
    CONSTRAINT season_plan_lines_number UNIQUE (plan_id, number)
);
