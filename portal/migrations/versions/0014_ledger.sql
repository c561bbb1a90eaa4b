ALTER TABLE rectification ADD COLUMN search tsvector;

CREATE INDEX ix_rectification_kind_due ON rectification (kind, due_on, id) WHERE state IN ('issued', 'reported', 'failed');

CREATE INDEX ix_rectification_search ON rectification USING gin (search);

CREATE INDEX ix_rectification_state_due ON rectification (state, due_on, id) WHERE state IN ('issued', 'reported', 'failed');
