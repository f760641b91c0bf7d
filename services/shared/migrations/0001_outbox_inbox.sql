-- SPDX-License-Identifier: MPL-2.0
-- What a service has said, what it has heard, and what it could not make sense of.

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    payload json NOT NULL,  -- the envelope as it goes out
    stored_at timestamptz NOT NULL,
    published_at timestamptz,
    -- Two events with one version: the second would be dropped by every consumer, so it must not come into being.
    CONSTRAINT outbox_version_rises UNIQUE (aggregate_id, version)
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

-- Wakes a relay that sleeps, on channel "<schema>_outbox"; costs the writer no round trip of its own.
-- NOTIFY makes commits queue up behind each other, so it is sent only to a relay that holds the lock "relay sleeps".
-- Whoever got the lock shared has not notified, and the relay cannot fall asleep before that transaction has ended.
CREATE FUNCTION outbox_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(hashtext('relay sleeps'), hashtext(TG_TABLE_SCHEMA)) THEN
        PERFORM pg_notify(TG_TABLE_SCHEMA || '_outbox', '');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER outbox_wake AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake();

CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_once PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_by_age ON inbox (handled_at);

CREATE TABLE handled_versions (
    consumer text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    CONSTRAINT handled_versions_newest PRIMARY KEY (consumer, aggregate_id)
);

-- Events whose handling failed and is tried again. Later events of the same aggregate wait for them.
CREATE TABLE setbacks (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    failures integer NOT NULL,
    retry_at timestamptz NOT NULL,
    reason text NOT NULL,
    CONSTRAINT setbacks_once PRIMARY KEY (consumer, event_id)
);
CREATE INDEX setbacks_by_aggregate ON setbacks (consumer, aggregate_id);

CREATE TABLE dead_letters (
    id uuid PRIMARY KEY,
    consumer text NOT NULL,
    subject text NOT NULL,
    stream_sequence bigint NOT NULL,
    event_id uuid,  -- unknown when the payload says nothing
    payload bytea NOT NULL,
    reason text NOT NULL,
    tries integer NOT NULL,
    died_at timestamptz NOT NULL,
    replayed_at timestamptz
);
CREATE UNIQUE INDEX dead_letters_open ON dead_letters (consumer, stream_sequence) WHERE replayed_at IS NULL;
