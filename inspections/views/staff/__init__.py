"""Pages of inspectors and supervisors."""
