"""What inspectors and supervisors do."""
