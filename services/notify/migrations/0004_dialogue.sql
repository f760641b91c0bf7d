-- SPDX-License-Identifier: MPL-2.0
-- People are told about sign-ups too, and some sit and wait for it: a letter about one goes before other letters, and a
-- code to sign in before everything, for thousands of the former may stand in line.

ALTER TABLE deliveries RENAME COLUMN booking TO told;  -- the event; forgotten when the delivery is over
ALTER TABLE deliveries ADD COLUMN priority smallint NOT NULL DEFAULT 0;
UPDATE deliveries SET priority = 2 WHERE urgent;
DROP INDEX deliveries_waiting;
ALTER TABLE deliveries DROP COLUMN urgent;
CREATE INDEX deliveries_waiting ON deliveries (priority DESC, not_before) WHERE finished_at IS NULL;
