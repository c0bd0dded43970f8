"""Strange requests by the thousand against the local backend, made up from its own document.

Run as ``python -m tests.bench.schemathesis_backend [seconds] [path of schemathesis]``, with the
package, the tools and the root on the path. Schemathesis (the extra ``bench``) may be in an
environment of its own. Most requests get past the door: they carry a real token, and a real
session, render, draft, photo or address, so that what is behind the door is tried too.

The exit code is schemathesis's own: 0 when no answer was a 500 or broke the document's promise.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.backend.website import Website
from tests.backend.workbench import PHOTOS, Workbench, served, until_idle
from tests.client.scripted_backend import SKILL
from tiktok_photo_video.backend.fetch import Fetcher
from tiktok_photo_video.backend.intake import Intake
from tiktok_photo_video.wire import routes

DOCUMENT = f"{routes.EXTENSION_PREFIX}/openapi.json"
HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
SECONDS = 240
# Left out: how strictly a request is judged. Old clients are let in with all sorts of bodies,
# and a project without photos has nothing to show although its id is right.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "unsupported_method",
)
MESSAGES = (
    "a 3 second video",
    "make it 2 seconds",
    "undo",
    "标题写夏天",
    "put the second photo first",
    "calmer music, no title",
    "\u202e\x00 ???",
    "x" * 3000,
)


def nowhere(host: str, port: int) -> list[str]:
    """A resolver for which every website stands in a private network, or nowhere."""
    if host.endswith(".example"):
        raise OSError("no such host")
    return ["127.0.0.1"]


@contextmanager
def bench_backend(home: Path, website: Website) -> Iterator[tuple[str, Workbench]]:
    """A served backend that can fetch from one website and looks nothing up outside."""
    bench = Workbench(home)
    fetcher = Fetcher(allowed=frozenset({website.authority}), resolve=nowhere)
    bench.backend.intake = Intake(bench.backend.media, fetcher)
    with served(bench.backend) as address:
        yield address, bench


def seeds(bench: Workbench, website: Website) -> dict[str, object]:
    """What there is: a session with photos and a timeline, a finished render, addresses."""
    session = bench.new_session(photos=3)
    draft = bench.tiny_draft(session, wish="a 1 second video")
    for name in ("done", "called-off"):
        bench.order(session, draft, render_id=name)
    bench.backend.renders.cancel(bench.account, "called-off")
    until_idle(bench.backend.renders)
    site = f"http://{website.authority}"
    return {
        "session_id": session.session_id,
        "render_ids": ["done", "called-off"],
        "draft": draft,
        "photos": [base64.b64encode(photo).decode() for photo in PHOTOS.values()],
        "urls": [
            *(f"{site}/red.jpg", f"{site}/none.jpg", f"{site}/words.jpg"),
            *("http://10.0.0.1/a.jpg", "http://[::1]/a.jpg", "https://h.example/a.jpg"),
        ],
        "messages": list(MESSAGES),
    }


def headers_for(bench: Workbench) -> dict[str, str]:
    """What every request carries: the token of the account that the session is of."""
    token = bench.backend.accounts.grant_token("workbench").token
    return {
        **SKILL.headers(),
        routes.AUTHORIZATION: f"Bearer {token}",
        routes.X_CLIENT_ID: "bench",
    }


def command(tool: str, address: str, headers: Mapping[str, str], seconds: int) -> list[str]:
    """The call of schemathesis."""
    given = [word for item in headers.items() for word in ("--header", ":".join(item))]
    return [
        *(tool, "run", address + DOCUMENT, "--checks", ",".join(CHECKS)),
        *("--phases", "examples,coverage,fuzzing", "--max-time", str(seconds)),
        *("--no-color", "--warnings", "off", "--continue-on-failure"),
        *("--generation-database", "none", "--request-timeout", "20"),
        *("--seed", "1", "--workers", "1"),
        *given,
    ]


def main(seconds: int = SECONDS, tool: str = "schemathesis") -> int:
    """Serve a backend of its own, and have it tried for so many seconds."""
    with tempfile.TemporaryDirectory() as folder, Website().open() as website:
        website.pages["/red.jpg"] = (200, {}, PHOTOS["red.jpg"])
        website.pages["/words.jpg"] = (200, {}, b"only words")
        place = Path(folder)
        with bench_backend(place / "home", website) as (address, bench):
            (place / "seeds.json").write_text(json.dumps(seeds(bench, website)), encoding="utf-8")
            # Settings are looked for, and reports are written, in the folder of the call.
            (place / "schemathesis.toml").write_text(f'hooks = "{HOOKS.as_posix()}"\n', "utf-8")
            call = command(tool, address, headers_for(bench), seconds)
            begun_s = time.monotonic()
            code = subprocess.run(call, cwd=folder, check=False).returncode
            _tell(place / "answers.json", time.monotonic() - begun_s)
            return code


def _tell(counts: Path, spent_s: float) -> None:
    """Write how often each operation answered with each status: past the door is below 300."""
    answers: dict[str, int] = json.loads(counts.read_text("utf-8")) if counts.exists() else {}
    for label, count in sorted(answers.items()):
        sys.stdout.write(f"{count:6} {label}\n")
    passed = sum(count for label, count in answers.items() if label.endswith(("200", "204")))
    sys.stdout.write(f"{passed} of {sum(answers.values())} succeeded, {spent_s:.0f} s\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else SECONDS, *given[1:2]))
