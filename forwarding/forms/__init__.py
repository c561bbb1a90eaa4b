"""Forms of the forwarding package: shape only; the rules judge what is said."""
