"""The video as a whole: its size, rate, name, logo and cover."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.applying.guards import media_is, within
from tiktok_photo_video.timeline.applying.rates import at_rate
from tiktok_photo_video.timeline.bounds import LOGO_WIDTH_SHARE, OPACITY, RATE, SIDE_PX
from tiktok_photo_video.timeline.edits import (
    Create,
    Rename,
    SetCanvas,
    SetCover,
    SetLogo,
    SetRate,
)
from tiktok_photo_video.timeline.model import MediaKind, Timeline, s_from_frames


def create(_: Timeline, edit: Create) -> Timeline:
    """Start over."""
    return edit.timeline


def rename(timeline: Timeline, edit: Rename) -> Timeline:
    """Give the project another name, tidied of odd spaces."""
    name = " ".join(edit.name.split())
    if not name:
        raise EditError("A project needs a name.", code="empty_name", hint="Say what to call it.")
    return replace(timeline, name=name)


def set_canvas(timeline: Timeline, edit: SetCanvas) -> Timeline:
    """Give the video another size."""
    for side_px in (edit.width_px, edit.height_px):
        if side_px % 2 or not SIDE_PX.hold(side_px):
            raise EditError(
                f"A side of {side_px} px cannot be encoded.",
                code="bad_canvas",
                hint=f"Use an even number from {SIDE_PX.least} to {SIDE_PX.most}.",
            )
    return replace(timeline, width_px=edit.width_px, height_px=edit.height_px)


def set_rate(timeline: Timeline, edit: SetRate) -> Timeline:
    """Give the video another rate; all times stay within half a frame of what they were."""
    within(edit.rate, RATE, what="number of frames a second", code="bad_rate")
    return at_rate(timeline, edit.rate)


def set_cover(timeline: Timeline, edit: SetCover) -> Timeline:
    """Choose the frame shown where the video is not playing."""
    if edit.frame is not None and not 0 <= edit.frame < timeline.duration:
        asked, whole = (
            s_from_frames(frames, timeline.rate) for frames in (edit.frame, timeline.duration)
        )
        raise EditError(
            f"The video is {whole:.1f} s long: there is no cover at {asked:.1f} s.",
            code="cover_outside",
            hint="Choose a moment within the video.",
        )
    return replace(timeline, cover=edit.frame)


def set_logo(timeline: Timeline, edit: SetLogo) -> Timeline:
    """Stand a logo in a corner, or take it away."""
    if edit.logo is None:
        return replace(timeline, logo=None)
    if not media_is(edit.logo.media, (MediaKind.IMAGE,)):
        raise EditError(
            "A logo must be a picture.", code="not_a_picture", hint="Send a PNG or JPEG."
        )
    within(edit.logo.width_share, LOGO_WIDTH_SHARE, what="share of the width", code="bad_logo")
    within(edit.logo.opacity, OPACITY, what="opacity", code="bad_logo")
    return replace(timeline, logo=edit.logo)
