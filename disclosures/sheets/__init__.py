"""Figures as files: tables that other programs read."""
