"""Imports httpx without its command line, which a fifth of a command's start would go to.

httpx imports rich, click and pygments for it wherever they are installed, and does without
where they are not: that is what it is told here, for as long as its import takes.
"""

from __future__ import annotations

import sys
from typing import Any

_COMMAND_LINE = "httpx._main"

if "httpx" not in sys.modules:
    modules: dict[str, Any] = sys.modules
    modules[_COMMAND_LINE] = None  # Python's own way to say that there is none
    try:
        import httpx  # noqa: F401
    finally:
        modules.pop(_COMMAND_LINE, None)
