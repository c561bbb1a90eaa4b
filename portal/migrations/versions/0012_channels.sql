ALTER TABLE channel_check ADD COLUMN mended_at timestamp with time zone;

ALTER TABLE channel_check ADD COLUMN mended_note character varying;

ALTER TABLE channel_check ADD CONSTRAINT ck_channel_check_mended CHECK (mended_at IS NULL OR (NOT met AND mended_note <> ''));
