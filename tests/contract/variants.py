"""The forms that answers of the wire are known in: one value for each backend that may be met.

Sources disagree about this protocol. Everything a backend can differ in is a field here, every
documented form of it a value, and each variant a row of the table. ``CONTRADICTIONS`` goes
through the sources' disagreements one by one and says where each is covered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Envelope(StrEnum):
    """What a success comes wrapped in."""

    CODE = "code, message, data"
    SUCCESS = "success, data, error"
    BARE = "nothing"


class Refusals(StrEnum):
    """What a refusal looks like."""

    BODY_200 = "a code in the body, under 200"
    CODE_ALONE_200 = "a code and not a word, under 200"
    BODY_4XX = "a code in the body, under 4xx"
    FAILURE_4XX = "success false, error and a code, under 4xx"


class Events(StrEnum):
    """The stream of a turn, by the end of its file's name."""

    ADK = "adk"
    PARTIALS = "adk_partials"
    PARTIALS_OTHER_IDS = "adk_partials_other_ids"
    FLAT = "flat"


class Heartbeat(StrEnum):
    """The signs of life in a stream."""

    NONE = ""
    WORD = "data: heartbeat\n\n"
    QUOTED = 'data: "heartbeat"\n\n'
    FLAT = 'data: {"type":"heartbeat"}\n\n'
    COMMENT = ": heartbeat\n\n"
    EMPTY = "data:\n\n"
    BARE_LINE = "heartbeat\n\n"


class Failing(StrEnum):
    """How a turn that has begun tells that it failed, by the end of its file's name."""

    PASTED = "pasted"
    TWO_LINES = "two_lines"
    REFUSED_BY_MODEL = "refused_by_model"
    FLAT = "flat"
    BODY_CODE = "body_code"
    IN_WORDS = "in_words"


class Poll(StrEnum):
    """The answer to a poll, by its key in ``polls.json``."""

    TOP = "top"
    DATA = "data"
    LEAST = "least"
    BOTH = "both"


class Submit(StrEnum):
    """The answer to an order."""

    PENDING = "success, and pending under data"
    LIKE_A_POLL = "as a poll's"
    NOTHING = "an empty success"


class Link(StrEnum):
    """Where a finished video is said to be."""

    ELSEWHERE = "at another host"
    OWN = "at the backend, absolute"
    RELATIVE = "at the backend, relative"
    REDIRECTED = "at the backend, which leads elsewhere"
    UNTOLD = "nowhere: the download route has it"


class Duplicate(StrEnum):
    """What an id that was used before is refused with."""

    CONFLICT = "409"
    WORDS = "400 and words"


class SessionId(StrEnum):
    """An id as it stands in the JSON."""

    DIGITS = '"7000000000000000001"'
    NUMBER = "7000000000000000001"
    WORD = '"session_ab/c 1"'


class NoDraft(StrEnum):
    """``draft`` before the first edit."""

    EMPTY = "{}"
    NULL = "null"
    MISSING = ""


class LostSession(StrEnum):
    """How ``/run_sse`` refuses a session that it does not know."""

    CODE = "as the other routes do"
    ADK_OLD = "Session not found"
    ADK_NEW = "Session not found: $id"


@dataclass(frozen=True, slots=True)
class Variant:
    """One backend that may be met; as it stands by itself, the newest text's.

    Attributes:
        demands_client_id: whether a token needs the header.
        tokens_expire: whether a token's end is told.
        tells_user_id: whether a token and a session come with the user's id.
        tokens_per_client: how many tokens a client gets in a window; ``None`` for any number.
        demands_attribution: whether an export needs the three headers.
        exports_allowed: whether the plan includes exports.
        has_credits: whether there are credits left.
        max_upload_mb: the most a file may weigh.
        takes_heic: whether HEIC is one of its formats.
        adds_extras: whether the agent adds music and a title unasked.
        ends_in_noise: whether good work ends with the line about a temporary issue.
        can_cancel: whether the route to call a render off is there.
        drop_cancels: whether a turn ends with its connection.
    """

    name: str
    envelope: Envelope = Envelope.CODE
    refusals: Refusals = Refusals.BODY_200
    events: Events = Events.ADK
    heartbeat: Heartbeat = Heartbeat.EMPTY
    failing: Failing = Failing.TWO_LINES
    poll: Poll = Poll.LEAST
    submit: Submit = Submit.NOTHING
    link: Link = Link.ELSEWHERE
    duplicate: Duplicate = Duplicate.CONFLICT
    session_id: SessionId = SessionId.DIGITS
    no_draft: NoDraft = NoDraft.EMPTY
    lost_session: LostSession = LostSession.CODE
    demands_client_id: bool = True
    tokens_expire: bool = True
    tells_user_id: bool = False
    tokens_per_client: int | None = None
    demands_attribution: bool = True
    exports_allowed: bool = True
    has_credits: bool = True
    max_upload_mb: int = 200
    takes_heic: bool = True
    adds_extras: bool = False
    ends_in_noise: bool = False
    can_cancel: bool = True
    drop_cancels: bool = False


NEWEST = Variant("newest")
FIRST = Variant(
    "first",
    poll=Poll.TOP,
    link=Link.RELATIVE,
    session_id=SessionId.WORD,
    demands_client_id=False,
    demands_attribution=False,
    tells_user_id=True,
    can_cancel=False,
    max_upload_mb=500,
)
SHAPED = Variant(  # the one source that shows every shape
    "shaped",
    envelope=Envelope.SUCCESS,
    refusals=Refusals.FAILURE_4XX,
    events=Events.FLAT,
    heartbeat=Heartbeat.FLAT,
    failing=Failing.FLAT,
    poll=Poll.DATA,
    submit=Submit.PENDING,
    demands_client_id=False,
    demands_attribution=False,
    tells_user_id=True,
    takes_heic=False,
    max_upload_mb=500,
)
STOCK_ADK = Variant(
    "stock_adk",
    refusals=Refusals.BODY_4XX,
    lost_session=LostSession.ADK_NEW,
    heartbeat=Heartbeat.NONE,
    drop_cancels=True,
)

VARIANTS: Mapping[str, Variant] = {
    variant.name: variant
    for variant in (
        NEWEST,
        FIRST,
        SHAPED,
        STOCK_ADK,
        replace(
            STOCK_ADK,
            name="stock_adk_old",
            lost_session=LostSession.ADK_OLD,
            failing=Failing.PASTED,
            events=Events.PARTIALS_OTHER_IDS,
        ),
        replace(STOCK_ADK, name="stock_adk_streaming", events=Events.PARTIALS),
        replace(STOCK_ADK, name="adk_failing_in_words", failing=Failing.IN_WORDS),
        replace(NEWEST, name="partials", events=Events.PARTIALS, heartbeat=Heartbeat.COMMENT),
        replace(
            NEWEST,
            name="partials_under_4xx",
            events=Events.PARTIALS_OTHER_IDS,
            refusals=Refusals.BODY_4XX,
            heartbeat=Heartbeat.WORD,
        ),
        replace(
            NEWEST,
            name="flat_under_200",
            events=Events.FLAT,
            heartbeat=Heartbeat.QUOTED,
            failing=Failing.BODY_CODE,
        ),
        replace(SHAPED, name="shaped_under_200", refusals=Refusals.CODE_ALONE_200),
        replace(
            NEWEST,
            name="bare",
            envelope=Envelope.BARE,
            refusals=Refusals.BODY_4XX,
            session_id=SessionId.NUMBER,
            no_draft=NoDraft.MISSING,
            heartbeat=Heartbeat.BARE_LINE,
        ),
        replace(
            NEWEST,
            name="superset",
            poll=Poll.BOTH,
            submit=Submit.LIKE_A_POLL,
            link=Link.OWN,
            no_draft=NoDraft.NULL,
            tells_user_id=True,
        ),
        replace(NEWEST, name="link_untold", poll=Poll.TOP, link=Link.UNTOLD),
        replace(NEWEST, name="link_redirected", poll=Poll.DATA, link=Link.REDIRECTED),
        replace(
            NEWEST,
            name="duplicate_in_words",
            duplicate=Duplicate.WORDS,
            refusals=Refusals.BODY_4XX,
        ),
        replace(
            NEWEST,
            name="duplicate_in_words_under_200",
            duplicate=Duplicate.WORDS,
            failing=Failing.REFUSED_BY_MODEL,
        ),
        replace(NEWEST, name="everlasting_tokens", tokens_expire=False, takes_heic=False),
        replace(NEWEST, name="eager", adds_extras=True, ends_in_noise=True),
    )
}

CONTRADICTIONS: Mapping[str, tuple[str, ...] | str] = {
    "Poll answer": ("poll", "submit", "link"),
    "Poll pace": "ours to choose",
    "SSE events": ("events", "heartbeat", "failing"),
    "SSE limit": "ours to choose",
    "Path user": "the backend's side alone: what is sent is always 'me'; see test_local",
    "X-Client-Id": ("demands_client_id",),
    "Client id file": "ours to choose",
    "Token life": ("tokens_expire",),
    "Anonymous scopes": ("demands_attribution",),
    "Rate limit": ("tokens_per_client",),
    "402 cause": ("exports_allowed", "demands_attribution"),
    "Export cost": ("exports_allowed",),
    "`requires.env`": "of the skill's page, not of the wire",
    "Max size": ("max_upload_mb",),
    "HEIC": ("takes_heic",),
    "Register site": "ours to choose: NEMO_WEB_URL",
    "Browser link": "not part of this product",
    "Setup": "ours to choose",
    "Two-stage extras": ("adds_extras", "ends_in_noise"),
}
"""Each disagreement of the sources: the fields it is covered by, or why no backend can differ.

The rules for tokens, plans and credits are turned on one at a time by ``subjects.Rule``.
"""

RULED = frozenset({"tokens_per_client", "exports_allowed", "has_credits"})
"""Fields whose other value has scenarios of its own, because nothing else works under it."""


def values_met(field_name: str) -> set[object]:
    """The values of a field that the table has."""
    return {getattr(variant, field_name) for variant in VARIANTS.values()}


def values_known(field_name: str) -> set[object]:
    """The values of a field that are documented."""
    value = getattr(NEWEST, field_name)
    if isinstance(value, bool):
        return {True, False}
    return set(type(value)) if isinstance(value, StrEnum) else values_met(field_name)


FIELDS = tuple(field.name for field in fields(Variant) if field.name != "name")
