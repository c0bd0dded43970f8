"""Strange requests by the thousand against the local backend, made up from its own document.

Run as ``python -m tests.bench.schemathesis_backend [examples] [path of schemathesis]``, with
the package, the tools and the root on the path. Schemathesis is not needed otherwise, so it may
be in an environment of its own. The exit code is its own: 0 when no answer was a 500.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.backend.workbench import served
from tests.client.scripted_backend import SKILL
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.payloads import parse_anonymous_token, parse_session_ids

DOCUMENT = f"{routes.EXTENSION_PREFIX}/openapi.json"
EXAMPLES = 60


def headers_for(address: str) -> dict[str, str]:
    """What every request carries, with a fresh token."""
    attribution = SKILL.headers()
    answer = httpx.post(
        address + routes.ANONYMOUS_TOKEN,
        headers={**attribution, routes.X_CLIENT_ID: "bench"},
        trust_env=False,
    )
    token = parse_anonymous_token(answer.json()).token
    return {**attribution, routes.AUTHORIZATION: f"Bearer {token}"}


def known_session(address: str, headers: Mapping[str, str]) -> str:
    """The settings that put a session which is there into every path with one."""
    answer = httpx.post(
        address + routes.create_session(), headers=dict(headers), json={}, trust_env=False
    )
    session_id = parse_session_ids(answer.json()).session_id
    names = {"app_name": routes.APP_NAME, "user_id": routes.ME, "session_id": session_id}
    lines = [f'"path.{name}" = "{value}"' for name, value in names.items()]
    return "\n".join(["[parameters]", *lines, ""])


def command(tool: str, address: str, headers: Mapping[str, str], examples: int) -> list[str]:
    """The call of schemathesis."""
    given = [word for item in headers.items() for word in ("--header", ":".join(item))]
    return [
        *(tool, "run", address + DOCUMENT, "--checks", "not_a_server_error"),
        *("--phases", "examples,coverage,fuzzing", "--no-color", "--warnings", "off"),
        *("--continue-on-failure", "--generation-database", "none", "--request-timeout", "30"),
        *("--max-examples", str(examples), "--seed", "1", "--workers", "1"),
        *given,
    ]


def main(examples: int = EXAMPLES, tool: str = "schemathesis") -> int:
    """Serve a backend of its own and have it tried twice: with any session, and with a real one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Backend(BackendConfig(Path(folder) / "home"))) as address,
    ):
        headers = headers_for(address)
        call = command(tool, address, headers, examples)
        failed = 0
        for settings in ("", known_session(address, headers)):
            # The settings are looked for, and reports are written, in the folder of the call.
            (Path(folder) / "schemathesis.toml").write_text(settings, encoding="utf-8")
            failed |= subprocess.run(call, cwd=folder, check=False).returncode
        return failed


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else EXAMPLES, *given[1:2]))
