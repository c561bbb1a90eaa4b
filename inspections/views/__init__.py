"""Pages of the inspectors' floor."""
