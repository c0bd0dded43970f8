"""How far a render is, in words."""

from __future__ import annotations

from tiktok_photo_video.chat.replies import render_progress, say, time_left
from tiktok_photo_video.chat.reply import Progress, Stage
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.renders import RenderStatus

# Stages of our own backend's renders that have a sentence of their own.
_WAITING = frozenset({"waiting_disk", "waiting_memory"})
_TOLD = frozenset({"queued", "joining", *_WAITING})


def progress_of(status: RenderStatus, language: Language) -> Progress:
    """A render under way, as whoever waits for it is shown it."""
    fraction, left_s = _how_far(status)
    frames_per_s = status.extensions.get("frames_per_s")
    stage, percent = status.extensions.get("stage"), int(fraction * 100)
    return Progress(
        Stage.RENDERING,
        fraction=fraction,
        detail=say(f"export.{stage}", language, percent=percent)
        if stage in _WAITING
        else render_progress(percent, language, eta_s=left_s),
        eta_s=left_s,
        speed=f"{frames_per_s:.0f} fps" if isinstance(frames_per_s, int | float) else None,
    )


def under_way(status: RenderStatus, language: Language) -> str:
    """A render under way, for who asks how things stand."""
    fraction, left_s = _how_far(status)
    percent = int(fraction * 100)
    stage = status.extensions.get("stage")
    if stage in _TOLD:
        return say(f"state.{stage}", language, percent=percent)
    if left_s is None:
        return say("state.rendering", language, percent=percent)
    left = time_left(left_s, language)
    return say("state.rendering_left", language, percent=percent, left=left)


def _how_far(status: RenderStatus) -> tuple[float, float | None]:
    """The part that is done, from 0 to 1, and the seconds left, as far as can be told."""
    facts = status.extensions
    done, total, eta_s = (facts.get(key) for key in ("frames_done", "frames_total", "eta_s"))
    left_s = float(eta_s) if isinstance(eta_s, int | float) else None
    if isinstance(done, int) and isinstance(total, int) and total > 0:
        return min(max(done / total, 0.0), 1.0), left_s
    return status.progress / 100, left_s
