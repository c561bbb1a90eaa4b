"""Reads of the forwarding package, each scoped to who asks."""
