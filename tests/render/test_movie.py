"""The finished file: what players and TikTok expect, checked with a decoder."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from tests.media_factory import BLUE, RED
from tests.render.scenes import Album, Studio, plan_of, slideshow, tone
from tiktok_photo_video.errors import RenderError, StorageError
from tiktok_photo_video.render.chunks import Tools, render_chunks
from tiktok_photo_video.render.encoder import (
    AUDIO_RATE_HZ,
    VideoSettings,
    encode_frames,
    encode_sound,
    new_frame,
)
from tiktok_photo_video.render.movie import write_movie
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.render.planes import Planes, rgb_from_planes
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.render.trial import encode_trial
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)

RATES = (Fraction(24), Fraction(30000, 1001), Fraction(30))
CANVAS = Canvas(108, 192, Fraction(30))
BT709, LIMITED = 1, 1


@dataclass(frozen=True, slots=True)
class Made:
    """A finished movie and what it was made at."""

    path: Path
    rate: Fraction


@pytest.fixture(scope="module", params=RATES, ids=str)
def movie(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    studio = Studio(tmp_path_factory.mktemp("studio"))
    rate: Fraction = request.param
    plan = plan_of(slideshow(rate))
    sound = tone(float(plan.frames / rate))
    return Made(studio.make("movie.mp4", plan, Album(), workers=2, sound=sound), rate)


def boxes(content: bytes) -> Iterator[str]:
    """The names of an MP4's outermost boxes, in order."""
    at = 0
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        yield name.decode()
        at += size


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        container.streams.video[0].codec_context.options = {"err_detect": "explode"}
        return list(container.decode(video=0))


def times_of(frames: list[av.VideoFrame]) -> list[Fraction]:
    """When each frame is shown, in seconds."""
    return [
        frame.pts * frame.time_base
        for frame in frames
        if frame.pts is not None and frame.time_base is not None
    ]


def rgb_of(frame: av.VideoFrame) -> np.ndarray:
    return rgb_from_planes(
        Planes(
            *(
                np.frombuffer(memoryview(p), np.uint8).reshape(-1, p.line_size)[:, : p.width]
                for p in frame.planes
            )
        )
    )


@pytest.mark.requirement("render-movie-format")
def test_the_picture_is_h264_high_in_bt709_limited_range(movie: Made) -> None:
    with av.open(str(movie.path)) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.name, codec.profile, codec.pix_fmt) == ("h264", "High", "yuv420p")
        assert (codec.width, codec.height) == (108, 192)
        assert (codec.color_primaries, codec.color_trc, codec.colorspace) == (BT709,) * 3
        assert codec.color_range == LIMITED
        assert container.streams.video[0].average_rate == movie.rate


@pytest.mark.requirement("render-movie-format")
def test_the_sound_is_aac_stereo_at_48_khz(movie: Made) -> None:
    with av.open(str(movie.path)) as container:
        codec = container.streams.audio[0].codec_context
        assert (codec.name, codec.sample_rate, codec.layout.name) == ("aac", 48_000, "stereo")


@pytest.mark.requirement("render-movie-format")
def test_the_index_comes_before_the_data(movie: Made) -> None:
    names = list(boxes(movie.path.read_bytes()))
    assert names[0] == "ftyp"
    assert names.index("moov") < names.index("mdat")


@pytest.mark.requirement("render-movie-frames")
def test_every_frame_is_there_once_and_in_step(movie: Made) -> None:
    frames = decoded(movie.path)
    times = times_of(frames)
    assert len(times) == 60
    assert times == [number / movie.rate for number in range(60)]


@pytest.mark.requirement("render-movie-frames")
def test_packets_are_in_decoding_order_without_gaps(movie: Made) -> None:
    with av.open(str(movie.path)) as container:
        by_stream: dict[int, list[tuple[int, int, int]]] = {0: [], 1: []}
        for packet in container.demux():
            if packet.pts is not None and packet.dts is not None:
                by_stream[packet.stream_index].append(
                    (packet.dts, packet.pts, packet.duration or 0)
                )
    for found in by_stream.values():
        decoding = [dts for dts, _, _ in found]
        assert all(a < b for a, b in pairwise(decoding))
        shown = sorted((pts, duration) for _, pts, duration in found)
        assert all(a + d == b for (a, d), (b, _) in pairwise(shown))


@pytest.mark.requirement("render-movie-frames")
def test_picture_and_sound_begin_together_and_end_together(movie: Made) -> None:
    wanted_s = 60 / movie.rate
    with av.open(str(movie.path)) as container:
        for stream in container.streams:
            assert stream.duration is not None
            assert stream.time_base is not None
            length = float(stream.duration * stream.time_base)
            assert length == pytest.approx(float(wanted_s), abs=0.03)
        samples = list(container.decode(audio=0))
    assert samples[0].pts == 0
    assert sum(frame.samples for frame in samples) >= wanted_s * AUDIO_RATE_HZ - 1


@pytest.mark.requirement("render-colours")
def test_the_photos_colours_survive_to_the_file(movie: Made) -> None:
    frames = decoded(movie.path)
    # Below the title, clear of the crossfade.
    for number, color in ((2, RED), (55, BLUE)):
        part = rgb_of(frames[number])[150:].astype(int)
        assert np.abs(part - np.array(color)).mean(axis=(0, 1)).max() <= 4


@pytest.mark.requirement("render-movie-frames")
def test_each_chunk_begins_with_a_key_frame(movie: Made) -> None:
    plan = plan_of(slideshow(movie.rate))
    starts = {sum(chunk.frames for chunk in plan.chunks[:n]) for n in range(len(plan.chunks))}
    with av.open(str(movie.path)) as container:
        base = container.streams.video[0].time_base
        assert base is not None
        found = {
            round(packet.pts * base * movie.rate)
            for packet in container.demux(video=0)
            if packet.is_keyframe and packet.pts is not None
        }
    assert starts <= found


def noise(frames: int, *, settings: VideoSettings | None = None) -> PacketRun:
    frame, planes = new_frame(CANVAS.width_px, CANVAS.height_px)
    dice = np.random.default_rng(0)

    def drawn() -> Iterator[int]:
        for number in range(frames):
            planes.y[:] = dice.integers(16, 236, planes.y.shape)
            planes.u[:] = planes.v[:] = 128
            yield number

    return encode_frames(drawn(), frame, rate=CANVAS.rate, settings=settings or VideoSettings())


def joined(path: Path, *chunks: PacketRun, title: str = "") -> int:
    return write_movie(
        path, canvas=CANVAS, settings=VideoSettings(), chunks=chunks, sound=None, title=title
    )


@pytest.mark.requirement("render-movie-frames")
@pytest.mark.parametrize("lengths", [(1,), (2,), (3,), (24, 1), (24, 2), (30, 24, 3)], ids=str)
def test_chunks_of_any_length_join(tmp_path: Path, lengths: tuple[int, ...]) -> None:
    path = tmp_path / "movie.mp4"
    assert joined(path, *(noise(length) for length in lengths)) == sum(lengths)
    times = times_of(decoded(path))
    assert times == [number / CANVAS.rate for number in range(sum(lengths))]


@pytest.mark.requirement("render-movie-format")
def test_the_title_is_in_the_file(tmp_path: Path) -> None:
    joined(tmp_path / "movie.mp4", noise(3), title="夏天 & friends")
    with av.open(str(tmp_path / "movie.mp4")) as container:
        assert container.metadata["title"] == "夏天 & friends"


@pytest.mark.requirement("render-movie-joins")
def test_chunks_of_other_settings_are_refused(tmp_path: Path) -> None:
    other = VideoSettings(options=(*VideoSettings().options, ("ref", "4"), ("bframes", "0")))
    with pytest.raises(RenderError) as failure:
        joined(tmp_path / "movie.mp4", noise(5), noise(5, settings=other))
    assert failure.value.code == "mixed_chunks"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.requirement("render-disk-full")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk at hand")
def test_a_disk_that_fills_up_while_writing_is_told(tmp_path: Path) -> None:
    (tmp_path / ".movie.mp4.part").symlink_to("/dev/full")
    with pytest.raises(StorageError) as failure:
        joined(tmp_path / "movie.mp4", noise(40))
    assert failure.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.requirement("render-movie-joins")
def test_a_failing_write_leaves_the_older_movie(tmp_path: Path) -> None:
    path = tmp_path / "movie.mp4"
    path.write_bytes(b"older")

    def failing() -> Iterator[PacketRun]:
        yield noise(5)
        raise RenderError("No more.")

    with pytest.raises(RenderError, match="No more"):
        write_movie(path, canvas=CANVAS, settings=VideoSettings(), chunks=failing(), sound=None)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.requirement("render-encoder")
def test_an_encoder_that_refuses_is_told_with_a_hint() -> None:
    frame, _ = new_frame(CANVAS.width_px, CANVAS.height_px)
    with pytest.raises(RenderError) as failure:
        encode_frames(
            iter([0]), frame, rate=CANVAS.rate, settings=VideoSettings(preset="no such preset")
        )
    assert failure.value.code == "encoder"
    assert failure.value.hint


@pytest.mark.requirement("render-encoder")
@pytest.mark.parametrize("count", [0, 1, 1023, 1024, 5000])
def test_sound_of_any_length_is_encoded_without_gaps(count: int) -> None:
    run = encode_sound(np.zeros((count, 2), np.float32))
    assert run.frames == count
    edges = [(p.pts, p.pts + p.duration) for p in run.packets]
    assert all(a[1] == b[0] for a, b in pairwise(edges))
    assert count == 0 or edges[-1][1] >= count


@pytest.mark.requirement("render-encoder")
@pytest.mark.parametrize("size", [(16, 16), (54, 38), (1082, 16)], ids=str)
def test_the_encoders_planes_can_be_drawn_in(size: tuple[int, int]) -> None:
    frame, planes = new_frame(*size)
    assert planes.y.shape == (size[1], size[0])
    assert planes.u.shape == planes.v.shape == (size[1] // 2, size[0] // 2)
    planes.y[:], planes.u[:], planes.v[:] = 50, 60, 70
    assert [bytes(plane)[0] for plane in frame.planes] == [50, 60, 70]


@pytest.mark.requirement("render-encoder")
def test_the_encoder_can_be_tried() -> None:
    assert encode_trial() == 5


@pytest.mark.requirement("render-reproducible")
def test_the_encoder_gives_the_same_bytes_whatever_was_in_memory() -> None:
    first = blurred(Canvas(360, 640, Fraction(30)), level=0)
    for level in (77, 255):
        left_over = np.full((4_000_000,), level, np.uint8)
        del left_over
        assert blurred(Canvas(360, 640, Fraction(30)), level=level) == first


def blurred(canvas: Canvas, *, level: int) -> PacketRun:
    """A soft picture that drifts, in a frame whose memory held ``level`` before."""
    frame, planes = new_frame(canvas.width_px, canvas.height_px)
    for plane in frame.planes:
        plane.update(bytes([level]) * plane.buffer_size)
    rows, columns = np.mgrid[0 : canvas.height_px, 0 : canvas.width_px]

    def drawn() -> Iterator[int]:
        for number in range(12):
            planes.y[:] = 120 + 60 * np.sin((rows + 3 * number) / 17) * np.cos(columns / 11)
            planes.u[:], planes.v[:] = 100 + number, 128
            yield number

    return encode_frames(drawn(), frame, rate=canvas.rate, settings=VideoSettings())


@pytest.mark.requirement("render-reproducible")
def test_a_movie_made_from_memory_equals_one_made_from_the_cache(tmp_path: Path) -> None:
    plan = plan_of(slideshow())
    studio = Studio(tmp_path)
    tools = Tools(PlateStore(Album()), TitlePainter())
    first = list(render_chunks(plan, tools, studio.cache, workers=1))
    assert list(render_chunks(plan, tools, studio.cache, workers=2)) == first


SETTINGS = VideoSettings()


@pytest.mark.requirement("render-reproducible")
@pytest.mark.parametrize("size", [(136, 192), (192, 108), (176, 320)], ids=str)
def test_a_small_video_has_the_same_bytes_whatever_was_in_memory(size: tuple[int, int]) -> None:
    dice = np.random.default_rng(0)
    pictures = cv2.GaussianBlur(dice.integers(60, 180, (400, 400)).astype(np.uint8), (0, 0), 3)
    found = set()
    for _ in range(12):
        frame, planes = new_frame(*size)

        def drawn(planes: Planes = planes) -> Iterator[int]:
            for number in range(20):
                # What other parts of a program leave behind in memory.
                left_over = [
                    dice.integers(0, 255, dice.integers(1000, 300_000), dtype=np.uint8)
                    for _ in range(3)
                ]
                del left_over
                planes.y[:] = pictures[number : number + size[1], number : number + size[0]]
                planes.u[:] = planes.v[:] = 128
                yield number

        run = encode_frames(drawn(), frame, rate=Fraction(30), settings=SETTINGS)
        found.add(b"".join(packet.data for packet in run.packets))
    assert len(found) == 1


@pytest.mark.requirement("render-disk-full")
@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_place_that_cannot_be_written_is_a_storage_failure(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        write_movie(
            tmp_path / folder / "movie.mp4",
            canvas=Canvas(108, 192, Fraction(30)),
            settings=SETTINGS,
            chunks=(),
            sound=None,
        )


@pytest.mark.requirement("render-movie-frames")
@pytest.mark.parametrize(
    "lengths", [(40, 2, 40), (2, 100, 40), (40, 2, 120, 40), (24, 2, 2, 2, 30)], ids=str
)
def test_a_photo_shown_for_a_moment_does_not_stop_the_export(
    tmp_path: Path, lengths: tuple[int, ...]
) -> None:
    names = ("red", "green", "blue", "yellow", "red")
    clips = tuple(
        Clip(f"p{n}", ExternalReference("", names[n]), TimeRange(0, length))
        for n, length in enumerate(lengths)
    )
    timeline = Timeline(width_px=108, height_px=192, tracks=(Track(TrackKind.VIDEO, clips),))
    path = Studio(tmp_path).make("movie.mp4", plan_of(timeline), Album())
    with av.open(str(path)) as container:
        assert len(list(container.decode(video=0))) == sum(lengths)
