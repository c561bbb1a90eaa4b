"""What institutions and the regulator do with filings."""
