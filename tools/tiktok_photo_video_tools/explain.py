"""``explain``: what the router or the translator makes of a text."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tiktok_photo_video.chat.gui_speak import translate
from tiktok_photo_video.chat.intents import route
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video_tools.console import write_json, write_line


def run(subject: str, words: list[str], *, with_files: bool, as_json: bool) -> None:
    """Explain each text; ``-`` as the only word reads one text a line from stdin."""
    if subject not in ("intent", "gui"):
        raise RequestError(
            f"There is nothing called {subject} to explain.",
            code="bad_subject",
            hint="Say explain intent TEXT, or explain gui TEXT.",
            facts={"subject": subject},
        )
    for text in _texts(words):
        answer = _intent(text, with_files=with_files) if subject == "intent" else _gui(text)
        if as_json:
            write_json(answer)
        else:
            for key, value in answer.items():
                write_line(f"{key}: {', '.join(value) if isinstance(value, list) else value}")


def _texts(words: list[str]) -> Iterable[str]:
    if words == ["-"]:
        return (line.rstrip("\r\n") for line in sys.stdin)
    if not words:
        raise RequestError("There is no text to explain.", code="no_text", hint="Add one, or -.")
    return (" ".join(words),)


def _intent(text: str, *, with_files: bool) -> dict[str, str | list[str]]:
    routed = route(text, with_files=with_files)
    return {"text": text, "intents": [i.value for i in routed.intents], "why": routed.why}


def _gui(text: str) -> dict[str, str | list[str]]:
    translation = translate(text)
    actions = [action.value for action in translation.actions]
    return {"text": text, "shown": translation.shown, "actions": actions}
