-- SPDX-License-Identifier: MPL-2.0
-- A hall is taken when its half is: the calendar of a room shows the rooms it shares cells with as well.

ALTER TABLE rooms ADD COLUMN shares_with uuid[] NOT NULL DEFAULT '{}';
