"""Render orders: whether a draft can be rendered, and where its video is to go."""

from __future__ import annotations

import contextlib
import filecmp
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import MediaKind, Timeline
from tiktok_photo_video.whole_files import sync, take_name
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import has_content, is_ours, timeline_from_draft
from tiktok_photo_video.wire.fitting import MediaKey, external_media

ATTRIBUTION = (routes.X_SKILL_SOURCE, routes.X_SKILL_VERSION, routes.X_SKILL_PLATFORM)
_LOG = logging.getLogger(__name__)
_MAX_NAMED = 5  # of many missing files; a sentence must stay one
_COPY_BYTES = 1024**2
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
        raise Refusal(
            WireCode.UNPROCESSABLE,
            problems[0].sentence,
            reason="broken_timeline",
            facts={"problem": problems[0].code},
        )
    return timeline


def require_media(timeline: Timeline, there: Collection[MediaKey]) -> None:
    """Refuse a timeline that shows or plays what a session does not have.

    Args:
        timeline: what is to be put into a session.
        there: content hash and kind of everything the session has.

    Raises:
        Refusal: with the reason ``missing_media``, naming what is missing.
    """
    named = (media for media in external_media(timeline))
    missing = [media.name for media in named if (media.content_hash, media.kind) not in there]
    tables = {clip.look.lut_hash for clip in timeline.pictures} - {""}
    if any((each, MediaKind.LUT) not in there for each in tables):
        missing.append("the colour table")
    if missing:
        raise Refusal(
            WireCode.UNPROCESSABLE,
            f"The project lacks {_listed(dict.fromkeys(missing))}, which this draft needs.",
            hint="Upload what is missing first, or take it out of the draft.",
            reason="missing_media",
        )


def _listed(names: Iterable[str]) -> str:
    first, rest = [*names][:_MAX_NAMED], [*names][_MAX_NAMED:]
    return f"{', '.join(first)} and {len(rest)} more" if rest else ", ".join(first)


def canvas_of(draft: Mapping[str, object]) -> Mapping[str, object]:
    """The sides of the picture that a draft asks for."""
    meta = draft.get("m")
    sides = meta if isinstance(meta, Mapping) else {}
    return {side: sides[side] for side in ("width", "height") if side in sides}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A copy of a result, beside the place where its order wants it.

    Attributes:
        may_replace: whatever is there may go; else only an empty place will do.
    """

    part: Path
    target: Path
    may_replace: bool = True

    def deliver(self) -> str | None:
        """Put it in its place, in one step; ``None`` when that fails, or the place is taken."""
        try:
            if self.may_replace:
                self.part.replace(self.target)
            elif not self._is_there_already():
                take_name(self.part, self.target)
        except OSError as error:
            _warn(error)
            return None
        self.discard()
        return str(self.target)

    def _is_there_already(self) -> bool:
        """Whether a life before this one has put the very same file there."""
        return self.target.is_file() and filecmp.cmp(self.part, self.target, shallow=False)

    def discard(self) -> None:
        """Take the copy away, if it is still there."""
        with contextlib.suppress(OSError, ValueError):
            self.part.unlink(missing_ok=True)


def packed(path: Path, output: Mapping[str, object]) -> Parcel | None:
    """Copy a result to beside where its order wants it; ``None`` when that is nowhere, or fails.

    Only callers with this machine's key get this far, and they could write there themselves.
    A failure is not the render's: the result is kept, and can be fetched.
    """
    parcel = _parcel(path.stem, output)
    if parcel is None:
        return None
    try:
        parcel.discard()
        # "x": where others may write, too, one of them may have put a link there.
        with path.open("rb") as source, parcel.part.open("xb") as copy:
            shutil.copyfileobj(source, copy, _COPY_BYTES)
        parcel.part.chmod(_DELIVERED_MODE)
        sync(parcel.part)
    except (OSError, ValueError) as error:
        parcel.discard()
        _warn(error)
        return None
    return parcel


def sweep(
    render_id: str, output: Mapping[str, object], *, besides: Iterable[Callable[[Path], Path]] = ()
) -> None:
    """Take away the copies that a killed process began to make for an order.

    Args:
        render_id: of the order.
        output: where the order wants its result.
        besides: where what comes with a result lies, by the result's place.
    """
    if parcel := _parcel(render_id, output):
        parcel.discard()
        for beside in besides:
            place = beside(parcel.target)
            own_id = beside(Path(f"{render_id}.mp4")).stem
            replace(parcel, part=_part_of(place, own_id), target=place).discard()


def _parcel(render_id: str, output: Mapping[str, object]) -> Parcel | None:
    """Where an order's result is to go, and its copy beside that; ``None`` for nowhere."""
    wish = output.get(routes.EXTENSION_KEY)
    if not isinstance(wish, Mapping):
        return None
    target = wish.get("deliver_to")
    if not isinstance(target, str) or not Path(target).is_absolute():
        return None
    try:
        target.encode()  # a name that is not text could not be told to anyone
        place = Path(target)
        part = _part_of(place, render_id)
    except ValueError as error:
        _warn(error)
        return None
    return Parcel(part, place, may_replace=wish.get("replace") is not False)


def _part_of(place: Path, render_id: str) -> Path:
    return place.with_name(f".{place.name}.{render_id}.part")


def _warn(error: Exception) -> None:
    _LOG.warning("a result could not be delivered (%s)", type(error).__name__)
