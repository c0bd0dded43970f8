"""Which command a clause is: whole patterns first, then frames of senses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tiktok_photo_video.chat.phrasebook import Phrasebook, Rule, load
from tiktok_photo_video.chat.spelling import Vocabulary, respell, split_joined

MAX_COMMAND_CHARS = 160  # a longer clause is a brief for the editor, never a command
MAX_FRAMED_CHARS = 240  # chatter around a wish may be longer than a command


@cache
def phrasebook() -> Phrasebook:
    """The router's phrases, compiled once."""
    return load("intents")


@cache
def _spelling() -> tuple[Vocabulary, frozenset[str]]:
    words = phrasebook().words
    known = Vocabulary(words["respell"], words["short_words"], frozenset(words["real_words"]))
    return known, frozenset(words["joined"])


def respell_key(key: str) -> str:
    """A key with slips of the finger repaired."""
    vocabulary, joined = _spelling()
    return respell(split_joined(key, words=joined), vocabulary)


def is_han(text: str) -> bool:
    """Whether there is a Chinese character in ``text``."""
    return any("\u3400" <= char <= "\u9fff" for char in text)


def command_in(key: str) -> tuple[Rule | None, str]:
    """The rule that accounts for the whole of ``key``, and the part that it accounts for."""
    if len(key) > MAX_COMMAND_CHARS:
        return None, key
    for core in _peeled(key):
        for rule in _whole_rules():
            if rule.pattern.fullmatch(core):
                return rule, core
    return None, key


@cache
def _whole_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in phrasebook().rules if not rule.form.startswith("frame"))


@cache
def _frames(*, chinese: bool) -> tuple[Rule, ...]:
    forms = {"frame", "frame_zh"} if chinese else {"frame"}
    return tuple(rule for rule in phrasebook().rules if rule.form in forms)


def frame_in(key: str) -> Rule | None:
    """The first frame whose senses are in ``key``, where nothing else there speaks against it."""
    if len(key) > MAX_FRAMED_CHARS:
        return None
    patterns = phrasebook().patterns
    plain = " ".join(patterns["harmless"].sub(" ", expand(key)).split())
    if any(patterns[name].search(plain) for name in ("elsewhen", "negation")):
        return None
    for rule in _frames(chinese=is_han(key)):
        if rule.pattern.search(plain):
            guards = (f"guard_{rule.outcome}", f"guard_{rule.outcome}_zh")
            if not any(patterns[name].search(plain) for name in guards if name in patterns):
                return rule
    return None


def expand(key: str) -> str:
    """A key with the short forms of chat written out, and verbs after "mind" made plain."""
    plain = _written_out(key, "short_forms")
    return _written_out(plain, "gerunds") if "mind " in plain else plain


def _written_out(key: str, name: str) -> str:
    pattern, words = _pairs(name)
    return pattern.sub(lambda found: words[found[0]], key)


@cache
def _pairs(name: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    words = dict(pair.split("=") for pair in phrasebook().words[name])
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?<![^ ])(?:{longest_first})(?![^ ])"), words


def _peeled(key: str) -> Iterator[str]:
    """``key``, and what is left of it as politeness is taken off its start, then its end."""
    cores = [key]
    while shorter := _without_opener(cores[-1]):
        cores.append(shorter)
    yield from cores
    core = cores[-1]
    while shorter := _without_closer(core):
        core = shorter
        yield core


def _without_opener(key: str) -> str:
    patterns = phrasebook().patterns
    found = patterns["opener"].match(key) or patterns["z_opener"].match(key)
    return key[found.end() :] if found else ""


def _without_closer(key: str) -> str:
    """``key`` without the longest polite ending there is; empty when there is none."""
    patterns = phrasebook().patterns
    for name in ("closer", "z_closer"):
        found = patterns[name].search(key)
        if found and found.start():
            return key[: found.start()]
    return ""
