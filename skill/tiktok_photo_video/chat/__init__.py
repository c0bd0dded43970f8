"""The conversation without I/O: what a message asks for, and what is said back. Pure."""
