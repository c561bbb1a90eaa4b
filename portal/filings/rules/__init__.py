"""The clauses that concern what institutions report."""
