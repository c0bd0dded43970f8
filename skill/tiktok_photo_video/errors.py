"""Every failure this program can explain, in one tree.

::

    PhotoVideoError
    ├── InputError            the user's: something given cannot be used
    │   ├── MediaError        a photo, clip or sound file
    │   ├── RequestError      the words or options of a request
    │   ├── UsageError        the words of the command line
    │   ├── OutputError       the place a result should go to
    │   └── EditError         an edit that the timeline cannot take
    ├── ProtocolError         an answer or a request that is not of the wire's form
    ├── TransportError        nothing answered, or the connection broke
    ├── BackendError          the backend said no, with one of its codes
    ├── ServiceError          the local background service cannot start or be reached
    ├── StorageError          the home folder: full, locked, damaged, not writable
    └── RenderError           a video could not be made from a sound timeline

Each carries a stable ``code`` (for programs), the sentence (what failed, naming the
thing), a ``hint`` (what the user can do next), and the ``facts`` that both are about, so
that they can be said in another language. The same text is shown in the chat, by the
command line and to MCP hosts; nothing here ever holds a token.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import Self


class ExitCode(IntEnum):
    """What the command line's exit status means; part of its contract."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    INPUT = 3
    BACKEND = 4
    TRANSPORT = 5
    RENDER = 6
    STORAGE = 7
    INTERRUPTED = 130


_NO_FACTS: Mapping[str, object] = MappingProxyType({})


class PhotoVideoError(Exception):
    """Base of all failures that are explained to the user.

    Attributes:
        code: stable identifier for programs, ``snake_case``.
        hint: what to do next; empty when there is nothing the user can do.
        facts: what the sentence is about, by name: texts and numbers.
        is_told: the sentence and the hint are in the user's language already.
        exit_code: the command line's exit status.
        http_status: what a server may answer with.

    """

    code = "internal"
    exit_code = ExitCode.INTERNAL
    http_status = 500

    is_told = False

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        hint: str = "",
        facts: Mapping[str, object] = _NO_FACTS,
    ) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.hint = hint
        self.facts: dict[str, object] = dict(facts)

    @property
    def message(self) -> str:
        """The sentence without the hint."""
        return str(self.args[0])

    def sentence(self) -> str:
        """What failed and what to do about it, as one line of text."""
        # A sentence that ends in a full-width stop brings its own space.
        space = "" if self.message.endswith(("。", "！", "？", "）")) else " "
        return f"{self.message}{space}{self.hint}".strip()

    def told(self, message: str, hint: str) -> Self:
        """The same failure, of the same kind and code, in words for the user."""
        # Subclasses differ in what they are made of, so none of their makers is called.
        copy = type(self).__new__(type(self), message)
        copy.__dict__.update(self.__dict__)
        copy.args, copy.hint, copy.is_told = (message,), hint, True
        return copy


class InputError(PhotoVideoError):
    """Something the user gave cannot be used."""

    code = "bad_input"
    exit_code = ExitCode.INPUT
    http_status = 400


class MediaError(InputError):
    """A photo, clip or sound file cannot be used; ``name`` is what the user calls it."""

    code = "bad_media"

    def __init__(
        self,
        name: str,
        problem: str,
        *,
        code: str | None = None,
        hint: str = "",
        facts: Mapping[str, object] = _NO_FACTS,
    ) -> None:
        super().__init__(f"{name}: {problem}", code=code, hint=hint, facts={**facts, "name": name})
        self.name = name
        self.problem = problem


class RequestError(InputError):
    """The words or options of a request cannot be used."""

    code = "bad_request"


class UsageError(InputError):
    """The command line was not understood."""

    code = "usage"
    exit_code = ExitCode.USAGE


class OutputError(InputError):
    """The result cannot be written where it was asked for."""

    code = "bad_output"


class EditError(InputError):
    """The timeline cannot take this edit."""

    code = "bad_edit"


class ProtocolError(PhotoVideoError):
    """A message on the wire is not of the wire's form."""

    code = "protocol"
    exit_code = ExitCode.BACKEND
    http_status = 400


class TransportError(PhotoVideoError):
    """Nothing answered, or the connection broke."""

    code = "transport"
    exit_code = ExitCode.TRANSPORT
    http_status = 502


# Codes of the wire that are not the backend's own matter: a file's kind, its size, a request
# that cannot be done; a full disk.
_EXIT_CODES = {
    4001: ExitCode.INPUT,
    4002: ExitCode.INPUT,
    422: ExitCode.INPUT,
    507: ExitCode.STORAGE,
}


class BackendError(PhotoVideoError):
    """The backend refused; ``wire_code`` is the number it gave."""

    code = "backend"
    exit_code = ExitCode.BACKEND
    http_status = 502

    def __init__(
        self,
        message: str,
        *,
        wire_code: int,
        code: str | None = None,
        hint: str = "",
        facts: Mapping[str, object] = _NO_FACTS,
    ) -> None:
        super().__init__(message, code=code, hint=hint, facts=facts)
        self.wire_code = wire_code
        self.exit_code = _EXIT_CODES.get(wire_code, type(self).exit_code)


class ServiceError(PhotoVideoError):
    """The local background service cannot be started or reached."""

    code = "service"
    exit_code = ExitCode.TRANSPORT
    http_status = 503


class StorageError(PhotoVideoError):
    """The home folder is full, locked, damaged or not writable."""

    code = "storage"
    exit_code = ExitCode.STORAGE
    http_status = 507


class RenderError(PhotoVideoError):
    """A video could not be made although its timeline is sound."""

    code = "render"
    exit_code = ExitCode.RENDER
    http_status = 500


_MAX_NAMED = 8


def as_one(failures: Sequence[PhotoVideoError], *, of: int) -> PhotoVideoError:
    """The first failure; of several bad files one that names them all, so none is found later.

    Args:
        failures: in the order of the files; at least one.
        of: how many files there were.
    """
    bad = [failure for failure in failures if isinstance(failure, MediaError)]
    if len(bad) < 2 or len(bad) < len(failures):
        return failures[0]
    named = [each.message.rstrip(".") for each in bad[:_MAX_NAMED]]
    if len(bad) > _MAX_NAMED:
        named.append(f"and {len(bad) - _MAX_NAMED} more")
    told = "; ".join(named)
    names = ", ".join(each.name for each in bad)
    return InputError(
        f"{len(bad)} of {of} files cannot be used: {told}.",
        code="media_several",
        hint="Nothing was taken in. Send the others without them, or mend them.",
        facts={"count": len(bad), "of": of, "told": told, "names": names},
    )
