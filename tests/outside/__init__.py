"""Checks by programs of other hands: ``python -m tests.outside`` runs them all.

They need what the tests do not: Node 22 or newer, and npm's registry. Where those cannot be had,
that is said, and nothing fails.
"""
