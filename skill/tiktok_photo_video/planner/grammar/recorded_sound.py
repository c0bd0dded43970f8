"""What clips bring along to be heard: turned, silenced, kept without music, not cut into parts."""

from __future__ import annotations

import re
from dataclasses import replace

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    photos_named,
    refused,
)
from tiktok_photo_video.planner.grammar.sound import is_of_music, loudness
from tiktok_photo_video.planner.pointers import Everything, References
from tiktok_photo_video.planner.wishes import ClipVolume, Heard, Music, Mute, Unknown

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
    r"|(?<!电影)原声(?!吉他|音乐|音量|带|专辑)|原声音量|原音"
    r"|(?:视频|片段|现场|素材)(?:里|中|自带|本身)?的?(?:声音|声)"
)
_CLIP = re.compile(r"\b(?:clips?|footage)\b|片段|素材")
_SOUND = re.compile(r"\b(?:sounds?|audio|volume|loud|hear)\b|声|音量|听")
_ADDED_LATER = re.compile(
    r"(?:自己|抖音里?|剪映里?|app里?|后期)(?:再|来|去|会|要|自己|另外)*(?:加|配|添加)(?:个|一首|上)?"
    r"(?:声音|音乐|配乐|歌|乐|音)"
)
_BEFORE = 8
_ONLY = re.compile(r"\b(?:only|just|nothing but)\b|只|仅|光")
_ONLY_MUSIC = re.compile(
    r"(?:i )?(?:want |keep |leave |use )?(?:only|just|nothing but) (?:(?:keep|leave|want|use) )?"
    r"(?:the )?(?:background )?music(?: please| only)?"
    r"|(?:只|仅|光)(?:要|留|保留|用|剩|有)?(?:背景)?(?:音乐|配乐)"
)
_KEPT = re.compile(
    r"\b(?:keep|leave|preserve|restore|hear|on|back)\b|保留|留|恢复|打开|开启|放出来|听"
)
_SILENCED = re.compile(r"\b(?:off|out|strip|without|away|kill)\b|关|去掉|去除|删|消|静")


def own_sound(clause: Clause) -> Found | None:
    """``only the original audio``, ``原声关掉``, ``clip 2 at 30%``, ``自己加声音``."""
    if not clause.tokens:
        return None
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    said = clause.folded.text[start:end]
    silenced = clause.denied or clause.acts("remove") or clause.means("act", "mute")
    # Who adds it, and where, may have become a clause of its own.
    if not silenced and _ADDED_LATER.search(clause.folded.text[max(start - _BEFORE, 0) : end]):
        return all_used(Music(on=False))
    if _ONLY_MUSIC.fullmatch(said.strip()):
        return all_used(Mute(what=Heard.CLIPS))
    if not _is_about_clips(clause, said):
        return None
    if _turns_level(clause):
        return _turned(clause)
    return _switched(clause, said)


def _is_about_clips(clause: Clause, said: str) -> bool:
    """By name, or as a clip of which something is to be heard."""
    if _OWN_SOUND.search(said):
        return True
    one = clause.means("ref") or clause.means("ordinal")
    if is_of_music(said) or not (one or _CLIP.search(said)):
        return False
    switched = clause.means("act", "mute", "unmute") or clause.means("degree", "louder", "quieter")
    return switched or bool(_SOUND.search(said))


def _turned(clause: Clause) -> Found | None:
    level = loudness(clause)
    if level is None:
        return None
    return all_used(ClipVolume(level.level, level.factor, _named(clause)))


def _switched(clause: Clause, said: str) -> Found | None:
    """Off, on, or nothing else than it."""
    heard = Mute(on=False, what=Heard.CLIPS, photos=_named(clause))
    if clause.means("act", "unmute"):
        return all_used(replace(heard, on=clause.denied))
    if clause.means("act", "mute"):
        return all_used(replace(heard, on=not clause.denied and not clause.acts("remove")))
    if _ONLY.search(said) and not clause.first("neg"):
        return all_used(Music(on=False), heard)
    if refused(clause) or (_SILENCED.search(said) and not clause.denied):
        return all_used(replace(heard, on=True))
    return all_used(heard) if _KEPT.search(said) else None


def _named(clause: Clause) -> References:
    named = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    return named or (bare_photos(clause) if clause.means("ordinal") else ())


def _turns_level(clause: Clause) -> bool:
    return clause.means("percent") or clause.means("degree") or clause.means("loudness")
