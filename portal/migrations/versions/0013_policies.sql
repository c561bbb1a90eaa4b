ALTER TABLE filing_text ADD COLUMN fault character varying DEFAULT ''::character varying NOT NULL;
