-- SPDX-License-Identifier: MPL-2.0
-- What the municipality invites citizens to. Nothing is written here yet: sign-ups, input, outcomes and commitments
-- come with it. The columns are what no session may be published without: see session_is_real.

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    title text NOT NULL,
    purpose text NOT NULL,
    influence text NOT NULL CONSTRAINT sessions_influence
        CHECK (influence IN ('inform', 'consult', 'involve', 'collaborate', 'decide_together')),
    settled text NOT NULL,  -- what is fixed already and cannot be influenced
    decided_by text NOT NULL,
    decided_on date NOT NULL,
    answer_by date NOT NULL,  -- when people hear what came of it
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    published_at timestamptz,
    CONSTRAINT session_ends_after_it_starts CHECK (ends_at > starts_at),
    CONSTRAINT session_is_real
        CHECK (published_at IS NULL OR (purpose <> '' AND settled <> '' AND decided_by <> '' AND answer_by >= decided_on))
);
CREATE INDEX sessions_published ON sessions (starts_at) WHERE published_at IS NOT NULL;
