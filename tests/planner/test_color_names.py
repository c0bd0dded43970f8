"""A colour is told in words that, said back, mean the same colour."""

from __future__ import annotations
