"""Reads of what institutions report."""
