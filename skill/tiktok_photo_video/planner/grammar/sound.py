"""Music, how loud it is, how it comes and goes, and its beat."""

from __future__ import annotations

import re
from itertools import pairwise

from tiktok_photo_video.planner.brief import Mood
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    found,
    hands_off,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.taste import LOUDER, MAX_VOLUME, MUCH_LOUDER, SLIGHTLY_LOUDER
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fine, Heard, Music, Mute, OnBeat, Unsaid, Volume

_UP = ("louder", "more")
_DOWN = ("quieter", "less")
_MOOD_OF_FEEL = {"calm": "chill", "punchy": "upbeat"}  # of music "calmer" is a mood
_DIRECTIONS = ("louder", "quieter")
_SOUNDS = ("sound", "sounds", "audio", "声音", "声", "volume", "音量")


def _topic_words(clause: Clause) -> set[str]:
    named = tokens_meaning(clause, "topic")
    return {clause.folded.text[t.start : t.end] for t in named}


def mutes(clause: Clause) -> Found | None:
    """``mute``, ``unmute it``, ``sound off``, ``静音``, ``把声音打开``: for now, not for good."""
    if clause.means("act", "unmute"):
        return found(clause, Mute(on=clause.denied, what=_what(clause)), used=_muting(clause))
    if clause.means("act", "mute"):
        silence = not clause.denied and not clause.acts("remove")
        return found(clause, Mute(on=silence, what=_what(clause)), used=_muting(clause))
    if not _topic_words(clause) & set(_SOUNDS) or clause.means("percent") or _is_turned(clause):
        return None
    if refused(clause) or is_off(clause):
        return found(clause, Mute(), used=_muting(clause))
    if clause.means("act", "add", "keep_on") and not clause.means("topic", "title"):
        return found(clause, Mute(on=False), used=_muting(clause))
    return None


_MUSIC = re.compile(r"\b(?:music|songs?|tunes?|beats?|tracks?|bgm)\b|音乐|配乐|乐|歌|曲|bgm")


def _what(clause: Clause) -> Heard:
    """Only the music where it is named, or "it" is; else all that is heard."""
    said = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    is_it = clause.about == "music" and clause.means("pronoun")
    return Heard.MUSIC if is_it or is_of_music(said) else Heard.ALL


def is_of_music(said: str) -> bool:
    """Whether words name the music, not just what is heard."""
    return bool(_MUSIC.search(said))


_OFF = ("off", "out", "gone", "away")


def is_off(clause: Clause) -> bool:
    """``music off``, ``music out too``: without a verb, after what it is about."""
    noun = next((t for t in clause.tokens if t.means("topic", "music", "volume")), None)
    return noun is not None and any(
        t.start > noun.start and clause.folded.text[t.start : t.end] in _OFF for t in clause.tokens
    )


def refusals(clause: Clause) -> Found | None:
    """``no music and no titles``, ``音乐和标题都不要``: one refusal for both."""
    noun = clause.first("topic", "music")
    both = clause.means("topic", "title", "transition", "caption")
    if noun is None or not both or not refused(clause) or clause.means("quote"):
        return None
    return found(clause, Music(on=False), used=[noun])


def exchanges(clause: Clause) -> Found | None:
    """``swap upbeat for lo-fi``: of two kinds of music the last is to be played."""
    moods = [v for t in clause.tokens if (v := t.value("mood") or t.value("genre"))]
    if len(moods) <= 1 or not clause.means("act", "swap", "replace") or clause.means("ref"):
        return None
    return found(clause, Music(mood=Mood(moods[-1])), used=clause.tokens)


def _is_turned(clause: Clause) -> bool:
    return clause.means("degree") or clause.means("times") or clause.means("fraction")


def _muting(clause: Clause) -> list[Token]:
    music = [t for t in clause.tokens if t.means("topic", "music", "volume")]
    return [*music, *tokens_meaning(clause, "act", "neg", "aside", "pronoun")]


def beats(clause: Clause) -> Found | None:
    """``cut on the beat``, ``sync it to the music``, ``卡点``, ``ignore the beat``."""
    if not (clause.means("beat") or _is_in_time(clause)):
        return None
    kinds = ("beat", "act", "neg", "motion", "transition", "sync", "tempo_noun", "place")
    used = tokens_meaning(clause, *kinds, "each", "all", "stride")
    used += [t for t in clause.tokens if t.means("topic", "transition", "music", "photo", "pace")]
    is_on = not (clause.means("beat", "free") or clause.denied or clause.acts("remove"))
    return found(clause, OnBeat(is_on), used=used)


_LEADING = ("on", "to", "with", "at", "the", "a", "each", "every", "在", "到", "上", "着")


def _is_in_time(clause: Clause) -> bool:
    """``match cuts to beats``, ``sync it with the song``, ``让转场卡在鼓点上``."""
    noun = clause.first("tempo_noun")
    if noun is None:
        pictures = clause.means("topic", "transition", "photo", "video")
        return pictures and clause.means("topic", "music") and clause.means("sync")
    before = [t for t in clause.tokens if t.start < noun.start][-2:]
    led = [clause.folded.text[t.start : t.end] for t in before]
    lands = bool(led) and led[-1] in (*_LEADING,) and any(w in _LEADING[:4] for w in led)
    pictures = clause.means("topic", "photo", "transition") or clause.means("each")
    return clause.means("sync") or (lands and pictures)


def _turns_unknown(clause: Clause) -> bool:
    """``清晰度调高``, ``bring down the fnords``: what is turned is something nobody here knows."""
    if any(a.means("determiner", "the") and b.means("word") for a, b in pairwise(clause.tokens)):
        return True
    if clause.means("topic") or clause.means("mood"):
        return False
    first = next((i for i, t in enumerate(clause.tokens) if t.means("degree")), 0)
    before = clause.tokens[max(first - 2, 0) : first]
    return len(before) > 1 and all(t.means("word") and t.end - t.start == 1 for t in before)


def volumes(clause: Clause) -> Found | None:
    """``louder``, ``volume 35%``, ``turn the music down by half``, ``音乐小声一点``."""
    if not _about_volume(clause) or _turns_unknown(clause):
        return None
    used = tokens_meaning(clause, "percent", "degree", "amount", "times", "topic", "neg", "limit")
    used += tokens_meaning(clause, "fraction", "loudness")
    used += tokens_meaning(clause, "number") if clause.means("topic", "volume") else []
    used += tokens_meaning(clause, "act") if refused(clause) else []
    if clause.means("percent") and _names_kind(clause):
        used = [t for t in used if not t.means("topic", "music")]
    if hands_off(clause) and not clause.means("degree"):
        return found(clause, Fine(), used=used)
    wish = loudness(clause)
    return found(clause, wish or Unsaid("volume"), used=used)


def _names_kind(clause: Clause) -> bool:
    """``lo-fi music at 30%`` asks for other music, too; "turn the happy song down" does not."""
    kind = clause.means("mood") or clause.means("genre")
    return kind and not clause.means("degree") and not clause.denied


def _about_volume(clause: Clause) -> bool:
    if clause.means("topic", "volume") or clause.means("loudness"):
        return True
    if clause.means("topic", "title", "transition", "motion", "length", "size"):
        return False
    if clause.means("motion") and not clause.means("topic", "music"):
        return False  # "tone down the zoom"
    if clause.means("topic", "music"):
        # "something more epic" is about the mood.
        turned = _UP + _DOWN if not _mood_of(clause, named=True) else _DIRECTIONS
        return clause.means("percent") or clause.means("degree", *turned) or _halved(clause)
    if _turns_unknown(clause) or clause.means("lever"):
        return False
    of_photos = clause.means("each") or clause.means("ref")
    by_words = clause.means("degree", *_DIRECTIONS) and not _timed(clause)
    return (clause.means("percent") and not of_photos) or by_words


def _halved(clause: Clause) -> bool:
    return clause.means("times") or clause.means("fraction")


def _timed(clause: Clause) -> bool:
    return clause.means("duration") or clause.means("ref") or clause.means("topic", "photo")


def _direction(clause: Clause) -> int:
    if (first := clause.first("degree", *_DIRECTIONS)) is not None:
        return 1 if first.means("degree", "louder") else -1  # what comes after gives the reason
    return clause.means("degree", *_UP) - clause.means("degree", *_DOWN)


def _level(clause: Clause) -> Volume | None:
    """A level named outright, or a change named in per cent."""
    percent = clause.first("percent")
    direction = _direction(clause)
    if percent is not None:
        relative = direction and not _to_before(clause, percent)
        if relative:
            return Volume(factor=max(1 + direction * percent.number, 0.0))
        return Volume(level=percent.number)
    if loudness := clause.value("loudness"):
        return Volume(level=float(loudness))
    return _shared(clause, direction) if _halved(clause) else _numbered(clause)


def _shared(clause: Clause, direction: int) -> Volume:
    """``half as loud``, ``a quarter quieter``; of new music a share is a level."""
    factor = float(clause.value("times") or clause.value("fraction") or 0.5)
    if _begins_with_level(clause):
        return Volume(level=factor)
    if direction < 0 and factor < 1 and clause.means("fraction"):
        return Volume(factor=1 - factor)  # "a quarter quieter"
    return Volume(factor=1 / factor if direction < 0 and factor > 1 else factor)


def _begins_with_level(clause: Clause) -> bool:
    """``add lofi at a quarter volume``: of new music a share is how loud it is to be."""
    new = clause.means("act", "add") and (clause.means("mood") or clause.means("genre"))
    return new and clause.means("fraction")


def _numbered(clause: Clause) -> Volume | None:
    """``volume 40``, ``音量调到30``: of a hundred; ``volume 0.4`` of one."""
    number = clause.first("number")
    if number is None or not clause.means("topic", "volume") or not 0 <= number.number <= 200:
        return None
    is_share = number.number <= MAX_VOLUME and number.number != int(number.number)
    return Volume(level=number.number if is_share else number.number / 100)


def _to_before(clause: Clause, percent: Token) -> bool:
    at = next(i for i, t in enumerate(clause.tokens) if t is percent)
    before = clause.tokens[max(at - 2, 0) : at]
    return any(t.means("to") and not t.means("to", "by") for t in before)


def loudness(clause: Clause) -> Volume | None:
    """How loud something is to be, whatever it is."""
    return _level(clause) or _turned(clause)


def _turned(clause: Clause) -> Volume | None:
    direction = _direction(clause)
    if not direction:
        return None
    step = LOUDER
    step = SLIGHTLY_LOUDER if clause.means("amount", "slight") else step
    step = MUCH_LOUDER if clause.means("amount", "strong") else step
    return Volume(factor=step if direction > 0 else 1 / step)


def music(clause: Clause) -> Found | None:
    """``lofi music``, ``no music``, ``another song``, ``换首歌``, ``happy``, ``use my song``."""
    named = clause.means("topic", "music") or clause.means("song_counter") or _says_song(clause)
    named = named or clause.means("own", "song")
    named = named or (clause.about == "music" and clause.means("other"))
    mood = _mood_of(clause, named=named)
    if not named and not (mood and _is_only_about_mood(clause)):
        return None
    used = tokens_meaning(clause, "mood", "genre", "tune", "feel", "other", "neg", "quote")
    used += tokens_meaning(clause, "degree", "excess", "song_counter", "aside", "own")
    used += [t for t in clause.tokens if t.means("topic", "music")]
    used += tokens_meaning(clause, "act") if refused(clause) else []
    return found(clause, _music(clause, mood), used=used)


_SONG_WORDS = ("music", "song", "tune", "track", "beat", "score", "音乐", "歌", "曲", "乐")


def _says_song(clause: Clause) -> bool:
    """Whether a word for a mood holds one for music: "trailer music", "氛围音乐"."""
    kinds = [t for t in clause.tokens if t.means("mood") or t.means("genre")]
    texts = [clause.folded.text[t.start : t.end] for t in kinds]
    return any(word in text for text in texts for word in _SONG_WORDS)


def _mood_of(clause: Clause, *, named: bool) -> str | None:
    """The kind of music that words name; where music is named, more words name one.

    The last one counts: in "something happier than lofi" and "not lofi but jazz" too the
    first one is what it is not.
    """
    kinds = ("mood", "genre", "tune") if named else ("mood", "genre")
    for kind in kinds:
        wanted = [v for t in clause.tokens if (v := t.value(kind)) is not None]
        if wanted:
            return _head_of(clause, kind) or wanted[0]
    return _MOOD_OF_FEEL.get(clause.value("feel") or "") if named else None


_PLAYED = ("acoustic", "house", "hiphop", "retro", "lofi")


def _head_of(clause: Clause, kind: str) -> str | None:
    """``温馨的木吉他``: what is played, behind a word for how it is to feel."""
    named = [i for i, t in enumerate(clause.tokens) if t.means(kind)]
    if len(named) < _TWO_KINDS:
        return None
    between = clause.tokens[named[0] + 1 : named[1]]
    played = clause.tokens[named[1]].value(kind)
    return played if played in _PLAYED and all(t.means("glue") for t in between) else None


_TWO_KINDS = 2


# Beside these a word such as "happy" speaks of something else than music.
_ELSEWHERE = (
    *("ref", "word", "quote", "file", "duration", "position", "color", "style", "entrance"),
    *("look", "caption", "card", "place", "ordinal", "subject", "sort", "count", "new"),
    "occasion",
)
_OTHER_TOPICS = ("photo", "title", "transition", "motion", "background", "order", "size", "caption")


def _is_only_about_mood(clause: Clause) -> bool:
    """Whether a mood without a word for music can only mean the music.

    "Make it chill" does; "put my happy dog first" and "a chill caption" do not. For a new
    video the whole is meant, whatever else is said of it.
    """
    if clause.means("act", "create") or clause.means("topic", "video"):
        return not clause.means("topic", *_OTHER_TOPICS[1:])
    if clause.means("topic", *_OTHER_TOPICS):
        return False
    return not any(t.means(kind) for t in clause.tokens for kind in _ELSEWHERE)


def _music(clause: Clause, mood: str | None) -> Music | Fine | Unsaid:
    disliked = clause.means("dislike") or clause.means("social", "complaint")
    wants_more = clause.means("other") or clause.means("song_counter")
    if disliked and not mood and not wants_more and not clause.act:
        return Unsaid("music")  # "I hate this song"
    if (hands_off(clause) and not (mood and clause.denied)) or _is_set_against(clause):
        return Fine()
    if clause.denied and clause.means("excess") and not mood:
        return Fine()  # "the music must not start too suddenly" is no wish to have none
    moods = [v for t in clause.tokens if (v := t.value("mood") or t.value("genre"))]
    if clause.denied and len(moods) > 1 and clause.means("other"):
        return Music(mood=Mood(moods[-1]))  # "not so happy, something calmer instead"
    if refused(clause) or is_off(clause):
        return Unsaid("music") if mood else Music(on=False)
    return _of_mood(clause, mood) if mood else _without_mood(clause)


def _is_set_against(clause: Clause) -> bool:
    """``not the music, the title``: only something else is meant."""
    denial = clause.first("neg")
    words = clause.folded.text[denial.start : denial.end] if denial is not None else ""
    return words in ("not", "不是") and not clause.act and not clause.means("mood")


def _of_mood(clause: Clause, mood: str) -> Music | Unsaid:
    if clause.means("excess") or clause.means("degree", "less"):
        return Unsaid("music")  # "the song is too happy" says what it is not to be
    return Music(mood=Mood(mood), genre=_genre(clause), other=clause.acts("set"))


def _without_mood(clause: Clause) -> Music:
    if song := clause.first("quote"):
        return Music(song=song.text)
    if is_own(clause):
        return Music(own=True, file=_file(clause))
    if clause.means("degree", "faster", "slower"):
        return Music(mood=Mood.UPBEAT if clause.means("degree", "faster") else Mood.CHILL)
    asks_anew = clause.means("other") or clause.means("song_counter") or clause.acts("set")
    return Music(other=asks_anew)


def _file(clause: Clause) -> str:
    """The sound file that is named."""
    return next((t.text for t in clause.tokens if t.means("own", "song") and t.text), "")


_OWNERS = ("my", "our", "我", "我们")
_USING = ("use", "using", "with", "play", "add", "put", "take", "用", "配", "放", "换成", "配上")


def is_own(clause: Clause) -> bool:
    """``use my song``, ``the song I uploaded``; "change my music" only says whose it is."""
    if clause.means("own"):
        return True
    said = [clause.folded.text[t.start : t.end] for t in clause.tokens]
    at = next((i for i, t in enumerate(clause.tokens) if t.means("topic", "music")), 0)
    owned = any(word in _OWNERS for word in said[max(at - 2, 0) : at])
    return owned and any(word in _USING or word in ("only", "只") for word in said)


def _genre(clause: Clause) -> str:
    token = clause.first("genre")
    if token is None or clause.means("mood"):
        return ""
    return clause.folded.slice(token.start, token.end)
