"""The timeline: model, edits, check, diff, summary. Pure."""
