"""Pages of institutions: what inspectors ask of them and found."""
