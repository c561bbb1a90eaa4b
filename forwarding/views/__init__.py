"""Pages and API of the forwarding package."""
