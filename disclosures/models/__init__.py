"""Rows of the disclosures package; imported by this package alone."""

from disclosures.models.cube import CubeCell, CubeSlice
from disclosures.models.edition import KINDS, Edition

__all__ = ["KINDS", "CubeCell", "CubeSlice", "Edition"]
