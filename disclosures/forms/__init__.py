"""The forms by which bulletins are drafted, explained, approved and corrected."""
