-- SPDX-License-Identifier: MPL-2.0
-- The room a session has asked booking for. What booking proposes is kept as it was told: another service owns it.

CREATE TABLE room_requests (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT room_requests_one_each UNIQUE REFERENCES sessions,
    version integer NOT NULL,  -- of what we told last
    state text NOT NULL CONSTRAINT room_requests_state CHECK (state IN (
        'asked', 'proposed', 'not_found', 'accepted', 'confirmed', 'lost', 'released')),
    need jsonb NOT NULL,
    chosen jsonb,  -- accepted, and not yet answered
    rooms jsonb NOT NULL DEFAULT '{}',  -- what booking keeps for the session, as it has told
    alternatives jsonb NOT NULL DEFAULT '[]',
    why text,  -- no room was found, or it was lost
    asked_at timestamptz NOT NULL,
    answered_at timestamptz  -- null: what we told last has not been answered
);
