"""Who is asking: anonymous accounts, their tokens, and what they may spend.

Embedded on the user's own machine nothing is metered or limited, and the backend says so.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, select

from tiktok_photo_video.backend.config import WEEK_S, Policy
from tiktok_photo_video.backend.ledger import Ledger
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import Store, accounts, token_grants, tokens
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import AnonymousToken, Credits
from tiktok_photo_video.wire.routes import MAX_CLIENT_ID_CHARS

TOKEN_PREFIX = "nmv_usr_"  # noqa: S105 the wire's prefix, not a secret
TOKEN_LIFE_S = WEEK_S
_IPV6_SITE_BITS = 64  # what one household or host is given; it can make up the rest


@dataclass(frozen=True, slots=True)
class Account:
    """The account a request is made for."""

    user_id: str


class Accounts:
    """Anonymous accounts, one for each client id."""

    def __init__(
        self,
        store: Store,
        *,
        now_s: Callable[[], float],
        policy: Policy | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self._store = store
        self._now_s = now_s
        self._policy = policy or Policy()
        self._ledger = ledger or Ledger(store, self._policy, now_s=now_s)

    def grant_token(self, client_id: str, *, address: str = "") -> AnonymousToken:
        """A new token for a client id; the account behind it stays the same.

        Args:
            client_id: the id the client made up for itself.
            address: the network address it asks from; empty when that does not count.

        Raises:
            Refusal: the client id is missing or too long, or it had its share of tokens.

        """
        if not client_id or len(client_id) > MAX_CLIENT_ID_CHARS:
            raise Refusal(
                WireCode.BAD_REQUEST,
                f"The X-Client-Id header must hold 1 to {MAX_CLIENT_ID_CHARS} characters.",
            )
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        expires_at_s = self._now_s() + self._policy.token_life_s
        with self._store.change() as connection:
            self._count(connection, client_id, _site(address))
            user_id = self._user_of(connection, client_id)
            connection.execute(
                tokens.insert(),
                {"digest": _digest(token), "user_id": user_id, "expires_at_s": expires_at_s},
            )
        available = self._ledger.standing(user_id).available
        return AnonymousToken(token, user_id, datetime.fromtimestamp(expires_at_s, UTC), available)

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

    def balance(self, account: Account) -> Credits:
        """What the account may spend, and what is held for work under way."""
        standing = self._ledger.standing(account.user_id)
        return Credits(standing.available, standing.frozen, standing.available + standing.frozen)

    def _count(self, connection: Connection, client_id: str, site: str) -> None:
        """Count a token against the limits, where there are any.

        Raises:
            Refusal: a limit is reached.

        """
        policy = self._policy
        limits: list[tuple[ColumnElement[bool], int | None]] = [
            (token_grants.c.client_id == client_id, policy.max_tokens_per_client),
            (token_grants.c.site == site, policy.max_tokens_per_address if site else None),
        ]
        if all(limit is None for _, limit in limits):
            return
        now = self._now_s()
        connection.execute(
            token_grants.delete().where(token_grants.c.granted_at_s <= now - policy.window_s)
        )
        waits = [
            self._wait_s(connection, whose, limit) for whose, limit in limits if limit is not None
        ]
        if (wait_s := max(waits)) > 0:
            raise _too_many(now, wait_s)
        connection.execute(
            token_grants.insert(), {"client_id": client_id, "site": site, "granted_at_s": now}
        )

    def _wait_s(self, connection: Connection, whose: ColumnElement[bool], limit: int) -> float:
        """Seconds until there are fewer than ``limit`` grants in the window; 0 for now."""
        if limit <= 0:
            return self._policy.window_s
        nth_latest = connection.execute(
            select(token_grants.c.granted_at_s)
            .where(whose)
            .order_by(token_grants.c.granted_at_s.desc())
            .offset(limit - 1)
            .limit(1)
        ).scalar()
        if nth_latest is None:
            return 0.0
        # One from the future, of a clock that was put right since, counts as of now.
        now = self._now_s()
        return min(float(nth_latest), now) + self._policy.window_s - now

    def _user_of(self, connection: Connection, client_id: str) -> str:
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


def _too_many(now_s: float, wait_s: float) -> Refusal:
    seconds = math.ceil(wait_s)
    # Rounded up to the minute: a hint must not be early.
    at = datetime.fromtimestamp(math.ceil((now_s + seconds) / 60) * 60, UTC)
    return Refusal(
        WireCode.RATE_LIMITED,
        "No further token is given out for now: one client, and one network, gets only so many.",
        hint=f"It will work again at {at:%Y-%m-%d %H:%M} UTC; go on with the token you have.",
        reason="token_rate_limited",
        retry_after_s=seconds,
        facts={"when": f"{at:%Y-%m-%d %H:%M} UTC"},
    )


def _site(address: str) -> str:
    """What counts as one address: an IPv4 address, or the network of an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), _IPV6_SITE_BITS), strict=False))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
