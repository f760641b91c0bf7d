-- SPDX-License-Identifier: MPL-2.0
-- What one action has made in many bookings is told in one letter: its events gather here until no more come.

CREATE TABLE gathered (
    delivery_id uuid NOT NULL REFERENCES deliveries ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    told jsonb NOT NULL,  -- the event; forgotten when the delivery is over
    PRIMARY KEY (delivery_id, id)
);
