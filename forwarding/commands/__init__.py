"""Acts of the forwarding package, named with the statute's verbs."""
