"""Files of every kind an order may wish, probed: container, codec, size, rate, frames, weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.backend.workbench import Workbench
from tests.media_factory import BLUE, RED
from tiktok_photo_video.backend import making
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.renders import Renders
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.render import gif
from tiktok_photo_video.render.codecs import HardwareSettings
from tiktok_photo_video.render.encoder import VideoSettings
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.outputs import EncoderChoice, FileFormat, FileWish, output_of
from tiktok_photo_video.wire.renders import RenderState, RenderStatus

GIF, WEBM = FileFormat.GIF, FileFormat.WEBM
DURATION_S = 3.0


@dataclass(frozen=True, slots=True)
class Bench:
    """A workbench with a session of two photos, one red and one blue, and what orders made."""

    work: Workbench
    session: Session
    draft: Mapping[str, object]

    def ordered(self, wish: FileWish, *, render_id: str = "r1") -> RenderStatus:
        """Order a file and wait for it."""
        self.work.order(self.session, self.draft, render_id=render_id, output=output_of(wish))
        return self.work.finished(render_id)

    def made(self, wish: FileWish, *, render_id: str = "r1") -> Path:
        """The file that an order made."""
        status = self.ordered(wish, render_id=render_id)
        assert status.state is RenderState.COMPLETED, status.error
        return self.work.backend.renders.result(self.work.account, render_id)

    @property
    def renders(self) -> Renders:
        """The backend's jobs."""
        return self.work.backend.renders


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    work = Workbench(tmp_path / "home")
    session = work.new_session(photos=3)
    yield Bench(work, session, work.tiny_draft(session))
    work.close()


@dataclass(frozen=True, slots=True)
class Probed:
    """What a decoder finds in a file."""

    codec: str
    size_px: tuple[int, int]
    rate: Fraction
    times_s: list[float]
    sound: str | None

    @property
    def frames(self) -> int:
        """How many pictures there are."""
        return len(self.times_s)


def probed(path: Path) -> Probed:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        sound = container.streams.audio[0].codec_context.name if container.streams.audio else None
        times = [float(f.time or 0) for f in container.decode(video=0)]
        codec = video.codec_context
        rate = video.average_rate or Fraction(0)
        return Probed(codec.name, (codec.width, codec.height), rate, times, sound)


def sound_of(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([f.to_ndarray().reshape(-1) for f in container.decode(audio=0)])


@pytest.mark.requirement("file-sizes-and-rates")
@pytest.mark.parametrize("fps", [24, 25, 50, 60])
def test_a_wished_rate_gives_exact_frames_and_the_same_length(bench: Bench, fps: int) -> None:
    found = probed(bench.made(FileWish(fps=fps)))
    assert found.rate == fps
    assert found.frames == DURATION_S * fps
    steps = np.diff(found.times_s)
    assert np.allclose(steps, 1 / fps, atol=1e-4)


@pytest.mark.requirement("file-sizes-and-rates")
@pytest.mark.parametrize(
    ("shape", "side_px", "size_px"),
    [
        ((9, 16), 72, (72, 128)),
        ((1, 1), 90, (90, 90)),
        ((4, 5), 72, (72, 90)),
        ((16, 9), 54, (96, 54)),
        (None, 101, (100, 180)),
    ],
)
def test_a_wished_shape_and_size_is_laid_out_anew(
    bench: Bench, shape: tuple[int, int] | None, side_px: int, size_px: tuple[int, int]
) -> None:
    path = bench.made(FileWish(short_side_px=side_px, shape=shape))
    assert probed(path).size_px == size_px
    told = bench.renders.status(bench.work.account, "r1").extensions
    assert (told["width"], told["height"]) == size_px


@pytest.mark.requirement("file-webm")
def test_a_webm_is_vp9_and_opus_in_step_and_reproducible(bench: Bench) -> None:
    path = bench.made(FileWish(WEBM))
    found = probed(path)
    assert path.suffix == ".webm"
    assert (found.codec, found.size_px, found.sound) == ("vp9", (72, 128), "opus")
    assert found.frames == 90
    assert found.times_s[0] == 0
    assert np.allclose(found.times_s, np.arange(90) / 30, atol=0.0011)  # WebM counts milliseconds
    assert path.read_bytes() == bench.made(FileWish(WEBM), render_id="r2").read_bytes()


@pytest.mark.requirement("file-webm")
def test_a_webm_plays_before_it_is_all_there(bench: Bench) -> None:
    content = bench.made(FileWish(WEBM)).read_bytes()
    cues, first_cluster = content.find(b"\x1c\x53\xbb\x6b"), content.find(b"\x1f\x43\xb6\x75")
    assert 0 < cues < first_cluster


@pytest.mark.requirement("file-gif")
def test_a_gif_loops_for_ever_at_whole_hundredths_and_is_as_long_as_the_video(
    bench: Bench,
) -> None:
    path = bench.made(FileWish(GIF, short_side_px=72))
    found = probed(path)
    content = path.read_bytes()
    assert content.startswith(b"GIF89a")
    assert b"NETSCAPE2.0\x03\x01\x00\x00" in content  # zero: any number of times
    assert (found.codec, found.size_px, found.sound) == ("gif", (72, 128), None)
    assert found.frames == round(DURATION_S / 0.08)
    assert np.allclose(np.diff(found.times_s), 0.08)


@pytest.mark.requirement("file-gif")
def test_a_gif_shows_the_colours_of_each_scene(bench: Bench) -> None:
    path = bench.made(FileWish(GIF, short_side_px=72))
    with av.open(str(path)) as container:
        frames = [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]
    seen = {tuple(np.median(frame[20:40, 20:50].reshape(-1, 3), axis=0)) for frame in frames}
    for color in (RED, BLUE):
        assert any(np.allclose(color, each, atol=12) for each in seen)


@pytest.mark.requirement("file-gif")
def test_the_same_gif_again_is_found_and_not_drawn(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.made(FileWish(GIF)).read_bytes()

    def draw(*_: object, **__: object) -> None:
        pytest.fail("it was drawn again")

    monkeypatch.setattr(gif, "write_gif", draw)
    assert bench.made(FileWish(GIF), render_id="r2").read_bytes() == first


@pytest.mark.requirement("file-gif")
def test_a_gif_stays_under_its_bound_by_getting_smaller(bench: Bench) -> None:
    whole = bench.made(FileWish(GIF, short_side_px=72)).stat().st_size
    path = bench.made(FileWish(GIF, max_bytes=whole), render_id="r2")
    assert path.stat().st_size <= whole
    status = bench.renders.status(bench.work.account, "r2")
    assert status.extensions["max_bytes"] == whole
    assert not list(path.parent.glob(".*"))


@pytest.mark.requirement("file-under-bound")
def test_a_video_that_is_small_enough_is_left_as_good_as_it_is(bench: Bench) -> None:
    plain = bench.made(FileWish())
    bound = bench.made(FileWish(max_bytes=16_000_000), render_id="r2")
    assert bound.read_bytes() == plain.read_bytes()


@pytest.mark.requirement("file-under-bound")
@pytest.mark.parametrize("kind", [FileFormat.MP4, WEBM])
def test_a_video_is_made_coarser_until_it_fits(bench: Bench, kind: FileFormat) -> None:
    usual = bench.made(FileWish(kind)).stat().st_size
    bound = round(usual * 0.8)
    path = bench.made(FileWish(kind, max_bytes=bound), render_id="r2")
    assert path.stat().st_size <= bound
    assert probed(path).frames == 90
    assert probed(path).sound is not None


@pytest.mark.requirement("file-under-bound")
def test_what_cannot_fit_fails_with_its_reason_and_leaves_nothing(bench: Bench) -> None:
    status = bench.ordered(FileWish(max_bytes=2_000))
    assert status.state is RenderState.FAILED
    assert status.extensions["error_code"] == "cannot_fit"
    assert not list((bench.work.backend.config.home / "results").iterdir())


@pytest.mark.requirement("file-encoder-choice")
def test_without_a_chip_that_works_x264_does_it_and_says_so(bench: Bench) -> None:
    plain = bench.made(FileWish())
    path = bench.made(FileWish(encoder=EncoderChoice.NVENC), render_id="r2")
    told = bench.renders.status(bench.work.account, "r2").extensions
    assert (told["encoder"], told["encoder_failed"]) == ("libx264", "nvenc")
    assert path.read_bytes() == plain.read_bytes()


# An encoder in software stands for one in a chip: what differs is only who encodes.
_STAND_IN = HardwareSettings("libx264", (("preset", "ultrafast"), ("x264-params", "threads=1")))
_BROKEN = HardwareSettings("libx264", (("preset", "no such preset"),))


def with_chips(bench: Bench, chips: Mapping[str, HardwareSettings]) -> Bench:
    """The same bench on a machine where encoders in chips pass their trial."""
    bench.work.close()
    config = replace(bench.work.backend.config, encoder_works=lambda name: name in chips)
    bench.work.backend = Backend(BackendConfig(config.home, encoder_works=config.encoder_works))
    return bench


@pytest.mark.requirement("file-encoder-choice")
def test_an_encoder_that_passed_its_trial_is_used(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    chips = {"nvenc": _STAND_IN}
    monkeypatch.setattr(making, "HARDWARE", chips)
    path = with_chips(bench, chips).made(FileWish(encoder=EncoderChoice.HARDWARE))
    told = bench.renders.status(bench.work.account, "r1").extensions
    assert "encoder_failed" not in told
    assert (probed(path).frames, probed(path).codec) == (90, "h264")
    assert path.read_bytes() != bench.made(FileWish(), render_id="r2").read_bytes()


@pytest.mark.requirement("file-encoder-choice")
def test_an_encoder_that_fails_in_the_middle_gives_way_to_x264(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    chips = {"nvenc": _BROKEN}
    monkeypatch.setattr(making, "HARDWARE", chips)
    path = with_chips(bench, chips).made(FileWish(encoder=EncoderChoice.NVENC))
    told = bench.renders.status(bench.work.account, "r1").extensions
    assert told["encoder_failed"] == "nvenc"
    assert path.read_bytes() == bench.made(FileWish(), render_id="r2").read_bytes()


@pytest.mark.requirement("wire-file-wish")
def test_an_order_for_what_is_no_file_of_ours_is_refused(bench: Bench) -> None:
    with pytest.raises(ProtocolError, match="format"):
        bench.work.order(bench.session, bench.draft, output={"format": "mov"})
    with pytest.raises(Refusal) as caught:
        bench.ordered(FileWish(GIF, encoder=EncoderChoice.X264))
    assert caught.value.word == "encoder_format"


@pytest.mark.requirement("file-sizes-and-rates")
def test_the_usual_settings_are_written_as_they_ever_were() -> None:
    assert making.MP4_BY_X264.settings(20) == VideoSettings()
    assert str(making.MP4_BY_X264.settings(20).codec_options["crf"]) == "20"


@pytest.mark.requirement("file-delivered-whole")
@pytest.mark.parametrize("kind", FileFormat)
def test_a_cancelled_file_leaves_nothing_anywhere(
    bench: Bench, kind: FileFormat, tmp_path: Path
) -> None:
    target = tmp_path / f"out{kind.suffix}"
    output = output_of(FileWish(kind))
    bench.work.order(bench.session, bench.draft, output={**output, **_to(target)})
    bench.renders.cancel(bench.work.account, "r1")
    state = bench.work.finished().state
    assert target.exists() == (state is RenderState.COMPLETED)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.requirement("file-delivered-whole")
@pytest.mark.parametrize("kind", FileFormat)
def test_each_kind_is_delivered_where_it_is_to_go(
    bench: Bench, kind: FileFormat, tmp_path: Path
) -> None:
    target = tmp_path / f"out{kind.suffix}"
    output = output_of(FileWish(kind))
    bench.work.order(bench.session, bench.draft, output={**output, **_to(target)})
    status = bench.work.finished()
    assert status.extensions["delivered_to"] == str(target)
    assert target.stat().st_size == status.size_bytes


def _to(target: Path) -> dict[str, object]:
    return {"x_photo_video": {"deliver_to": str(target)}}


@pytest.mark.requirement("file-sizes-and-rates")
@pytest.mark.parametrize("fps", [24, 25, 50, 60])
def test_the_sound_is_as_long_as_the_picture_at_any_rate(bench: Bench, fps: int) -> None:
    samples = sound_of(bench.made(FileWish(fps=fps)))
    assert abs(len(samples) / 2 / 48_000 - DURATION_S) < 0.05


@pytest.mark.requirement("file-sizes-and-rates")
def test_the_draft_of_an_order_stays_as_it_was(bench: Bench) -> None:
    bench.made(FileWish(fps=60, short_side_px=90))
    assert bench.draft == draft_from_timeline(
        replace(bench.work.timeline(bench.session), width_px=72, height_px=128)
    )
