"""Receipts: what a finished file is, held against what TikTok takes, as a JSON beside it.

The same file of the same timeline has the same receipt: there is no clock in it, and no path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tiktok_photo_video.backend.clip_sounds import clip_sounds
from tiktok_photo_video.backend.orders import Parcel, packed
from tiktok_photo_video.backend.tiktok_limits import (
    LIMITS_VERSION,
    Facts,
    Wanted,
    checks_of,
    verdict_of,
)
from tiktok_photo_video.render.chunk_cache import storage_error
from tiktok_photo_video.render.plan import RenderPlan
from tiktok_photo_video.render.receipt import (
    MIN_STILL_S,
    GoOn,
    Measured,
    Still,
    digest_of,
    measure,
    resting_frames,
)
from tiktok_photo_video.render.titles import SAFE_AREA, TitlePainter, titles_in
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.whole_files import write_whole
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.receipts import (
    RECEIPT_VERSION,
    PictureFacts,
    Receipt,
    SoundFacts,
    StillKind,
    StillStretch,
    TitlePlace,
    parse_receipt,
    receipt_beside,
    receipt_text,
)

_MAX_KEPT = 200
_HOW = {
    "file": "read from the container; the SHA-256 is over all bytes",
    "frames": "counted packet by packet",
    "sound": "decoded whole; EBU R128 with true peaks, by FFmpeg's meter",
    "stills": (
        f"stretches of {MIN_STILL_S:g} s and more in which packets hold next to nothing; "
        "those not asked for decoded, first and last frame compared; at most 12 of a kind"
    ),
    "titles": f"drawn letters at rest, not while they move, against {SAFE_AREA.version}",
}


@dataclass(frozen=True, slots=True)
class Receipts:
    """Writes receipts; the very same file is measured once.

    Attributes:
        folder: where what was measured is kept.
    """

    folder: Path

    def write(
        self,
        video: Path,
        timeline: Timeline,
        plan: RenderPlan,
        painter: TitlePainter,
        *,
        go_on: GoOn = lambda: None,
    ) -> None:
        """Write the receipt of a finished video beside it.

        ``go_on`` is called over and over, and ends the work by raising.

        Raises:
            RenderError: the video cannot be read back.
            StorageError: the disk is full or not writable.
        """
        sha256 = digest_of(video)
        kept = self._place(sha256, video.suffix, timeline)
        text = _text_at(kept) or receipt_text(
            _receipt(video, timeline, plan, painter, sha256=sha256, go_on=go_on)
        )
        try:
            write_whole(receipt_beside(video), text)
            self._keep(kept, text)
        except OSError as error:
            raise storage_error(error) from error

    def _place(self, sha256: str, suffix: str, timeline: Timeline) -> Path:
        """Where the receipt of a file of a timeline is kept."""
        facts = [RECEIPT_VERSION, LIMITS_VERSION, SAFE_AREA.version, sha256, suffix]
        text = json.dumps([*facts, asdict(timeline)], sort_keys=True, default=str)
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()}.json"

    def _keep(self, place: Path, text: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(place, text)
        kept = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-_MAX_KEPT]:
            path.unlink(missing_ok=True)


def read_receipt(video: Path) -> Mapping[str, object] | None:
    """The receipt beside a video; ``None`` when there is none that can be read."""
    text = _text_at(receipt_beside(video))
    return json.loads(text) if text else None


def receipt_facts(video: Path, delivered: Path | None) -> Mapping[str, object]:
    """A video's receipt, and where that was delivered."""
    receipt = read_receipt(video)
    if receipt is None:
        return {}
    beside = receipt_beside(delivered) if delivered else None
    is_there = beside is not None and beside.is_file()
    return {"receipt": receipt, **({"receipt_delivered_to": str(beside)} if is_there else {})}


def packed_receipt(video: Path, output: Mapping[str, object]) -> Parcel | None:
    """Copy a video's receipt to beside where the video's order wants it.

    There it takes the place of an earlier receipt where the video may take that of an earlier
    video, and never of any other file.
    """
    wish = output.get(routes.EXTENSION_KEY)
    if not isinstance(wish, Mapping):
        return None
    target, receipt = wish.get("deliver_to"), receipt_beside(video)
    if not isinstance(target, str) or not Path(target).name or not receipt.is_file():
        return None
    place = receipt_beside(Path(target))
    may_replace = wish.get("replace") is not False and _text_at(place) is not None
    order = {**wish, "deliver_to": str(place), "replace": may_replace}
    return packed(receipt, {routes.EXTENSION_KEY: order})


def _text_at(path: Path) -> bytes | None:
    """A receipt's file, if it is one."""
    with suppress(OSError, ValueError):
        text = path.read_bytes()
        if parse_receipt(json.loads(text)):
            return text
    return None


def _receipt(
    video: Path,
    timeline: Timeline,
    plan: RenderPlan,
    painter: TitlePainter,
    *,
    sha256: str,
    go_on: GoOn,
) -> Receipt:
    file = measure(video, sha256=sha256, resting=resting_frames(plan), go_on=go_on)
    titles = tuple(_titles(plan, painter))
    wanted = Wanted(plan.frames, _has_own_level(timeline))
    checks = checks_of(Facts(file, titles, wanted))
    return Receipt(
        verdict=verdict_of(checks),
        sha256=sha256,
        size_bytes=file.size_bytes,
        container=file.container,
        faststart=file.is_faststart,
        duration_s=file.duration_s,
        picture=PictureFacts(**asdict(file.pictures)),
        sound=SoundFacts(**asdict(file.sounds)) if file.sounds else None,
        stills=_stills(file),
        titles=titles,
        checks=checks,
        limits=LIMITS_VERSION,
        measured=_HOW,
    )


def _has_own_level(timeline: Timeline) -> bool:
    """Whether the user chose how loud it is: by a volume or fade, or by wanting no music.

    Of music and clips together the louder one counts; clips that whisper alone stay soft.
    """
    music = timeline.music
    if music is None or music.is_muted:
        return True
    volumes = (music.volume, *(sound.volume for sound in clip_sounds(timeline)))
    return max(volumes) != 1.0 or music.fade_in > 0 or music.fade_out > 0


def _stills(file: Measured) -> tuple[StillStretch, ...] | None:
    if file.stills is None:
        return None
    rate = file.pictures.frames_per_s
    return tuple(_stretch(still, rate) for still in file.stills)


def _stretch(still: Still, rate: float) -> StillStretch:
    kind = StillKind.BLACK if still.is_black else StillKind.FROZEN
    start_s, end_s = round(still.start / rate, 3), round(still.end / rate, 3)
    return StillStretch(kind, start_s, end_s, still.is_meant)


def _titles(plan: RenderPlan, painter: TitlePainter) -> Iterator[TitlePlace]:
    rate = float(plan.canvas.rate)
    for start, span in titles_in(plan):
        is_inside = painter.is_in_safe_area(plan.canvas, span)
        start_s, end_s = round(start / rate, 3), round((start + span.frames) / rate, 3)
        yield TitlePlace(span.title.text, start_s, end_s, is_inside)
