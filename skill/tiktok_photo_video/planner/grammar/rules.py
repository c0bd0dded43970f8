"""The rules in the order they are tried, and a message read by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tiktok_photo_video.planner.amounts import with_amounts
from tiktok_photo_video.planner.bare_seconds import with_bare_seconds
from tiktok_photo_video.planner.clauses import Clause, clauses_of
from tiktok_photo_video.planner.cut_series import in_series
from tiktok_photo_video.planner.doubting import doubted
from tiktok_photo_video.planner.enumerating import without_numbering
from tiktok_photo_video.planner.grammar import (
    adding,
    asking,
    canvas,
    captions,
    cards,
    choices,
    copies,
    ending,
    fading,
    framing,
    inside,
    looks,
    moving,
    one_of_many,
    photos,
    recorded_sound,
    saying,
    song_names,
    song_start,
    sorting,
    sound,
    sparing,
    strangers,
    talk,
    timing,
    tints,
    title_looks,
    titles,
    transitions,
    unspoken,
)
from tiktok_photo_video.planner.grammar.found import Rule
from tiktok_photo_video.planner.grammar.said_twice import how_long_exactly, says_so_again
from tiktok_photo_video.planner.labels import with_labels
from tiktok_photo_video.planner.mending import mended
from tiktok_photo_video.planner.normal import Folded, fold
from tiktok_photo_video.planner.pauses import with_pauses
from tiktok_photo_video.planner.preambles import without_preamble, without_reasons
from tiktok_photo_video.planner.references import with_references
from tiktok_photo_video.planner.rephrasing import rephrased
from tiktok_photo_video.planner.scoping import Said, gathered
from tiktok_photo_video.planner.splitting import parted_exceptions
from tiktok_photo_video.planner.subjects import with_names
from tiktok_photo_video.planner.telling import with_stretches
from tiktok_photo_video.planner.text_wishes import Title
from tiktok_photo_video.planner.texts import with_texts
from tiktok_photo_video.planner.tokens import Token, Tokens, sense, tokens_of
from tiktok_photo_video.planner.wishes import Enquiry, Fine, Music, Occasion, Unknown, Unsaid, Wish

# Each rule takes from a clause what it understands and leaves the rest to the ones below.
# Titles come first because their text may hold any word; questions before requests; what a
# word means beside a noun (transition, volume) before what it means alone (length).
_RULES: tuple[Rule, ...] = (
    recorded_sound.parts_of_sound,
    captions.automatic,
    canvas.names,
    canvas.unshaped,
    talk.elsewhere,
    inside.inside_photos,
    song_names.by_name,
    saying.statements,
    sound.refusals,
    sound.exchanges,
    sparing.spared,
    choices.choices,
    asking.opinions,
    asking.courtesies,
    asking.enquiries,
    strangers.pointed,
    cards.end_cards,
    cards.logos,
    one_of_many.wordless,
    captions.captions,
    titles.titles,
    title_looks.title_pronouns,
    tints.resets,
    talk.history,
    talk.impossible,
    photos.unnamed,
    strangers.strangers,
    one_of_many.one_of_many,
    transitions.exchanges,
    transitions.instead,
    photos.replacements,
    photos.swaps,
    sorting.arrangements,
    transitions.shuffles,
    sorting.sorts,
    fading.fades,
    song_start.song_starts,
    sound.beats,
    canvas.covers,
    framing.aims,
    tints.tints,
    transitions.transitions,
    ending.ends_there,
    timing.shares,
    recorded_sound.own_sound,
    sound.mutes,
    sound.volumes,
    talk.new_video,
    copies.repeats,
    copies.divisions,
    copies.crops,
    looks.motions,
    adding.additions,
    framing.fits,
    framing.bars,
    copies.as_long_as,
    moving.kept_in_place,
    photos.removals,
    moving.moves,
    canvas.frames,
    copies.equal_lengths,
    timing.lengths,
    sound.music,
    looks.paces,
    adding.counts,
    talk.occasions,
    talk.chosen,
    timing.carried_lengths,
    timing.bare_lengths,
    title_looks.title_looks,
    talk.recolored,
    talk.vague,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The wishes of a message, and how much of it consists of words the planner knows."""

    said: tuple[Said, ...]
    known_share: float
    says_something: bool
    has_letters: bool


def phrased(message: str, *, files: Mapping[str, str] | None = None) -> tuple[Folded, Tokens]:
    """A message folded, and its tokens with amounts and references composed."""
    return _phrased(message, tuple((files or {}).items()))


# A follow-up is tried in many ways, each of which reads the same few sentences.
_REMEMBERED = 128


@lru_cache(maxsize=_REMEMBERED)
def _phrased(message: str, named: tuple[tuple[str, str], ...]) -> tuple[Folded, Tokens]:
    files = dict(named)
    folded = fold(rephrased(message), files=files or None)
    spoken = with_stretches(with_pauses(tokens_of(folded), folded), folded)
    tokens = without_preamble(without_numbering(spoken, folded), folded)
    tokens = without_reasons(tokens, folded)
    tokens = with_names(tokens, folded, files.values())
    composed = with_references(
        _mended(mended(parted_exceptions(with_amounts(tokens), folded), folded), folded), folded
    )
    composed = with_bare_seconds(composed, folded)
    return folded, with_texts(with_labels(composed, folded), folded)


_AMOUNTS = ("duration", "percent", "fps", "shape")
_EDGES = ("stop", "comma", "join")


def _states_amount(tokens: Tokens, at: int) -> bool:
    """``shorter: 8 s``: past a colon stands how long it is to be, not by how much."""
    after = tokens[at + 1 : at + 3]
    return len(after) > 1 and after[0].means("colon") and after[1].means("duration")


def _is_still(token: Token, following: Token, folded: Folded) -> bool:
    """``still too dark``: an adverb, where what follows is a complaint."""
    complains = any(following.means(kind) for kind in ("shift", "excess", "degree", "neg"))
    return complains and folded.text[token.start : token.end] == "still"


def _is_fixed_time(token: Token, following: Token, folded: Folded) -> bool:
    """``每张固定两秒``: so long and no longer, not still."""
    return following.means("duration") and folded.text[token.start : token.end] == "固定"


def _mended(tokens: Tokens, folded: Folded) -> Tokens:
    """``10 seconds, no 20 seconds``: before a bare amount "no" corrects, it refuses nothing."""
    changed = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        ends = at + 2 == len(tokens) or any(tokens[at + 2].means(kind) for kind in _EDGES)
        amount = any(tokens[at + 1].means(kind) for kind in _AMOUNTS)
        if token.means("motion", "none") and _is_still(token, tokens[at + 1], folded):
            changed[at] = Token(token.start, token.end, sense("glue"))
        if _is_fixed_time(token, tokens[at + 1], folded):
            changed[at] = Token(token.start, token.end, sense("glue"))
        if token.means("degree", "longer", "shorter") and _states_amount(tokens, at):
            changed[at] = Token(token.start, token.end, sense("glue"))
        if token.means("neg") and token.means("repair") and amount and ends and at:
            changed[at] = token.without("neg")
    return tuple(changed)


def read(message: str, *, files: Mapping[str, str] | None = None) -> Reading:
    """The wishes of a message in the order it gives them.

    ``files`` maps what a file may be called (case-folded) to its name.
    """
    return _read(message, tuple((files or {}).items()))


@lru_cache(maxsize=_REMEMBERED)
def _read(message: str, named: tuple[tuple[str, str], ...]) -> Reading:
    folded, composed = _phrased(message, named)
    clauses = () if saying.leaves_alone(folded.text) else clauses_of(composed, folded)
    told = _said_in(clauses) or _said_in(clauses, reasons=True)
    said = tuple(map(doubted, _without_answered(gathered(in_series(told)))))
    words = [t for t in composed if not (t.means("stop") or t.means("comma") or t.means("sign"))]
    return Reading(
        said, _known_share(words), bool(words), any(letter.isalpha() for letter in message)
    )


def _said_in(clauses: tuple[Clause, ...], *, reasons: bool = False) -> tuple[Said, ...]:
    """The wishes of all clauses; "… but no, leave it" takes back the clause before it.

    What only gives a reason asks for nothing, unless nothing else was said (``reasons``).
    """
    said: list[tuple[Said, ...]] = []
    reports = False
    for clause in clauses:
        reports = saying.is_report(clause) or (reports and saying.goes_on_reporting(clause))
        if said and talk.retracts(clause):
            said.pop()
            continue
        if reports and not saying.is_report(clause):
            continue
        reports = reports and not clause.tokens[-1].means("stop")
        beside = saying.is_reason(clause) or saying.is_done_by_them(clause)
        why = "" if reasons else clause.tokens[0].value("why") or ""
        if talk.takes_itself_back(clause) or (said and beside) or why == "reason":
            continue
        now = tuple(Said(wish, clause.words) for wish in wishes_of(clause))
        if why and said and _remarks_on(clause, now, said[-1]):
            continue
        if said and (photo := how_long_exactly(clause, now, said[-1])) is not None:
            now = (photo,)
            said.pop()
        elif said and _corrects(clause, now, said[-1]):
            said.pop()
        elif said and says_so_again(clause, now, said[-1]):
            continue
        if now or not talk.says_nothing(clause):
            said.append(now)
    return tuple(each for of_clause in said for each in of_clause)


def _remarks_on(clause: Clause, now: tuple[Said, ...], before: tuple[Said, ...]) -> bool:
    """``crank the colours on 5, they're so pale``: the second half only gives the reason."""
    if clause.means("social", "praise"):
        return True  # "thank you, it looks just lovely"
    asked = {type(each.wish) for each in before} | {Unknown, Unsaid, Occasion, Enquiry}
    return all(type(each.wish) in asked for each in now)


def _corrects(clause: Clause, now: tuple[Said, ...], before: tuple[Said, ...]) -> bool:
    """``delete the second... no sorry, the third``: the same wish, with other photos."""
    kinds = [type(each.wish) for each in now]
    alike = bool(kinds) and kinds == [type(each.wish) for each in before]
    return alike and clause.inherits and clause.tokens[0].means("repair")


# What is asked back, unless another clause says it: "add a title, let it say …".
_ANSWERED_BY: tuple[tuple[str, type], ...] = (
    ("title_text", Title),
    ("title_color", Title),
    ("music", Music),
)


def _without_answered(said: tuple[Said, ...]) -> tuple[Said, ...]:
    given = {name for name, kind in _ANSWERED_BY if any(isinstance(s.wish, kind) for s in said)}
    return tuple(s for s in said if not (isinstance(s.wish, Unsaid) and s.wish.what in given))


def _known_share(words: list[Token]) -> float:
    known = sum(1 for t in words if not t.means("word"))
    return known / len(words) if words else 0.0


def wishes_of(clause: Clause) -> Iterator[Wish]:
    """All wishes in one clause."""
    wishes: list[Wish] = []
    understood = False
    rest = clause
    for rule in _RULES:
        if not rest.tokens or (wishes and rule is talk.recolored):
            break  # "配乐改为民谣风格": what is left completes what was said
        if (reading := rule(rest)) is not None:
            understood = True
            wishes.extend(reading.wishes)
            rest = rest.but(reading.rest)
    if not understood and (left := talk.remainder(clause)) is not None:
        wishes.extend(left.wishes)
    elif understood and not any(_holds_text(w) or isinstance(w, Unsaid) for w in wishes):
        wishes.extend(talk.leftovers(clause))
        wishes.extend(unspoken.swallowed(clause, wishes))
    yield from (wish for wish in _asked_first(wishes) if not isinstance(wish, Fine))


def _asked_first(wishes: list[Wish]) -> list[Wish]:
    """Of a clause that is to be asked about nothing else is done: "字体换个可爱的"."""
    asked = [wish for wish in wishes if isinstance(wish, Unsaid)]
    others = [w for w in wishes if not isinstance(w, (Unsaid, Unknown, Fine))]
    if asked and asked[0].what in _ASKED_ALONE and len(others) == 1 and wishes[0] is asked[0]:
        return [*asked]
    return wishes


_ASKED_ALONE = ("title_text", "title_style", "title_color", "title_position", "stranger")


def _holds_text(wish: Wish) -> bool:
    """Whether words of the clause went into a text, where any word may stand."""
    return any(getattr(wish, name, None) for name in ("text", "texts", "name", "song", "subtitle"))
