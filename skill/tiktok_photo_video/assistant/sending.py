"""Sending what the user gave: files from disk, and addresses for the backend to fetch.

Photos appear in the order they were given, so each run of files or of addresses goes in turn.
A backend takes all addresses of a request or none; where it refuses some, halves of them are
tried, until those that can be fetched are in and each of the others is told by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tiktok_photo_video.assistant.errors_in_words import in_words
from tiktok_photo_video.assistant.live_session import LiveSession
from tiktok_photo_video.assistant.pace import UploadPace
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Progress, Reply, Say, Stage
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.client.sources import Address, Source, without_secrets
from tiktok_photo_video.errors import BackendError, InputError, MediaError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.uploads import UploadedFile

# A backend has one time limit for all addresses of a request.
MAX_ADDRESSES_AT_ONCE = 8

_OF_ONE_FILE = frozenset(
    {WireCode.UNPROCESSABLE, WireCode.UNSUPPORTED_FILE, WireCode.FILE_TOO_LARGE}
)


class Sender:
    """Sends sources to one project's session, in their order."""

    def __init__(
        self,
        client: BackendClient,
        session: LiveSession,
        *,
        projects: Projects,
        emit: Callable[[Reply], None],
        language: Language,
    ) -> None:
        self._client = client
        self._session = session
        self._projects = projects
        self._emit = emit
        self._language = language
        self._left_out: list[MediaError] = []
        self._is_one_of_many = False

    async def send(self, sources: Sequence[Source]) -> list[UploadedFile]:
        """Send everything; gives the files that arrived, at least one.

        Addresses that cannot be fetched are told one by one and left out.

        Raises:
            MediaError: a file cannot be used, or the only address cannot be fetched.
            InputError: only addresses were given, and none can be fetched.
        """
        self._is_one_of_many = len(sources) > 1
        arrived: list[UploadedFile] = []
        for files, addresses in _runs(sources):
            if files:
                arrived += await self._sent(files)
            if addresses:
                arrived += await self._fetched(addresses)
        if not arrived and self._left_out:
            raise self._nothing()
        return arrived

    async def _sent(self, files: Sequence[Path]) -> Sequence[UploadedFile]:
        looking = say("upload.looking", self._language)
        pace = UploadPace(self._emit, looking, language=self._language)
        upload = await self._session.call(
            lambda id_: self._client.upload(id_, files, on_progress=pace)
        )
        self._projects.sent(self._session.project.id, files)
        return upload.files

    async def _fetched(self, addresses: Sequence[Address]) -> list[UploadedFile]:
        detail = say("upload.fetching", self._language, count=len(addresses))
        self._emit(Progress(Stage.WORKING, detail=detail))
        return await self._halved(addresses)

    async def _halved(self, addresses: Sequence[Address]) -> list[UploadedFile]:
        """What can be fetched of these; the others are noted."""
        try:
            return await self._asked_for(addresses)
        except BackendError as error:
            if error.wire_code not in _OF_ONE_FILE:
                raise
            if len(addresses) == 1:
                self._leave_out(_not_fetched(addresses[0], error))
                return []
        middle = len(addresses) // 2
        return [
            *await self._halved(addresses[:middle]),
            *await self._halved(addresses[middle:]),
        ]

    async def _asked_for(self, addresses: Sequence[Address]) -> list[UploadedFile]:
        urls = [address.url for address in addresses]
        try:
            upload = await self._session.call(lambda id_: self._client.upload_urls(id_, urls))
        except BackendError as error:
            raise _discreet(error, addresses) from None
        return list(upload.files)

    def _leave_out(self, error: MediaError) -> None:
        self._left_out.append(error)
        if not self._is_one_of_many:
            return
        told = in_words(error, self._language).message
        if error.name not in told:  # words of another backend's, which name nothing
            told = say("upload.skipped", self._language, name=error.name, problem=told)
        self._emit(Say(told))

    def _nothing(self) -> InputError:
        if not self._is_one_of_many:
            return self._left_out[0]
        count = len(self._left_out)
        return InputError(
            f"None of the {count} addresses could be fetched.",
            code="nothing_fetched",
            hint="Check them in a browser, or download the files and send them.",
            facts={"count": count},
        )


def _runs(sources: Sequence[Source]) -> Iterator[tuple[list[Path], list[Address]]]:
    """Files and addresses in their order: each time some of the one or of the other kind."""
    for _, run in groupby(sources, key=lambda source: isinstance(source, Address)):
        same = list(run)
        addresses = [source for source in same if isinstance(source, Address)]
        if not addresses:
            yield [source for source in same if isinstance(source, Path)], []
        for start in range(0, len(addresses), MAX_ADDRESSES_AT_ONCE):
            yield [], addresses[start : start + MAX_ADDRESSES_AT_ONCE]


def _not_fetched(address: Address, error: BackendError) -> MediaError:
    """The refusal of one address, by that address instead of the end of its path."""
    problem = error.message.partition(": ")[2] or error.message
    return MediaError(str(address), problem, code=error.code, hint=error.hint, facts=error.facts)


def _discreet(error: BackendError, addresses: Sequence[Address]) -> BackendError:
    """A refusal without what may be secret in the addresses, should the backend repeat them."""

    def clean(value: object) -> object:
        if isinstance(value, str):
            for address in addresses:
                value = without_secrets(value, address)
        return value

    return BackendError(
        str(clean(error.message)),
        wire_code=error.wire_code,
        code=error.code,
        hint=str(clean(error.hint)),
        facts={name: clean(fact) for name, fact in error.facts.items()},
    )
