"""The chat-completions call: what is sent, what its answer says, and what servers refuse.

Servers differ in what of the contract they know. A refusal (400 or 422) says so; then the
same is asked more plainly, and what was learnt is kept: first the answer's schema, then any
JSON object, then JSON in plain text; and without a parameter that the refusal names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from http import HTTPStatus

from tiktok_photo_video.backend.language_model.endpoint import (
    Endpoint,
    NoAnswerError,
    Reply,
    Trouble,
)
from tiktok_photo_video.backend.language_model.schema import strict_schema

Message = Mapping[str, str]

# A bound for servers that go on writing after nobody listens any more.
MAX_TOKENS = 3000
_COMPLAINTS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
# What a server that cannot make a grammar of the schema speaks of, whatever its status.
_OF_THE_FORMAT = ("response_format", "grammar", "schema")


class Form(IntEnum):
    """How the form of the answer is asked for, from the strictest on."""

    SCHEMA = 0
    OBJECT = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server has been found to understand."""

    form: Form = Form.SCHEMA
    left_out: frozenset[str] = frozenset()

    def plainer(self, complaint: str) -> Dialect | None:
        """The next thing to try after a refusal; ``None`` when nothing is left."""
        named = {name for name in _PARAMETERS if name in complaint} - self.left_out
        if named:
            return replace(self, left_out=self.left_out | named)
        if self.form < Form.TEXT:
            return replace(self, form=Form(self.form + 1))
        if self.left_out < _PARAMETERS:
            return replace(self, left_out=_PARAMETERS)
        return None


_PARAMETERS = frozenset({"temperature", "seed", "max_tokens"})


class Caller:
    """Asks a model, in the words its server understands."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._dialect = Dialect()

    def answer(self, messages: Sequence[Message], *, seed: int, deadline_s: float) -> str:
        """What the model says to a conversation.

        Raises:
            NoAnswerError: it says nothing of use in time.
        """
        dialect: Dialect | None = self._dialect
        while dialect is not None:
            body = _body(self._endpoint.access.model, messages, seed, dialect)
            reply = self._endpoint.ask("/chat/completions", body, deadline_s=deadline_s)
            if reply.status == HTTPStatus.OK:
                self._dialect = dialect
                return _content(reply)
            if not _complains(reply):
                raise NoAnswerError(Trouble.REFUSED, status=reply.status)
            dialect = dialect.plainer(_text(reply))
        raise NoAnswerError(Trouble.REFUSED, status=reply.status)


def _body(
    model: str, messages: Sequence[Message], seed: int, dialect: Dialect
) -> dict[str, object]:
    tuned = {"temperature": 0, "seed": seed, "max_tokens": MAX_TOKENS}
    return {
        "model": model,
        "messages": list(messages),
        "stream": False,
        **{name: value for name, value in tuned.items() if name not in dialect.left_out},
        **_asked_form(dialect.form),
    }


def _asked_form(form: Form) -> dict[str, object]:
    if form is Form.TEXT:
        return {}
    if form is Form.OBJECT:
        return {"response_format": {"type": "json_object"}}
    named = {"name": "edits", "strict": True, "schema": strict_schema()}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def _complains(reply: Reply) -> bool:
    """Whether it is the way of asking that the server does not like."""
    if reply.status in _COMPLAINTS:
        return True
    fails = reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return fails and any(word in _text(reply) for word in _OF_THE_FORMAT)


def _text(reply: Reply) -> str:
    return reply.body.decode("utf-8", "replace")


def _content(reply: Reply) -> str:
    """The text of the first choice, in any of the shapes it comes in."""
    try:
        message = json.loads(reply.body)["choices"][0]["message"]
        content = message["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoAnswerError(Trouble.SENSELESS) from None
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, Mapping))
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str):
        raise NoAnswerError(Trouble.SENSELESS)
    return content
