"""Ordering a render once: every doubt is settled by asking for its id, never by a second order.

The id is in the book before the order leaves, and stays there while nobody knows whether the
order arrived; so ``status`` finds it, whatever happens to this program.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import (
    BackendError,
    ProtocolError,
    ServiceError,
    StorageError,
    TransportError,
)
from tiktok_photo_video.wire.codes import RetryRule, WireCode, retry_rule_of
from tiktok_photo_video.wire.outputs import DEFAULT_OUTPUT
from tiktok_photo_video.wire.payloads import RenderRequest, RenderStatus

ASKING_WAITS_S = (0.0, 2.0, 5.0, 15.0)
ORDER_UNCERTAIN = "order_uncertain"

# Longer than a program that lives can be about one order, or a gateway hold it back.
MAY_ARRIVE_FOR_S = 900.0

RequestOf = Callable[[Export], RenderRequest]


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered: the digest of it, and what the user said about its place."""

    digest: str
    wished: Path

    def is_that_of(self, export: Export) -> bool:
        """Whether an export was ordered in just these words."""
        return (export.digest, export.wished) == (self.digest, str(self.wished))


def digest_of(draft: Mapping[str, object], output: Mapping[str, object]) -> str:
    """What tells one order from another: the draft, and the kind of file.

    What another file than the plain one is stands behind a colon; see ``is_of_draft``.
    """
    plain = _digest([draft, DEFAULT_OUTPUT])
    return plain if output == DEFAULT_OUTPUT else f"{plain}:{_digest(output)}"


def is_of_draft(digest: str, draft: Mapping[str, object]) -> bool:
    """Whether an order was one of just this draft, whatever kind of file it gave."""
    return digest.partition(":")[0] == digest_of(draft, DEFAULT_OUTPUT)


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that the backend has; ``status`` is how it stood where it was found again."""

    export: Export
    status: RenderStatus | None = None


class Orders:
    """Orders renders of one project and writes them down."""

    def __init__(
        self, client: BackendClient, projects: Projects, *, request_of: RequestOf, sleep: Sleep
    ) -> None:
        self._client = client
        self._projects = projects
        self._request_of = request_of
        self._sleep = sleep

    async def order(self, project: Project, order: Order, *, place: Callable[[], Path]) -> Placed:
        """Order a render, unless the very same order is open: then that one is gone on with.

        ``place`` chooses where the video of a new order is to end up.

        Raises:
            BackendError: it was refused, and is forgotten.
            TransportError: nothing was sent, and it is forgotten; or (``order_uncertain``) it
                may have been ordered, and ``status`` will tell.
        """
        return await self._found(project, order) or Placed(
            await self._new(project, order, path=place())
        )

    async def _found(self, project: Project, order: Order) -> Placed | None:
        ids = (project.id, *project.former_ids)
        for export in self._projects.exports(backend=project.backend):
            if export.is_open and export.project in ids and order.is_that_of(export):
                found = await self._gone_on_with(export, project)
                if found:
                    return found
        return None

    async def _gone_on_with(self, export: Export, project: Project) -> Placed | None:
        """An open order as its backend has it; ``None`` where nothing will come of it.

        One that never arrived is sent under its own id: should it arrive yet, it is still one.
        """
        status = await self._standing(export)
        if status is None:
            return await self._sent_under_its_id(export, project)
        if status.state.is_failed:
            self._projects.ended(export.id)
            return None
        self._projects.arrived(export.id)
        return Placed(export, status)

    async def _sent_under_its_id(self, export: Export, project: Project) -> Placed | None:
        if export.arrived:
            self._projects.forget_export(export.id)  # the backend has lost it
        if export.arrived or export.project != project.id:
            return None
        try:
            await self._submitted_again(export)
        except BackendError:
            self._projects.forget_export(export.id)
            raise
        self._projects.arrived(export.id)
        return Placed(export)

    async def _new(self, project: Project, order: Order, *, path: Path) -> Export:
        export = self._noted(project, order, path)
        try:
            await self._submitted(export)
        except BackendError as error:
            if not _is_duplicate(error):
                self._projects.forget_export(export.id)
                raise
            # Another program that wants the same may have sent it under this id just now.
            if await self._standing(export) is None:
                self._projects.forget_export(export.id)
                return await self._under_another_id(project, order, path)
        self._projects.arrived(export.id)
        return export

    async def _under_another_id(self, project: Project, order: Order, path: Path) -> Export:
        export = self._noted(project, order, path)
        try:
            await self._submitted(export)
        except BackendError:
            self._projects.forget_export(export.id)
            raise
        self._projects.arrived(export.id)
        return export

    def _noted(self, project: Project, order: Order, path: Path) -> Export:
        return self._projects.ordered(
            f"render_{uuid4().hex}",
            project=project,
            path=path,
            wished=str(order.wished),
            digest=order.digest,
        )

    async def _submitted(self, export: Export) -> None:
        try:
            await self._client.submit_render(self._request_of(export))
        except TransportError as error:
            if error.code == "unreachable":
                self._projects.forget_export(export.id)
                raise
            if await self._standing(export) is None:
                await self._submitted_again(export)
        except BackendError as error:
            # A gateway that gives up says nothing about what stands behind it.
            if not _is_unclear(error) or await self._standing(export) is None:
                raise

    async def _submitted_again(self, export: Export) -> None:
        """The same order under the same id, which the backend has just said it does not know."""
        try:
            await self._client.submit_render(self._request_of(export))
        except TransportError as error:
            raise _uncertain(export) from error
        except BackendError as error:
            if not _is_duplicate(error):  # it was under way all the time
                raise

    async def _standing(self, export: Export) -> RenderStatus | None:
        """How an order stands; ``None`` where the backend does not know it.

        Raises:
            TransportError: it cannot be asked.
        """
        for wait_s in ASKING_WAITS_S:
            await self._sleep(wait_s)
            try:
                return await self._client.poll_render(export.id)
            except TransportError:
                continue
            except BackendError as error:
                if retry_rule_of(error.wire_code) is RetryRule.LATER:
                    continue
                return None
        raise _uncertain(export)


async def settle_doubts(client: BackendClient, projects: Projects, backend: str) -> None:
    """Find out what became of orders that killed programs left in doubt.

    One that the backend does not know is dropped once it cannot arrive any more.
    """
    for export in projects.exports(backend=backend):
        if not export.is_open or export.arrived:
            continue
        try:
            await client.poll_render(export.id)
        except BackendError as error:
            is_unknown = error.wire_code == WireCode.NOT_FOUND
            if is_unknown and projects.age_s(export) > MAY_ARRIVE_FOR_S:
                projects.forget_export(export.id)
        except (TransportError, ServiceError, ProtocolError, StorageError):
            return  # whatever needs the backend, or the disk, says so itself
        else:
            projects.arrived(export.id)


_SAID_TWICE = re.compile(r"duplicat|already (?:exists?|in use|there|used)", re.IGNORECASE)


def _is_duplicate(error: BackendError) -> bool:
    """Whether the id is taken; backends without a code for that say so in words."""
    if retry_rule_of(error.wire_code) is RetryRule.NEW_ID:
        return True
    vague = error.wire_code in (WireCode.BAD_REQUEST, WireCode.UNPROCESSABLE, WireCode.INTERNAL)
    return vague and bool(_SAID_TWICE.search(error.message))


def _is_unclear(error: BackendError) -> bool:
    later = retry_rule_of(error.wire_code) is RetryRule.LATER
    return later and error.wire_code != WireCode.RATE_LIMITED and not _is_duplicate(error)


def _uncertain(export: Export) -> TransportError:
    return TransportError(
        "The connection broke while the export was ordered, so it may be under way.",
        code=ORDER_UNCERTAIN,
        hint=f"The status command tells; do not order it again yet ({export.id}).",
    )
