"""The forms of the inspectors' floor."""
