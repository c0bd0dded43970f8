"""The rules that read wishes out of clauses, one module a subject."""
