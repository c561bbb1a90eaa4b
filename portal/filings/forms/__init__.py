"""The forms of filings."""
