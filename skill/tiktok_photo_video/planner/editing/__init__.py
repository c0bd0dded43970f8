"""Wishes carried out on a timeline as edits, one module a subject."""
