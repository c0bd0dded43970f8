"""How a text on the screen looks and when it is seen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used, photos_of
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.text_bounds import is_filler, is_modifier
from tiktok_photo_video.planner.text_wishes import Caption, Look, NoTitle, Title, When
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Wish
from tiktok_photo_video.timeline.model import (
    TitleAnimation,
    TitlePosition,
    TitleSize,
    TitleStyle,
)

_FOREVER_S = 1e6  # as long as the video goes on
_STRETCH = 1.5  # titles are short: a change has to be large to be seen
_FRAMED = ("outline", "plate", "neon", "handwritten", "karaoke")
_OWN_ENTRANCES = ("typewriter",)  # what no transition or camera move is called


def look_of(tokens: Tokens, *, denied: bool = False) -> Look:
    """How some tokens say that a text is to look."""
    style, entrance = _last(tokens, "style"), _entrance(tokens)
    position, size = _position(tokens), _last(_without_excess(tokens), "scale")
    if style in _FRAMED and (denied or _is_refused(tokens, "style")):
        style = "plain"
    return Look(
        TitlePosition(position) if position else None,
        TitleStyle(style) if style else None,
        _color(tokens),
        TitleAnimation(entrance) if entrance else None,
        TitleSize(size) if size else None,
        0 if size else _steps(tokens, position),
        ground_of(tokens),
    )


def _without_excess(tokens: Tokens) -> Tokens:
    """Without the sizes complained about: "so tiny" wants it larger."""
    return tuple(
        t
        for i, t in enumerate(tokens)
        if not (i and tokens[i - 1].means("excess") and t.means("degree"))
    )


def ground_of(tokens: Tokens) -> str | None:
    """The colour that a text stands on: ``on blue``, ``黑底``."""
    named = _last(tokens, "ground")
    return named or next(
        (v for i, t in enumerate(tokens) if (v := t.value("color")) and is_ground(tokens, i)), None
    )


def is_ground(tokens: Tokens, at: int) -> bool:
    """Whether a colour is that of what is behind: ``on blue``, ``blue background``, ``蓝底``."""
    behind = any(
        t.means("topic", "background") or t.means("piece", "card") for t in tokens[at + 1 : at + 2]
    )
    return behind or (at > 0 and tokens[at - 1].means("to", "on"))


def _position(tokens: Tokens) -> str | None:
    """A place by name, or the way it is moved: ``move the title up``."""
    named = _moved_to(tokens) or _last(tokens, "position")
    if named is not None or not any(t.means("act", "move") for t in tokens):
        return named
    ways = {"forward": "top", "backward": "bottom"}
    step = next((t for t in tokens if t.means("step")), None)
    is_sideways = step is not None and not step.means("degree") and step.end - step.start > 4
    return ways.get(step.value("step") or "") if step is not None and not is_sideways else None


def _moved_to(tokens: Tokens) -> str | None:
    """``挪到底下去，顶上挡着天``: where it goes; what is said of other places is the reason."""
    for verb, place in pairwise(tokens):
        if verb.means("act", "move") and place.means("position"):
            return place.value("position")
    return None


def _last(tokens: Tokens, kind: str) -> str | None:
    """The last value that is not one to do without: ``not red but blue``."""
    wanted = [v for i, t in enumerate(tokens) if (v := t.value(kind)) and not _ruled_out(tokens, i)]
    values = [v for t in tokens if (v := t.value(kind))]
    chosen = wanted or values
    return chosen[-1] if chosen else None


def _ruled_out(tokens: Tokens, at: int) -> bool:
    return at > 0 and tokens[at - 1].means("neg") and not tokens[at - 1].means("act")


def _is_refused(tokens: Tokens, kind: str) -> bool:
    places = [i for i, t in enumerate(tokens) if t.means(kind)]
    return bool(places) and all(_ruled_out(tokens, i) for i in places)


def _color(tokens: Tokens) -> str | None:
    """The colour of the letters; "outline" and "box" take the colour before them as theirs."""
    colors = [
        (i, v)
        for i, t in enumerate(tokens)
        if (v := t.value("color")) and not _ruled_out(tokens, i) and not is_ground(tokens, i)
    ]
    return colors[-1][1] if colors else None


def _entrance(tokens: Tokens) -> str | None:
    values = [v for t in tokens if (v := t.value("entrance")) and not t.means("position")]
    placed = [v for t in tokens if (v := t.value("entrance")) and t.means("position")]
    refused = any(t.means("neg") for t in tokens) and any(
        t.means("topic", "motion") or t.means("lively") for t in tokens
    )
    if (refused and not values) or _takes_off_animation(tokens):
        return "none"
    chosen = values or placed
    if "typewriter" in chosen:
        return "typewriter"  # "一个字一个字蹦出来": what the rest only paints
    return chosen[-1] if chosen else None


def _takes_off_animation(tokens: Tokens) -> bool:
    """``标题淡入动画去掉``."""
    removes = any(t.means("act", "remove") and not t.means("entrance") for t in tokens)
    animated = any(t.means("topic", "motion") or t.means("entrance") for t in tokens)
    return removes and animated


def _steps(tokens: Tokens, position: str | None) -> int:
    """Sizes larger or smaller: ``bigger``, ``too big``, ``小一号``, ``太大了``."""
    steps = 0
    letters = any(t.means("topic", "title") or t.means("piece") for t in tokens)
    for at, token in enumerate(tokens):
        if letters and _is_han_zoom(token):
            steps = 1 if token.means("motion", "zoom_in") else -1  # "标题放大"
        too = at > 0 and tokens[at - 1].means("excess")
        if token.means("step"):
            continue  # "up" and "down" move
        if token.means("degree", "more") and not (position and token.means("position")):
            steps = -1 if too else 1
        elif token.means("degree", "less") and not (position and token.means("position")):
            steps = 1 if too and not token.means("excess") else -1
        elif token.means("degree", "louder", "quieter") and not _ascii_turn(token):
            # 太大 and 太小 are said of sound as well.
            steps = 1 if token.means("degree", "louder") else -1
    return steps


def _is_han_zoom(token: Token) -> bool:
    """``放大``, ``缩小``: of letters a size."""
    return token.end - token.start == 2 and token.means("motion", "zoom_in", "zoom_out")


def _ascii_turn(token: Token) -> bool:
    return token.end - token.start > 5


def when_of(tokens: Tokens) -> When:
    """When some tokens say that a title is to be seen."""
    if (moved := next((t for t in tokens if t.means("offset")), None)) is not None:
        return _moved_by(tokens, moved)
    times = [(i, t) for i, t in enumerate(tokens) if t.means("duration")]
    photos = photos_of(t for t in tokens if t.means("ref"))
    if len(times) > 1 or (times and _range_start(tokens, times[0][0]) is not None):
        return _ranged(tokens, times)
    at_end = any(t.means("place", "end") for t in tokens)
    # "所有文字放顶上" is of all texts, not of all the time.
    throughout = not photos and any(t.means("all") and not t.means("quantity") for t in tokens)
    if not times and at_end and any(t.means("exit") for t in tokens):
        return When(end_s=_FOREVER_S)  # "until the end"
    if not times:
        front = any(t.means("place", "front") for t in tokens)
        start = 0.0 if front and not at_end else None
        return When(
            start, at_end=at_end, throughout=throughout, photos=photos, factor=_stretch(tokens)
        )
    return _timed(tokens, times[0], at_end=at_end, photos=photos)


def _moved_by(tokens: Tokens, moved: Token) -> When:
    """``标题晚一秒出来，到第五秒消失``, ``早一秒消失``: so much later or earlier than now."""
    by_s = moved.number if moved.means("offset", "later") else -moved.number
    at = next(i for i, t in enumerate(tokens) if t is moved)
    end = next((t for t in tokens[at + 1 :] if t.means("duration")), None)
    leaves = any(t.means("exit") for t in tokens[at + 1 :]) and end is None
    if leaves:
        return When(ends_later_s=by_s)
    return When(later_s=by_s, end_s=end.number if end else None)


def _stretch(tokens: Tokens) -> float:
    """``longer``, ``goes too quickly``: a factor on the time it is seen."""
    if any(t.means("degree", "longer", "slower") for t in tokens):
        return _STRETCH
    return 1 / _STRETCH if any(t.means("degree", "shorter", "faster") for t in tokens) else 1.0


def _timed(tokens: Tokens, timed: tuple[int, Token], *, at_end: bool, photos: References) -> When:
    at, token = timed
    before = tokens[at - 1] if at else None
    if _is_end(tokens, at):
        return When(end_s=token.number)
    if (before is not None and _from(before)) or _comes_then(tokens[at + 1 : at + 2]):
        return When(start_s=token.number)
    last = before is not None and (before.means("ordinal", "-1") or before.means("mark", "tail"))
    first = before is not None and (before.means("ordinal", "1") or before.means("mark", "head"))
    return When(0.0 if first else None, token.number, at_end=at_end or last, photos=photos)


def _comes_then(after: Tokens) -> bool:
    """``2秒的时候出来``, ``3秒再出现``."""
    return any(t.means("moment") or t.means("repeat", "again") for t in after)


def _is_end(tokens: Tokens, at: int) -> bool:
    """``until second 6``, ``leave at 6 seconds``, ``第6秒消失``."""
    if at > 1 and tokens[at - 1].means("mark", "nth") and tokens[at - 2].means("until"):
        return not any(t.means("to", "from") for t in tokens[:at])  # "显示到第6秒"
    return any(t.means("exit") for t in (*tokens[max(at - 3, 0) : at], *tokens[at + 1 : at + 3]))


def _from(token: Token) -> bool:
    """``at``, ``from``, ``第``; ``for`` and ``last`` come before a length."""
    starts = (
        token.means("to", "from") or token.means("mark", "nth") or token.means("place", "after")
    )
    return starts or (token.means("to", "to") and not token.means("to", "for"))


def _range_start(tokens: Tokens, at: int) -> float | None:
    """The 2 of ``2 to 5 seconds``."""
    if at < 2 or not (tokens[at - 1].means("to", "to") or tokens[at - 1].means("dash")):
        return None
    return tokens[at - 2].number if tokens[at - 2].means("number") else None


def _ranged(tokens: Tokens, times: list[tuple[int, Token]]) -> When:
    at, token = times[0]
    start = _range_start(tokens, at)
    if start is not None:
        return When(min(start, token.number), abs(token.number - start) or None)
    later, second = times[1]
    if later and tokens[later - 1].means("to", "for") and not _is_range(tokens, at, later):
        return When(token.number, second.number)  # "at 5 s for 4 s"
    if at and tokens[at - 1].means("to", "for") and later and _from(tokens[later - 1]):
        return When(second.number, token.number)  # "for 4 s at 5 s"
    low, high = sorted((token.number, second.number))
    return When(low, high - low or None)


def _is_range(tokens: Tokens, first: int, second: int) -> bool:
    return any(t.means("to", "to") or t.means("dash") for t in tokens[first + 1 : second])


def with_more(title: Title, more: Title) -> Title:
    """A title with the look and time that more words about it name."""
    when = _sooner_and_later(title.when, more.when)
    subtitle = title.subtitle if more.subtitle is None else more.subtitle
    return replace(title, look=merged(title.look, more.look), when=when, subtitle=subtitle)


def _sooner_and_later(when: When, more: When) -> When:
    if more == When():
        return when
    if more.end_s is not None and more.start_s is None:
        return replace(when, end_s=more.end_s, duration_s=None)
    if when.start_s and more == When(duration_s=more.duration_s):
        return replace(when, duration_s=more.duration_s)  # "从第3秒开始，显示4秒"
    return more


def merged(look: Look, more: Look) -> Look:
    """A look with what more words say of it; the later word counts."""
    return Look(
        more.position or look.position,
        more.style or look.style,
        more.color or look.color,
        more.animation or look.animation,
        more.size or look.size,
        more.steps or look.steps,
        more.ground or look.ground,
    )


def title_pronouns(clause: Clause) -> Found | None:
    """A clause whose "it" is the title of the clause before."""
    if clause.about != "title":
        return None
    gone = clause.means("pronoun") and clause.acts("remove") and not clause.denied
    if gone and all(_goes(t) for t in clause.tokens):
        return all_used(NoTitle())
    return title_looks(clause)


def _goes(token: Token) -> bool:
    kinds = ("pronoun", "glue", "stop", "comma", "join", "social")
    return token.means("act", "remove") or any(token.means(kind) for kind in kinds)


_COLOURLESS = ("fps", "volume", "music", "transition", "motion", "length")


def title_looks(clause: Clause) -> Found | None:
    """``put it at the bottom``, ``red``: only titles have a place and a colour to change.

    After a clause about a title, "show it for 4 seconds" is about the title too.
    """
    if not all(_is_about_looks(t) for t in clause.tokens) or clause.means("topic", *_COLOURLESS):
        return None
    about = clause.about == "title"
    look = look_of(clause.tokens, denied=clause.denied)
    if clause.denied and look.style is None:
        return None
    when = when_of(clause.tokens) if about else When()
    if about and clause.acts("remove") and when.start_s:
        when = When(end_s=when.start_s)  # "hide it after 4 s"
    if not about:
        look = _certain(look, clause)
    if look == Look() and when == When():
        return None
    wish: Wish = Title(look=look, when=when)
    if about and any(t.means("piece", "caption") for t in clause.tokens):
        wish = Caption(look=look)
    return all_used(wish)


def _certain(look: Look, clause: Clause) -> Look:
    """The parts of a look that can be nothing but a title's."""
    photos = any(t.means("ref") for t in clause.tokens)
    moves = look.animation is not None and look.animation.value not in _OWN_ENTRANCES
    still = Look(look.position, look.style, look.color, None, look.size)
    sized = _names_letters(clause)
    if (moves and still == Look()) or photos or (look.size is None and _only_steps(look)):
        return look if sized and not photos else Look()
    return replace(look, steps=0) if look.size is None else look


_LETTERS = ("font size", "text size", "字号", "字级", "字型大小", "字体大小", "文字大小")


def _names_letters(clause: Clause) -> bool:
    """``font size 大 d``: the size of letters, whoever else has one."""
    sizes = (t for t in clause.tokens if t.means("topic", "size"))
    return any(clause.folded.text[t.start : t.end] in _LETTERS for t in sizes)


def _only_steps(look: Look) -> bool:
    return replace(look, steps=0) == Look()


_ABOUT_LOOKS = (
    *("pronoun", "act", "stop", "ask", "neg", "size", "style", "entrance", "vague", "excess"),
    "exit",
)


def _is_about_looks(token: Token) -> bool:
    return is_modifier(token) or is_filler(token) or any(token.means(kind) for kind in _ABOUT_LOOKS)


_LOOK_WORDS = {
    "title_color": ("color", "colour", "颜色", "字色"),
    "title_style": ("font", "fonts", "typeface", "lettering", "字体", "字型"),
    "title_position": ("position", "spot", "location", "位置"),
}


def look_asked_for(clause: Clause) -> str | None:
    """``change the colour of the title``: another look, but not which."""
    if not (clause.means("act", "set", "make") or clause.means("other")):
        return None
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    return next((name for name, said in _LOOK_WORDS.items() if words & set(said)), None)
