"""A bulletin told: from its published JSON to sentences, tables and charts, in two languages."""
