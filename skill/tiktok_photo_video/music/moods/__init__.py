"""One module per mood, each a single ``Style``."""
