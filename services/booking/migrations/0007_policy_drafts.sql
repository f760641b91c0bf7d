-- SPDX-License-Identifier: MPL-2.0
-- A policy somebody is working on, and who entered what was adopted.

CREATE SEQUENCE policy_draft_versions;  -- never the same twice, so that a page from a discarded draft is seen to be old

CREATE TABLE policy_drafts (
    policy_id uuid PRIMARY KEY REFERENCES policies,
    version bigint NOT NULL,
    rules jsonb NOT NULL,
    rules_before jsonb,  -- as they stood before the last change; null: there is nothing to undo
    changed_by uuid NOT NULL,
    changed_by_name text NOT NULL,
    changed_at timestamptz NOT NULL
);

ALTER TABLE policy_versions
    ADD COLUMN entered_by uuid,  -- null: it came with the installation
    ADD COLUMN entered_by_name text,
    ADD COLUMN entered_at timestamptz;
