-- SPDX-License-Identifier: MPL-2.0
-- Who people are, and how they prove it. Nothing that opens a door is stored: codes are derived, cookies and keys hashed.

CREATE TABLE persons (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT persons_email_in_normal_form CHECK (email = lower(btrim(email))),
    name text NOT NULL,
    language text NOT NULL CONSTRAINT persons_language CHECK (language IN ('da', 'en')),
    created_at timestamptz NOT NULL,
    CONSTRAINT persons_email_once UNIQUE (email)
);

CREATE TABLE staff_roles (
    person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT staff_roles_known
        CHECK (role IN ('caseworker', 'caretaker', 'facilitator', 'administrator')),
    granted_at timestamptz NOT NULL,
    CONSTRAINT staff_roles_once PRIMARY KEY (person_id, role)
);

-- Somebody asked for a one-time code. Kept a day, because these rows are also what the limits count.
CREATE TABLE sign_ins (
    id uuid PRIMARY KEY,
    browser_sha256 bytea NOT NULL,  -- the cookie of the browser that asked; the code works there only
    email text NOT NULL,  -- in normal form; of people nobody knows, too, so that they look the same
    person_id uuid REFERENCES persons ON DELETE CASCADE,
    network bytea NOT NULL,  -- the address asked from, keyed and hashed
    language text NOT NULL CONSTRAINT sign_ins_language CHECK (language IN ('da', 'en')),
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0 CONSTRAINT sign_ins_tries CHECK (tries BETWEEN 0 AND 5),
    used_at timestamptz
);
CREATE INDEX sign_ins_by_browser ON sign_ins (browser_sha256, requested_at DESC);
CREATE INDEX sign_ins_by_email ON sign_ins (email, requested_at);
CREATE INDEX sign_ins_by_network ON sign_ins (network, requested_at);
CREATE INDEX sign_ins_by_age ON sign_ins (requested_at);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    token_sha256 bytea NOT NULL,
    person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,  -- within a minute
    ends_at timestamptz NOT NULL,  -- however much it is used
    ended_at timestamptz,  -- signed out
    CONSTRAINT sessions_token_once UNIQUE (token_sha256)
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    key_sha256 bytea NOT NULL,
    name text NOT NULL,
    staff_roles text[] NOT NULL CONSTRAINT api_keys_roles_known
        CHECK (staff_roles <@ ARRAY['caseworker', 'caretaker', 'facilitator', 'administrator']),
    association_id uuid,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT api_keys_key_once UNIQUE (key_sha256),
    CONSTRAINT api_keys_staff_or_association CHECK ((association_id IS NULL) <> (staff_roles = '{}'))
);
