"""Who is asking: anonymous accounts, their tokens, and what they may spend.

Embedded on the user's own machine nothing is metered, and the backend says so.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import Store, accounts, tokens
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import AnonymousToken, Credits
from tiktok_photo_video.wire.routes import MAX_CLIENT_ID_CHARS

TOKEN_PREFIX = "nmv_usr_"  # noqa: S105 the wire's prefix, not a secret
TOKEN_LIFE_S = 7 * 24 * 3600
GRANTED_CREDITS = 100


@dataclass(frozen=True, slots=True)
class Account:
    """The account a request is made for."""

    user_id: str


class Accounts:
    """Anonymous accounts, one for each client id."""

    def __init__(self, store: Store, *, now_s: Callable[[], float]) -> None:
        self._store = store
        self._now_s = now_s

    def grant_token(self, client_id: str) -> AnonymousToken:
        """A new token for a client id; the account behind it stays the same.

        Raises:
            Refusal: the client id is missing or too long.

        """
        if not client_id or len(client_id) > MAX_CLIENT_ID_CHARS:
            raise Refusal(
                WireCode.BAD_REQUEST,
                f"The X-Client-Id header must hold 1 to {MAX_CLIENT_ID_CHARS} characters.",
            )
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        expires_at_s = self._now_s() + TOKEN_LIFE_S
        user_id = self._user_of(client_id)
        with self._store.change() as connection:
            connection.execute(
                tokens.insert(),
                {"digest": _digest(token), "user_id": user_id, "expires_at_s": expires_at_s},
            )
        return AnonymousToken(
            token, user_id, datetime.fromtimestamp(expires_at_s, UTC), GRANTED_CREDITS
        )

    def account_of(self, token: str) -> Account:
        """The account a bearer token stands for.

        Raises:
            Refusal: the token is unknown or has expired.

        """
        with self._store.read() as connection:
            row = connection.execute(
                select(tokens).where(tokens.c.digest == _digest(token))
            ).one_or_none()
        if row is None or row.expires_at_s <= self._now_s():
            raise Refusal(WireCode.BAD_TOKEN)
        return Account(row.user_id)

    def balance(self, _: Account) -> Credits:
        """What the account may spend; nothing here costs any of it."""
        return Credits(GRANTED_CREDITS, 0, GRANTED_CREDITS)

    def _user_of(self, client_id: str) -> str:
        with self._store.change() as connection:
            found = connection.execute(
                select(accounts.c.user_id).where(accounts.c.client_id == client_id)
            ).scalar()
            if found is None:
                found = f"anon_{secrets.token_hex(8)}"
                connection.execute(
                    accounts.insert(),
                    {"user_id": found, "client_id": client_id, "created_at_s": self._now_s()},
                )
            return str(found)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
