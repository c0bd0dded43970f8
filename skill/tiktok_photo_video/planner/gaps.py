"""What stands on both sides of a comma or "and", and whether something new begins there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tiktok_photo_video.planner.parts import (
    governs_with,
    is_edge,
    is_name,
    only_names,
    puts_somewhere,
    subjects_of,
)
from tiktok_photo_video.planner.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class Gap:
    """A weak separator with what stands on both sides of it."""

    left: Tokens
    joint: Token
    right: Tokens

    @property
    def mine(self) -> set[str]:
        """What the left side is about."""
        return subjects_of(self.left)

    @property
    def theirs(self) -> set[str]:
        """What the right side is about."""
        return subjects_of(self.right)

    def both(self, kind: str) -> bool:
        """Whether both sides hold a token of a kind."""
        return all(any(t.means(kind) for t in side) for side in (self.left, self.right))


def _governed(gap: Gap) -> bool | None:
    """``start with photo 2``, ``replace photo 5 with the new one``."""
    if not gap.joint.means("with"):
        return None
    exchanges = any(t.means("act", "replace", "swap") for t in gap.left)
    governs = bool(gap.left) and governs_with(gap.left[-1])
    if gap.left and gap.left[-1].means("mark", "one") and not gap.left[-1].photos:
        return False  # "the one with grandma"
    comes = any(t.means("ref") or t.means("new") for t in gap.right[:3])
    return False if governs or (exchanges and comes) else None


def _signs_amount(gap: Gap) -> bool | None:
    """``brightness +20%``: a sign, not "and"."""
    sign = gap.joint.means("join", "and") and gap.joint.end - gap.joint.start == 1
    percent = bool(gap.right) and gap.right[0].means("percent")
    lever = bool(gap.left) and (gap.left[-1].means("lever") or gap.left[-1].means("topic"))
    return False if sign and percent and lever and gap.right[0].start == gap.joint.end else None


def _plans_follow(gap: Gap) -> bool | None:
    """``no music, I'll add a sound in the app``: what somebody does by themselves."""
    first = next((t for t in gap.right if not is_edge(t)), None)
    return True if first is not None and first.means("once") else None


def _excepts_first(gap: Gap) -> bool | None:
    """``除了第一张，每张2秒``."""
    excepts = only_names(gap.left) and any(t.means("but") for t in gap.left)
    return False if excepts else None


def _excepts_with_amount(gap: Gap) -> bool | None:
    """``2 seconds each, except the first, which gets 4``."""
    excepts = bool(gap.right) and gap.right[0].means("except") and _gives_amount(gap.right)
    return True if excepts else None


def _captions_alike(gap: Gap) -> bool | None:
    """``caption each photo with its file name``."""
    automatic = gap.joint.means("with") and any(t.means("auto") for t in gap.right)
    return False if automatic else None


def _captions_with(gap: Gap) -> bool | None:
    """``caption photo 2 with "us"``."""
    texts = any(t.means("piece", "caption") or t.means("topic", "title") for t in gap.left)
    quoted = bool(gap.right) and any(t.means("quote") for t in gap.right[:2])
    return False if gap.joint.means("with") and texts and quoted else None


def _seen_and_heard(gap: Gap) -> bool | None:
    """``cinematic look, cinematic music``."""
    seen = any(t.means("lens") for t in gap.left) and any(t.means("tint") for t in gap.left)
    heard = any(t.means("topic", "music") for t in gap.right)
    return True if seen and heard and any(t.means("mood") for t in gap.right) else None


def _is_refused_together(gap: Gap) -> bool | None:
    together = gap.joint.means("join", "and") and _refused_together(gap.left, gap.right)
    return False if together else None


def _unknown_verb_follows(gap: Gap) -> bool | None:
    """``remove photo 2 and splunge the gorf``."""
    unknown = _begins_unknown(gap.right) and any(t.means("act") for t in gap.left)
    unknown = unknown or (_does_unknown(gap.right) and bool(gap.mine))
    return True if unknown else None


def _does_unknown(part: Tokens) -> bool:
    """``do the wibbly fnord``."""
    inner = [t for t in part if not t.means("join")]
    return len(inner) > 1 and inner[0].means("question", "opens") and inner[1].means("word")


def _is_range(gap: Gap) -> bool | None:
    """``between 10 and 15 seconds``."""
    counted = bool(gap.right) and any(gap.right[0].means(k) for k in ("number", "duration"))
    return False if counted and _opens_range(gap.left) else None


def _names_first(gap: Gap) -> bool | None:
    """``photo 2, 4 seconds``: a part that only names photos says of which the next is."""
    refs = [t for t in gap.left if t.means("ref")]
    names = bool(refs) and only_names(gap.left) and not any(t.means("listing") for t in refs)
    more = any(is_name(t) or t.means("rest") for t in gap.right) or not gap.right
    return False if names and not more and gap.joint.means("comma") else None


def _gives_each(gap: Gap) -> bool | None:
    """``hard cuts only, every photo 1.5 seconds``; not "crossfades, half a second each"."""
    first = next((t for t in gap.right if not is_edge(t)), None)
    every = first is not None and (first.means("each") or first.means("all"))
    every = every and not (first is not None and first.means("each", "thing"))
    of_photos = any(t.means("duration") for t in gap.right) and len(gap.right) > 1
    return True if every and of_photos and gap.mine == {"transition"} else None


def _gives_excepted(gap: Gap) -> bool | None:
    """``all 2 seconds except the beach one, which gets 5``: what is excepted has its own."""
    right = [t for t in gap.right if not is_edge(t)]
    excepts = bool(gap.left) and gap.left[-1].means("but") and gap.joint.means("comma")
    if not excepts or len(gap.left) < _LEAST_SAID or not right:
        return None
    relates = right[0].means("ask", "wh") or right[0].means("pronoun")
    return True if relates and _gives_amount(gap.right) else None


_LEAST_SAID = 2  # what is said, and who is excepted
_OWN = ("motion", "transition", "duration", "tint", "shift", "quote")


def _each_its_own(gap: Gap) -> bool | None:
    """``zoom in on 1, zoom out on 5``; ``whip pan after 1, flash after 2``."""
    if not gap.joint.means("comma") and not gap.joint.means("join"):
        return None
    own = any(gap.both(kind) for kind in _OWN[:-1])
    named = all(_business_then_name(side) for side in (gap.left, gap.right))
    return True if own and named else None


def _business_then_name(part: Tokens) -> bool:
    business = next((i for i, t in enumerate(part) if any(t.means(k) for k in _OWN)), None)
    return business is not None and any(is_name(t) for t in part[business + 1 :])


def _goes_on_timing(gap: Gap) -> bool | None:
    """``first photo 4 seconds, second photo 2``."""
    timed = any(t.means("duration") for t in gap.left) and any(t.means("ref") for t in gap.left)
    ends = gap.right[-2:]
    counts = len(ends) == 2 and ends[0].means("ref") and ends[1].means("number")
    return True if timed and counts and gap.joint.means("comma") else None


def _names_two_ends(gap: Gap) -> bool | None:
    """``只在2和3之间``."""
    if not gap.left or not gap.right or not gap.joint.means("join", "and"):
        return None
    both = is_name(gap.left[-1]) and is_name(gap.right[0])
    return False if both and any(t.means("place", "between") for t in gap.right[1:2]) else None


def _is_list_of_names(gap: Gap) -> bool | None:
    """``1和2换``."""
    return False if only_names(gap.left) and gap.right and is_name(gap.right[0]) else None


def _verb_follows(gap: Gap) -> bool | None:
    return True if any(t.means("act") and not t.means("place") for t in gap.right) else None


def _both_go_somewhere(gap: Gap) -> bool | None:
    """``2 and 4 out, 6 in``; ``2 starts and 1 ends``."""
    placed = puts_somewhere(gap.left) and puts_somewhere(gap.right)
    leaves = any(t.means("act") for t in gap.left) and any(t.means("aside") for t in gap.right)
    first = len(gap.right) > 1 and gap.right[-1].means("ordinal") and is_name(gap.right[0])
    out_first = first and any(t.means("aside", "out") for t in gap.left)
    return True if placed or leaves or out_first or gap.both("aside") else None


def _times_a_transition(gap: Gap) -> bool | None:
    """``crossfades, half a second each``."""
    cuts = gap.mine - {"place", "ref", "degree"} == {"transition"}
    return False if cuts and gap.theirs == {"duration"} else None


def _times_a_fade(gap: Gap) -> bool | None:
    """``fade the song in and out, 2 s each``."""
    fades = any(t.means("fade") for t in gap.left)
    if not fades or not "duration" in gap.theirs <= {"duration", "place"}:
        return None
    return any(t.means("total") for t in gap.right)


def _each_to_its_own(gap: Gap) -> bool | None:
    """``whip pan after 1, flash after 2``; ``zoom in on 1, zoom out on 5``."""
    kinds = ("transition", "motion", "tint")
    alike = any(gap.both(kind) for kind in kinds)
    numbered = all(any(is_name(t) for t in side) for side in (gap.left, gap.right))
    return True if alike and numbered else None


def _fade_of_music(gap: Gap) -> bool | None:
    """``end the music with a 5 second fade``: how what was just named comes or goes."""
    music = any(t.means("topic", "music") for t in gap.left)
    other = any(t.means("topic") or t.means("ref") or t.means("quote") for t in gap.right)
    fades = any(t.means("fade", "both") for t in gap.right)
    return False if music and fades and not other else None


def _fades_it(gap: Gap) -> bool | None:
    """``lo-fi music at 30% and fade it out``: a verb and its object begin something new."""
    right = gap.right[:2]
    fades = len(right) > 1 and right[0].means("fade") and right[1].means("pronoun")
    return True if fades and any(t.means("topic", "music") for t in gap.left) else None


def _other_text(gap: Gap) -> bool | None:
    """``captions 'a', 'b', end card 'bye'``: another kind of text, and what it reads."""
    before = {v for t in gap.left if (v := t.value("piece"))}
    after = {v for t in gap.right if (v := t.value("piece"))}
    return True if after - before and any(t.means("quote") for t in gap.right) else None


def _text_of_noun(gap: Gap) -> bool | None:
    """``add a second text, 'The end', during the final 3 seconds``: one text and its time."""
    named = [t for t in gap.left if t.means("topic", "title") and not t.means("piece", "caption")]
    if not named or any(t.means("ref") or t.means("each") for t in gap.left):
        return None
    first = next((t for t in gap.right if not t.means("glue")), None)
    worded = any(t.means("quote") for t in gap.left)
    if first is None or not (any(t.means("act", "add", "write") for t in gap.left)):
        return None
    if not worded:
        return False if gap.right[0].means("quote") and gap.theirs == {"quote"} else None
    timed = first.means("to", "for", "from", "to") or first.means("lead")
    return False if timed and gap.theirs == {"duration"} else None


def _text_with_joint(gap: Gap) -> bool | None:
    """``第二张加暖色滤镜``, ``a black end card with the text "fin"``: one thing, not two."""
    if gap.joint.means("act", "add") and gap.joint.means("join"):
        names = all(is_name(t) or t.means("each") or t.means("glue") for t in gap.left)
        return False if gap.left and names else None
    cards = any(t.means("piece", "card") for t in gap.left)
    worded = any(t.means("quote") for t in gap.right)
    alone = not any(t.means("quote") or t.means("ref") for t in gap.left)
    return False if gap.joint.means("with") and cards and worded and alone else None


def _photo_with_business(gap: Gap) -> bool | None:
    """``15 seconds, photo 2 4 seconds``."""
    if gap.mine == {"quote"} and gap.theirs == {"quote", "ref"}:
        return False  # "one", "two" and "three" on photos 1, 2 and 3
    return True if "ref" in gap.theirs and len(gap.theirs) > 1 and gap.mine else None


def _new_subject(gap: Gap) -> bool:
    return bool(gap.theirs - {"ref"}) and not gap.theirs <= gap.mine


def _begins_unknown(part: Tokens) -> bool:
    """Whether a part starts with a verb that nobody here knows."""
    return len(part) > 1 and part[0].means("word") and part[1].means("determiner")


def _gives_amount(part: Tokens) -> bool:
    return any(t.means("number") or t.means("duration") for t in part)


def _refused_together(left: Tokens, right: Tokens) -> bool:
    """``音乐和标题都不要``: what comes last is said of both."""
    takes_away = bool(right) and (right[-1].means("neg") or right[-1].means("act", "remove"))
    both = any(t.means("all") for t in right)
    return both and takes_away and not any(t.means("act") or t.means("neg") for t in left)


def _opens_range(left: Tokens) -> bool:
    """Whether a part ends with ``between`` and a number."""
    return len(left) > 1 and left[-2].means("place", "between")


# In the order they are asked; "None" leaves it to the next.
VERDICTS: tuple[Callable[[Gap], bool | None], ...] = (
    _captions_with,
    _names_two_ends,
    _seen_and_heard,
    _signs_amount,
    _plans_follow,
    _governed,
    _excepts_first,
    _excepts_with_amount,
    _gives_excepted,
    _gives_each,
    _captions_alike,
    _is_refused_together,
    _unknown_verb_follows,
    _is_range,
    _is_list_of_names,
    _goes_on_timing,
    _names_first,
    _each_its_own,
    _verb_follows,
    _both_go_somewhere,
    _each_to_its_own,
    _times_a_transition,
    _times_a_fade,
    _fades_it,
    _fade_of_music,
    _other_text,
    _text_of_noun,
    _text_with_joint,
    _photo_with_business,
    _new_subject,
)
