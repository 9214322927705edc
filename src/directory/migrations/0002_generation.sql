-- How often everything that was opened for an agent has been ended: by another password, by a deactivation. Whoever was
-- recognised before that opens nothing any more.
ALTER TABLE agents ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
