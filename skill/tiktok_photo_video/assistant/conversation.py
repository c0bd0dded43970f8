"""The conversation: routes a message, drives the client, and tells what happens.

Every face (command line, chat, MCP) gives it messages and gets the same reply events.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import anyio

from tiktok_photo_video.assistant.at_hand import ProjectAtHand, Wishes
from tiktok_photo_video.assistant.balance import credits_told
from tiktok_photo_video.assistant.carrying import asks_for_export_here, with_way_here
from tiktok_photo_video.assistant.connection import LOCAL, Backend, open_client
from tiktok_photo_video.assistant.delivery import Delivery
from tiktok_photo_video.assistant.drafting import drafted
from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.assistant.file_wishes import as_told, asked_in, place_for, unmet_words
from tiktok_photo_video.assistant.hearing import Hearing, heard
from tiktok_photo_video.assistant.kept_choice import KeptChoice
from tiktok_photo_video.assistant.live_session import LiveSession
from tiktok_photo_video.assistant.looking import View, look, storyboard
from tiktok_photo_video.assistant.ordering import settle_doubts
from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.assistant.sending import Sender
from tiktok_photo_video.assistant.standing import told_of_exports, told_where
from tiktok_photo_video.assistant.voice import Voice
from tiktok_photo_video.chat.export_wishes import Asked, asked_of_making
from tiktok_photo_video.chat.gui_speak import Action
from tiktok_photo_video.chat.intents import Intent, Step, asks_to_post, route
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import (
    Progress,
    Reply,
    Say,
    Stage,
    StateShown,
    StoryboardShown,
)
from tiktok_photo_video.chat.whereabouts import asks_where
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.client.sources import Source
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import InputError, PhotoVideoError, RequestError
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire.draft import has_content, summarise
from tiktok_photo_video.wire.payloads import SessionState

__all__ = ["USUAL_REQUEST", "Connect", "Conversation", "Emit", "Wishes"]

Emit = Callable[[Reply], None]
Connect = Callable[[Backend, Settings], Awaitable[BackendClient]]
USUAL_REQUEST = "turn my photos into a TikTok video with music and transitions"


class Conversation:
    """One user's talk with one backend; an async context manager around its connection."""

    def __init__(
        self,
        settings: Settings,
        backend: Backend,
        *,
        emit: Emit,
        wishes: Wishes = Wishes(),  # noqa: B008 - it is frozen
        language: Language | None = None,
        connect: Connect = open_client,
        sleep: Sleep = anyio.sleep,
    ) -> None:
        self._settings = settings
        self._backend = backend
        self._voice = Voice(settings.language, language=language)
        self._emit = Hearing(self._voice.through(emit), lambda: self.language)
        self._wishes = wishes
        self._client: BackendClient | None = None
        self._connect = connect
        self._sleep = sleep
        self._at_hand = ProjectAtHand(
            backend,
            wishes,
            home=settings.home,
            client=lambda: self.client,
            emit=self._emit,
            sleep=sleep,
        )
        # A turn is one at a time: what is said meanwhile waits for its end.
        self._turns = anyio.Lock()
        self._is_following = False
        self._asked = Asked()  # what the words of this turn ask of the file it exports

    async def __aenter__(self) -> Conversation:
        if self._wishes.announce:
            connecting = say("connection.connecting", self.language)
            self._emit(Progress(Stage.CONNECTING, detail=connecting))
        self._client = await self._connect(self._backend, self._settings)
        await self.client.connect()
        if self._backend.is_local and await self.client.is_metered():
            # Its operator charges for edits, as the cloud does.
            self._at_hand.guard.heed()
        await settle_doubts(self.client, self._at_hand.projects, self._backend.name)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client:
            await self._client.aclose()

    @property
    def client(self) -> BackendClient:
        """The open connection."""
        if self._client is None:
            raise RuntimeError("the conversation is not open")
        return self._client

    @property
    def project_id(self) -> str | None:
        """The project this conversation turned out to be about."""
        session = self._at_hand.session
        return session.project.id if session else None

    @property
    def book(self) -> Projects:
        """What is known of projects and of their exports."""
        return self._at_hand.projects

    @property
    def hearing(self) -> Hearing:
        """What keeps the user told while work is under way."""
        return self._emit

    @property
    def language(self) -> Language:
        """The language of the answers."""
        return self._voice.language

    @property
    def backend(self) -> Backend:
        """Which backend this conversation is with."""
        return self._backend

    @property
    def is_metered(self) -> bool:
        """Whether edits cost credits at this backend."""
        return self._at_hand.guard.is_metered

    @property
    def delivery(self) -> Delivery:
        """What brings finished videos to the user."""
        return Delivery(
            self.client,
            self._backend,
            self._at_hand.projects,
            emit=self._emit,
            language=self.language,
            sleep=self._sleep,
        )

    def explained(self, error: PhotoVideoError) -> PhotoVideoError:
        """A failure of this conversation in the user's language, with the way on."""
        session, client = self._at_hand.session, self._client
        project = self._at_hand.known
        materials = project.materials if project else ()
        user_id = (session and session.user_id) or (client and client.user_id) or None
        has_no_own_token = client.is_anonymous if client else not self._settings.nemo_token
        circumstances = Circumstances(
            is_local=self._backend.is_local,
            is_anonymous=has_no_own_token or (user_id or "").startswith("anon_"),
            user_id=user_id,
            web_url=self._settings.web_url,
            photos_here=bool(materials) and all(m.is_still_there for m in materials),
        )
        told = in_words(error, self.language, circumstances)
        if not self._backend.is_local:
            told = with_way_here(
                told, self.language, draft=self._at_hand.draft, project=self._at_hand.known
            )
        return self._voice.worded(told)

    def listen_to(self, message: str) -> None:
        """Answer in the language of a message from now on, also where it cannot be handled."""
        self._voice.listen_to(message)

    async def handle(self, message: str, files: Sequence[Source] = ()) -> None:
        """Do what one message asks, step by step, telling everything through ``emit``.

        Raises:
            PhotoVideoError: a step failed; steps before it are done, later ones are not.
        """
        if not message.strip() and not files:
            raise RequestError(say("edit.empty", self.language), code="no_message")
        routed = route(message, with_files=bool(files))
        if self._is_following and set(routed.intents) == {Intent.STATE}:
            # Who asks how it goes while an export is waited for is not asking for later.
            self.listen_to(message)
            return await self._tell_state(message)
        if self._turns.locked():
            self._emit(Say(say("working.queued", self._voice.language_of(message))))
        async with self._turns:
            self.listen_to(message)
            covered = frozenset(Action(intent) for intent in routed.intents)
            self._asked = asked_in(message, routed.steps)
            for step in routed.steps:
                await self._do(step, files, covered)
        return None

    async def make(self, photos: Sequence[Source], message: str) -> None:
        """Photos and a request in, a finished video out, in a project of its own."""
        self.listen_to(message)
        session, guard = await self._live(), self._at_hand.guard
        await self.upload(photos)
        went_well = not message.strip() or await self.edit(message)
        may_ask_again = went_well or not guard.is_metered
        if may_ask_again and not has_content((await session.state()).draft):
            # The words asked for something else than a video; who says make wants one.
            await self.edit(USUAL_REQUEST)
        self._asked = asked_of_making(message)
        await self.export()

    async def project(self) -> Project:
        """The project this conversation is about; made at the backend when there is none."""
        return (await self._live()).project

    def existing_project(self) -> Project:
        """The project this conversation is about.

        Raises:
            InputError: there is none yet, and what is asked needs one.
        """
        return self._existing().project

    @heard
    async def upload(self, sources: Sequence[Source]) -> None:
        """Send files to the project, and have it fetch those that are given by address."""
        if not sources:
            self._say("upload.ask")
            return
        session = await self._live()
        self._tell_that_files_leave()
        sender = Sender(
            self.client,
            session,
            projects=self._at_hand.projects,
            emit=self._emit,
            language=self.language,
        )
        with self._at_hand.unless_begun_for_nothing():
            arrived = await sender.send(sources)
        only_photos = all(file.file_type in ("", "image") for file in arrived)
        self._say("upload.photos" if only_photos else "upload.files", count=len(arrived))
        for file in arrived:
            if not file.is_whole:
                self._say("upload.cut", name=file.filename)

    async def edit(self, message: str, *, covered: frozenset[Action] = frozenset()) -> bool:
        """Send a message to the editing chat and tell what it did.

        Gives whether the turn ended well. A message is sent once, whatever happens to it.
        ``covered`` is what the user's own words ask for beside this.

        Raises:
            RequestError: on a backend that charges, the same words were lost a moment ago.
            InputError: the agent could do nothing with it, and said why.
        """

        async def turn() -> bool:
            session = await self._live()
            self._emit(Progress(Stage.WORKING))
            ended = await session.turn(message, covered=covered)
            if ended.is_changed and self._wishes.with_storyboards:
                for path in await storyboard(self.client, session.project.id, self._settings.home):
                    self._emit(StoryboardShown(str(path)))
            return ended.went_well

        return await self.hearing.during(turn, speak_up=self._speak_of_turn)

    def _speak_of_turn(self) -> None:
        session = self._at_hand.session
        (session.tick if session else self.hearing.speak_up)()

    @heard
    async def export(self) -> None:
        """Render the project and bring the video to the user.

        On this computer that may be the project of another backend, which is brought here.
        """
        session = await self._at_hand.to_export(self.language)
        # An order that a lost session was refused for was not begun: it is made again in the
        # new one, of what is there then.
        export, draft = await session.call(lambda _: self._ordered(session))
        self._is_following = True
        try:
            await self.delivery.follow(export, draft, detach=self._wishes.detach)
        finally:
            self._is_following = False

    @heard
    async def look(self, *, to: Path, view: View = View.PHOTOS, at_s: float = 0.0) -> None:
        """Save a look at the project; ``at_s`` is the moment of a frame.

        Raises:
            InputError: this backend shows no pictures of projects.
        """
        session = self._existing()
        await session.call(lambda id_: look(self.client, id_, to=to, view=view, at_s=at_s))

    @heard
    async def state(self) -> SessionState:
        """Tell how the project stands."""
        state = await self._existing().state()
        if state.draft is None or not has_content(state.draft):
            self._say("state.empty")
        else:
            self._emit(StateShown(summarise(state.draft, self.language)))
        return state

    async def credits(self) -> None:
        """Tell what may be spent."""
        balance = await self.client.credits()
        self._emit(Say(credits_told(balance, self.language, is_metered=self.is_metered)))

    async def _do(self, step: Step, files: Sequence[Source], covered: frozenset[Action]) -> None:
        if step.intent is Intent.UPLOAD:
            await self.upload(files)
            if files and covered == {Action.UPLOAD}:
                self._say("upload.next")
        elif path := await drafted(step.text, self._existing, self.client, self._settings.home):
            self._say("draft.made", path=path)
        elif not self._backend.is_local and asks_for_export_here(step.text):
            await self._export_here()
        elif step.intent is Intent.EXPORT:
            if asks_to_post(step.text):
                self._say("export.not_posted")
            if not (asks_where(step.text) and await told_where(self._existing(), self.delivery)):
                await self.export()
        elif step.intent is Intent.CREDITS:
            await self.credits()
        elif step.intent is Intent.STATE:
            await self._tell_state(step.text)
        else:
            await self.edit(step.text, covered=covered)

    async def _tell_state(self, text: str) -> None:
        # What is waited for is delivered by who waits.
        deliver, session = not self._is_following, self._existing()
        if not await told_of_exports(text, session, self.delivery, deliver=deliver):
            await self.state()
            await self.delivery.report(session.project, deliver=deliver)

    def _tell_that_files_leave(self) -> None:
        kept, endpoint = KeptChoice(self._settings.home), self.client.endpoint
        if not self._backend.is_local and kept.tell_once(endpoint.identity):
            self._say("connection.leaving", host=endpoint.name)

    async def _ordered(self, session: LiveSession) -> tuple[Export, Mapping[str, object]]:
        draft = (await session.state()).draft
        if draft is None or not has_content(draft):
            if session.was_revived:
                raise InputError(say("export.begins_anew", self.language), code="begins_anew")
            raise InputError(say("export.empty", self.language), code="empty_timeline")
        usual = self._settings.encoder if self._backend.is_local else ""
        asked = as_told(self._asked, self._wishes, usual_encoder=usual)
        for words in unmet_words(asked, self.language):
            self._emit(Say(words))
        place, wished = place_for(asked, self._wishes), self._wishes.wished
        order = self.delivery.order
        return await order(session.project, draft, output=place, wished=wished, asked=asked), draft

    async def _export_here(self) -> None:
        """Export on this computer what was made with another backend."""
        session = self._existing()
        await session.glance()
        here = Conversation(
            self._settings,
            Backend(LOCAL, is_local=True),
            emit=self._emit,
            wishes=replace(self._wishes, project_id=session.project.id, announce=False),
            language=self.language,
            connect=self._connect,
            sleep=self._sleep,
        )
        try:
            async with here:
                here._asked = self._asked
                await here.export()
        except PhotoVideoError as error:
            raise here.explained(error) from error

    async def _live(self) -> LiveSession:
        return await self._at_hand.live(self.language)

    def _existing(self) -> LiveSession:
        return self._at_hand.existing(self.language)

    def _say(self, key: str, **facts: object) -> None:
        self._emit(Say(say(key, self.language, **facts)))
