"""What clips bring along to be heard: kept without music, and not to be cut into parts."""

from __future__ import annotations

import re

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used
from tiktok_photo_video.planner.wishes import Fine, Music, Unknown

# What is heard at one place, or of one kind, cannot be taken out of a recording.
_PART_OF_SOUND = re.compile(
    r"[那这哪嗰𠮶]一?[段句声处下]的?(?:声音|声)"
    r"|(?:叫|哭|笑|说话|讲话|鸣|敲|关门|吵闹)的?声音?|人声|杂音|噪音|噪声|底噪|风声|回声|喘气声"
)
_TAKEN_OUT = re.compile(r"剪|删|去|消|除|关|拿|静|降|没|不要")


def parts_of_sound(clause: Clause) -> Found | None:
    """``把小朋友哭的那一段声音剪掉``, ``去掉杂音``: quoted back, and nothing is silenced."""
    text = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    part = _PART_OF_SOUND.search(text)
    titled = clause.means("topic", "title") or clause.means("piece")
    if part is None or titled or not _TAKEN_OUT.search(text):
        return None
    return all_used(Unknown(clause.words))


# What clips bring along, by its names; "原声吉他" and "电影原声" are kinds of music.
_OWN_SOUND = re.compile(
    r"\b(?:original|clips?'?s?'?|videos?'?s?|own|natural|ambient|live) (?:sounds?|audio|noises?)\b"
    r"|\b(?:sounds?|audio|noises?) (?:of|from|in) (?:the |my |our |all |these )*"
    r"(?:clips?|videos?|footage)\b"
    r"|(?<!电影)原声(?!吉他|音乐|音量|带|专辑)|原音"
    r"|(?:视频|片段|现场|素材)(?:里|中|自带|本身)?的?(?:声音|声)"
)
_ADDED_LATER = re.compile(
    r"(?:自己|抖音里?|剪映里?|app里?|后期)(?:再|来|去|会|要|自己|另外)*(?:加|配|添加)(?:个|一首|上)?"
    r"(?:声音|音乐|配乐|歌|乐|音)"
)
_BEFORE = 8
_ONLY = re.compile(r"\b(?:only|just|nothing but)\b|只|仅|光")
_KEPT = re.compile(r"\b(?:keep|leave|preserve)\b|保留|留")


def own_sound(clause: Clause) -> Found | None:
    """``only the original audio``, ``只保留视频原声``, ``自己加声音``: no music."""
    if not clause.tokens or clause.denied or clause.acts("remove") or clause.means("act", "mute"):
        return None
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    said = clause.folded.text[start:end]
    # Who adds it, and where, may have become a clause of its own.
    if _ADDED_LATER.search(clause.folded.text[max(start - _BEFORE, 0) : end]):
        return all_used(Music(on=False))
    if not _OWN_SOUND.search(said) or _turns_level(clause):
        return None
    if _ONLY.search(said):
        return all_used(Music(on=False))
    return all_used(Fine()) if _KEPT.search(said) else None


def _turns_level(clause: Clause) -> bool:
    return clause.means("percent") or clause.means("degree") or clause.means("loudness")
