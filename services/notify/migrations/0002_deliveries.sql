-- SPDX-License-Identifier: MPL-2.0
-- Whom to tell what, and how it went. No address and no code is ever stored here.

CREATE TABLE deliveries (
    id uuid PRIMARY KEY,  -- made from the four columns of `deliveries_once`; the receiver knows the message by it
    about_id uuid NOT NULL,  -- the booking or the sign-in
    version integer NOT NULL,  -- of it: with about_id it names the event
    recipient_id uuid NOT NULL,  -- the person; of a sign-in, the sign-in itself
    channel text NOT NULL,
    kind text NOT NULL,
    booking jsonb,  -- the booking as the event told it; forgotten when the delivery is over
    urgent boolean NOT NULL DEFAULT false,  -- somebody sits and waits for it
    created_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'created',
    reason text,  -- of the last failure, or why it was skipped
    tries integer NOT NULL DEFAULT 0,
    lease_token uuid,  -- who works on it; another may take over when the lease has run out
    leased_until timestamptz,
    finished_at timestamptz,
    CONSTRAINT deliveries_once UNIQUE (about_id, version, recipient_id, channel),
    CONSTRAINT deliveries_state CHECK (state IN (
        'created', 'sending', 'temporary_failure', 'uncertain',
        'sent', 'permanent_failure', 'skipped', 'expired')),
    CONSTRAINT deliveries_over CHECK (
        (finished_at IS NOT NULL) = (state IN ('sent', 'permanent_failure', 'skipped', 'expired'))),
    CONSTRAINT deliveries_lease CHECK ((lease_token IS NULL) = (leased_until IS NULL))
);
CREATE INDEX deliveries_waiting ON deliveries (urgent DESC, not_before) WHERE finished_at IS NULL;
CREATE INDEX deliveries_in_line ON deliveries (about_id, recipient_id, channel, version) WHERE finished_at IS NULL;
CREATE INDEX deliveries_over ON deliveries (finished_at) WHERE finished_at IS NOT NULL;

-- The sender listens on "<schema>_deliveries".
CREATE FUNCTION deliveries_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_TABLE_SCHEMA || '_deliveries', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER deliveries_wake AFTER INSERT ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION deliveries_wake();

-- One row before each handing over, completed after it. One that stays without an outcome may have arrived.
CREATE TABLE attempts (
    delivery_id uuid NOT NULL REFERENCES deliveries ON DELETE CASCADE,
    number integer NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text CONSTRAINT attempts_outcome CHECK (
        outcome IN ('sent', 'temporary_failure', 'permanent_failure', 'uncertain')),
    detail text,
    PRIMARY KEY (delivery_id, number)
);

-- Nobody was there. The fingerprint is keyed: it recognises an address that is given again and tells nothing else.
CREATE TABLE bad_addresses (
    recipient_id uuid NOT NULL,
    channel text NOT NULL,
    fingerprint bytea NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (recipient_id, channel)
);
