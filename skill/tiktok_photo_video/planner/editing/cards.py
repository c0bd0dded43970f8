"""Wishes about the end card and the logo, as edits."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.text_wishes import Badge, EndCard, NoBadge, NoEndCard
from tiktok_photo_video.timeline.edits import Edit, Remove, SetEndCard, SetLogo
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Logo,
    MediaKind,
    frames_from_s,
)

_MIN_CARD_S, _MAX_CARD_S = 0.5, 60.0
_LOGO_STEP = 1.4
_MIN_LOGO, _MAX_LOGO = 0.06, 0.5  # of the frame's width
_LOGO_NAMES = ("logo", "watermark", "brand", "水印", "标志", "商标", "台标")


def end_card(scene: Scene, wish: EndCard) -> Carried:
    """End with a card, or change the one there is."""
    old = _card(scene)
    if old is None and not wish.text:
        raise DoubtError("card_text")
    media = old.media if old else None
    card = media if isinstance(media, CardReference) else CardReference(wish.text)
    card = CardReference(
        wish.text or card.text, wish.background or card.background, _letters(card, wish)
    )
    return Carried((SetEndCard(card, _frames(scene, wish.duration_s)),))


def _letters(card: CardReference, wish: EndCard) -> str:
    """The colour of the text, which must not be that of the card."""
    color = wish.color or card.color
    background = wish.background or card.background
    if color != background:
        return color
    return "#000000" if background == "#ffffff" else "#ffffff"


def _frames(scene: Scene, duration_s: float | None) -> int:
    if duration_s is None:
        return 0
    return frames_from_s(min(max(duration_s, _MIN_CARD_S), _MAX_CARD_S), scene.timeline.rate)


def _card(scene: Scene) -> Clip | None:
    last = scene.timeline.pictures[-1]
    return last if isinstance(last.media, CardReference) else None


def no_end_card(_: Scene, __: NoEndCard) -> Carried:
    """Take the end card away."""
    return Carried((SetEndCard(None),))


def badge(scene: Scene, wish: Badge) -> Carried:
    """Stand an uploaded logo in a corner, or change the one that is there."""
    now = scene.timeline.logo
    media = _logo_file(scene, wish.name)
    if media is None and now is not None and not wish.name:
        media = now.media
    if media is None:
        raise DoubtError("logo_file")
    logo = replace(now, media=media) if now else Logo(media)
    width = logo.width_share * _LOGO_STEP**wish.steps
    logo = replace(
        logo,
        corner=wish.corner or logo.corner,
        width_share=round(min(max(width, _MIN_LOGO), _MAX_LOGO), 3),
    )
    return Carried((*_taken_from_photos(scene, media), SetLogo(logo)))


def _logo_file(scene: Scene, name: str) -> ExternalReference | None:
    pictures = [p for p in scene.photos if p.media.kind is MediaKind.IMAGE]
    if name:
        return next((p.media for p in pictures if _is_named(p, name)), None)
    return next((p.media for p in pictures if _is_logo(p)), None)


def _is_named(photo: Photo, name: str) -> bool:
    return photo.media.name.casefold() == name.casefold()


def _is_logo(photo: Photo) -> bool:
    return any(word in photo.media.name.casefold() for word in _LOGO_NAMES)


def _taken_from_photos(scene: Scene, media: ExternalReference) -> tuple[Edit, ...]:
    """A logo is not one of the photos to be shown."""
    ids = tuple(c.id for c in scene.timeline.photos if c.media == media)
    if len(ids) == len(scene.timeline.photos):
        raise DoubtError("nothing_left", count=len(ids))
    return (Remove(ids),) if ids else ()


def no_badge(_: Scene, __: NoBadge) -> Carried:
    """Take the logo away."""
    return Carried((SetLogo(None),))
