"""What a follow-up says of the photos, or cuts, that the turn before left out or is to leave out.

``no motion on the rest`` after "pan left on photo 1"; ``except number 3, I want that in colour``
and ``the last one should stay a crossfade`` after something was done to all.
"""

from __future__ import annotations

import re
from itertools import pairwise

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.rewording import all_but_words
from tiktok_photo_video.planner.spoken import PHOTOS
from tiktok_photo_video.planner.text_wishes import Title
from tiktok_photo_video.planner.turn import Turn, named_now
from tiktok_photo_video.planner.wishes import Camera, Cuts, Fit, Tint
from tiktok_photo_video.timeline.model import Timeline, TrackKind, Transition

_REST = re.compile(
    r"\b(?:(?:all )?(?:of )?the (?:rest|others|other ones|other photos|other pictures"
    r"|other pics|remaining ones"
    r"|remaining photos)|all others|every other photo but)\b(?: of (?:them|the photos"
    r"|the pictures))?"
    r"|(?:其他|其它|其余|其餘|剩下|剩余|别的|別的|另外)的?(?:几张|那几张|照片|图片|都)?"
)


def of_the_rest(turn: Turn) -> str | None:
    """``the rest`` are all photos but those that the turn before was about."""
    named = any(
        PHOTOS in p.kinds and p.photos for p in turn.now.parts if not _is_rest(turn, p.start)
    )
    wishes = turn.wishes_before
    if named or not wishes or not all(isinstance(w, Camera | Tint | Fit) for w in wishes):
        return None
    found = _REST.search(turn.now.text.casefold())
    alike = turn.now.means("likewise")  # "the others too": done to them as well
    if found is None or alike or turn.now.means("topic", "transition", "title", "music"):
        return None
    numbers = named_now(turn)
    if not numbers:
        return None
    text, words = turn.now.text, all_but_words(numbers, turn.now.language)
    return f"{text[: found.start()]}{words}{text[found.end() :]}"


def _is_rest(turn: Turn, start: int) -> bool:
    return any(t.start == start and t.means("rest") for t in turn.now.tokens)


_EXCEPT = re.compile(
    r"^\W*(?:(?:oh|ok|okay|hmm|wait|and|but|well|yes|no)\b\W*)*(?:all |everything |every one "
    r"|everyone )?"
    r"(?:but|except|except for|apart from|other than|besides|not)(?: for)? (?P<which>[^,;:.!—–]+?)"
    r"\W*[,;:.!—–-]\W*(?:because |since |as )?(?:i'?d (?:like|want|love|prefer)|i (?:want|need"
    r"|like|prefer))?\W*"
    r"(?:that one|this one|that|which|this|it|he|she|they|those|these)\b(?P<wish>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WISHED = ("tint", "transition", "duration", "motion", "act", "degree", "shift", "percent")


def excepted_with(turn: Turn) -> str | None:
    """``except number 3, I want that in colour``: what is wanted of the one left out."""
    found = _EXCEPT.match(turn.now.text.strip())
    if found is None or turn.now.language is not Language.ENGLISH or not turn.now.means(*("but",)):
        return None
    if not any(turn.now.means(kind) for kind in _WISHED) or not turn.before.parts:
        return None
    which, wish = found["which"].strip(), found["wish"].strip(" .!")
    return f"{which} {wish}"


_RANKED = re.compile(
    r"\b(?P<the>the )(?P<rank>(?:very )?(?:first|second|third|fourth|fifth|last|final|1st|2nd"
    r"|3rd|4th|5th|second to last))"
    r"(?: (?:one|2|two|3|three))?\b(?! (?:photo|pic|picture|image|shot|slide|second|transition"
    r"|cut))",
    re.IGNORECASE,
)
_HAN_RANKED = re.compile(
    r"(?P<rank>第[一二三四五六七八九\d]+|最后一|最後一|头一|首)(?:个|個|处|處)?(?!张|張|秒"
    r"|个转场|幅)"
)


def of_cuts(turn: Turn) -> str | None:
    """``the last one should stay a crossfade`` after "all transitions wipes": a cut, no photo."""
    wishes = turn.wishes_before
    if not wishes or not all(isinstance(w, Cuts) for w in wishes):
        return None
    now = turn.now
    if (
        now.means("topic")
        or now.means("place", "between", "before", "after")
        or now.means("motion")
    ):
        return None
    plain = now.means("transition") or now.means("but") or now.means("except") or now.means("aside")
    plain = plain or now.means("likewise") or (now.means("repeat") and now.means("act", "remove"))
    if (
        not plain
        or now.means("tint")
        or any(t.means("to", "to") and "into" in _words(turn, t.start, t.end) for t in now.tokens)
    ):
        return None
    text = now.text
    if (now.means("but") or now.means("except")) and not now.means("transition"):
        return _as_it_was(turn)
    if now.language is Language.CHINESE:
        said = _HAN_RANKED.sub(lambda m: f"{m['rank']}个转场", text)
    else:
        said = _RANKED.sub(lambda m: f"{m['the']}{m['rank']} transition", text)
    return said if said != text else None


def _as_it_was(turn: Turn) -> str | None:
    """``all except the first one``: that cut as it was before."""
    pattern = _HAN_RANKED if turn.now.language is Language.CHINESE else _RANKED
    found, old = pattern.search(turn.now.text), turn.previous.timeline
    if found is None or old is None:
        return None
    noun = "个转场" if turn.now.language is Language.CHINESE else " transition"
    named = f"{found['rank']}{noun}"
    cuts = [n for s in read(f"{named} wipe").said if isinstance(s.wish, Cuts) for n in s.wish.cuts]
    kinds = _kinds_of_cuts(old)
    if len(cuts) != 1 or not 0 < abs(cuts[0]) <= len(kinds):
        return None
    kind = kinds[cuts[0] - 1 if cuts[0] > 0 else cuts[0]]
    said = f"{named} {kind}" if kind else f"no {named}"
    return said if turn.now.language is Language.CHINESE else f"the {said}" if kind else said


def _kinds_of_cuts(timeline: Timeline) -> list[str]:
    """What stands between each photo and the next one, in words; nothing for a plain cut."""
    track = timeline.track(TrackKind.VIDEO)
    kinds: list[str] = []
    for before, after in pairwise(track.children if track else ()):
        if isinstance(after, Transition):
            kinds.append(after.transition_type.value.replace("_", " "))
        elif not isinstance(before, Transition):
            kinds.append("")
    return kinds


def _words(turn: Turn, start: int, end: int) -> str:
    return turn.now.folded.text[start:end]


_AS_THAT = re.compile(
    r"(?P<as>\b(?:the )?(?:same (?:length|time|duration|amount of time)|as (?:long|short)) as )"
    r"(?:that one|this one|that|this|it)\b(?! (?:was|is|one))",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"^\W*(?:and |so |ok |then )*(?:when|how long|where|what (?:colou?r|font|size|style)|how big)\b"
    r".*?\b(?P<it>it)\b",
    re.IGNORECASE,
)


def as_that(turn: Turn) -> str | None:
    """``the same length as that``: as the photo that the turn before was about."""
    found, numbers = _AS_THAT.search(turn.now.text), named_now(turn)
    if found is None or len(numbers) != 1:
        return None
    text = turn.now.text
    return f"{text[: found.start()]}{found['as']}photo {numbers[0]}{text[found.end() :]}"


def asked_of_title(turn: Turn) -> str | None:
    """``when does it disappear?`` after a title was written."""
    found = _ABOUT_IT.match(turn.now.text)
    wishes = turn.wishes_before
    titled = bool(wishes) and all(isinstance(wish, Title) for wish in wishes)
    if found is None or not titled or turn.now.means("topic"):
        return None
    return f"{turn.now.text[: found.start('it')]}the title{turn.now.text[found.end('it') :]}"
