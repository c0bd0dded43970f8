"""Which of two programs is the older one."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version


def is_older(version: str, than: str) -> bool:
    """Whether a version comes before another; one that is none comes before any."""
    try:
        found = Version(version)
    except InvalidVersion:
        return version != than
    return found < Version(than)
