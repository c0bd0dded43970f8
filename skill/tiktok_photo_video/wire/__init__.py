"""The wire: every path, code, payload, stream frame and draft, for both of its ends. Pure.

What is read here was written by a stranger: each payload has one ``parse_*`` that takes all
documented variants and names the field that is wrong. What is written here is read by clients
of every age: each payload has one ``*_answer`` or ``*_request`` that emits the superset.
"""
