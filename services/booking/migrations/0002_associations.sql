-- SPDX-License-Identifier: MPL-2.0
-- Who may ask for rooms. People are known here by id and name only; addresses stay in the portal.

CREATE TABLE associations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    sort_key text NOT NULL,
    type text NOT NULL,
    cvr text CONSTRAINT associations_cvr CHECK (cvr ~ '^[0-9]{8}$'),  -- optional: small associations have none
    approved_on date,
    approved_until date,
    child_certificate_declared_on date,
    members integer,
    members_under_25 integer
);

CREATE TABLE association_roles (
    association_id uuid NOT NULL REFERENCES associations,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    role text NOT NULL,
    valid_until date,  -- last day; roles end at the next general assembly
    PRIMARY KEY (association_id, person_id, role)
);
CREATE INDEX association_roles_by_person ON association_roles (person_id);
