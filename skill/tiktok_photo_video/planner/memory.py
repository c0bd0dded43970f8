"""What a message takes up from the one before it.

"No wait, the third", "same for the last one", "make it longer", or just "2" after a question
say little by themselves. They are read by writing the message before anew: the part that the
new words name takes the place of its like (a photo for a photo, seconds for seconds), or is
added. What comes of it is an ordinary message, read like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.planner.editing.locating import DoubtError, numbering_in
from tiktok_photo_video.planner.grammar.rules import phrased, read
from tiktok_photo_video.planner.marks import is_list_join, span
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import (
    AllBut,
    Everything,
    History,
    References,
    Rest,
    Unknown,
    Unsaid,
)
from tiktok_photo_video.timeline.model import Timeline


@dataclass(frozen=True, slots=True)
class Previous:
    """The turn before.

    Attributes:
        message: what was said then, or what that turn asked to be remembered instead.
        timeline: the video before that turn; ``None`` when there was none yet.
        asked: whether that turn ended with a question of ours.

    """

    message: str
    timeline: Timeline | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Recalled:
    """A message with what it takes up from the one before.

    Attributes:
        message: what to read in its place; empty when nothing is to be done at all.
        rewind: it replaces what the turn before did.

    """

    message: str
    rewind: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a message that says one thing: which photos, how long, what colour."""

    kinds: frozenset[str]
    start: int
    end: int
    photos: References = ()
    senses: frozenset[tuple[str, str]] = frozenset()
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A message as parts that can take one another's place, and what else it holds."""

    text: str
    folded: Folded
    tokens: Tokens
    parts: tuple[_Part, ...]

    def means(self, kind: str, *values: str) -> bool:
        return any(token.means(kind, *values) for token in self.tokens)

    def slice(self, part: _Part) -> str:
        return self.folded.slice(part.start, part.end)

    @property
    def language(self) -> Language:
        return language_of(self.text)


PHOTOS = "photos"
_NUMBER = "number"
# Kinds that say how a sentence is built rather than what it asks for.
_STRUCTURE = frozenset(
    """act topic glue article determiner join stop comma neg pronoun mark to is lead plain with ask
    surface unit number ordinal word each all total new other amount limit floor excess repair
    likewise cancel restore sign dash colon hold give aside indefinite count directly rest but
    listing ref file fraction vague call blur step starting except part stead entrance
    social asked question retract tune gradual own song_counter
    """.split()
)
_SILENT = frozenset(
    """glue article determiner join stop comma mark to is lead ask surface repair likewise cancel
    sign dash colon neg pronoun plain with vague indefinite social retract
    """.split()
)
_LIGHT_ACTS = ("set", "make", "move", "hold", "add", "keep", "replace", "swap")
_MAX_UNKNOWN = 1  # words beside a correction that say nothing to us


def recalled(
    message: str,
    previous: Previous,
    *,
    timeline: Timeline | None,
    files: Mapping[str, str],
) -> Recalled | None:
    """What a message means after another one; ``None`` when it stands by itself."""
    if not previous.message.strip() or not message.strip():
        return None
    now = _spoken(message, files)
    before = _spoken(previous.message, files)
    if _cancels(now):
        return Recalled("")
    for take in (_restored, _excepted, _corrected, _likewise, _answered, _about_it):
        if (found := take(now, before, previous, timeline)) is not None:
            return _unless_changed_nothing(found, previous, timeline)
    return None


def _unless_changed_nothing(
    found: Recalled, previous: Previous, timeline: Timeline | None
) -> Recalled:
    """Going back takes back nothing where the turn before did nothing."""
    return Recalled(found.message, found.rewind and previous.timeline != timeline)


def _spoken(text: str, files: Mapping[str, str]) -> _Spoken:
    folded, tokens = phrased(text, files=files)
    return _Spoken(text, folded, tokens, _parts(tokens))


def _parts(tokens: Tokens) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    at = 0
    while at < len(tokens):
        run = _bare_run(tokens, at)
        if run > at:
            first, last = tokens[at], tokens[run - 1]
            kinds = frozenset({PHOTOS, _NUMBER, *_kinds(first)})
            senses = frozenset((s.kind, s.value) for s in first.senses)
            parts.append(_Part(kinds, first.start, last.end, (), senses, is_bare=True))
            at = run
            continue
        parts.extend(_part_of(tokens[at]))
        at += 1
    return tuple(parts)


def _part_of(token: Token) -> list[_Part]:
    if token.photos and not token.means("starting"):
        return [_Part(frozenset({PHOTOS}), token.start, token.end, token.photos)]
    kinds = _kinds(token)
    senses = frozenset((s.kind, s.value) for s in token.senses if s.kind not in _STRUCTURE)
    return [_Part(kinds, token.start, token.end, (), senses)] if kinds else []


def _kinds(token: Token) -> frozenset[str]:
    return frozenset(s.kind for s in token.senses) - _STRUCTURE


def _bare_run(tokens: Tokens, at: int) -> int:
    """Where a list of bare numbers and ranks that begins at a place ends: ``4 with 5``."""
    end = at
    while at < len(tokens):
        if _is_bare(tokens[at]):
            end = at = at + 1
        elif end and _joins(tokens[at]) and at > 0:
            at += 1
        else:
            break
    return end


def _is_bare(token: Token) -> bool:
    ranked = token.means("ordinal") and not token.means("place") and not token.means("position")
    number = token.means("number") and not token.means("mark")
    return (ranked or number) and not token.photos


def _joins(token: Token) -> bool:
    return is_list_join(token) or any(token.means(k) for k in ("with", "determiner", "article"))


def _cancels(now: _Spoken) -> bool:
    """``never mind``, ``算了``: and nothing else."""
    return now.means("cancel") and all(
        any(t.means(kind) for kind in (*_SILENT, "cancel")) for t in now.tokens
    )


def _restored(
    now: _Spoken, before: _Spoken, previous: Previous, _: Timeline | None
) -> Recalled | None:
    """``bring it back`` takes back what was done, unless that was an undo."""
    if not now.means("restore") or now.parts:
        return None
    undone = any(isinstance(s.wish, History) for s in read(previous.message).said)
    if undone:
        return None
    return Recalled({Language.ENGLISH: "undo", Language.CHINESE: "撤销"}[now.language])


def _excepted(
    now: _Spoken, before: _Spoken, previous: Previous, timeline: Timeline | None
) -> Recalled | None:
    """``except the beach one``, ``undo that for photo 2``: the turn before without some."""
    parts = now.parts
    photos = [p for p in parts if PHOTOS in p.kinds]
    undone = now.means("act", "undo") and not now.means("likewise")
    excepts = now.means("except") or now.means("but") or now.means("aside", "except") or undone
    acts = any(t.means("act") and not t.means("act", "undo") for t in now.tokens)
    if not excepts or acts or len(photos) != 1 or len(parts) != 1 or not before.parts:
        return None
    said = _photo_words(photos[0], now)
    if _unwraps(photos[0].photos):
        return Recalled(_joined_words(previous.message, said, before.language), rewind=True)
    if before.language is Language.CHINESE:
        return Recalled(f"除了{said}，{previous.message}", rewind=True)
    return Recalled(f"{previous.message.rstrip(' .!')} for all except {said}", rewind=True)


def _unwraps(photos: References) -> bool:
    return any(isinstance(photo, AllBut) for photo in photos)


def _joined_words(message: str, said: str, language: Language) -> str:
    if language is Language.CHINESE:
        return f"{said}，{message}"
    return f"{message.rstrip(' .!')} {said}"


def _corrected(
    now: _Spoken, before: _Spoken, previous: Previous, _: Timeline | None
) -> Recalled | None:
    """``no wait, the third``, ``actually 5 seconds``, ``change that to "B"``."""
    if now.means("act", "undo", "redo") or now.means("likewise") and not now.means("repair"):
        return None
    repairs = now.means("repair") or _denied(now)
    if not (repairs or _only_a_new_value(now)) or not _says_only_parts(now):
        return None
    wrong, right = _wrong_and_right(now)
    if not right:
        return None
    replaced = _replaced(before, now, right, wrong) or _with_other_text(before, now)
    if replaced is None and repairs and _all_photos(right):
        return Recalled(_for_photos(before, _photo_words(right[0], now)), rewind=True)
    return Recalled(replaced, rewind=True) if replaced else None


def _denied(now: _Spoken) -> bool:
    """``not the second, the third``: what is not meant comes with what is."""
    return now.means("neg") and len(now.parts) > 1 and not _own_acts(now)


def _only_a_new_value(now: _Spoken) -> bool:
    """``改成“B”``, ``change that to "B"``: a new text for whatever text was given."""
    sets = now.means("act", "set", "make") and not now.means("topic")
    return sets and [p.kinds & {"quote"} for p in now.parts] == [{"quote"}]


def _says_only_parts(now: _Spoken) -> bool:
    """Whether a message names parts and, besides a light verb, no business of its own."""
    unknown = sum(1 for t in now.tokens if t.means("word"))
    return not _own_acts(now) and not now.means("topic", *_TOPICS) and unknown <= _MAX_UNKNOWN


_TOPICS = ("title", "music", "transition", "motion", "volume", "background")


def _own_acts(now: _Spoken) -> bool:
    return any(
        t.means("act") and not t.means("act", *_LIGHT_ACTS) and not _is_silent(t)
        for t in now.tokens
    )


def _is_silent(token: Token) -> bool:
    return any(token.means(kind) for kind in _SILENT)


def _wrong_and_right(now: _Spoken) -> tuple[list[_Part], list[_Part]]:
    """The parts that are denied ("not the second"), and those that are meant."""
    wrong: list[_Part] = []
    right: list[_Part] = []
    for part in now.parts:
        (wrong if _stands_denied(now, part) else right).append(part)
    return wrong, right


def _stands_denied(spoken: _Spoken, part: _Part) -> bool:
    earlier = [t for t in spoken.tokens if t.end <= part.start]
    while earlier and _skips(earlier[-1]):
        earlier.pop()
    return bool(earlier) and earlier[-1].means("neg") and not _is_bare_no(spoken, earlier[-1])


def _skips(token: Token) -> bool:
    filler = any(token.means(kind) for kind in ("glue", "determiner", "article", "lead", "to"))
    return filler and not token.means("neg")


def _is_bare_no(spoken: _Spoken, token: Token) -> bool:
    """``no the third`` denies what was done, not the third."""
    return spoken.folded.text[token.start : token.end] in ("no", "nope")


def _replaced(
    before: _Spoken, now: _Spoken, right: Sequence[_Part], wrong: Sequence[_Part]
) -> str | None:
    """The message before with each part put in the place of its like; ``None`` if one has none."""
    swaps: list[tuple[_Part, str]] = []
    free = list(before.parts)
    for part in right:
        target = _target(part, free, wrong)
        if target is None:
            return None
        free.remove(target)
        swaps.append((target, _words_for(part, target, now)))
    return _rewritten(before, swaps)


def _with_other_text(before: _Spoken, now: _Spoken) -> str | None:
    """A text after a colon exchanged for the new one: "caption photo 2: hello"."""
    colon = next((t for t in before.tokens if t.means("colon")), None)
    quote = next((p for p in now.parts if "quote" in p.kinds), None)
    if colon is None or quote is None:
        return None
    kept = before.folded.original[: before.folded.origins[colon.end]]
    return f"{kept} {now.slice(quote)}"


def _target(part: _Part, free: Sequence[_Part], wrong: Sequence[_Part]) -> _Part | None:
    for denied in wrong:
        for candidate in free:
            if _alike(denied, candidate):
                return candidate
    like = [candidate for candidate in free if _fits(part, candidate)]
    return like[-1] if like else None


def _alike(denied: _Part, candidate: _Part) -> bool:
    same_photos = bool(denied.photos) and denied.photos == candidate.photos
    return same_photos or bool(denied.senses & candidate.senses)


def _fits(part: _Part, candidate: _Part) -> bool:
    kinds = part.kinds - {_NUMBER} if not candidate.is_bare else part.kinds
    if part.is_bare and "duration" in candidate.kinds and PHOTOS not in candidate.kinds:
        return ("number", "") in part.senses or any(k == "number" for k, _ in part.senses)
    return bool(kinds & candidate.kinds)


def _words_for(part: _Part, target: _Part, now: _Spoken) -> str:
    if PHOTOS in part.kinds and PHOTOS in target.kinds:
        return now.slice(part) if target.is_bare or not part.is_bare else _photo_words(part, now)
    if part.is_bare and "duration" in target.kinds:
        unit = {Language.ENGLISH: " seconds", Language.CHINESE: "秒"}[now.language]
        return f"{now.slice(part)}{unit}"
    return now.slice(part)


def _photo_words(part: _Part, spoken: _Spoken) -> str:
    """A part that names photos in words that can mean nothing else."""
    words = spoken.slice(part)
    if not part.is_bare:
        return words
    if spoken.language is Language.CHINESE:
        return f"{words}张" if words.startswith("第") else f"第{words}张"
    if words.replace(" ", "").isdigit():
        return f"photo {words}"
    return f"the {words} photo" if not words[0].isdigit() else f"photos {words}"


def _rewritten(before: _Spoken, swaps: Sequence[tuple[_Part, str]]) -> str:
    text = before.folded.original
    for part, words in sorted(swaps, key=lambda swap: -swap[0].start):
        start, end = before.folded.origins[part.start], before.folded.origins[part.end]
        spaced = words + (" " if text[start:end].endswith(" ") else "")
        text = f"{text[:start]}{spaced}{text[end:]}"
    return text


def _all_photos(parts: Sequence[_Part]) -> bool:
    return len(parts) == 1 and PHOTOS in parts[0].kinds


def _for_photos(before: _Spoken, words: str) -> str:
    """The message before, said of some photos."""
    text = before.folded.original.strip()
    if before.language is Language.CHINESE:
        return f"{words}{text}"
    return f"{text.rstrip(' .!')} for {words}"


def _likewise(
    now: _Spoken, before: _Spoken, previous: Previous, timeline: Timeline | None
) -> Recalled | None:
    """``same for the last one``, ``and the second too``, ``do that on all of them``."""
    opens_so = bool(now.tokens) and now.tokens[0].means("join")
    joins = now.means("likewise") or opens_so
    photos = [p for p in now.parts if PHOTOS in p.kinds]
    if not joins or len(photos) != 1 or len(now.parts) != 1 or not _says_only_parts(now):
        if not (joins and now.means("act", "undo") and len(photos) == 1):
            return None
    if not before.parts and not before.means("act"):
        return None
    words = _others_words(photos[0], previous, timeline, before) or _photo_words(photos[0], now)
    rewind = now.means("act", "undo") or now.means("repair", "instead")
    target = next((p for p in before.parts if PHOTOS in p.kinds), None)
    if target is None:
        return Recalled(_for_photos(before, words), rewind=rewind)
    keeps = target.is_bare or not photos[0].is_bare
    said = now.slice(photos[0]) if keeps and not _is_rest(photos[0].photos) else words
    return Recalled(_rewritten(before, [(target, said)]), rewind=rewind)


def _is_rest(photos: References) -> bool:
    return any(isinstance(photo, Rest) for photo in photos)


def _others_words(
    part: _Part, previous: Previous, timeline: Timeline | None, before: _Spoken
) -> str | None:
    """``the others`` are all but those that the message before named."""
    if not _is_rest(part.photos):
        return None
    named = _named_now(before, previous, timeline)
    if not named:
        return None
    return _all_but_words(named, before.language)


def _all_but_words(numbers: Sequence[int], language: Language) -> str:
    if language is Language.CHINESE:
        return f"除了第{'、'.join(map(str, numbers))}张以外的所有照片"
    return f"all photos except {' and '.join(map(str, numbers))}"


def _named_now(
    before: _Spoken, previous: Previous, timeline: Timeline | None
) -> tuple[int, ...]:
    """The present numbers of the photos that the message before was about."""
    if timeline is None:
        return ()
    ids = [clip.id for clip in timeline.photos]
    old = previous.timeline
    known = {clip.id for clip in old.photos} if old else set(ids)
    came = [n for n, i in enumerate(ids, 1) if i not in known]
    if came and old:
        return tuple(came)
    photos = next((p.photos for p in before.parts if PHOTOS in p.kinds and p.photos), ())
    photos = photos or _bare_photos(before)
    if not photos or any(isinstance(p, Everything | Rest) for p in photos):
        return ()
    try:
        located = numbering_in(old or timeline).located(photos)
    except DoubtError:
        return ()
    return tuple(ids.index(i) + 1 for i in located if i in ids)


def _bare_photos(before: _Spoken) -> References:
    """Photos named by bare numbers: written out, they read like any others."""
    part = next((p for p in before.parts if p.is_bare), None)
    if part is None and not before.means("act"):
        ends = {"front": span(1), "end": span(-1)}
        return tuple(ends[v] for t in before.tokens if (v := t.value("place")) in ends)[:1]
    if part is None:
        return ()
    _, tokens = phrased(_photo_words(part, before))
    return next((t.photos for t in tokens if t.photos), ())


def _answered(
    now: _Spoken, before: _Spoken, previous: Previous, _: Timeline | None
) -> Recalled | None:
    """``2`` after "which photo?": the request before, completed."""
    if not previous.asked:
        return None
    asked = next((s.wish.what for s in read(previous.message).said if _is_unsaid(s)), "")
    if asked in ("title_text", "name") and not _own_acts(now):
        quoted = now.text if now.means("quote") else f'"{now.text.strip()}"'
        return Recalled(f"{previous.message} {quoted}")
    if not _says_only_parts(now) or not now.parts:
        return None
    return _first_complete(_fillings(now, before))


def _is_unsaid(said: object) -> bool:
    return isinstance(getattr(said, "wish", None), Unsaid)


def _fillings(now: _Spoken, before: _Spoken) -> list[str]:
    """Ways to complete the message before, the likeliest first."""
    found: list[str] = []
    photos = next((p for p in now.parts if PHOTOS in p.kinds), None)
    words = _photo_words(photos, now) if photos else ""
    vague = next((t for t in before.tokens if t.means("indefinite") or t.means("count")), None)
    if photos and vague:
        gap = _Part(frozenset(), vague.start, vague.end)
        found += [_rewritten(before, [(gap, now.slice(photos))]), _rewritten(before, [(gap, words)])]
    if (replaced := _replaced(before, now, now.parts, ())) is not None:
        found.append(replaced)
    said = words or now.text.strip()
    text = before.folded.original.rstrip(" .!?。！？")
    if before.language is Language.CHINESE:
        return [*found, f"{said}{text}", f"{text}{said}", f"{text}{now.text.strip()}"]
    return [*found, f"{text} {said}", f"{text} {now.text.strip()}"]


def _first_complete(candidates: Sequence[str]) -> Recalled | None:
    """The first that leaves nothing unsaid and nothing not understood."""
    for text in candidates:
        wishes = [said.wish for said in read(text).said]
        if wishes and not any(isinstance(wish, Unknown | Unsaid) for wish in wishes):
            return Recalled(text)
    return None


def _about_it(
    now: _Spoken, before: _Spoken, previous: Previous, timeline: Timeline | None
) -> Recalled | None:
    """``make it longer``, ``再大点``: about what the message before was about."""
    if now.means("topic") or any(PHOTOS in p.kinds for p in now.parts) or now.means("history"):
        return None
    if now.means("act", "undo", "redo", "restart", "create"):
        return None
    numbers = _named_now(before, previous, timeline)
    if numbers and _is_of_photo(now, before):
        return Recalled(_with_subject(now, _numbered_words(numbers, now.language)))
    topic = next((v for t in before.tokens if (v := t.value("topic")) in _SPOKEN_TOPICS), None)
    if topic and _is_of_topic(now, topic):
        return Recalled(_with_subject(now, _SPOKEN_TOPICS[topic][now.language]))
    return None


_SPOKEN_TOPICS = {
    "title": {Language.ENGLISH: "the title", Language.CHINESE: "标题"},
    "transition": {Language.ENGLISH: "the transitions", Language.CHINESE: "转场"},
    "music": {Language.ENGLISH: "the music", Language.CHINESE: "音乐"},
}
_OF_THE_VIDEO = ("shape", "mood", "genre", "feel", "fps", "lines", "pixels", "sort", "tune")


def _is_of_photo(now: _Spoken, before: _Spoken) -> bool:
    """Whether "it" is the photo spoken of before, rather than the video."""
    points = now.means("pronoun") or now.means("give")
    if any(now.means(kind) for kind in (*_OF_THE_VIDEO, "color", "quote")):
        return False
    if now.means("duration") or now.means("degree", "faster", "slower", "longer", "shorter"):
        timed = before.means("duration") or before.means("degree", "longer", "shorter")
        return timed or now.means("give") or (points and not now.means("duration"))
    return points and (now.means("act") or bool(now.parts))


def _is_of_topic(now: _Spoken, topic: str) -> bool:
    sized = now.means("degree", "more", "less") or now.means("size")
    if topic == "title":
        removed = now.means("pronoun") and now.means("act", "remove", "move")
        return sized or removed
    timed = now.means("duration") or now.means("degree", "longer", "shorter", "faster", "slower")
    if topic == "transition":
        return timed and (now.means("pronoun") or not now.means("act"))
    return now.means("pronoun") and now.means("act", "remove")


def _numbered_words(numbers: Sequence[int], language: Language) -> str:
    if language is Language.CHINESE:
        return f"第{'、'.join(map(str, numbers))}张"
    return f"photo {' and '.join(map(str, numbers))}"


def _with_subject(now: _Spoken, words: str) -> str:
    """The message with its pronoun made into what it stands for, or with that put in front."""
    token = next((t for t in now.tokens if t.means("pronoun") and not t.means("number")), None)
    text = now.folded.original
    if token is None:
        joint = "" if now.language is Language.CHINESE else " "
        return f"{words}{joint}{text}"
    start, end = now.folded.origins[token.start], now.folded.origins[token.end]
    verb = text[start:end].rstrip()
    kept = verb.rsplit(" ", 1)[0] + " " if " " in verb and token.means("give") else ""
    kept = "给" if verb.startswith("给") else kept
    gap = " " if text[start:end].endswith(" ") else ""
    return f"{text[:start]}{kept}{words}{gap}{text[end:]}"
