"""How an operator sets the local backend up, in words: a policy, and where it may fetch from.

A policy is written as a name and its exceptions: ``like-cloud,credits=60,exports=no``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.backend.language_model.access import Access, access_in
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.settings import Settings

UNMETERED = "unmetered"
POLICIES: Mapping[str, Policy] = MappingProxyType(
    {UNMETERED: Policy(), "like-cloud": Policy.like_cloud()}
)
_DAY_S = 24 * 3600
_MAX_DAYS = 36_500
_MAX_COUNT = 10**9
_SERVER = re.compile(r"(?:\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Setup:
    """How the backend is to run.

    Attributes:
        policy: what callers may do.
        private_fetch: ``host:port`` of every server in a private network that photos may be
            fetched from.
        workers: chunks rendered at once; ``None`` for what suits the machine.
        language_model: where to ask about what the rules do not understand; ``None`` for
            nowhere.
        is_background: whether another program started it, and may start it anew.

    """

    policy: Policy = POLICIES[UNMETERED]
    private_fetch: frozenset[str] = frozenset()
    workers: int | None = None
    language_model: Access | None = None
    is_background: bool = False

    @property
    def language_mark(self) -> str:
        """What tells this language model's setting from others; empty without one."""
        return self.language_model.mark if self.language_model else ""

    @property
    def policy_text(self) -> str:
        """The policy in the words it can be asked for with."""
        return policy_text(self.policy)


def setup_of(settings: Settings) -> Setup:
    """The setup that the environment asks for.

    Raises:
        RequestError: it cannot be understood.
    """
    return Setup(
        policy=policy_in(settings.policy or UNMETERED),
        private_fetch=servers_in(settings.private_fetch.split(",")),
        language_model=language_model_in(settings),
    )


def language_model_in(settings: Settings) -> Access | None:
    """The language model that the environment names; ``None`` without one.

    Raises:
        RequestError: it cannot be understood.
    """
    return access_in(
        settings.llm_url,
        model=settings.llm_model,
        key=settings.llm_key,
        limit=settings.llm_timeout,
    )


def policy_in(text: str) -> Policy:
    """The policy that a text asks for.

    Raises:
        RequestError: there is no such policy or rule, or the rule has no such value.
    """
    name, *exceptions = (part.strip() for part in text.lower().split(","))
    if name not in POLICIES:
        raise _bad_policy(
            f"There is no policy called {name or 'nothing'}.", POLICIES, name=name or "nothing"
        )
    policy = POLICIES[name]
    for exception in filter(None, exceptions):
        policy = _excepted(policy, exception)
    return policy


def policy_text(policy: Policy) -> str:
    """A policy in words, by the name that needs the fewest exceptions."""
    return min((_text(name, policy) for name in POLICIES), key=lambda text: text.count(","))


def servers_in(words: Iterable[str]) -> frozenset[str]:
    """Servers by host and port.

    Raises:
        RequestError: one of them is not written as ``host:port``.
    """
    return frozenset(_server(word.strip().lower()) for word in words if word.strip())


def _server(word: str) -> str:
    found = _SERVER.fullmatch(word)
    if not found or not 0 < int(found[1]) < 65536:
        raise RequestError(
            f"{word} does not name a server.",
            code="bad_server",
            hint="Write its host and port, such as 192.168.1.20:8080.",
            facts={"name": word},
        )
    return word


def _excepted(policy: Policy, exception: str) -> Policy:
    name, _, value = (part.strip() for part in exception.partition("="))
    rule = RULES.get(name)
    if rule is None:
        raise _bad_policy(f"A policy has no rule called {name}.", RULES, rule=name)
    try:
        return replace(policy, **{rule.field: rule.read(value)})  # type: ignore[arg-type]
    except ValueError:
        said = f"The rule {name} cannot be {value or 'nothing'}."
        raise _bad_policy(said, [rule.values], rule=name, value=value or "nothing") from None


def _bad_policy(said: str, choices: Iterable[str], **facts: str) -> RequestError:
    listed = ", ".join(choices)
    return RequestError(
        said,
        code="bad_policy",
        hint=f"Choose from {listed}.",
        facts={**facts, "choices": listed},
    )


def _text(name: str, policy: Policy) -> str:
    usual = POLICIES[name]
    exceptions = [
        f"{word}={rule.write(getattr(policy, rule.field))}"
        for word, rule in RULES.items()
        if getattr(policy, rule.field) != getattr(usual, rule.field)
    ]
    return ",".join([name, *exceptions])


@dataclass(frozen=True, slots=True)
class _Rule:
    """A field of a policy as it is written."""

    field: str
    read: Callable[[str], object]
    write: Callable[[object], str]
    values: str


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,10}", text) or int(text) > _MAX_COUNT:
        raise ValueError(text)
    return int(text)


def _limit(text: str) -> int | None:
    return None if text == "any" else _count(text)


def _seconds(text: str) -> float:
    days = float(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) else 0.0
    if not 0 < days <= _MAX_DAYS:
        raise ValueError(text)
    return days * _DAY_S


def _flag(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


def _days(seconds: object) -> str:
    return repr(float(str(seconds)) / _DAY_S).removesuffix(".0")


def _counted(field: str) -> _Rule:
    return _Rule(field, _count, str, f"a whole number up to {_MAX_COUNT}")


def _limited(field: str) -> _Rule:
    return _Rule(
        field,
        _limit,
        lambda limit: "any" if limit is None else str(limit),
        f"a whole number up to {_MAX_COUNT}, or any",
    )


def _lasting(field: str) -> _Rule:
    return _Rule(field, _seconds, _days, f"a number of days up to {_MAX_DAYS}")


def _allowed(field: str) -> _Rule:
    return _Rule(field, _flag, lambda flag: "yes" if flag else "no", "yes or no")


RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "credits": _counted("granted_credits"),
        "edit-cost": _counted("edit_cost"),
        "metered": _allowed("is_metered"),
        "exports": _allowed("exports_allowed"),
        "attribution": _allowed("require_attribution"),
        "token-days": _lasting("token_life_s"),
        "tokens-per-client": _limited("max_tokens_per_client"),
        "tokens-per-address": _limited("max_tokens_per_address"),
        "window-days": _lasting("window_s"),
    }
)
"""Every rule of a policy by the word it is written with."""
