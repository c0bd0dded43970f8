"""One call to a language model's server, within bounds of time, size and place."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.internet import looked_up
from tiktok_photo_video.backend.language_model.access import Access
from tiktok_photo_video.backend.lines import Line, cut_after

MAX_REPLY_BYTES = 256 * 1024
_BLOCK_BYTES = 16 * 1024


class Trouble(StrEnum):
    """Why a language model gave nothing of use."""

    UNREACHABLE = "unreachable"
    LATE = "late"
    HUGE = "huge"
    REFUSED = "refused"
    SENSELESS = "senseless"
    UNSUITABLE = "unsuitable"


class NoAnswerError(Exception):
    """A language model gave nothing of use; ``status`` is what its server said, if anything."""

    def __init__(self, trouble: Trouble, *, status: int = 0) -> None:
        super().__init__(f"{trouble.value} {status or ''}".strip())
        self.trouble = trouble
        self.status = status


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said, whole."""

    status: int
    body: bytes


class Endpoint:
    """A language model's server: never asked for longer than the deadline of a call."""

    def __init__(self, access: Access, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        self.access = access
        self._clock_s = clock_s

    def left_s(self, deadline_s: float) -> float:
        """Seconds until a deadline.

        Raises:
            NoAnswerError: it has passed.
        """
        left_s = deadline_s - self._clock_s()
        if left_s <= 0:
            raise NoAnswerError(Trouble.LATE)
        return left_s

    def deadline_s(self) -> float:
        """When what begins now must be over."""
        return self._clock_s() + self.access.limit_s

    def ask(
        self,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        deadline_s: float,
    ) -> Reply:
        """POST a JSON object to a path of the server, or GET it where there is none.

        A reply that leads elsewhere is not followed: the words are for this server only.

        Raises:
            NoAnswerError: nobody answers, not in time, or with too much.
        """
        line = Line(self._opened(deadline_s))
        try:
            with cut_after(line, self.left_s(deadline_s)):
                reply = self._exchange(line, path, body)
        except TimeoutError:
            raise NoAnswerError(Trouble.LATE) from None
        except (OSError, http.client.HTTPException):
            late = line.is_cut.is_set()
            raise NoAnswerError(Trouble.LATE if late else Trouble.UNREACHABLE) from None
        finally:
            line.sock.close()
        if line.is_cut.is_set():  # can look like the end of the reply
            raise NoAnswerError(Trouble.LATE)
        return reply

    def _opened(self, deadline_s: float) -> socket.socket:
        for address in self._addresses(deadline_s):
            timeout_s = self.left_s(deadline_s)
            with suppress(OSError):
                sock = socket.create_connection((address, self.access.port), timeout=timeout_s)
                sock.settimeout(self.access.limit_s)
                return sock
        self.left_s(deadline_s)
        raise NoAnswerError(Trouble.UNREACHABLE)

    def _addresses(self, deadline_s: float) -> list[str]:
        access = self.access
        try:
            found = looked_up(access.host, access.port, timeout_s=self.left_s(deadline_s))
            if not access.is_local:
                return found
            # Whatever the name means here: what is called local must not leave the computer.
            return [text for text in found if ipaddress.ip_address(text).is_loopback]
        except TimeoutError:
            raise NoAnswerError(Trouble.LATE) from None
        except (OSError, ValueError):
            raise NoAnswerError(Trouble.UNREACHABLE) from None

    def _exchange(self, line: Line, path: str, body: Mapping[str, object] | None) -> Reply:
        if self.access.is_encrypted:
            line.secure(self.access.host)
        connection = http.client.HTTPConnection(self.access.host, self.access.port)
        connection.sock = line.sock
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        method = "GET" if content is None else "POST"
        connection.request(method, f"{self.access.path}{path}", content, self._headers())
        with closing(connection), closing(connection.getresponse()) as answer:
            return Reply(answer.status, _whole(answer))

    def _headers(self) -> dict[str, str]:
        bearer = {"Authorization": f"Bearer {self.access.key}"} if self.access.key else {}
        return {
            "Host": self.access.server,
            "User-Agent": f"tiktok-photo-video/{__version__}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **bearer,
        }


def _whole(answer: http.client.HTTPResponse) -> bytes:
    promised, taken = answer.length, b""
    while len(taken) != promised and (block := answer.read1(_BLOCK_BYTES)):
        taken += block
        if len(taken) > MAX_REPLY_BYTES:
            raise NoAnswerError(Trouble.HUGE)
    return taken
