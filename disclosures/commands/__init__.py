"""Legal acts of bulletins: each one transaction with its audit line."""
