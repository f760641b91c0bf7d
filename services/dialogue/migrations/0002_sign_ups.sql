-- SPDX-License-Identifier: MPL-2.0
-- Sessions as they are planned, and who takes part. Nothing has ever been written to the first `sessions`.

DROP TABLE sessions;

-- Dates that belong together. Each date is a session of its own, with its own places, sign-ups and retention.
CREATE TABLE series (
    id uuid PRIMARY KEY,
    title text NOT NULL
);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    slug text NOT NULL CONSTRAINT sessions_slug UNIQUE,
    series_id uuid REFERENCES series,
    status text NOT NULL CONSTRAINT sessions_status CHECK (status IN ('draft', 'published', 'cancelled')),
    kind text NOT NULL CONSTRAINT sessions_kind CHECK (kind IN (
        'citizen_meeting', 'dialogue_meeting', 'workshop', 'visit', 'study_trip', 'committee_meeting', 'other')),
    mode text NOT NULL CONSTRAINT sessions_mode CHECK (mode IN ('in_person', 'online', 'hybrid')),
    title text NOT NULL CONSTRAINT sessions_title CHECK (title <> ''),
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    target_group text NOT NULL DEFAULT '',
    languages text[] NOT NULL DEFAULT '{da}',
    interpreters text[] NOT NULL DEFAULT '{}',  -- what is there for everybody, asked for or not
    programme jsonb NOT NULL DEFAULT '[]',
    speakers jsonb NOT NULL DEFAULT '[]',
    organiser text NOT NULL DEFAULT '',
    contact text NOT NULL DEFAULT '',  -- where people ask and sign up by phone
    source_url text,
    facilitator_ids uuid[] NOT NULL DEFAULT '{}',
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    sequence integer NOT NULL DEFAULT 0,  -- iCalendar SEQUENCE: time, place, status

    -- Where. From booking when a room is booked there, else as the facilitator wrote it. Null: not known.
    place text NOT NULL DEFAULT '',
    address text NOT NULL DEFAULT '',
    postcode text NOT NULL DEFAULT '',
    city text NOT NULL DEFAULT '',
    latitude double precision,
    longitude double precision,
    step_free boolean,
    hearing_loop boolean,
    accessible_toilet boolean,
    quiet_room boolean,
    access_note text NOT NULL DEFAULT '',
    online_url text,  -- only for those who have a place

    -- What makes it real: nothing is published without.
    purpose text NOT NULL DEFAULT '',
    feeds_decision text NOT NULL DEFAULT '',
    influence text CONSTRAINT sessions_influence
        CHECK (influence IN ('inform', 'consult', 'involve', 'collaborate', 'decide_together')),
    open_to_influence text NOT NULL DEFAULT '',
    settled text NOT NULL DEFAULT '',
    decided_by text NOT NULL DEFAULT '',
    decided_on date,
    answer_by date,

    -- Signing up.
    sign_up boolean NOT NULL DEFAULT true,  -- false: just come
    opens_at timestamptz,
    closes_at timestamptz,  -- null: when it starts
    capacity integer CONSTRAINT sessions_capacity CHECK (capacity >= 0),  -- null: no limit
    seat_plan jsonb NOT NULL DEFAULT '{}',  -- categories, quotas, blocks
    max_companions integer NOT NULL DEFAULT 3 CONSTRAINT sessions_companions CHECK (max_companions BETWEEN 0 AND 50),
    waiting_list text NOT NULL DEFAULT 'fifo' CONSTRAINT sessions_waiting CHECK (waiting_list IN ('none', 'fifo', 'lottery')),
    singles_pass boolean NOT NULL DEFAULT false,  -- may a smaller party take what the next in line cannot use
    promotes_to text NOT NULL DEFAULT 'offer' CONSTRAINT sessions_promotion CHECK (promotes_to IN ('offer', 'place')),
    hold_minutes integer NOT NULL DEFAULT 60 CONSTRAINT sessions_hold CHECK (hold_minutes BETWEEN 5 AND 10080),
    offer_hours integer NOT NULL DEFAULT 48 CONSTRAINT sessions_offer CHECK (offer_hours BETWEEN 1 AND 720),
    offer_working_days boolean NOT NULL DEFAULT false,
    draw_at timestamptz,
    draw_seed text,
    draw_commitment text,  -- SHA-256 of the seed, shown from the start
    drawn_at timestamptz,
    questions jsonb NOT NULL DEFAULT '[]',
    needs_offered text[] NOT NULL DEFAULT '{}',
    needs_due_days integer NOT NULL DEFAULT 7,  -- how long before the session an access need must be arranged
    keep_days integer NOT NULL DEFAULT 30 CONSTRAINT sessions_keep CHECK (keep_days BETWEEN 0 AND 730),
    evaluate boolean NOT NULL DEFAULT true,

    published_at timestamptz,
    cancelled_at timestamptz,
    reason text,
    forgotten_at timestamptz,  -- people's data is gone
    created_at timestamptz NOT NULL,
    CONSTRAINT session_ends_after_it_starts CHECK (ends_at > starts_at),
    CONSTRAINT session_draws_when_it_says CHECK (waiting_list <> 'lottery' OR draw_at IS NOT NULL OR status = 'draft'),
    CONSTRAINT session_is_real CHECK (status <> 'published' OR (
        purpose <> '' AND feeds_decision <> '' AND influence IS NOT NULL AND settled <> '' AND decided_by <> ''
        AND decided_on IS NOT NULL AND answer_by IS NOT NULL))
);
CREATE INDEX sessions_programme ON sessions (starts_at, id) WHERE status IN ('published', 'cancelled');
CREATE INDEX sessions_by_series ON sessions (series_id, starts_at) WHERE series_id IS NOT NULL;

-- Numbers are taken under the session's lock, so a line is in the order of commits.
CREATE SEQUENCE places_in_line;

-- One party. A place is never a person's account: the links are made from the id and a secret, and stored nowhere.
CREATE TABLE sign_ups (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions,
    version integer NOT NULL,
    state text NOT NULL CONSTRAINT sign_ups_state CHECK (state IN (
        'held', 'confirmed', 'waiting', 'offered', 'withdrawn', 'lapsed', 'called_off')),
    category text NOT NULL,
    seats integer NOT NULL CONSTRAINT sign_ups_seats CHECK (seats > 0),
    place_in_line bigint,  -- smaller is served first; null: not waiting
    priority integer NOT NULL DEFAULT 0,  -- higher is served first
    expires_at timestamptz,  -- of a hold, an offer, or a place in line whose address is not proved
    proved_at timestamptz,  -- the address; null while only a hold
    over_capacity boolean NOT NULL DEFAULT false,  -- invited on top: takes no place
    source text NOT NULL CONSTRAINT sign_ups_source CHECK (source IN ('web', 'phone', 'desk', 'invitation', 'walk_in')),
    name text,
    email text,
    email_key text,  -- normal form: one person, one place
    phone text,
    language text NOT NULL CONSTRAINT sign_ups_language CHECK (language IN ('da', 'en')),
    network bytea,  -- the address asked from, keyed and hashed; forgotten with the proof
    mails_asked integer NOT NULL DEFAULT 0,  -- how often the same mail was asked for again
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by_staff boolean NOT NULL DEFAULT false,
    reason text,
    erased_at timestamptz,
    CONSTRAINT sign_ups_expiry CHECK (expires_at IS NOT NULL OR state NOT IN ('held', 'offered')),
    CONSTRAINT sign_ups_line CHECK ((place_in_line IS NOT NULL) = (state = 'waiting'))
);
CREATE UNIQUE INDEX sign_ups_one_place ON sign_ups (session_id, email_key)
    WHERE state IN ('held', 'confirmed', 'waiting', 'offered') AND email_key IS NOT NULL;
CREATE INDEX sign_ups_seated ON sign_ups (session_id, category) INCLUDE (state, seats, expires_at)
    WHERE state IN ('held', 'confirmed', 'offered') AND NOT over_capacity;
CREATE INDEX sign_ups_in_line ON sign_ups (session_id, priority DESC, place_in_line) WHERE state = 'waiting';
CREATE INDEX sign_ups_expiring ON sign_ups (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX sign_ups_by_session ON sign_ups (session_id, id);
CREATE INDEX sign_ups_by_person ON sign_ups (email_key, created_at) WHERE email_key IS NOT NULL;
CREATE INDEX sign_ups_unproved ON sign_ups (session_id, network) WHERE network IS NOT NULL;
CREATE INDEX sign_ups_never_proved ON sign_ups (ended_at) WHERE proved_at IS NULL AND erased_at IS NULL AND ended_at IS NOT NULL;

-- What a request was answered, so that sent again it is answered the same, whoever took part before and whatever
-- became of it: the answer tells nobody who was known.
CREATE TABLE requests (
    session_id uuid NOT NULL REFERENCES sessions,
    key text NOT NULL,  -- the caller's own name for it
    sha256 bytea NOT NULL,
    sign_up_id uuid NOT NULL REFERENCES sign_ups,
    told_state text NOT NULL,
    told_until timestamptz NOT NULL,
    CONSTRAINT requests_pkey PRIMARY KEY (session_id, key)
);

CREATE TABLE answers (
    sign_up_id uuid NOT NULL REFERENCES sign_ups,
    session_id uuid NOT NULL,
    question text NOT NULL,
    value text,  -- null once erased
    erase_after timestamptz NOT NULL,
    erased_at timestamptz,
    CONSTRAINT answers_pkey PRIMARY KEY (sign_up_id, question)
);
CREATE INDEX answers_due ON answers (erase_after) WHERE erased_at IS NULL;
CREATE INDEX answers_by_session ON answers (session_id, question);

-- What was answered, counted, when the answers themselves are gone.
CREATE TABLE answer_counts (
    session_id uuid NOT NULL REFERENCES sessions,
    question text NOT NULL,
    value text NOT NULL,
    n integer NOT NULL,
    CONSTRAINT answer_counts_pkey PRIMARY KEY (session_id, question, value)
);

-- What somebody needs to be able to take part, and the task that follows for staff.
CREATE TABLE access_needs (
    id uuid PRIMARY KEY,
    sign_up_id uuid NOT NULL REFERENCES sign_ups,
    session_id uuid NOT NULL REFERENCES sessions,
    kind text NOT NULL CONSTRAINT access_needs_kind CHECK (kind IN (
        'sign_language', 'text_interpreter', 'hearing_loop', 'companion', 'child_care', 'transport', 'step_free',
        'interpreter', 'other')),
    note text,
    state text NOT NULL CONSTRAINT access_needs_state CHECK (state IN ('open', 'arranged', 'impossible', 'dropped')),
    due_at timestamptz NOT NULL,
    outcome_note text,  -- as the person will read it
    settled_by uuid,
    settled_at timestamptz,
    created_at timestamptz NOT NULL,
    erase_after timestamptz NOT NULL  -- then it is deleted, and counted
);
CREATE INDEX access_needs_open ON access_needs (due_at) WHERE state = 'open';
CREATE INDEX access_needs_by_sign_up ON access_needs (sign_up_id);
CREATE INDEX access_needs_by_session ON access_needs (session_id);
CREATE INDEX access_needs_due ON access_needs (erase_after);

-- Who came. A scan has a number of its own, so that a phone that was offline may send it twice.
CREATE TABLE attendances (
    scan_id uuid PRIMARY KEY,
    sign_up_id uuid NOT NULL CONSTRAINT attendances_once UNIQUE REFERENCES sign_ups,
    session_id uuid NOT NULL REFERENCES sessions,
    people integer NOT NULL CONSTRAINT attendances_people CHECK (people > 0),
    device text NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL
);
CREATE INDEX attendances_by_session ON attendances (session_id, at);

-- Said once for each date as it stood: a session that moves is reminded of anew.
CREATE TABLE told_together (
    session_id uuid NOT NULL REFERENCES sessions,
    kind text NOT NULL CONSTRAINT told_together_kind CHECK (kind IN ('reminded', 'thanked')),
    sequence integer NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT told_together_once PRIMARY KEY (session_id, kind, sequence)
);

CREATE TABLE evaluations (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions,
    mattered integer CONSTRAINT evaluations_mattered CHECK (mattered BETWEEN 1 AND 5),
    heard integer CONSTRAINT evaluations_heard CHECK (heard BETWEEN 1 AND 5),
    access integer CONSTRAINT evaluations_access CHECK (access BETWEEN 1 AND 5),
    comment text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);
CREATE INDEX evaluations_by_session ON evaluations (session_id);
CREATE TABLE evaluated (
    sign_up_id uuid PRIMARY KEY REFERENCES sign_ups  -- that somebody answered, apart from what
);

CREATE TABLE link_requests (
    id uuid PRIMARY KEY,
    email_key text NOT NULL,
    network bytea NOT NULL,
    language text NOT NULL,
    requested_at timestamptz NOT NULL
);
CREATE INDEX link_requests_by_person ON link_requests (email_key, requested_at);
CREATE INDEX link_requests_by_network ON link_requests (network, requested_at);

CREATE TABLE session_history (
    session_id uuid NOT NULL REFERENCES sessions,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,  -- null: time itself, or booking
    actor_name text NOT NULL,
    action text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (session_id, version)
);
