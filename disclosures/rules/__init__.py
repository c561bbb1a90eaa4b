"""The clauses and the arithmetic of bulletins (Art. 37)."""
