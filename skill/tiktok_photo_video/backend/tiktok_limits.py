"""What TikTok takes, and what a finished file is held against: one table, one version. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tiktok_photo_video.backend.soundtrack import CEILING_DBTP, TARGET_LUFS
from tiktok_photo_video.render.receipt import Measured, Pictures, Sounds, Still
from tiktok_photo_video.wire.receipts import Check, TitlePlace, Verdict

# Raise this with every change of the figures. They are those of TikTok's media transfer guide
# (sides, rates, codecs, lengths, 4 GB), of its apps (72 MB on Android) and what sound is levelled
# to here, which it plays unchanged.
LIMITS_VERSION = "tiktok-2026-11"
_SIDES_PX = (360, 4096)
_RATES = (23.0, 60.0)
_SHORTEST_S, _LONGEST_S = 3.0, 600.0
_APP_BYTES, _MOST_BYTES = 72_000_000, 4_000_000_000
_LUFS_SPREAD = 0.5
_CONTAINERS = ("mp4", "mov", "webm")
_BEST_CODEC, _OTHER_CODECS = "h264", ("hevc", "vp8", "vp9")
_BT709 = 1
_MAX_NAMED = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the timeline asks for, where that is not for TikTok to say.

    Attributes:
        frames: how many it has.
        has_own_level: the user has chosen how loud it is, or that less or nothing is heard.
    """

    frames: int
    has_own_level: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a check may look at."""

    file: Measured
    titles: Sequence[TitlePlace]
    wanted: Wanted

    @property
    def picture(self) -> Pictures:
        """The picture of the file."""
        return self.file.pictures

    @property
    def sound(self) -> Sounds | None:
        """The sound of the file."""
        return self.file.sounds


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row: what is looked at, what is expected, what it is held to, and the way out."""

    id: str
    found: Callable[[Facts], str]
    expected: str
    verdict: Callable[[Facts], Verdict]
    to_do: str


def checks_of(facts: Facts) -> tuple[Check, ...]:
    """Every check there is, in the order of the table."""
    return tuple(_checked(rule, facts) for rule in _RULES)


def verdict_of(checks: Iterable[Check]) -> Verdict:
    """The gravest of all."""
    given = {check.verdict for check in checks}
    return next((v for v in (Verdict.FAIL, Verdict.WARN) if v in given), Verdict.PASS)


def _checked(rule: _Rule, facts: Facts) -> Check:
    verdict = rule.verdict(facts)
    to_do = "" if verdict is Verdict.PASS else rule.to_do
    return Check(rule.id, verdict, rule.found(facts), rule.expected, to_do)


def _or(is_right: bool, otherwise: Verdict) -> Verdict:
    return Verdict.PASS if is_right else otherwise


def _codec(facts: Facts) -> Verdict:
    codec = facts.picture.codec
    return _or(codec == _BEST_CODEC, _or(codec in _OTHER_CODECS, Verdict.FAIL))


def _sides(facts: Facts) -> Verdict:
    sides = (facts.picture.width_px, facts.picture.height_px)
    return _or(all(_SIDES_PX[0] <= side <= _SIDES_PX[1] for side in sides), Verdict.FAIL)


def _length(facts: Facts) -> Verdict:
    if facts.file.duration_s < _SHORTEST_S:
        return Verdict.FAIL
    return _or(facts.file.duration_s <= _LONGEST_S, Verdict.WARN)


def _size(facts: Facts) -> Verdict:
    size = facts.file.size_bytes
    return _or(size <= _APP_BYTES, _or(size > _MOST_BYTES, Verdict.WARN))


def _loudness(facts: Facts) -> Verdict:
    if facts.wanted.has_own_level:
        return Verdict.PASS
    lufs = facts.sound.loudness_lufs if facts.sound else None
    return _or(lufs is not None and abs(lufs - TARGET_LUFS) <= _LUFS_SPREAD, Verdict.WARN)


def _peak(facts: Facts) -> Verdict:
    peak = facts.sound.true_peak_dbtp if facts.sound else None
    return _or(peak is None or peak <= CEILING_DBTP, Verdict.WARN)


def _colors(picture: Pictures) -> tuple[int, int, int]:
    return picture.color_primaries, picture.color_transfer, picture.color_matrix


def _unmeant(facts: Facts, *, black: bool) -> list[Still]:
    stills = facts.file.stills or ()
    return [still for still in stills if not still.is_meant and still.is_black is black]


def _stretches(facts: Facts, *, black: bool) -> str:
    if facts.file.stills is None:
        return "not measured"
    rate = facts.picture.frames_per_s
    told = [f"{s.start / rate:.1f}-{s.end / rate:.1f} s" for s in _unmeant(facts, black=black)]
    return _listed(told)


def _outside(facts: Facts) -> list[str]:
    return [title.text for title in facts.titles if not title.is_inside]


def _listed(told: list[str]) -> str:
    rest = len(told) - _MAX_NAMED
    return ", ".join([*told[:_MAX_NAMED], *([f"and {rest} more"] if rest > 0 else [])]) or "none"


def _lufs_words(facts: Facts) -> str:
    lufs = facts.sound.loudness_lufs if facts.sound else None
    return "silent" if lufs is None else f"{lufs:.1f} LUFS"


def _peak_words(facts: Facts) -> str:
    peak = facts.sound.true_peak_dbtp if facts.sound else None
    return "silent" if peak is None else f"{peak:.1f} dBTP"


_RULES = (
    _Rule(
        "container",
        lambda f: f.file.container,
        " or ".join(_CONTAINERS),
        lambda f: _or(f.file.container in _CONTAINERS, Verdict.FAIL),
        "TikTok takes no such file as a video: export an MP4 for it.",
    ),
    _Rule(
        "codec",
        lambda f: f"{f.picture.codec} {f.picture.profile}".strip(),
        "h264",
        _codec,
        "Export an MP4: H.264 is what TikTok likes best.",
    ),
    _Rule(
        "pixel_format",
        lambda f: f.picture.pixel_format,
        "yuv420p",
        lambda f: _or(f.picture.pixel_format == "yuv420p", Verdict.WARN),
        "Some phones will not play this: export an MP4.",
    ),
    _Rule(
        "colors",
        lambda f: "/".join(map(str, _colors(f.picture))),
        "1/1/1 (BT.709, limited range)",
        lambda f: _or(
            set(_colors(f.picture)) == {_BT709} and not f.picture.is_full_range, Verdict.WARN
        ),
        "Colours may look pale or strong after posting: export an MP4.",
    ),
    _Rule(
        "faststart",
        lambda f: "yes" if f.file.is_faststart else "no",
        "yes",
        lambda f: _or(f.file.is_faststart, Verdict.WARN),
        "It starts to play only when all of it is loaded: export again.",
    ),
    _Rule(
        "sides",
        lambda f: f"{f.picture.width_px}x{f.picture.height_px}",
        f"{_SIDES_PX[0]} to {_SIDES_PX[1]} px a side",
        _sides,
        "Ask for a larger picture, such as 9:16 at 1080p.",
    ),
    _Rule(
        "frame_rate",
        lambda f: f"{f.picture.frames_per_s:g} fps",
        f"{_RATES[0]:g} to {_RATES[1]:g} fps",
        lambda f: _or(_RATES[0] <= f.picture.frames_per_s <= _RATES[1], Verdict.FAIL),
        "Ask for 30 frames a second.",
    ),
    _Rule(
        "frames",
        lambda f: f"{f.picture.frame_count} frames",
        "as many as the timeline has",
        lambda f: _or(f.picture.frame_count == f.wanted.frames, Verdict.WARN),
        "Frames are missing or too many: export again.",
    ),
    _Rule(
        "duration",
        lambda f: f"{f.file.duration_s:.1f} s",
        f"{_SHORTEST_S:g} to {_LONGEST_S:g} s",
        _length,
        "Ask for another length: TikTok takes 3 seconds to 10 minutes from most accounts.",
    ),
    _Rule(
        "size",
        lambda f: f"{f.file.size_bytes / 1_000_000:.1f} MB",
        f"{_APP_BYTES // 1_000_000} MB at most",
        _size,
        "TikTok's Android app takes 72 MB: post it on tiktok.com, or make it shorter.",
    ),
    _Rule(
        "loudness",
        _lufs_words,
        f"{TARGET_LUFS:g} LUFS, {_LUFS_SPREAD:g} more or less",
        _loudness,
        "TikTok will play it louder or softer than others: ask for other music, or a volume.",
    ),
    _Rule(
        "true_peak",
        _peak_words,
        f"{CEILING_DBTP:g} dBTP at most",
        _peak,
        "Loud moments may crackle after posting: ask for softer music.",
    ),
    _Rule(
        "black",
        lambda f: _stretches(f, black=True),
        "none that was not asked for",
        lambda f: _or(not _unmeant(f, black=True), Verdict.WARN),
        "Nothing is seen there: take that photo or clip out, or replace it.",
    ),
    _Rule(
        "frozen",
        lambda f: _stretches(f, black=False),
        "none that was not asked for",
        lambda f: _or(not _unmeant(f, black=False), Verdict.WARN),
        "Nothing moves there: shorten that clip, or take it out.",
    ),
    _Rule(
        "titles",
        lambda f: _listed(_outside(f)),
        "none outside the safe zone",
        lambda f: _or(not _outside(f), Verdict.WARN),
        "TikTok's buttons cover part of it: shorten the text, or make it smaller.",
    ),
)

CHECK_IDS = tuple(rule.id for rule in _RULES)
