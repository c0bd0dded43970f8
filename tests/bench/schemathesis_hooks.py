"""What schemathesis loads: most requests get a session, a render and a draft that are there.

Runs in an environment of its own, which need not have this project: it imports nothing of it,
and reads what there is from ``seeds.json`` in the working folder.
"""

from __future__ import annotations

import atexit
import base64
import itertools
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import schemathesis  # type: ignore[import-not-found, unused-ignore]
from hypothesis import strategies as st

SEEDS: dict[str, Any] = json.loads(Path("seeds.json").read_text(encoding="utf-8"))
PHOTOS = [base64.b64decode(photo) for photo in SEEDS["photos"]]
_calls = itertools.count()
_renders = itertools.cycle(SEEDS["render_ids"])
_urls = itertools.cycle(SEEDS["urls"])

# Bytes in a form are a photo as often as not.
schemathesis.openapi.format("binary", st.sampled_from(PHOTOS) | st.binary(max_size=200))

_PATHS: dict[str, Callable[[], str]] = {
    "session_id": lambda: str(SEEDS["session_id"]),
    "render_id": lambda: str(next(_renders)),
    "app_name": lambda: "nemo_agent",
    "user_id": lambda: "me",
}
# What stands in a body; a render needs an id of its own, and a draft that can be rendered.
_BODIES: dict[str, Callable[[], object]] = {
    "session_id": lambda: SEEDS["session_id"],
    "sessionId": lambda: SEEDS["session_id"],
    "id": lambda: f"fuzz-{next(_calls)}",
    "draft": lambda: SEEDS["draft"],
    "urls": lambda: [next(_urls)],
}


@schemathesis.hook  # type: ignore[untyped-decorator, unused-ignore]
def before_call(context: object, case: Any, kwargs: dict[str, Any]) -> None:
    """Put what is there into three requests of four, part by part."""
    number = next(_calls)
    if number % 4 and isinstance(case.path_parameters, dict):
        for name in case.path_parameters.keys() & _PATHS.keys():
            case.path_parameters[name] = _PATHS[name]()
    if not isinstance(case.body, dict):
        return
    for place, name in enumerate(sorted(case.body.keys() & _BODIES.keys())):
        # Each part is left alone at times, also while the others are real.
        if (number + place) % 4:
            case.body[name] = _BODIES[name]()
    parts = case.body.get("new_message")
    if number % 3 and isinstance(parts, dict):
        parts["parts"] = [{"text": SEEDS["messages"][number % len(SEEDS["messages"])]}]


_answers: Counter[str] = Counter()


@schemathesis.hook  # type: ignore[untyped-decorator, unused-ignore]
def after_call(context: object, case: Any, response: Any) -> None:
    """Count what was answered."""
    _answers[f"{case.operation.label} {response.status_code}"] += 1


@atexit.register
def _leave_counts() -> None:
    Path("answers.json").write_text(json.dumps(_answers), encoding="utf-8")
