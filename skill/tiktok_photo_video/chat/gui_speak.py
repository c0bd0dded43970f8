"""From a backend that thinks it has a window, to a chat that has none.

The backend says "Click the Export button to download your video." There is no button: the
sentence becomes the action ``EXPORT`` and is not shown. Facts around it stay word for word.
Text in which nothing speaks of a window comes back as it was.

Text is worked on as units, a sentence or a line each, in order and without looking back;
so a stream cut anywhere gives the same as the whole text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tiktok_photo_video.chat.gui_sentences import rewrite, step_action
from tiktok_photo_video.chat.redaction import (
    masked,
    open_escape_at,
    without_controls,
    without_markup,
)
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.units import Unit, first_unit, goes_on, is_row_of_steps
from tiktok_photo_video.language import Language, language_of

_MAX_DEPTH = 4  # passes over one sentence; each takes something away, two are the most seen


class Action(StrEnum):
    """What the backend's words ask of the chat; the values are the router's intents."""

    EXPORT = "export"
    STATE = "state"
    EDIT = "edit"
    CREDITS = "credits"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Translation:
    """What to show, and what was asked of a window, in order, each action once."""

    shown: str
    actions: tuple[Action, ...]


def translate(text: str) -> Translation:
    """Take the window out of ``text``."""
    stream = StreamTranslator()
    shown = stream.feed(text)
    rest = stream.finish()
    return Translation(shown + rest.shown, rest.actions)


class StreamTranslator:
    """``translate`` for text that arrives in pieces, cut anywhere.

    The pieces that ``feed`` returns and the ``shown`` of ``finish``, put together, are what
    ``translate`` gives for the whole text.
    """

    def __init__(self, *, _depth: int = 0) -> None:
        self._raw = ""  # may end inside an escape sequence
        self._text = ""  # clean, not yet a whole unit
        self._writer = _Writer(depth=_depth)

    def feed(self, piece: str) -> str:
        """Take in more text; return what is now safe to show."""
        self._raw += piece
        at = open_escape_at(self._raw)
        self._text += without_controls(self._raw[:at])
        self._raw = self._raw[at:]
        return self._drain(final=False)

    def finish(self) -> Translation:
        """The rest of what is to be shown, and the actions of the whole stream."""
        self._text += without_controls(self._raw)
        self._raw = ""
        shown = self._drain(final=True) + self._writer.finish()
        return Translation(shown, tuple(self._writer.actions))

    def _drain(self, *, final: bool) -> str:
        shown = []
        while unit := first_unit(self._text, final=final):
            self._text = self._text[unit.length :]
            shown.append(self._writer.write(unit))
        return "".join(shown)


class _Writer:
    """Writes units out, leaving dropped ones and the blanks around them away."""

    def __init__(self, *, depth: int) -> None:
        self._depth = depth
        self.actions: list[Action] = []
        self._held_rows = ""  # first rows below the header, which may be steps too
        self._header = ""  # a line that announces steps, held until one of them stays
        self._gap = ""  # blanks not yet written
        self._marker = ""  # list marker of a line whose first sentence went
        self._dropped_since_header = False
        self._dropped_any = False
        self._wrote = False
        self._last_dropped = False
        self._sample = ""
        self._last_step: Action | None = None  # of the unit before, if it went as a step
        self._in_procedure = False  # below a header that announces steps of a window

    def write(self, unit: Unit) -> str:
        """The text to show for ``unit``, with whatever waited for it."""
        self._gap = _wider(self._gap, unit.gap) if self._last_dropped else self._gap + unit.gap
        if not unit.body:
            return ""
        if "\n" in unit.gap:
            self._marker = ""
        body = self._rewritten(unit)
        if not body:
            self._drop(unit)
            return ""
        return self._show(unit, body)

    def finish(self) -> str:
        """What is left to say at the end of the text."""
        out = ""
        if self._header and not self._dropped_since_header:
            out = self._header + self._held_rows
            self._header, self._wrote = "", True
        if self._dropped_any and not self._wrote:
            return self._plain_words() if not self._depth else ""
        return out + ("" if self._last_dropped else self._gap)

    def _rewritten(self, unit: Unit) -> str:
        if unit.is_dump:
            return ""
        if unit.is_code:
            return masked(unit.body)
        self._sample = self._sample or unit.body
        body = masked(without_markup(unit.body))
        rewritten = rewrite(body, language=language_of(body))
        if not rewritten.actions and self._is_more_of_a_step(unit):
            self._note_step(Action(step_action(body) or self._last_step or Action.EDIT))
            return ""
        self._note(Action(name) for name in rewritten.actions)
        self._last_step = Action(rewritten.actions[-1]) if rewritten.actions else None
        if rewritten.shown == body or self._depth >= _MAX_DEPTH:
            return rewritten.shown
        return self._again(rewritten.shown) if any(map(str.isalnum, rewritten.shown)) else ""

    def _is_more_of_a_step(self, unit: Unit) -> bool:
        """Whether a unit, no step by itself, goes on from steps of a window before it."""
        in_list = unit.is_numbered or bool(self._header)
        steps = self._in_procedure or (in_list and self._last_step is not None)
        if unit.marker:
            return steps and is_row_of_steps(unit.body)
        near = not unit.marker and unit.gap.count("\n") < 2
        return self._last_step is not None and near and goes_on(unit.body)

    def _note_step(self, action: Action) -> None:
        self._note([action])
        self._last_step = action

    def _again(self, text: str) -> str:
        """What is left may read as a step itself, now that its neighbour is gone."""
        inner = StreamTranslator(_depth=self._depth + 1)
        shown = inner.feed(text)
        rest = inner.finish()
        self._note(rest.actions)
        return shown + rest.shown

    def _note(self, actions: Iterable[Action]) -> None:
        self.actions += [a for a in dict.fromkeys(actions) if a not in self.actions]

    def _drop(self, unit: Unit) -> None:
        self._marker = self._marker or unit.marker
        self._last_dropped = self._dropped_any = True
        self._dropped_since_header = bool(self._header)
        self._held_rows = ""

    def _show(self, unit: Unit, body: str) -> str:
        if self._header and unit.is_numbered and is_row_of_steps(unit.body):
            self._held_rows += self._gap + unit.marker + body
            self._gap, self._last_dropped = "", False
            return ""
        header = self._released_header(unit)
        gap = "" if self._dropped_any and not self._wrote and not header else self._gap
        text = gap + (unit.marker or self._marker) + body
        self._gap, self._marker, self._last_dropped = "", "", False
        if unit.announces:
            self._header, self._dropped_since_header = text, False
            self._in_procedure = unit.announces_procedure
            return header
        self._wrote = True
        return header + text

    def _released_header(self, unit: Unit) -> str:
        """The held header, if what follows shows that it still announces something."""
        header = self._header + self._held_rows if self._header else ""
        self._header = self._held_rows = ""
        self._in_procedure = False
        lost_its_items = self._dropped_since_header and not unit.marker
        self._dropped_since_header = False
        if not header or lost_its_items:
            return ""
        self._wrote = True
        return header

    def _plain_words(self) -> str:
        language = language_of(self._sample)
        return _sentence_space(language).join(
            say(f"plain.{action}", language) for action in self.actions
        )


def _sentence_space(language: Language) -> str:
    return " " if language is Language.ENGLISH else ""


def _wider(a: str, b: str) -> str:
    """Of the blanks before and after something dropped, those that part text the most."""
    return b if b.count("\n") > a.count("\n") else a
