"""A message that goes on about the caption, or the look, that the turn before gave a photo.

``make it bigger``, ``改成黄色``, ``第一张的去掉``.
"""

from __future__ import annotations

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.editing.locating import is_everything
from tiktok_photo_video.planner.recollection import Recalled, own_acts
from tiktok_photo_video.planner.rewording import numbered_words, photo_words, with_subject
from tiktok_photo_video.planner.spoken import PHOTOS, Spoken
from tiktok_photo_video.planner.text_wishes import Caption
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.turn import Turn, located_in, named_now
from tiktok_photo_video.planner.wishes import Tint

_TITLE_WORDS = ("title", "heading", "headline", "标题", "大标题", "题目", "片名", "主题")
_LOOKS = ("color", "position", "style", "entrance", "scale")
_OF_OTHERS = ("duration", "tint", "shift", "motion", "transition", "mood", "percent", "shape")
_WHOLE = {Language.ENGLISH: "the captions", Language.CHINESE: "字幕"}


def on_caption(turn: Turn) -> Recalled | None:
    """The message with "it" made into the caption that was just written."""
    now = turn.now
    if any(PHOTOS in part.kinds for part in now.parts) or now.means("topic", "music", "video"):
        return None
    if now.means("act", "undo", "redo", "restart", "create") or now.means("all"):
        return None
    wishes = turn.wishes_before
    caption = next((wish for wish in wishes if isinstance(wish, Caption)), None)
    if caption is None or not _goes_on(now):
        return None
    numbers = located_in(caption.photos, turn.timeline) if caption.photos else ()
    words = _WHOLE[now.language]
    if numbers and not is_everything(caption.photos):
        words = _on_photos(numbers, now.language)
    return Recalled(_with_noun(now, words))


def _on_photos(numbers: tuple[int, ...], language: Language) -> str:
    if language is Language.CHINESE:
        return f"第{'、'.join(map(str, numbers))}张的字幕"
    return f"the caption on photo {' and '.join(map(str, numbers))}"


def _goes_on(now: Spoken) -> bool:
    """Whether it is the caption that is spoken of, rather than the photo or the title."""
    noun = _noun(now)
    if noun is not None:
        said = now.folded.text[noun.start : noun.end]
        worked = now.means("quote") or now.means("act") or _restyles(now)
        return said not in _TITLE_WORDS and not said.endswith("s") and worked
    if any(now.means(kind) for kind in _OF_OTHERS) and not now.means("color"):
        return False
    removes = now.means("pronoun") and now.means("act", "remove")
    rewrites = now.means("quote") and now.means("pronoun") and now.means("act", "set", "make")
    return removes or rewrites or _restyles(now)


def _restyles(now: Spoken) -> bool:
    sized = now.means("degree", "more", "less") and not now.means("degree", "longer", "shorter")
    return sized or any(now.means(kind) for kind in _LOOKS)


def _noun(now: Spoken) -> Token | None:
    return next(
        (t for t in now.tokens if t.means("piece", "caption") or t.means("topic", "title")), None
    )


def _with_noun(now: Spoken, words: str) -> str:
    """The message with its word for the caption, or its pronoun, made into these words."""
    noun = _noun(now)
    if noun is None:
        return with_subject(now, words)
    at = next(i for i, t in enumerate(now.tokens) if t is noun)
    first = at
    while first and _leads(now.tokens[first - 1]):
        first -= 1
    text = now.folded.original
    start = now.folded.origins[now.tokens[first].start]
    end = now.folded.origins[noun.end]
    gap = " " if text[start:end].endswith(" ") else ""
    return f"{text[:start]}{words}{gap}{text[end:]}"


def _leads(token: Token) -> bool:
    """``that``, ``the``, ``这条``: not "to", which would lead elsewhere."""
    return token.means("determiner") or (token.means("pronoun") and not token.means("act"))


def captioned(turn: Turn) -> Recalled | None:
    """``caption it "surprise"`` after a photo was spoken of."""
    now = turn.now
    quote = next((p for p in now.parts if "quote" in p.kinds), None)
    pronouns = [now.folded.text[t.start : t.end] for t in now.tokens if t.means("pronoun")]
    points = any(word.startswith("caption") for word in pronouns)
    points = points or (bool(pronouns) and now.means("piece", "caption"))
    numbers = named_now(turn)
    if quote is None or not points or not numbers or any(PHOTOS in p.kinds for p in now.parts):
        return None
    words = numbered_words(numbers, now.language)
    said = f"caption {words} {now.slice(quote)}"
    return Recalled(f"{words}配字{now.slice(quote)}" if now.language is Language.CHINESE else said)


def uncaptioned(turn: Turn) -> Recalled | None:
    """``第一张的去掉`` after captions: the words on it, not the photo."""
    now = turn.now
    wishes = turn.wishes_before
    photos = now.photo_parts
    of_photo = len(photos) == 1 and now.folded.text[photos[0].end : photos[0].end + 1] == "的"
    removes = now.means("act", "remove") or now.means("neg")
    if not of_photo or not removes or not all(isinstance(w, Caption) for w in wishes):
        return None
    return Recalled(f"去掉{photo_words(photos[0], now)}的字幕") if wishes else None


def untinted(turn: Turn) -> Recalled | None:
    """``第二张的取消掉``, ``中间的不用`` after looks: the look of it, not the photo."""
    now = turn.now
    wishes = turn.wishes_before
    looks = bool(wishes) and all(isinstance(w, Tint) for w in wishes)
    removes = now.means("act", "remove") or (now.means("neg") and not own_acts(now))
    if not looks or not removes or now.means("topic") or now.language is not Language.CHINESE:
        return None
    photos = now.photo_parts
    if len(photos) == 1 and now.folded.text[photos[0].end : photos[0].end + 1] == "的":
        return Recalled(f"{photo_words(photos[0], now)}去掉滤镜")
    rest = now.text.startswith("中间的") and not photos
    return Recalled("") if rest and not now.means("act", "remove") else None
