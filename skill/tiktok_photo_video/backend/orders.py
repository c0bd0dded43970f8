"""Render orders: whether a draft can be rendered, and where its video is to go."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path

from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import ExternalReference, Timeline
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import has_content, is_ours, timeline_from_draft

ATTRIBUTION = (routes.X_SKILL_SOURCE, routes.X_SKILL_VERSION, routes.X_SKILL_PLATFORM)
_LOG = logging.getLogger(__name__)
_DELIVERED_MODE = 0o644  # what is delivered is an ordinary file of the user's, not ours


def check_entitled(policy: Policy, headers: Mapping[str, str]) -> None:
    """Refuse an export that the caller's plan, or the lack of its headers, rules out.

    Raises:
        Refusal: with the reason ``attribution_missing`` or ``plan``.
    """
    missing = [name for name in ATTRIBUTION if not headers.get(name, "").strip()]
    if policy.require_attribution and missing:
        raise Refusal(
            WireCode.EXPORT_BLOCKED,
            f"This export lacks the headers {', '.join(missing)}; the plan is not the reason.",
            hint=f"Send {', '.join(ATTRIBUTION)} with every request.",
            reason="attribution_missing",
        )
    if not policy.exports_allowed:
        raise Refusal(WireCode.EXPORT_BLOCKED, reason="plan")


def renderable(draft: Mapping[str, object]) -> Timeline:
    """The timeline of a draft that can be rendered here.

    Raises:
        Refusal: it is empty, another backend's, or broken.
    """
    if not has_content(draft):
        raise Refusal(
            WireCode.UNPROCESSABLE,
            "There is nothing to export yet.",
            hint="Make a video first: send photos and say what you want.",
            reason="empty_timeline",
        )
    if not is_ours(draft):
        raise Refusal(
            WireCode.UNPROCESSABLE,
            "This draft was made by another backend and cannot be rendered here.",
            hint="Upload the photos here and ask for the video again.",
            reason="foreign_draft",
        )
    timeline = timeline_from_draft(draft)
    if problems := check(timeline):
        raise Refusal(WireCode.UNPROCESSABLE, problems[0].sentence, reason="broken_timeline")
    return timeline


def photo_hashes(timeline: Timeline) -> set[str]:
    """The content of every photo in a timeline."""
    return {
        clip.media.content_hash
        for clip in timeline.photos
        if isinstance(clip.media, ExternalReference)
    }


def canvas_of(draft: Mapping[str, object]) -> Mapping[str, object]:
    """The sides of the picture that a draft asks for."""
    meta = draft.get("m")
    sides = meta if isinstance(meta, Mapping) else {}
    return {side: sides[side] for side in ("width", "height") if side in sides}


def delivered(path: Path, output: Mapping[str, object]) -> str | None:
    """Copy a result to where its order wants it; ``None`` when that is nowhere, or fails.

    Only callers with this machine's key get this far, and they could write there themselves.
    A failure is not the render's: the result is kept, and can be fetched.
    """
    wish = output.get(routes.EXTENSION_KEY)
    target = wish.get("deliver_to") if isinstance(wish, Mapping) else None
    if not isinstance(target, str) or not Path(target).is_absolute():
        return None
    try:
        target.encode()  # a name that is not text could not be told to anyone
        part = Path(target).with_name(f".{Path(target).name}.{path.stem}.part")
        _copied(path, part, target)
    except (OSError, ValueError) as error:
        _LOG.warning("a result could not be delivered (%s)", type(error).__name__)
        return None
    return target


def _copied(path: Path, part: Path, target: str) -> None:
    """Copy a file into place whole; nothing is left behind when that fails."""
    try:
        shutil.copyfile(path, part)
        part.chmod(_DELIVERED_MODE)
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
