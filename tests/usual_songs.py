"""The same song for every session of a test, composed, levelled and encoded once.

A sound is a pure function of its song, length and settings, and a song of its mood and seed;
sessions get seeds by chance, so that each render of each test would make a sound of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

import pytest

from tiktok_photo_video.backend import agent, soundtrack
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.music import Score, Tape, render
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.timeline.model import MusicReference

# As much as one kind of test needs at a time; a song of a minute has 23 MB.
_KEPT_SONGS = 8

_ENCODED: dict[Hashable, PacketRun] = {}
_encoded = soundtrack._encoded
_compose_sound = lru_cache(maxsize=_KEPT_SONGS)(render)


def _record(score: Score, tape: Tape) -> None:
    tape[0 : len(tape)] = _compose_sound(score)


def _seed(session: Session) -> int:
    return session.version


def _encoded_once(*args: Any, **options: Any) -> PacketRun:
    part, _, over, length = args
    is_composed = part is not None and isinstance(part.media, MusicReference)
    if not is_composed or over is not None or options["cancelled"].is_set():
        return _encoded(*args, **options)
    key = part, length, options["settings"]
    if key not in _ENCODED:
        _ENCODED[key] = _encoded(*args, **options)
    return _ENCODED[key]


def usual_songs() -> Iterator[None]:
    """What a fixture of a module's tests does around them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(soundtrack, "record", _record)
        patch.setattr(soundtrack, "_encoded", _encoded_once)
        patch.setattr(agent, "_seed", _seed)
        yield
