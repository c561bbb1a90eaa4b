"""Tests of the disclosures package."""
