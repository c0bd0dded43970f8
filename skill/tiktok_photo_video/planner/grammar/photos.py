"""Which photos, and in which order."""

from __future__ import annotations

from itertools import pairwise

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    bare_photos,
    negates_verb,
    photos_named,
    photos_of,
    reference_tokens,
    refused,
)
from tiktok_photo_video.planner.grammar.leaving_out import is_not_shown
from tiktok_photo_video.planner.grammar.moving import about_others, says_more, subjects
from tiktok_photo_video.planner.photo_wishes import (
    Drop,
    Keep,
    Replace,
    Swap,
)
from tiktok_photo_video.planner.pointers import Everything, Fresh, Named, References, Span, Stride
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import (
    Fine,
    Unknown,
    Unsaid,
)


def unnamed(clause: Clause) -> Found | None:
    """``make one of them longer``: photos are meant, but nobody can know which."""
    if clause.asks:
        return None
    if _some_of_named(clause):
        return all_used(Unsaid("which"))
    if reference_tokens(clause):
        return None
    if clause.means("indefinite") or _points_unknown(clause):
        return all_used(Unsaid("which"))
    return all_used(Unsaid("replace")) if _exchanges_some(clause) else None


def _some_of_named(clause: Clause) -> bool:
    """``后面两张里删一张``: fewer than those named, and nobody can know which."""
    text = clause.folded.text
    for named, within in pairwise(clause.tokens):
        if not named.means("ref") or not text.startswith(_WITHIN, within.start):
            continue
        later = [t for t in clause.tokens if t.start > within.start]
        counts = [t for t in later if t.means("count")]
        if any(t.means("indefinite") for t in later):
            return True
        if counts and counts[0].number < _how_many(named.photos):
            return True
    return False


_WITHIN = ("里", "中", "当中", "之中")
_PICKED = ("remove", "move", "start_with", "end_with", "keep_only", "swap", "replace")


def _points_unknown(clause: Clause) -> bool:
    """``remove the blurry one``, ``用小红那张开头``: told apart by what only eyes can see."""
    picks = clause.means("act", *_PICKED) or clause.means("place", "front", "end")
    if not picks or about_others(clause) or clause.means("quote") or clause.means("new"):
        return False
    return any(
        one.means("mark", "one") and any(told.means(kind) for kind in _TOLD_BY_EYE)
        for told, one in pairwise(clause.tokens)
    )


_TOLD_BY_EYE = ("word", "blur", "occasion", "subject", "color", "social", "vague", "mood")


def _exchanges_some(clause: Clause) -> bool:
    """``照片换一张``, ``swap one photo``: neither which goes nor which comes."""
    verbs = (t for t in clause.tokens if t.means("act", "set", "swap", "replace"))
    words = {clause.folded.text[t.start : t.end] for t in verbs}
    one = any(t.means("count") and t.number == 1 for t in clause.tokens)
    if not one or not words & set(_EXCHANGING) or about_others(clause) or clause.denied:
        return False
    return not (says_more(clause) or clause.means("place") or clause.means("new"))


_EXCHANGING = ("换", "更换", "换掉", "替换", "change", "swap", "switch", "replace", "exchange")


def replacements(clause: Clause) -> Found | None:
    """``replace photo 2 with sea.jpg``, ``用新的换掉第五张``, ``the new one replaces photo 4``."""
    verb = clause.first("act", "replace")
    tokens = subjects(clause)
    exchanges = verb is not None or _changes_into(clause, tokens)
    if not exchanges or about_others(clause) or clause.denied:
        return None
    photos = photos_of(tokens)
    if len(tokens) == 1 and len(photos) != 2:
        return all_used(Unsaid("replace"))
    if len(photos) != 2:
        return all_used(Unsaid("replace")) if verb else None
    return all_used(Replace(_old_and_new(clause, tokens, verb)))


def _changes_into(clause: Clause, tokens: list[Token]) -> bool:
    """``change photo 5 to the new one``: a verb of setting, with a photo as the value."""
    sets = clause.means("act", "set") and not clause.means("act", "swap")
    sets = sets and not clause.means("place", "before", "after", "between")  # "加到第三张后面"
    named = len(tokens) == 2 and _turns_into(clause, tokens)
    return sets and len(tokens) == 2 and (clause.means("new") or named) and not says_more(clause)


def _turns_into(clause: Clause, tokens: list[Token]) -> bool:
    """``第三张换成beach.jpg``: a file named right after the verb."""
    named = all(isinstance(p, Named) for p in tokens[1].photos) and bool(tokens[1].photos)
    verbs = [t for t in clause.tokens if tokens[0].end <= t.start and t.end <= tokens[1].start]
    said = {clause.folded.text[t.start : t.end] for t in verbs}
    return named and bool(said & {"换成", "改成", "换为", "改为"})


def _old_and_new(clause: Clause, tokens: list[Token], verb: Token | None) -> References:
    """What goes and what comes: a subject before its verb comes, and so does what is used."""
    first, second = photos_of(tokens)
    uses = clause.first("act", "set")
    used_first = uses is not None and uses.start < tokens[0].start and uses is not verb
    used_first = used_first and verb is not None and verb.start > tokens[0].start
    active = verb is not None and tokens[0].start < verb.start < tokens[-1].start
    speaks_english = clause.folded.text.isascii() or not clause.means("act", "set")
    comes_first = isinstance(first, Fresh) or used_first or (active and speaks_english)
    comes_first = comes_first and not isinstance(second, Fresh)
    return (second, first) if comes_first else (first, second)


def swaps(clause: Clause) -> Found | None:
    """``swap photos 2 and 4``, ``第一张和第三张对调``, ``1和2换``."""
    others = about_others(clause) or clause.denied
    if clause.acts("swap") and not others and _of_something_else(clause):
        return all_used(Unknown(clause.words))
    return _swapped(clause)


_BOTH_ENDS = (Span(1, 1), Span(-1, -1))


def _swapped(clause: Clause) -> Found | None:
    photos = photos_of(reference_tokens(clause)) or bare_photos(clause)
    if not photos and clause.means("end_photo", "ends") and clause.acts("swap"):
        photos = _BOTH_ENDS  # "首尾对调"
    numbered = bare_photos(clause)
    alone = _how_many(photos) == 1 and len(numbered) == 1 and numbered != photos
    if clause.acts("swap") and alone:
        photos = (*photos, *numbered)  # "swap photo 2 for 5"
    two = _how_many(photos) == 2
    if about_others(clause) or clause.denied:
        return None
    if clause.means("sort", "reversed") and not two:
        return None  # "flip the whole sequence back to front"
    if not clause.acts("swap"):
        places = clause.means("place", "position") and not clause.means("new")
        bare = two and clause.acts("set") and (places or _only_photos_and_verb(clause))
        if places and clause.acts("set") and clause.means("count") and not photos:
            return all_used(Unsaid("swap"))
        return all_used(Swap(photos)) if bare else None
    if two:
        return all_used(Swap(photos))
    also_means_change = clause.means("act", "set")
    return None if also_means_change else all_used(Unsaid("swap"))


def _of_something_else(clause: Clause) -> bool:
    """``swap the colours of 1 and 2``: not the photos."""
    owned = clause.means("lever") or clause.means("lens") or clause.means("piece")
    others = any(clause.means(kind) for kind in ("quote", "transition", "tint", "color", "mood"))
    return owned and not others and clause.words.isascii()


def _only_photos_and_verb(clause: Clause) -> bool:
    """``1和2换``: nothing but two photos and a verb of change."""
    own_verb = clause.first("act", "set")
    verb_last = own_verb is not None and all(
        t.start < own_verb.start for t in clause.tokens if t.means("ref") or t.means("number")
    )
    if clause.means("motion") or clause.means("act", "keep"):
        return False  # "3跟5改成不动"
    return verb_last and all(any(t.means(kind) for kind in _BESIDE_NAMES) for t in clause.tokens)


_NAMES = ("number", "ordinal", "ref", "mark")
_BESIDE_NAMES = (*_NAMES, "join", "act", "glue", "comma", "stop", "with", "likewise")


def _how_many(photos: References) -> int:
    """How many photos are named, as far as the words alone tell."""
    sizes = (abs(p.last - p.first) + 1 if isinstance(p, Span) else 1 for p in photos)
    return sum(sizes)


def removals(clause: Clause) -> Found | None:
    """``remove the third photo``, ``delete 2 and 4``, ``keep only the first three``."""
    if clause.means("except"):
        return _excepted(clause)
    lists = clause.means("listing") and clause.means("act", "keep") and not clause.denied
    if clause.means("act", "keep_only") or lists or _keeps_only(clause):
        return _kept(clause)
    if is_not_shown(clause):
        return all_used(Drop(photos_of(reference_tokens(clause))))
    if _keeps_some(clause):
        return all_used(Fine())
    if about_others(clause) or clause.means("quote") or clause.means("new"):
        return None
    return _cut_or_used(clause) or _left_out(clause)


def _left_out(clause: Clause) -> Found | None:
    """``leave photo 3 out``, ``no third photo``."""
    if clause.means("aside", "out", "leave") and (photos := photos_of(subjects(clause))):
        return None if clause.denied else all_used(Drop(photos))
    return _refused_photos(clause)


def _cut_or_used(clause: Clause) -> Found | None:
    """``cut photos 2 to 4``; ``use all but the last one``, ``video from just 1, 3 and 5``."""
    tokens = reference_tokens(clause)
    if not tokens or clause.denied:
        return None
    beside = [t for t in clause.tokens if t not in tokens and not _is_beside_photos(t)]
    words = [clause.folded.text[t.start : t.end] for t in beside]
    if words == ["cut"]:
        return all_used(Drop(photos_of(tokens)))
    some = any(t.means("but") for t in tokens) or _says_only(clause)
    makes = all(
        t.means("act", "set", "create", "make") or t.means("topic", "video") for t in beside
    )
    return all_used(Keep(photos_of(tokens))) if some and makes and beside else None


def _says_only(clause: Clause) -> bool:
    words = {clause.folded.text[t.start : t.end] for t in clause.tokens}
    return clause.means("only") or "just" in words


def _is_beside_photos(token: Token) -> bool:
    kinds = ("glue", "determiner", "comma", "stop", "join", "article", "lead", "to", "ask", "only")
    idle = any(token.means(kind) for kind in kinds) and not token.means("act")
    return idle or token.means("directly")


def _keeps_only(clause: Clause) -> bool:
    """``keep the first three only``."""
    return clause.means("act", "keep") and clause.means("only") and not clause.denied


_KEPT = (
    *("act", "ref", "rest", "all", "each", "determiner", "glue", "pronoun", "ordinal", "number"),
    *("mark", "comma", "stop", "join", "is", "to", "surface", "place", "topic", "count", "neg"),
)


def _keeps_some(clause: Clause) -> bool:
    """``keep the first one``, ``the others stay as they are``: nothing is asked for."""
    keeps = clause.means("act", "keep") or negates_verb(clause)
    alone = all(any(t.means(kind) for kind in _KEPT) for t in clause.tokens)
    alone = alone and not _is_held_for(clause)
    return keeps and alone and not clause.means("act", "remove", "keep_only", "move")


def _is_held_for(clause: Clause) -> bool:
    """``the last one stays for six``: for so many seconds."""
    held = clause.means("act", "hold") and clause.timed
    return held and any(
        a.means("to", "for") and b.means("number") for a, b in pairwise(clause.tokens)
    )


def _refused_photos(clause: Clause) -> Found | None:
    if negates_verb(clause):
        only_refusal = not clause.means("act", "remove")
        return all_used(Fine()) if reference_tokens(clause) and not only_refusal else None
    if not refused(clause) or _only_features(clause) or _takes_time(clause):
        return None
    if clause.means("place", "before", "after") and not clause.acts("remove"):
        return None  # "not there, after photo 2"
    if _denies_on(clause):
        return None
    return _dropped(clause)


def _denies_on(clause: Clause) -> bool:
    """``not on the beach one``: something is not to be done there; the photo stays."""
    pairs = pairwise(t for t in clause.tokens if not t.means("determiner"))
    on = any(a.means("neg") and (b.means("lead") or b.means("to", "on", "for")) for a, b in pairs)
    return on and not clause.means("act")


def _takes_time(clause: Clause) -> bool:
    """``shave a second off photo 1``, ``remove 2 seconds from the last photo``."""
    verb, time = clause.first("act", "remove"), clause.first("duration")
    return verb is not None and time is not None and verb.start < time.start


def _excepted(clause: Clause) -> Found | None:
    """``remove everything except the first``, ``keep all but the last``."""
    photos = photos_of(reference_tokens(clause)) or bare_photos(clause)
    if not photos or about_others(clause) or says_more(clause):
        return None
    if not (refused(clause) or clause.acts("keep", "keep_only") or clause.means("all")):
        return None
    return all_used(Keep(photos) if refused(clause) else Drop(photos))


def _only_features(clause: Clause) -> bool:
    kinds = ("transition", "motion", "fit", "mood", "genre", "duration", "cannot", "occasion")
    named = any(clause.means(kind) for kind in kinds)
    return named and not reference_tokens(clause)


def _kept(clause: Clause) -> Found | None:
    photos = photos_of(reference_tokens(clause)) or bare_photos(clause)
    if photos and not about_others(clause):
        return all_used(Keep(_counted_from(clause, photos)))
    return all_used(Unsaid("which")) if clause.means("count") else None


def _dropped(clause: Clause) -> Found | None:
    removes = clause.acts("remove")
    takes_rest = removes or _refuses_rest(clause)
    photos = photos_named(clause) if takes_rest else photos_of(reference_tokens(clause))
    photos = photos or (bare_photos(clause) if removes or _bare_numbers(clause) else ())
    speaks_of_photos = clause.means("topic", "photo") or clause.means("count")
    if photos == (Everything(),) and not (speaks_of_photos or _bare(clause)):
        return None
    if photos:
        return all_used(Drop(_counted_from(clause, photos)))
    points = clause.means("mark", "one") and clause.means("pronoun")
    which = (removes and (speaks_of_photos or _bare(clause))) or points
    return all_used(Unsaid("which")) if which else None


_REFUSING = ("不要", "唔要", "不需要", "不留", "不要了", "不想要")
_OF_REST = ("rest", "all", "glue", "cancel", "comma", "stop", "join", "neg", "only")


def _refuses_rest(clause: Clause) -> bool:
    """``剩下的都不要``; "其他别动" leaves them as they are."""
    denial = clause.first("neg")
    words = clause.folded.text[denial.start : denial.end] if denial else ""
    only = all(any(t.means(kind) for kind in _OF_REST) for t in clause.tokens)
    return clause.means("rest") and words in _REFUSING and only


def _counted_from(clause: Clause, photos: References) -> References:
    """``every other one, starting with the first``."""
    start = clause.first("starting")
    first = start.photos[0] if start else None
    if not isinstance(first, Span):
        return photos
    return tuple(Stride(first.first, p.step) if isinstance(p, Stride) else p for p in photos)


def _bare_numbers(clause: Clause) -> bool:
    """``2和4不要``: numbers and a refusal, and nothing else."""
    kinds = ("number", "ordinal", "join", "comma", "neg", "glue", "stop", "mark")
    return all(any(t.means(kind) for kind in kinds) for t in clause.tokens)


def _bare(clause: Clause) -> bool:
    """Whether the clause says nothing besides its verb."""
    if not clause.means("act", "remove"):
        return False
    silent = ("act", "glue", "all", "each", "stop", "comma", "join", "article", "surface", "topic")
    return all(any(t.means(kind) for kind in silent) for t in clause.tokens)
