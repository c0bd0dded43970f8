"""How fast is it, and against whom? One command, one table; see ``tests/bench/README.md``."""
