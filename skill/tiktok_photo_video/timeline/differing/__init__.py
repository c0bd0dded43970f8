"""Differences by subject; ``timeline.diff`` puts them together."""
