"""How reply events reach people and programs: bars and lines, or JSON."""

from __future__ import annotations

import json
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from tiktok_photo_video.chat import reply
from tiktok_photo_video.chat.redaction import without_controls
from tiktok_photo_video.chat.replies import file_size, say, time_left
from tiktok_photo_video.chat.reply import Reply, to_json
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.receipts import receipt_json

# Most commands draw nothing: what draws is imported with the first progress.
if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Presenter:
    """Shows reply events. Data goes to stdout, progress to stderr, bars only to a terminal.

    With ``as_json`` it keeps quiet and collects; ``stream`` writes each event as a line.
    ``language`` is that of the user, and may change with what the user says.
    """

    def __init__(
        self, *, as_json: bool, stream: bool = False, language: Language = Language.ENGLISH
    ) -> None:
        self.language = language
        self._as_json = as_json
        self._stream = stream
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._stage: reply.Stage | None = None
        self.events: list[Reply] = []

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console  # noqa: PLC0415

        return Console(stderr=True, highlight=False)

    def __call__(self, event: Reply) -> None:
        """Show one event."""
        self.events.append(event)
        if self._as_json:
            if self._stream:
                write_json(to_json(event))
            return
        if isinstance(event, reply.Progress):
            self._progress(event)
            return
        self.close()
        for line in _lines(event, self.language):
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def close(self) -> None:
        """Take a bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = self._stage = None

    @property
    def said(self) -> list[str]:
        """Everything that was said, for JSON answers."""
        return [event.text for event in self.events if isinstance(event, reply.Say)]

    @property
    def result(self) -> dict[str, object]:
        """The finished file and its receipt, or else the ordered export, for JSON answers."""
        checked: dict[str, object] = {}
        for event in reversed(self.events):
            if isinstance(event, reply.Checked):
                checked = {"receipt_path": event.path, "receipt": receipt_json(event.receipt)}
            if isinstance(event, reply.FileReady | reply.Ordered):
                facts = {key: value for key, value in to_json(event).items() if key != "type"}
                return {**facts, **checked}
        return {}

    def _progress(self, event: reply.Progress) -> None:
        if event.fraction is None:
            if event.detail:
                self.close()
                self._console.print(event.detail, markup=False)
            return
        if self._console.is_terminal:
            self._draw(event)
        elif event.stage is not self._stage:
            self._stage = event.stage
            self._console.print(f"{self._stage_words(event.stage)}…", markup=False)

    def _draw(self, event: reply.Progress) -> None:
        if self._bar is None or self._task is None or event.stage is not self._stage:
            self.close()
            self._stage = event.stage
            self._bar = _new_bar(self._console)
            self._bar.start()
            self._task = self._bar.add_task(self._stage_words(event.stage), total=1.0, pace="")
        self._bar.update(self._task, completed=event.fraction or 0.0, pace=self._pace(event))

    def _stage_words(self, stage: reply.Stage) -> str:
        return say(f"stage.{stage}", self.language)

    def _pace(self, event: reply.Progress) -> str:
        parts = [event.speed] if event.speed else []
        if event.eta_s is not None:
            left = time_left(event.eta_s, self.language)
            parts.append(say("command.left", self.language, left=left))
        return " · ".join(parts)


def _new_bar(console: Console) -> Progress:
    from rich import progress  # noqa: PLC0415

    return progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[pace]}"),
        console=console,
        transient=True,
    )


def _lines(event: Reply, language: Language) -> list[str]:
    if isinstance(event, reply.Say | reply.Checked):
        return [event.text]
    if isinstance(event, reply.StateShown):
        return [event.summary]
    if isinstance(event, reply.Offer):
        return [event.text]
    if isinstance(event, reply.FileReady):
        return [event.path, _file_facts(event, language)]
    return []


def _file_facts(event: reply.FileReady, language: Language) -> str:
    seconds = say("time.exact", language, count=f"{event.duration_s:.1f}")
    facts = [seconds, file_size(event.size_bytes, language)]
    if event.width_px and event.height_px:
        facts.append(f"{event.width_px}x{event.height_px}")
    return " · ".join(facts)


def write_json(value: object) -> None:
    """One JSON value as one line on stdout."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not is_unicode) + "\n")
    sys.stdout.flush()


def write_line(text: str) -> None:
    """One line of text on stdout, without anything that could steer a terminal."""
    sys.stdout.write(without_controls(text) + "\n")
    sys.stdout.flush()
