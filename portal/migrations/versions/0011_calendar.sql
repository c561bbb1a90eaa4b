CREATE TABLE calendar_link (
    account_id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_calendar_link PRIMARY KEY (account_id),
    CONSTRAINT fk_calendar_link_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT uq_calendar_link_hash UNIQUE (hash)
);

ALTER TABLE outbox_message ADD COLUMN queued_at timestamp with time zone;

UPDATE outbox_message SET queued_at = posted_at;

ALTER TABLE outbox_message ALTER COLUMN queued_at SET NOT NULL;
