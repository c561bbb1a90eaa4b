"""The register on the web: for the public, for staff, and for an institution's own users."""
