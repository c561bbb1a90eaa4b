"""Rows of the disclosures package; imported by this package alone."""

from disclosures.models.edition import KINDS, Edition

__all__ = ["KINDS", "Edition"]
