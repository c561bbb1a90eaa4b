"""What bulletins are made of, read from the register, the cases and the filings."""
