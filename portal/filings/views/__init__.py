"""The pages of filings."""
