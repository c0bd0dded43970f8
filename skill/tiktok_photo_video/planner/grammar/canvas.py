"""The video as a file: its shape, size, frame rate, cover and name."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    found,
    photos_named,
    tokens_meaning,
)
from tiktok_photo_video.planner.pointers import Everything
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Cover, Name, Rate, Shape, Unsaid, Wish

_SHAPE_OF_TRAIT = {"landscape": "16:9", "portrait": "9:16", "square": "1:1"}


def frames(clause: Clause) -> Found | None:
    """``9:16``, ``square``, ``1080x1920``, ``720p``, ``60 fps``, ``for YouTube``, ``横屏``."""
    if clause.denied:
        return None
    tokens = tokens_meaning(clause, "shape", "pixels", "lines", "fps")
    shapes = [t for t in tokens if t.means("shape")]
    if len(shapes) > 1 and clause.folded.text[shapes[-1].start : shapes[-1].end] in _PLATFORMS:
        tokens = [t for t in tokens if t is not shapes[-1]]  # "改成方的发ins"
    exact = [t for t in shapes if ":" in clause.folded.text[t.start : t.end]]
    if exact and len(exact) < len(shapes):  # "横的，4:3的，跟老电视那样"
        tokens = [t for t in tokens if t not in shapes or t in exact]
    rate = _rate_beside_noun(clause)
    if rate is not None:
        tokens = [t for t in tokens if not t.means("fps")]
    elif not tokens and (trait := _shape_alone(clause)) is not None:
        return found(clause, Shape(_ratio(trait)), used=[clause.first("trait")])
    wishes: list[Wish] = [*([rate[0]] if rate else []), *(_frame(token) for token in tokens)]
    if not wishes:
        return None
    return found(clause, *wishes, used=[*shapes, *tokens, *(rate[1] if rate else [])])


_PLATFORMS = ("ins", "instagram", "小红书", "快手", "视频号", "朋友圈", "b站", "youtube", "抖音")


def _rate_beside_noun(clause: Clause) -> tuple[Rate, list[Token]] | None:
    """``frame rate 24``, ``帧率改成24``: a number beside the word for it."""
    noun, number = clause.first("topic", "fps"), clause.first("number")
    if noun is None or number is None or clause.means("fps"):
        return None
    return Rate(round(number.number)), [noun, number]


def _shape_alone(clause: Clause) -> str | None:
    """``landscape please``: of the video, where no photo is spoken of."""
    photos = clause.means("topic", "photo") or clause.means("ref") or clause.means("mark", "one")
    shape = _SHAPE_OF_TRAIT.get(clause.value("trait") or "")
    return None if photos or clause.acts("remove", "keep_only", "move") else shape


_SHAPE_WORDS = ("aspect ratio", "ratio", "aspect", "比例", "画幅", "长宽比", "宽高比")


def unshaped(clause: Clause) -> Found | None:
    """``change the aspect ratio``: to which, nobody said."""
    said = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    changes = clause.means("act", "set") or clause.means("other")
    silent = all(any(t.means(k) for k in _BESIDE_SHAPE) for t in clause.tokens)
    silent = silent and set(clause.values("topic")) <= {"video"}
    asks = changes and silent and not clause.denied and bool(said & set(_SHAPE_WORDS))
    return all_used(Unsaid("shape")) if asks else None


_BESIDE_SHAPE = ("act", "glue", "other", "to", "lead", "stop", "ask", "topic", "ref", "repair")


def _ratio(shape: str) -> tuple[int, int]:
    width, height = (int(side) for side in shape.split(":"))
    return width, height


def _frame(token: Token) -> Wish:
    if token.means("fps"):
        return Rate(round(token.number))
    if token.means("lines"):
        return Shape(short_side_px=int(float(token.value("lines") or token.number)))
    if pixels := token.value("pixels"):
        width, height = (int(side) for side in pixels.split("x"))
        return Shape((width, height), short_side_px=min(width, height))
    return Shape(_ratio(token.value("shape") or "9:16"))


def covers(clause: Clause) -> Found | None:
    """``use the third photo as the cover``, ``cover at 4 s``, ``封面用第二张``."""
    noun = clause.first("topic", "cover")
    if noun is None or not _names_cover(clause, noun):
        return None
    used = [noun, *tokens_meaning(clause, "ref", "duration", "place", "ordinal", "act", "neg")]
    used += tokens_meaning(clause, "number", "all")
    return found(clause, _cover(clause), used=used)


def _cover(clause: Clause) -> Cover | Unsaid:
    if clause.denied or clause.acts("remove"):
        return Cover(at_s=0.0)
    if (time := clause.first("duration")) is not None:
        return Cover(at_s=time.number)
    named = tuple(p for p in photos_named(clause) if not isinstance(p, Everything))
    if clause.means("frame_noun") and (at_end := _edge_frame(clause)) is not None:
        return Cover(at_end=at_end) if at_end else Cover(at_s=0.0)
    if photos := named or bare_photos(clause):
        return Cover(photos=photos)
    if clause.means("place", "end", "front"):
        at_end = clause.means("place", "end")
        return Cover(at_end=True) if at_end else Cover(at_s=0.0)
    return Unsaid("cover")


def _edge_frame(clause: Clause) -> bool | None:
    """Whether the last frame is meant rather than the first; ``None`` when neither is."""
    if clause.means("ordinal", "-1") or clause.means("place", "end"):
        return True
    return False if clause.means("ordinal", "1") or clause.means("place", "front") else None


def _names_cover(clause: Clause, noun: Token) -> bool:
    """``cover`` as a thing: "cover the whole screen" is about how photos fill it."""
    if not noun.means("fit"):
        return True
    at = next(i for i, t in enumerate(clause.tokens) if t is noun)
    before = clause.tokens[at - 1] if at else None
    if before is None and (clause.means("other") or clause.means("is")):
        return not clause.means("surface_noun") and not clause.means("topic", "photo")
    led = before is not None and (before.means("glue") or before.means("to", "to", "for"))
    told = clause.means("ref") or clause.means("duration") or clause.means("ordinal")
    return (led or told) and not clause.means("surface_noun")


_ANNOUNCING = ("is", "colon", "to")
_SIGNS = ("stop", "comma", "colon", "dash")


def names(clause: Clause) -> Found | None:
    """``call this project Kyoto``, ``rename it to Kyoto``, ``项目命名为“京都”``."""
    noun = next((i for i, t in enumerate(clause.tokens) if t.means("topic", "project")), None)
    verb = next((i for i, t in enumerate(clause.tokens) if _names(clause, t)), None)
    renames = clause.means("act", "rename") and not clause.means("topic", "title")
    if _names_the_video(clause):
        noun = next(i for i, t in enumerate(clause.tokens) if t.means("topic", "video"))
        renames = True
    if not renames and (noun is None or not (verb is not None or _sets(clause))):
        return None
    quote = next((t for t in reversed(clause.tokens) if t.means("quote") and t.text), None)
    if quote is not None:
        return all_used(Name(quote.text))
    text = _text_after(clause, max(i for i in (noun, verb, -1) if i is not None) + 1)
    return all_used(Name(text) if text else Unsaid("name"))


def _names_the_video(clause: Clause) -> bool:
    """``name the video Summer trip``: the verb leads and nothing but the name follows."""
    opening = [t for t in clause.tokens if not t.means("article") and not t.means("determiner")]
    opening = [t for t in opening if not t.means("ask") and not t.means("join")][:2]
    if len(opening) < 2 or not opening[1].means("topic", "video"):
        return False
    return clause.folded.text[opening[0].start : opening[0].end] in ("name", "save")


def _names(clause: Clause, token: Token) -> bool:
    word = clause.folded.text[token.start : token.end]
    return token.means("act", "rename", "call") or word in ("call", "name", "save")


def _sets(clause: Clause) -> bool:
    return clause.means("act", "set") or clause.means("colon") or clause.means("is")


def _text_after(clause: Clause, at: int) -> str:
    """The user's own words from a place on, past the words that only lead to them."""
    rest: Tokens = clause.tokens[at:]
    while rest and (any(rest[0].means(kind) for kind in _ANNOUNCING) or _leads(rest[0])):
        rest = rest[1:]
    while rest and any(rest[-1].means(kind) for kind in _SIGNS):
        rest = rest[:-1]
    return clause.folded.slice(rest[0].start, rest[-1].end) if rest else ""


def _leads(token: Token) -> bool:
    return token.means("act", "set", "call", "rename") or token.means("topic", "project")
