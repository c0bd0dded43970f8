"""A message of several sentences read one after the other, each going on from the one before.

``Not that one, I meant between 2 and 3. Put the first back.``: read as a whole its second half
means nothing; read as two turns it does. Only tried where the whole leaves something open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.planner.context import Understanding
from tiktok_photo_video.planner.grammar.rules import phrased
from tiktok_photo_video.planner.thread import kept
from tiktok_photo_video.planner.turn import Previous
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import Timeline

Reader = Callable[[str, Timeline | None, Previous | None], Understanding]

_MOST_PIECES = 5
_JOINTS = re.compile(
    r",? (?:and|but) (?:then )?(?=\w)|[，；;] ?(?:然后|再|并且|把)?|, ", re.IGNORECASE
)
_REMARK = re.compile(
    r"^\W*(?:(?:oh|ah|hm+|ugh|ok|okay|well|no|wait|sorry|sry|wow|omg|haha|lol|argh)\W+)*"
    r"(?:that'?s|thats|that is|this is|it'?s|its|it is|it was|that was|they'?re|i (?:see|think"
    r"|guess|like"
    r"|love|hate|don'?t like)|not (?:that|this|the|quite|it)|too |so |much too|way too|wrong"
    r"|oops|looks"
    r"|sounds|feels|that (?:looks|sounds|feels|seems)|it (?:looks|sounds|feels|seems)|never mind)"
    r"|^\W*(?:哎呀|呃|嗯|哦|啊|唉|糟糕|不对|不好|不是(?:这|那)|太|有点|这(?:个|张|样|是)?"
    r"|那(?:个|张|样|是)?"
    r"|好像|看着|看起来|听起来|感觉|觉得)"
)
_GOES_ON = re.compile(r"^\W*(?:also|and|plus)\b|\b(?:too|as well)\W*$|^\W*(?:也|还|再|另外)")


@dataclass(slots=True)
class _Course:
    """How far the sentences have been read."""

    timeline: Timeline | None
    previous: Previous
    edits: tuple[Edit, ...] = ()
    last: int = 0
    rewind: bool = False
    notes: tuple[str, ...] = ()


def one_by_one(
    message: str, timeline: Timeline | None, previous: Previous, read_one: Reader
) -> Understanding | None:
    """What the sentences ask for one after the other; ``None`` where one says nothing clear."""
    if timeline is None or not timeline.photos:
        return None
    pieces = tuple(sentences_of(message))
    pieces = _halves(message) if len(pieces) == 1 else pieces
    if not 1 < len(pieces) <= _MOST_PIECES:
        return None
    course = _Course(timeline, previous)
    for at, piece in enumerate(pieces):
        if not _went_on(course, piece, pieces[at + 1 :], read_one):
            return None
    if not course.edits:
        return None
    heard = course.previous.message
    return Understanding(course.edits, notes=course.notes, rewind=course.rewind, heard=heard)


def _halves(piece: str) -> tuple[str, ...]:
    where = _JOINTS.search(piece)
    halves = (piece[: where.start()], piece[where.end() :]) if where else (piece,)
    return tuple(half for half in halves if any(map(str.isalnum, half)))


def sentences_of(message: str) -> Iterator[str]:
    """The sentences of a message; a full stop within quotes ends none."""
    folded, tokens = phrased(message)
    start = 0
    for token in tokens:
        if token.means("stop"):
            end = folded.origins[token.end]
            if (piece := folded.original[start:end].strip()) and any(map(str.isalnum, piece)):
                yield piece
                start = end
    if (piece := folded.original[start:].strip()) and any(map(str.isalnum, piece)):
        yield piece


def _went_on(course: _Course, piece: str, later: Sequence[str], read_one: Reader) -> bool:
    """Whether a sentence was taken in: as a change, or as a remark that asks for nothing."""
    if later and _only_remarks(piece, later[0]):
        return True
    said = read_one(piece, course.timeline, course.previous)
    if said.unclear or said.question:
        halves = _halves(piece)
        return len(halves) > 1 and all(
            _went_on(course, half, halves[at + 1 :], read_one) for at, half in enumerate(halves)
        )
    if said.history is not None:
        return said.history == "undo" and said.steps == 1 and _undone(course, piece)
    if not said.edits:
        return True
    return _changed(course, piece, said)


def _only_remarks(piece: str, following: str) -> bool:
    """``Too long.``, ``that's the beach?``: what comes next says what is wanted."""
    if not _REMARK.search(piece.casefold()) or _GOES_ON.search(following.casefold()):
        return False
    _, tokens = phrased(piece)
    telling = ("act", "duration", "percent", "transition", "motion", "tint", "quote")
    meant = any(t.means("retry", "slip") and not t.means("social") for t in tokens[1:])
    return not meant and not any(t.means(kind) for t in tokens for kind in telling)


def _undone(course: _Course, piece: str) -> bool:
    """``undo that`` before anything else was done: the turn before is gone."""
    if course.edits or course.rewind or course.previous.timeline is None:
        return False
    course.rewind = True
    course.timeline = course.previous.timeline
    course.previous = Previous(kept(piece, course.previous, undid=True), course.timeline)
    return True


def _changed(course: _Course, piece: str, said: Understanding) -> bool:
    base = course.timeline
    if said.rewind:
        if not course.edits:
            course.rewind = True
        course.edits = course.edits[: course.last]
        base = course.previous.timeline
    if base is None:
        return False
    try:
        course.timeline = reduce(apply, said.edits, base)
    except EditError:
        return False
    course.last = len(course.edits)
    course.edits = (*course.edits, *said.edits)
    course.notes = tuple(dict.fromkeys((*course.notes, *said.notes)))
    course.previous = Previous(said.heard or piece, base)
    return True


def opens_with_remark(message: str) -> bool:
    """Whether its first sentence only says how the video is, and another one follows."""
    pieces = list(sentences_of(message))
    return len(pieces) > 1 and _only_remarks(pieces[0], pieces[1])


def better(whole: Understanding, by_parts: Understanding | None) -> Understanding:
    """The reading by sentences where there is one."""
    return whole if by_parts is None else replace(by_parts, suggestions=whole.suggestions)
