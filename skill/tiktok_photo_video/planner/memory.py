"""What a message takes up from the one before it.

"No wait, the third", "same for the last one", "make it longer", or just "2" after a question
say little by themselves. They are read by writing the message before anew: the part that the
new words name takes the place of its like (a photo for a photo, seconds for seconds), or is
added. What comes of it is an ordinary message, read like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.bringing_back import back_elsewhere, liked_better
from tiktok_photo_video.planner.carrying_over import card_says, passed_on, same_words
from tiktok_photo_video.planner.correcting import corrected, says_only_parts
from tiktok_photo_video.planner.excepting import excepted, excepted_cut, given_to_excepted
from tiktok_photo_video.planner.following_up import followed_up
from tiktok_photo_video.planner.grammar.one_of_many import unnamed_photo
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.left_out import (
    as_that,
    asked_of_title,
    excepted_with,
    of_cuts,
    of_the_rest,
)
from tiktok_photo_video.planner.likewise import likewise
from tiktok_photo_video.planner.once_more import once_more
from tiktok_photo_video.planner.picking_up import picked_up, with_neighbour_named
from tiktok_photo_video.planner.pointers import Rest
from tiktok_photo_video.planner.pointing_on import pointed
from tiktok_photo_video.planner.putting_back import put_back, spared
from tiktok_photo_video.planner.recaptioning import captioned, on_caption, uncaptioned, untinted
from tiktok_photo_video.planner.reckoning import reckoned
from tiktok_photo_video.planner.recollection import SILENT, Recalled, own_acts
from tiktok_photo_video.planner.restating import without_restated
from tiktok_photo_video.planner.revaluing import revalued
from tiktok_photo_video.planner.rewording import (
    numbered_words,
    photo_words,
    replaced,
    rewritten,
    with_subject,
)
from tiktok_photo_video.planner.saying_again import said_again
from tiktok_photo_video.planner.spoken import PHOTOS, Part, Spoken, spoken_of
from tiktok_photo_video.planner.stepping_back import stepped_back
from tiktok_photo_video.planner.subject_taken_up import SPOKEN_TOPICS, of_last_subject, topics_of
from tiktok_photo_video.planner.taking_back import narrowed, restored
from tiktok_photo_video.planner.taking_up_again import done_instead, next_cut, takes_back
from tiktok_photo_video.planner.text_wishes import Title, When
from tiktok_photo_video.planner.thread import counts_turns, taken_from
from tiktok_photo_video.planner.turn import Previous, Turn, named_now
from tiktok_photo_video.planner.turning_about import turned_about
from tiktok_photo_video.planner.wishes import (
    Cannot,
    Enquiry,
    Fine,
    Unknown,
    Unsaid,
)
from tiktok_photo_video.timeline.model import ExternalReference, Timeline


def recalled(
    message: str,
    previous: Previous,
    *,
    timeline: Timeline | None,
    files: Mapping[str, str],
    uploads: tuple[ExternalReference, ...] = (),
) -> Recalled | None:
    """What a message means after another one; ``None`` when it stands by itself."""
    if not previous.message.strip() or not message.strip():
        return None
    previous = taken_from(previous, message, timeline)
    now = spoken_of(message, files)
    before = spoken_of(previous.message, files)
    if _cancels(now):
        return Recalled("")
    if counts_turns(now):
        return None
    turn = with_neighbour_named(Turn(now, before, previous, timeline, files, uploads))
    if previous.asked and _stands_alone(turn):
        return None  # the question is dropped: there is something else to do
    if (shorter := without_restated(turn)) is not None:
        again = _taken(_pointing(shorter))
        if again is not None and again.rewind:
            return again
    turn = _pointing(turn)
    found = _taken(turn)
    return Recalled(turn.now.text) if found is None and turn.now is not now else found


def _pointing(turn: Turn) -> Turn:
    """The turn with what it points on to put in words of its own."""
    for point in _POINTS:
        if (said := point(turn)) is not None:
            turn = replace(turn, now=spoken_of(said, turn.files))
    return turn


def _taken(turn: Turn) -> Recalled | None:
    for take in _TAKES:
        if (found := take(turn)) is not None:
            # Going back takes back nothing where the turn before did nothing.
            changed = turn.previous.timeline != turn.timeline
            return Recalled(found.message, found.rewind and changed)
    return None


def _cancels(now: Spoken) -> bool:
    """``never mind``, ``算了``: and nothing else."""
    return now.means("cancel") and all(
        any(t.means(kind) for kind in (*SILENT, "cancel")) for t in now.tokens
    )


def _answered(turn: Turn) -> Recalled | None:
    """``2`` after "which photo?": the request before, completed."""
    now, before = turn.now, turn.before
    if not turn.previous.asked:
        return None
    wishes = [said.wish for said in read(turn.previous.message).said]
    asked = next((wish.what for wish in wishes if isinstance(wish, Unsaid)), "")
    if asked in ("title_text", "name", "card_text") and not own_acts(now):
        quoted = now.text if now.means("quote") else f'"{now.text.strip()}"'
        return Recalled(f"{turn.previous.message} {quoted}")
    own = own_acts(now) and not _gives_words(turn)
    if asked == "caption_text" and not own and (said := _caption_said(turn)):
        return Recalled(said)
    if not says_only_parts(now) or not now.parts:
        return None
    return _first_complete(_fillings(now, before), turn.files)


def _caption_said(turn: Turn) -> str:
    """The caption asked for, with its words: "photo 2 needs a caption", "hello"."""
    now, before = turn.now, turn.before
    photos = next(iter(before.photo_parts), None)
    if photos is None or any(PHOTOS in p.kinds for p in now.parts):
        return ""
    quote = next((now.slice(p) for p in now.parts if "quote" in p.kinds), f'"{now.text.strip()}"')
    words = photo_words(photos, before)
    return (
        f"{words}配字{quote}" if before.language is Language.CHINESE else f"caption {words} {quote}"
    )


def _stands_alone(turn: Turn) -> bool:
    """Whether a message is a request or a question of its own, whatever was asked before."""
    wishes = turn.wishes_in(turn.now.text)
    if _gives_words(turn):
        return False
    if any(isinstance(wish, Enquiry) for wish in wishes) and turn.now.means("stop", "?"):
        return True
    if any(isinstance(wish, Unknown) for wish in wishes):
        return False
    told = [wish for wish in wishes if not isinstance(wish, (Unsaid, Fine, Cannot, Enquiry))]
    names_none = not any(PHOTOS in part.kinds for part in turn.now.parts)
    kinds = ("act", "topic", "motion", "tint", *(("degree",) if names_none else ()))
    return bool(told) and any(turn.now.means(kind) for kind in kinds)


def _gives_words(turn: Turn) -> bool:
    """``写“冲呀”`` after the words for a caption were asked for."""
    now = turn.now
    asked = turn.wishes_before
    waits = any(isinstance(wish, Unsaid) and wish.what == "caption_text" for wish in asked)
    verbs = [t for t in now.tokens if t.means("act")]
    writes = bool(verbs) and all(t.means("act", "write", "call", "add") for t in verbs)
    photos = any(PHOTOS in p.kinds for p in now.parts)
    return waits and writes and now.means("quote") and not photos and not now.means("topic")


def _fillings(now: Spoken, before: Spoken) -> list[str]:
    """Ways to complete the message before, the likeliest first."""
    found: list[str] = []
    photos = next(iter(now.photo_parts), None)
    words = photo_words(photos, now) if photos else ""
    gap = _gap_for_photo(before)
    if photos and gap:
        said = {Language.ENGLISH: f"make {words}", Language.CHINESE: words}[before.language]
        makes = before.folded.text.startswith("make ", gap.start)
        options = (said if makes else words, now.slice(photos))
        found += [rewritten(before, [(gap, option)]) for option in options]
    if (exchanged := replaced(before, now, now.parts, ())) is not None:
        found.append(exchanged)
    said = words or now.text.strip()
    text = before.folded.original.rstrip(" .!?。！？")
    if before.language is Language.CHINESE:
        return [*found, f"{said}{text}", f"{text}{said}", f"{text}{now.text.strip()}"]
    return [*found, f"{text} {said}", f"{text} {now.text.strip()}"]


def _gap_for_photo(before: Spoken) -> Part | None:
    """Where the message before speaks of photos without saying which."""
    vague = next((t for t in before.tokens if t.means("indefinite")), None)
    vague = vague or next((t for t in before.tokens if t.means("count")), None)
    span = (vague.start, vague.end) if vague else None
    span = unnamed_photo(before.folded.text) or span
    return Part(frozenset(), *span) if span else None


def _first_complete(candidates: Sequence[str], files: Mapping[str, str]) -> Recalled | None:
    """The first that leaves nothing unsaid and nothing not understood."""
    for text in candidates:
        wishes = [said.wish for said in read(text, files=files).said]
        if wishes and not any(isinstance(wish, Unknown | Unsaid) for wish in wishes):
            return Recalled(text)
    return None


def _about_it(turn: Turn) -> Recalled | None:
    """``make it longer``, ``再大点``: about what the message before was about."""
    now, before = turn.now, turn.before
    # "它停五秒，别的三秒": the others are named by it as well.
    others = (p for p in now.parts if not any(isinstance(photo, Rest) for photo in p.photos))
    named = now.means("topic") or now.means("piece") or now.means("history")
    if named or any(PHOTOS in p.kinds for p in others):
        return None
    if now.means("act", "undo", "redo", "restart", "create"):
        return None
    numbers = named_now(turn)
    if numbers and (_goes_on_toning(turn) or _is_of_photo(now, before)):
        return Recalled(with_subject(now, numbered_words(numbers, now.language)))
    topic = next(iter(topics_of(turn)), None)
    if before.means("beat", "sync") and _switches(now):
        return Recalled(with_subject(now, _BEAT_SYNC[now.language]))
    if topic and _is_of_topic(turn, topic):
        return Recalled(with_subject(now, SPOKEN_TOPICS[topic][now.language]))
    return None


_OF_THE_VIDEO = ("shape", "mood", "genre", "feel", "fps", "lines", "pixels", "sort", "tune")


_BEAT_SYNC = {Language.ENGLISH: "beat sync", Language.CHINESE: "卡点"}


def _goes_on_toning(turn: Turn) -> bool:
    """``a bit brighter`` after "photo 3 black and white": the same photo, unless it says all."""
    now, before = turn.now, turn.before
    toned = any(before.means(kind) for kind in ("tint", "shift", "lever"))
    tones = now.means("shift") or now.means("lever") or now.means("tint")
    whole = any(now.means(kind) for kind in ("all", "rest", "total", "frame_noun", "mood"))
    return toned and tones and not whole and not now.means("topic")


def _switches(now: Spoken) -> bool:
    """``turn it off again``, ``关掉吧``: what was just switched, the other way."""
    silent = all(part.kinds <= {"repeat"} for part in now.parts)
    return now.means("act", "remove", "add") and silent and not now.means("word")


def _is_of_photo(now: Spoken, before: Spoken) -> bool:
    """Whether "it" is the photo spoken of before, rather than the video."""
    points = now.means("pronoun") or now.means("give")
    if now.means("quote") and now.text.casefold().lstrip().startswith(
        ("caption it", "caption that")
    ):
        return True
    toned = now.means("tint")  # "warm" is music too, but not beside "filter"
    of_video = [kind for kind in _OF_THE_VIDEO if not (toned and kind in ("tune", "mood"))]
    if any(now.means(kind) for kind in (*of_video, "color", "quote")):
        return False
    if points and now.means("act", "hold") and now.means("duration"):
        return True
    if now.means("duration") or now.means("degree", "faster", "slower", "longer", "shorter"):
        timed = before.means("duration") or before.means("degree", "longer", "shorter")
        timed = timed or before.text.strip().casefold().startswith("how long")
        held = points and now.means("act", "hold")
        return timed or now.means("give") or held or (points and not now.means("duration"))
    return points and (now.means("act") or bool(now.parts))


def _is_of_topic(turn: Turn, topic: str) -> bool:
    now = turn.now
    if any(now.means(kind) for kind in ("mood", "genre", "feel", "tint", "shift")):
        return False
    sized = now.means("degree", "more", "less") or now.means("size")
    if topic in ("card", "caption"):
        return _suits_text(now, topic)
    if topic == "title":
        # "太大了" is of letters too, where letters were spoken of.
        sized = sized or (turn.now.text.strip(" 。！!了") in _SIZED and not now.means("topic"))
        removed = now.means("pronoun") and now.means("act", "remove", "move")
        return sized or (removed and (not now.means("duration") or _timed_a_title(turn)))
    timed = now.means("duration") or now.means("degree", "longer", "shorter", "faster", "slower")
    if topic == "transition":
        return timed and (now.means("pronoun") or not now.means("act"))
    return now.means("pronoun") and now.means("act", "remove")


_SIZED = (
    "太大",
    "太小",
    "有点大",
    "有点小",
    "更大",
    "更小",
    "调大",
    "调小",
    "调大一点",
    "调小一点",
)
_LONGEST_CARD_S = 6.0


def _suits_text(now: Spoken, topic: str) -> bool:
    """``yellow``, ``bigger`` after a caption; ``3 seconds`` after an end card."""
    looks = now.means("color") or now.means("position") or now.means("style") or now.means("size")
    seconds = [t.number for t in now.tokens if t.means("duration")]
    if topic == "card" and seconds:
        return seconds[0] <= _LONGEST_CARD_S and not now.means("total")
    return looks or (topic == "caption" and now.means("degree", "more", "less"))


def _timed_a_title(turn: Turn) -> bool:
    """Whether the turn before said when a title is seen; else "make it 3 seconds" is the video."""
    wishes = (said.wish for said in read(turn.previous.message).said)
    return any(isinstance(wish, Title) and wish.when != When() for wish in wishes)


# What a message points at in the turn before, put into words that stand alone.
_POINTS: tuple[Callable[[Turn], str | None], ...] = (
    excepted_with,
    of_cuts,
    pointed,
    of_the_rest,
    as_that,
    asked_of_title,
)


# In the order they are asked: what says outright that it goes on comes first.
_TAKES: tuple[Callable[[Turn], Recalled | None], ...] = (
    spared,
    back_elsewhere,
    liked_better,
    put_back,
    passed_on,
    same_words,
    card_says,
    revalued,
    reckoned,
    turned_about,
    takes_back,
    done_instead,
    next_cut,
    picked_up,
    restored,
    narrowed,
    followed_up,
    stepped_back,
    once_more,
    given_to_excepted,
    excepted_cut,
    excepted,
    on_caption,
    corrected,
    said_again,
    likewise,
    _answered,
    captioned,
    uncaptioned,
    untinted,
    _about_it,
    of_last_subject,
)
