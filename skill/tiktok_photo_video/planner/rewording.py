"""A message written anew, with one part of it exchanged or added."""

from __future__ import annotations

from collections.abc import Sequence

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.spoken import NUMBER, PHOTOS, Part, Spoken


def replaced(
    before: Spoken, now: Spoken, right: Sequence[Part], wrong: Sequence[Part]
) -> str | None:
    """The message before with each part put in the place of its like; ``None`` if one has none."""
    swaps: list[tuple[Part, str]] = []
    free = list(before.parts)
    for part in right:
        target = _target(part, free, wrong)
        if target is None:
            return None
        free.remove(target)
        swaps.append(
            (target, _place_words(part, target, before, now) or _words_for(part, target, now))
        )
    return rewritten(before, swaps)


def with_other_text(before: Spoken, now: Spoken) -> str | None:
    """A text after a colon exchanged for the new one: "caption photo 2: hello"."""
    colon = next((t for t in before.tokens if t.means("colon")), None)
    quote = next((p for p in now.parts if "quote" in p.kinds), None)
    if colon is None or quote is None:
        return None
    kept = before.folded.original[: before.folded.origins[colon.end]]
    return f"{kept} {now.slice(quote)}"


def _target(part: Part, free: Sequence[Part], wrong: Sequence[Part]) -> Part | None:
    for denied in wrong:
        for candidate in free:
            if _alike(denied, candidate):
                return candidate
    like = [candidate for candidate in free if _fits(part, candidate)]
    kinds = {kind for kind, _ in part.senses}
    like = ([c for c in like if c.photos] if part.photos else []) or like
    same = [c for c in like if kinds & {kind for kind, _ in c.senses}]
    return (same or like)[-1] if like else None


def _alike(denied: Part, candidate: Part) -> bool:
    same_photos = bool(denied.photos) and denied.photos == candidate.photos
    return same_photos or bool(denied.senses & candidate.senses)


def _fits(part: Part, candidate: Part) -> bool:
    kinds = part.kinds - {NUMBER} if not candidate.is_bare else part.kinds
    if part.is_bare and "duration" in candidate.kinds and PHOTOS not in candidate.kinds:
        return _is_number(part)
    if part.is_bare and ("percent" in candidate.kinds or "fps" in candidate.kinds):
        return _is_number(part)
    return bool(kinds & candidate.kinds)


def _is_number(part: Part) -> bool:
    return any(kind == "number" for kind, _ in part.senses)


def _place_words(part: Part, target: Part, before: Spoken, now: Spoken) -> str:
    """``second`` for the "first" of "put photo 5 first", in words that can be no seconds."""
    said = now.slice(part)
    ranked = part.is_bare and any(kind == "ordinal" for kind, _ in part.senses)
    named = any(PHOTOS in p.kinds and p.start < target.start for p in before.parts)
    goes = before.means("act", "move") and not before.means("act", "swap", "remove")
    if not (ranked and named and goes) or now.language is Language.CHINESE:
        return ""
    word = before.slice(target)
    led = before.text[: before.folded.origins[target.start]].rstrip().endswith(("to", "the", "in"))
    return "" if led or " " in word else f"to the {said} spot"


def _words_for(part: Part, target: Part, now: Spoken) -> str:
    if PHOTOS in part.kinds and PHOTOS in target.kinds:
        return now.slice(part) if target.is_bare or not part.is_bare else photo_words(part, now)
    if part.is_bare and "duration" in target.kinds:
        unit = {Language.ENGLISH: " seconds", Language.CHINESE: "秒"}[now.language]
        return f"{now.slice(part)}{unit}"
    if part.is_bare and "percent" in target.kinds:
        return f"{now.slice(part)}%"
    if part.is_bare and "fps" in target.kinds:
        return f"{now.slice(part)} fps"
    return now.slice(part)


def photo_words(part: Part, spoken: Spoken) -> str:
    """A part that names photos in words that can mean nothing else."""
    words = spoken.slice(part)
    if not part.is_bare or not words:
        return words
    if spoken.language is Language.CHINESE:
        return f"{words}张" if words.startswith("第") else f"第{words}张"
    if words.replace(" ", "").isdigit():
        return f"photo {words}"
    return f"the {words} photo" if not words[0].isdigit() else f"photos {words}"


def rewritten(before: Spoken, swaps: Sequence[tuple[Part, str]]) -> str:
    """The message with each of these parts exchanged for other words."""
    text = before.folded.original
    for part, words in sorted(swaps, key=lambda swap: -swap[0].start):
        start, end = before.folded.origins[part.start], before.folded.origins[part.end]
        spaced = words + (" " if text[start:end].endswith(" ") else "")
        text = f"{text[:start]}{spaced}{text[end:]}"
    return text


def for_photos(before: Spoken, words: str) -> str:
    """The message before, said of some photos."""
    text = before.folded.original.strip()
    if before.language is Language.CHINESE:
        return f"{words}{text}"
    return f"{text.rstrip(' .!')} for {words}"


def all_but_words(numbers: Sequence[int], language: Language) -> str:
    """How all photos except some are called."""
    if language is Language.CHINESE:
        return f"除了第{'、'.join(map(str, numbers))}张以外的所有照片"
    return f"all photos except {' and '.join(map(str, numbers))}"


def numbered_words(numbers: Sequence[int], language: Language) -> str:
    """How photos are called by their numbers."""
    if language is Language.CHINESE:
        return f"第{'、'.join(map(str, numbers))}张"
    return f"photo {' and '.join(map(str, numbers))}"


def with_subject(now: Spoken, words: str) -> str:
    """The message with its pronoun made into what it stands for, or with that put in front."""
    token = next((t for t in now.tokens if t.means("pronoun") and not t.means("number")), None)
    text = now.folded.original
    if token is None:
        opening = next((t for t in now.tokens if not t.means("join")), None)
        text = text[now.folded.origins[opening.start] :] if opening else text
        joint = "" if now.language is Language.CHINESE else " "
        return f"{words}{joint}{text}"
    start, end = now.folded.origins[token.start], now.folded.origins[token.end]
    verb = text[start:end].rstrip()
    kept = verb.rsplit(" ", 1)[0] + " " if " " in verb and token.means("give") else ""
    kept = "给" if verb.startswith("给") else kept
    kept = "caption " if verb.startswith("caption ") else kept
    gap = " " if text[start:end].endswith(" ") else ""
    return f"{text[:start]}{kept}{words}{gap}{text[end:]}"


def joined_words(message: str, said: str, language: Language) -> str:
    """A message with something said of it added."""
    if language is Language.CHINESE:
        return f"{said}，{message}"
    return f"{message.rstrip(' .!')} {said}"
