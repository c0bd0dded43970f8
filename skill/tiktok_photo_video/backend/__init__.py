"""The local backend: answers the wire and renders on this machine.

The door of Starlette (``app``) and SQLAlchemy (``store``). It knows the skill only through
the wire, and the skill knows it only so.
"""
