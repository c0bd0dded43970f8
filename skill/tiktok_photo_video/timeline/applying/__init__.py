"""What each edit does, by subject; ``timeline.apply`` picks from here."""
