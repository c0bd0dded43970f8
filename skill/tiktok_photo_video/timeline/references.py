"""What a clip points to: a file, composed music, a designed text, a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tiktok_photo_video.timeline.kinds import (
    MediaKind,
    TitleAnimation,
    TitlePosition,
    TitleSize,
    TitleStyle,
)


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """A media file, by what the user calls it and by what is in it.

    ``width_px`` and ``height_px`` are as displayed, that is after EXIF rotation; both are
    0 for sound. ``available_duration_ms`` is ``None`` for stills.
    """

    name: str
    content_hash: str
    kind: MediaKind = MediaKind.IMAGE
    width_px: int = 0
    height_px: int = 0
    available_duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class MusicReference:
    """A bed composed on the spot; the same mood and seed give the same piece."""

    mood: str
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TitleReference:
    """A designed text, with a smaller line under it if there is one. ``color`` is ``#rrggbb``."""

    text: str
    position: TitlePosition = TitlePosition.TOP
    style: TitleStyle = TitleStyle.OUTLINE
    color: str = "#ffffff"
    animation: TitleAnimation = TitleAnimation.RISE
    size: TitleSize = TitleSize.MEDIUM
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class CardReference:
    """A plain card with a text, such as the last picture of a video. Colours are ``#rrggbb``."""

    text: str
    background: str = "#000000"
    color: str = "#ffffff"


MediaReference: TypeAlias = ExternalReference | MusicReference | TitleReference | CardReference
