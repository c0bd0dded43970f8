"""A command starts without httpx's own command line."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CODE = """
import sys
import tiktok_photo_video.client
assert "httpx._main" not in sys.modules
import httpx
assert httpx.AsyncClient and httpx.main
"""


@pytest.mark.requirement("cli-quick-start")
def test_the_client_brings_httpx_without_its_command_line() -> None:
    subprocess.run([sys.executable, "-c", _CODE], check=True)
