"""The words the planner knows, and how a text is matched against them.

The words themselves are data, one TOML file a language. Both are always in force:
people mix languages within a sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import OSA

from tiktok_photo_video.language import Language

TYPO_CUTOFF = 0.79  # one slip in five letters, with room for rounding
TRANSPOSED_MIN_LETTERS = 3  # shorter words have no letters to spare
TYPO_MIN_LETTERS = 5  # shorter words are one slip away from too many others
TYPO_SUBSTITUTION_MIN_LETTERS = 7  # "shower" is not "slower"
PHRASE_CUTOFF = 0.85  # two slips in three words
PHRASE_MIN_LETTERS = 10
_WORDS = {n: re.compile(rf"[a-z']+(?: [a-z']+){{{n - 1}}}(?![a-z'])") for n in (2, 3)}
_SEVERAL = re.compile(r"[a-z']+(?: [a-z']+){1,2}")
_ELLIPSIS = " … "
_PARTS = ("", "_screen", "_talk")  # what is asked for, what is seen, what is said besides
_INFLECTED = {"topic", "transition", "motion", "act", "mood", "piece"}
_MAX_COMPARED_LETTERS = 7  # longer adjectives take "more"


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a phrase: ``kind`` as in the word list, ``value`` within the kind."""

    kind: str
    value: str


Senses = tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All phrases; how long those of a first letter are, longest first; and what typos stand for.

    ``by_initials`` holds the phrases of several words by their first letters;
    ``split_verbs`` maps a verb to its second words ("take" to "out") and what both mean.
    """

    lengths: dict[str, tuple[int, ...]]
    senses: dict[str, Senses]
    typo_targets: tuple[str, ...]
    split_verbs: dict[str, dict[str, Senses]]
    by_initials: dict[str, tuple[str, ...]]

    def longest_at(self, text: str, at: int) -> tuple[str, Senses] | None:
        """The longest phrase that stands at a place of a folded text."""
        for length in self.lengths.get(text[at], ()):
            phrase = text[at : at + length]
            senses = self.senses.get(phrase)
            if senses and len(phrase) == length and _whole_word(text, at, at + length):
                return phrase, senses
        return None

    def meant_by(self, word: str) -> Senses:
        """The senses of the one known word that ``word`` is a slip away from; none if none."""
        if len(word) < TYPO_MIN_LETTERS:
            return self._transposed(word)
        scored = [
            (OSA.normalized_similarity(word, target, score_cutoff=TYPO_CUTOFF), target)
            for target in self.typo_targets
            if target[0] == word[0] and abs(len(target) - len(word)) <= 1
        ]
        best = max((pair for pair in scored if _is_slip(word, pair)), default=None)
        return self.senses[best[1]] if best else ()

    def phrase_near(self, text: str, at: int) -> tuple[int, Senses] | None:
        """A phrase of several words that the words at a place are slips of, and their length."""
        for count in (3, 2):
            found = _WORDS[count].match(text, at)
            initials = "".join(word[0] for word in found[0].split()) if found else ""
            near = [
                (OSA.normalized_similarity(found[0], phrase), phrase)
                for phrase in self.by_initials.get(initials, ())
                if found is not None and _slips_only(found[0], phrase)
            ]
            score, phrase = max(near, default=(0.0, ""))
            if found is not None and score >= PHRASE_CUTOFF:
                return len(found[0]), self.senses[phrase]
        return None

    def _transposed(self, word: str) -> Senses:
        """The senses of the one short word that has two neighbouring letters swapped: ``teh``."""
        swapped = (
            f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)
        )
        known = {w for w in swapped if w in self.senses and w != word}
        is_short_word = len(word) >= TRANSPOSED_MIN_LETTERS and word.isascii()
        return self.senses[known.pop()] if is_short_word and len(known) == 1 else ()


def _slips_only(said: str, phrase: str) -> bool:
    """Whether each word is one slip away: "didn't" is none of "don't"."""
    pairs = zip(said.split(), phrase.split(), strict=True)
    return all(OSA.distance(one, other) <= 1 for one, other in pairs)


def _is_slip(word: str, scored: tuple[float, str]) -> bool:
    """Whether a near match is a typo: in short words only a swapped, lost or doubled letter."""
    score, target = scored
    if score < TYPO_CUTOFF:
        return False
    same_letters = sorted(word) == sorted(target)
    resized = len(word) != len(target)
    return same_letters or resized or len(word) >= TYPO_SUBSTITUTION_MIN_LETTERS


def _whole_word(text: str, start: int, end: int) -> bool:
    """Whether a match does not cut a Latin word in two; Han words have no edges to cut."""
    if _latin(text[start]) and start and _latin(text[start - 1]):
        return False
    if end < len(text) and _latin(text[end - 1]):
        return not (_latin(text[end]) or (text[end] == "'" and _latin(text[end + 1 : end + 2])))
    return True


def _latin(letter: str) -> bool:
    return "a" <= letter <= "z"


@cache
def vocabulary() -> Vocabulary:
    """The words of both languages, read once."""
    found: defaultdict[str, list[Sense]] = defaultdict(list)
    split: defaultdict[str, dict[str, Senses]] = defaultdict(dict)
    for language in Language:
        for phrase, sense in _phrases(language):
            if sense.kind == "split":
                verb, second = phrase.split(_ELLIPSIS)
                split[verb][second] = (Sense(*sense.value.split(":", 1)),)
            elif sense not in found[phrase]:
                found[phrase].append(sense)
    senses = {phrase: tuple(all_of) for phrase, all_of in found.items()}
    by_letter: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in senses:
        by_letter[phrase[0]].add(len(phrase))
    targets = tuple(phrase for phrase in senses if _may_be_misspelt(phrase, senses[phrase]))
    lengths = {k: tuple(sorted(v, reverse=True)) for k, v in by_letter.items()}
    return Vocabulary(lengths, senses, targets, dict(split), _by_initials(senses))


def _by_initials(senses: dict[str, Senses]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase, all_of in senses.items():
        telling = not all(sense.kind in _EXACT | {"glue", "ask"} for sense in all_of)
        if telling and len(phrase) >= PHRASE_MIN_LETTERS and _SEVERAL.fullmatch(phrase):
            found["".join(word[0] for word in phrase.split())].append(phrase)
    return {initials: tuple(phrases) for initials, phrases in found.items()}


# What is said besides the work: a near miss of one of these is more often another word.
_EXACT = {"asked", "asks", "question", "social", "retract", "outside"}


def _may_be_misspelt(phrase: str, senses: Senses) -> bool:
    plain = phrase.isascii() and phrase.isalpha() and len(phrase) >= TYPO_MIN_LETTERS
    return plain and not all(sense.kind in _EXACT for sense in senses)


def lexicon_table(name: str) -> dict[str, Any]:
    """The parsed TOML of ``lexicon/<name>.toml``."""
    source = files(__package__) / "lexicon" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def with_parts(pattern: str, parts: Mapping[str, str]) -> str:
    """A table's pattern with its named parts in it; one may hold others that stand above it."""
    for name in reversed(tuple(parts)):
        # Not the names of groups, "(?P<ref>": those stay.
        pattern = parts[name].join(re.split(rf"(?<!\?P)<{name}>", pattern))
    return pattern


def _phrases(language: Language) -> Iterator[tuple[str, Sense]]:
    for part in _PARTS:
        table: dict[str, dict[str, list[str]]] = lexicon_table(f"{language.value}{part}")
        for kind, values in table.items():
            for value, phrases in values.items():
                for phrase in phrases:
                    yield from _forms(phrase.lower(), Sense(kind, value), language)


def _forms(phrase: str, sense: Sense, language: Language) -> Iterator[tuple[str, Sense]]:
    yield phrase, sense
    if language is Language.ENGLISH and sense.kind in _INFLECTED:
        for form in _inflected(phrase, sense.kind):
            yield form, sense


def _inflected(phrase: str, kind: str) -> Iterator[str]:
    """Regular forms: plural or third person, a verb's past, a mood's comparative."""
    if not phrase[-1].isalpha():
        return
    if kind == "mood":
        if " " not in phrase and len(phrase) <= _MAX_COMPARED_LETTERS:
            yield f"{phrase[:-1]}ier" if phrase.endswith("y") else f"{phrase}er"
        return
    if not phrase.endswith("s"):
        yield f"{phrase}es" if phrase.endswith(("sh", "ch", "x")) else f"{phrase}s"
    if kind == "act" and " " not in phrase and not phrase.endswith("ing"):
        yield f"{phrase}d" if phrase.endswith("e") else f"{phrase}ed"
