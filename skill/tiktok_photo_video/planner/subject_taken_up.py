"""What a message leaves out because the turn before has named it: ``bigger``, ``换成模糊``."""

from __future__ import annotations

from collections.abc import Iterator

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.clauses import clauses_of
from tiktok_photo_video.planner.grammar.rules import phrased
from tiktok_photo_video.planner.photo_wishes import Drop
from tiktok_photo_video.planner.recollection import Recalled, is_silent
from tiktok_photo_video.planner.rewording import numbered_words, with_subject
from tiktok_photo_video.planner.spoken import spoken_of
from tiktok_photo_video.planner.text_wishes import Caption, EndCard, Title
from tiktok_photo_video.planner.turn import Turn, named_now
from tiktok_photo_video.planner.wishes import (
    Camera,
    Cuts,
    Enquiry,
    Fades,
    Fine,
    Music,
    Unknown,
    Unsaid,
    Volume,
    Wish,
)

SPOKEN_TOPICS = {
    "title": {Language.ENGLISH: "the title", Language.CHINESE: "标题"},
    "caption": {Language.ENGLISH: "the captions", Language.CHINESE: "字幕"},
    "card": {Language.ENGLISH: "the end card", Language.CHINESE: "片尾卡"},
    "transition": {Language.ENGLISH: "the transitions", Language.CHINESE: "转场"},
    "music": {Language.ENGLISH: "the music", Language.CHINESE: "音乐"},
    "motion": {Language.ENGLISH: "the motion", Language.CHINESE: "运镜"},
}
_TOPIC_OF_WISH: dict[type, str] = {
    Title: "title",
    Caption: "caption",
    EndCard: "card",
    Cuts: "transition",
    Music: "music",
    Volume: "music",
    Fades: "music",
    Camera: "motion",
}
_TOPIC_NOUNS = ("title", "transition", "music")


def topics_of(turn: Turn) -> list[str]:
    """What the turn before was about, by its nouns or else by what it asked for."""
    nouns = (t for t in turn.before.tokens if not t.means("piece", "caption", "card"))
    named = [v for t in nouns if (v := t.value("topic")) in _TOPIC_NOUNS]
    wished = turn.wishes_before
    meant = [name for wish in wished if (name := _TOPIC_OF_WISH.get(type(wish)))]
    return list(dict.fromkeys((*named, *meant)))


def of_last_subject(turn: Turn) -> Recalled | None:
    """``bigger please`` after a title: what says nothing alone is said of what came before."""
    if _is_own(turn):
        return None
    for words in _subjects(turn):
        for text in _said_of(turn, words):
            if _is_complete(text, turn):
                return Recalled(text)
    return None


def _is_own(turn: Turn) -> bool:
    """Whether a message asks for something by itself, or for nothing at all."""
    wishes = _wishes(turn.now.text, turn)
    enters = turn.now.means("entrance") and turn.now.means("topic", "motion")
    if enters and "title" in topics_of(turn):
        return False  # "pop animation": how the text comes in
    incomplete = [w for w in wishes if isinstance(w, Unknown | Unsaid)]
    others = [w for w in wishes if not isinstance(w, Unknown | Unsaid | Enquiry)]
    known = any(not t.means("word") and not is_silent(t) for t in turn.now.tokens)
    return not incomplete or bool(others) or not known or turn.now.means("topic", *SPOKEN_TOPICS)


def _wishes(text: str, turn: Turn) -> list[Wish]:
    said = turn.wishes_in(text)
    return [wish for wish in said if not isinstance(wish, Fine)]


def _subjects(turn: Turn) -> Iterator[str]:
    language = turn.now.language
    for topic in topics_of(turn):
        yield SPOKEN_TOPICS[topic][language]
    if numbers := named_now(turn):
        yield numbered_words(numbers, language)


def _said_of(turn: Turn, words: str) -> Iterator[str]:
    """The message with its subject; then only its last clause: "不好看，换成模糊"."""
    yield with_subject(turn.now, words)
    folded, tokens = phrased(turn.now.text, files=turn.files)
    clauses = clauses_of(tokens, folded)
    if len(clauses) > 1 and clauses[-1].words:
        yield with_subject(spoken_of(clauses[-1].words, turn.files), words)


def _is_complete(text: str, turn: Turn) -> bool:
    wishes = _wishes(text, turn)
    if any(isinstance(w, Drop) for w in wishes) and not turn.now.means("act", "remove"):
        return False  # "不是第一个": nothing is to go
    return bool(wishes) and not any(isinstance(w, Unknown | Unsaid | Enquiry) for w in wishes)
