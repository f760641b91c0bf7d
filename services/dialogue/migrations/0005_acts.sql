-- SPDX-License-Identifier: MPL-2.0
-- What staff did to a sign-up, and who: signing somebody up, taking a place back, passing the line.

CREATE TABLE sign_up_acts (
    sign_up_id uuid NOT NULL REFERENCES sign_ups,
    version integer NOT NULL,  -- of the sign-up after it
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    action text NOT NULL CONSTRAINT sign_up_acts_action CHECK (action IN (
        'signed_up', 'withdrawn', 'offered', 'accepted', 'prioritised', 'changed', 'mailed', 'walked_in')),
    CONSTRAINT sign_up_acts_pkey PRIMARY KEY (sign_up_id, version)
);
