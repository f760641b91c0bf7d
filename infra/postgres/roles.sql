-- SPDX-License-Identifier: MPL-2.0
-- Run by an administrator in the municipality's database, as often as you like.
-- A password is set for each role that has one in the setting "aaben.password_<role>", e.g. through
-- PGOPTIONS="-c aaben.password_booking=..."; without it the role keeps the one it has.

CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $$
DECLARE
    service text;
    password text;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    FOREACH service IN ARRAY ARRAY['booking', 'dialogue', 'notify', 'portal'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', service);
        END IF;
        password := current_setting('aaben.password_' || service, true);
        IF password <> '' THEN
            EXECUTE format('ALTER ROLE %I PASSWORD %L', service, password);
        END IF;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service);
        EXECUTE format('GRANT %I TO CURRENT_USER', service); -- an administrator who is no superuser needs it for the next line
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, service);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', service);
        EXECUTE format('ALTER ROLE %I SET search_path = %I, public', service, service);
    END LOOP;
END
$$;
