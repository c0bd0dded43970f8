"""What a finished file is: measured of the file itself, as cheaply as that can be done.

The picture is not decoded as a whole. Where nothing moves, the encoder writes next to nothing:
so the sizes of the packets tell which stretches may be still, and only those of them that the
plan does not ask for are looked at, frame by frame.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import av
import av.error
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.plan import RenderPlan
from tiktok_photo_video.render.planes import BLACK_Y
from tiktok_photo_video.render.shots import Shot

# A still frame takes x264 some 90 bytes at 1080x1920; one of a slow zoom, thousands.
_STILL_BYTES_PER_PX = 1 / 4096
_LEAST_STILL_BYTES = 120
# Shorter rests are part of any eased move.
MIN_STILL_S = 0.5
# How far the light of a place may be from what it was, or a frame's from black, in steps of 255,
# and how much of a frame may be further, and yet be seen as the same.
_SAME_LIGHT, _BLACK_LIGHT, _SAME_SHARE = 3.0, 4.0, 0.001
_MAX_LOOKED_AT = 12
_READ_STEP_PX = 4
_READ_CODECS = frozenset({"h264", "hevc", "vp9", "av1"})
_MILLION = 1_000_000

GoOn = Callable[[], None]
_Thing = TypeVar("_Thing")
_Light = NDArray[np.float32]
_SILENT_LUFS = -69.9  # what the meter says when nothing was above its gate


@dataclass(frozen=True, slots=True)
class Pictures:
    """The picture of a file; colours are the code points of ITU-T H.273."""

    codec: str
    profile: str
    pixel_format: str
    width_px: int
    height_px: int
    frames_per_s: float
    frame_count: int
    color_primaries: int
    color_transfer: int
    color_matrix: int
    is_full_range: bool


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sound of a file; ``None`` for the loudness and the peak of silence."""

    codec: str
    sample_rate_hz: int
    channels: int
    loudness_lufs: float | None
    true_peak_dbtp: float | None


@dataclass(frozen=True, slots=True)
class Still:
    """Frames in which nothing moves, from ``start`` to before ``end``."""

    start: int
    end: int
    is_black: bool
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Facts about a finished file; ``stills`` is ``None`` where its codec hides them."""

    container: str
    is_faststart: bool
    sha256: str
    size_bytes: int
    duration_s: float
    pictures: Pictures
    sounds: Sounds | None
    stills: tuple[Still, ...] | None


def resting_frames(plan: RenderPlan) -> list[bool]:
    """For each frame of a plan, whether nothing has to move then: a held photo, a card, a fade."""
    rests: list[bool] = []
    for piece in (piece for chunk in plan.chunks for piece in chunk.pieces):
        rests.extend([piece.transition is not None or _is_held(piece.shot)] * piece.frames)
    return rests


def _is_held(shot: Shot) -> bool:
    return shot.footage is None and shot.camera.start == shot.camera.end


def digest_of(path: Path) -> str:
    """The SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measure(
    path: Path, *, sha256: str, resting: Sequence[bool], go_on: GoOn = lambda: None
) -> Measured:
    """Measure a finished file.

    Args:
        path: the file.
        sha256: of its bytes, which the caller needs before.
        resting: for each frame, whether nothing has to move then.
        go_on: called between any two packets and frames; ends the work by raising.

    Raises:
        RenderError: it cannot be read, so it is no video.
    """
    try:
        with av.open(str(path)) as container:
            return _measured(path, container, sha256, resting, go_on=go_on)
    except (av.error.FFmpegError, OSError, IndexError) as error:
        raise RenderError(
            f"The finished file could not be read back ({type(error).__name__}).",
            code="unreadable_result",
            hint="Export again; if it fails again, run the doctor command.",
        ) from error


def _measured(
    path: Path, container: InputContainer, sha256: str, resting: Sequence[bool], *, go_on: GoOn
) -> Measured:
    video = container.streams.video[0]
    packets = _packets(_watched(container.demux(video), go_on))
    pictures = _pictures(video, len(packets))
    sound = container.streams.audio[0] if container.streams.audio else None
    return Measured(
        container=path.suffix.lstrip(".").lower() or container.format.name,
        is_faststart=is_faststart(path),
        sha256=sha256,
        size_bytes=path.stat().st_size,
        duration_s=round((container.duration or 0) / _MILLION, 3),
        pictures=pictures,
        sounds=_sounds(container, sound, go_on) if sound else None,
        stills=_stills(container, packets, pictures, resting, go_on=go_on),
    )


@dataclass(frozen=True, slots=True)
class _Packet:
    pts: int
    size_bytes: int


def _watched(things: Iterable[_Thing], go_on: GoOn) -> Iterator[_Thing]:
    """The same things, before each of which the work may be ended."""
    for thing in things:
        go_on()
        yield thing


def _packets(packets: Iterable[av.Packet[Any]]) -> list[_Packet]:
    """Time and size of every frame's packet, in the order they are shown."""
    found = [_Packet(p.pts, p.size) for p in packets if p.pts is not None]
    return sorted(found, key=lambda packet: packet.pts)


def _pictures(video: VideoStream, frame_count: int) -> Pictures:
    codec = video.codec_context
    rate = video.average_rate or video.guessed_rate or 0
    return Pictures(
        codec=codec.name,
        profile=codec.profile or "",
        pixel_format=codec.pix_fmt or "",
        width_px=codec.width,
        height_px=codec.height,
        frames_per_s=round(float(rate), 3),
        frame_count=frame_count,
        color_primaries=int(codec.color_primaries),
        color_transfer=int(codec.color_trc),
        color_matrix=int(codec.colorspace),
        is_full_range=int(codec.color_range) == 2,
    )


def is_faststart(path: Path) -> bool:
    """Whether an MP4's index comes before its media; other containers need none."""
    with path.open("rb") as file:
        names = list(_boxes(file))
    if b"ftyp" not in names:
        return True
    return b"moov" in names and b"mdat" not in names[: names.index(b"moov")]


def _boxes(file: Any) -> Iterator[bytes]:
    """The names of an MP4's outermost boxes, in order, up to the first that makes no sense."""
    while len(head := file.read(8)) == 8:
        size, name = struct.unpack(">I4s", head)
        yield name
        if size == 1:
            size = struct.unpack(">Q", file.read(8))[0] - 8
        if size < 8:
            return
        file.seek(size - 8, 1)


def _sounds(container: InputContainer, stream: AudioStream, go_on: GoOn) -> Sounds:
    lufs, peak = _loudness(container, stream, go_on)
    codec = stream.codec_context
    return Sounds(codec.name, codec.sample_rate or 0, codec.channels, lufs, peak)


def _loudness(
    container: InputContainer, stream: AudioStream, go_on: GoOn
) -> tuple[float | None, float | None]:
    """Integrated loudness and true peak of what a player hears, by FFmpeg's EBU R128 meter."""
    graph = Graph()
    source = graph.add_abuffer(template=stream)
    meter = graph.add("ebur128", "metadata=1:peak=true")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    last: dict[str, str] = {}
    container.seek(0)
    for frame in _watched(container.decode(stream), go_on):
        graph.push(frame)
        last = _drained(graph) or last
    graph.push(None)
    last = _drained(graph) or last
    lufs = float(last.get("lavfi.r128.I", _SILENT_LUFS))
    peaks = [float(v) for k, v in last.items() if k.startswith("lavfi.r128.true_peaks_ch")]
    peak = max(peaks, default=0.0)
    return (
        round(lufs, 1) if lufs > _SILENT_LUFS else None,
        round(20 * math.log10(peak), 1) if peak > 0 else None,
    )


def _drained(graph: Graph) -> dict[str, str]:
    """What the meter says last of all it has by now."""
    said: dict[str, str] = {}
    while True:
        try:
            said = graph.pull().metadata or said
        except (av.error.BlockingIOError, av.error.EOFError):
            return said


def _stills(
    container: InputContainer,
    packets: list[_Packet],
    pictures: Pictures,
    resting: Sequence[bool],
    *,
    go_on: GoOn,
) -> tuple[Still, ...] | None:
    """Where nothing moves for long enough to be noticed."""
    if pictures.codec not in _READ_CODECS or not pictures.frames_per_s:
        return None
    least = round(MIN_STILL_S * pictures.frames_per_s)
    limit = max(_STILL_BYTES_PER_PX * pictures.width_px * pictures.height_px, _LEAST_STILL_BYTES)
    found: list[Still] = []
    looked_at = Counter[bool]()
    for start, end in _quiet(packets, limit, least):
        is_meant = all(resting[start:end])
        looked_at[is_meant] += 1
        if looked_at[is_meant] <= _MAX_LOOKED_AT:
            shown = [start] if is_meant else [start, end - 1]
            light = _light_at(container, [packets[at].pts for at in shown], go_on)
            if is_meant or _is_stuck(light, end - start, least):
                found.append(Still(start, end, _is_black(light), is_meant))
    return tuple(found)


def _is_stuck(light: list[_Light], frames: int, least: int) -> bool:
    """Whether a stretch that should move does not; black is told sooner than a rest."""
    if len(light) < 2:
        return False
    if _is_black(light):
        return _differing(light[0], light[1]) < _SAME_SHARE
    # Of a picture as even as a clear sky nobody sees whether the camera moves over it.
    shows_moves = _differing(light[0][:-1, :-1], light[0][1:, 1:]) >= _SAME_SHARE
    is_same = _differing(light[0], light[1]) < _SAME_SHARE
    return is_same and shows_moves and frames >= 2 * least


def _differing(one: _Light, other: _Light) -> float:
    """The share of two pictures that is told apart."""
    return float((np.abs(one - other) > _SAME_LIGHT).mean())


def _quiet(packets: list[_Packet], limit: float, least: int) -> Iterator[tuple[int, int]]:
    """Runs of frames that say next to nothing new; the one they repeat stands before them."""
    start = 0
    for at, packet in enumerate([*packets, _Packet(0, 1 << 62)]):
        if packet.size_bytes <= limit:
            continue
        if at - start >= least - 1:
            yield start, at
        start = at + 1


def _light_at(container: InputContainer, times: list[int], go_on: GoOn) -> list[_Light]:
    """The light of the frames at these times, coarsely, from 0 (black) to 255."""
    video = container.streams.video[0]
    container.seek(times[0], stream=video, backward=True)
    found: list[_Light] = []
    for frame in _watched(container.decode(video), go_on):
        if frame.pts is not None and frame.pts >= times[len(found)]:
            found.append(_coarse(frame))
            if len(found) == len(times):
                break
    return found


def _coarse(frame: av.VideoFrame) -> _Light:
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    seen = rows[: frame.height : _READ_STEP_PX, : frame.width : _READ_STEP_PX]
    return (seen.astype(np.float32) - BLACK_Y) * np.float32(255 / 219)


def _is_black(light: list[_Light]) -> bool:
    return bool(light) and float(light[-1].mean()) <= _BLACK_LIGHT
