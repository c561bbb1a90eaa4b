"""Reads of what inspectors keep."""
