-- SPDX-License-Identifier: MPL-2.0
-- Who closed days and who opened them again, when, and what that came to. A day that is opened leaves no row of its own.

CREATE TABLE closing_history (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text NOT NULL,
    action text NOT NULL CONSTRAINT closing_history_action CHECK (action IN ('closed', 'opened')),
    days date[] NOT NULL,
    calendars text[] NOT NULL,  -- as they were called
    reason text NOT NULL DEFAULT '',
    dates integer NOT NULL,  -- cancelled by it, or brought back
    associations integer NOT NULL
);
CREATE INDEX closing_history_by_time ON closing_history (at);

-- What closings have ended is looked for by when they did.
CREATE INDEX occurrences_cancelled_by_staff ON occurrences (changed_at) WHERE status = 'cancelled' AND by_staff;
