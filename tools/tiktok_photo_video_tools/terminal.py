"""``chat`` without a message: a conversation in the terminal.

Lines are read on the main thread, where Ctrl-C arrives and line editing works; the
conversation lives on a thread of its own, and is called from here. So Ctrl-C ends the waiting
and never the work: a render is the service's, and a turn goes on where it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import anyio
from anyio.from_thread import BlockingPortal

from tiktok_photo_video.assistant.at_hand import Wishes
from tiktok_photo_video.assistant.conversation import Conversation
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Done, Failed, Say, failed
from tiktok_photo_video.client.sources import Source
from tiktok_photo_video.errors import InputError, PhotoVideoError
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools.console import Presenter, write_line
from tiktok_photo_video_tools.dropped import heard
from tiktok_photo_video_tools.gathering import gathered
from tiktok_photo_video_tools.session import Options, converse
from tiktok_photo_video_tools.typed_lines import TypedLines

LEAVING = frozenset({"quit", "exit", "bye", "q", "退出", "再见"})
# Windows does not interrupt a wait without an end.
_LOOK_EVERY_S = 0.25


def talk_in_terminal(
    options: Options, presenter: Presenter, wishes: Wishes, files: Sequence[str]
) -> None:
    """Hold a conversation until the user leaves it; ``files`` are handed over first.

    Raises:
        PhotoVideoError: it cannot be opened.
        KeyboardInterrupt: Ctrl-C came before it was open.
    """
    opened: Future[tuple[Conversation, BlockingPortal]] = Future()

    async def work(talk: Conversation) -> None:
        async with BlockingPortal() as portal:
            if opened.set_running_or_notify_cancel():
                opened.set_result((talk, portal))
                await portal.sleep_until_stopped()

    with ThreadPoolExecutor(1, "conversation") as thread:
        held = thread.submit(converse, options, presenter, wishes, work)
        # What ends it before it was open is told by its own result.
        held.add_done_callback(lambda _: opened.cancel())
        try:
            _waited(held, opened)
            if not opened.done() or opened.cancelled():
                held.result()
            talk, portal = opened.result()
        except KeyboardInterrupt:
            opened.cancel()
            raise
        try:
            _Terminal(talk, portal, presenter, options).run(files)
        finally:
            portal.start_task_soon(portal.stop)
        held.result()


def _waited(*futures: Future[Any]) -> None:
    """Wait for the first of them, so that Ctrl-C is noticed."""
    while not wait(futures, timeout=_LOOK_EVERY_S, return_when="FIRST_COMPLETED").done:
        pass


class _Terminal:
    """One conversation and the terminal it is held in."""

    def __init__(
        self, talk: Conversation, portal: BlockingPortal, presenter: Presenter, options: Options
    ) -> None:
        self._talk = talk
        self._portal = portal
        self._presenter = presenter
        self._as_json = options.as_json
        self._home = load_settings().home
        self._scope: anyio.CancelScope | None = None
        self._lines = TypedLines(self._home, as_data=options.as_json)

    def run(self, files: Sequence[str]) -> None:
        """Answer lines until the user leaves; a message that fails ends nothing."""
        if files:
            self._answer("", files)
        self._tell("terminal.welcome")
        was_interrupted = False
        while True:
            try:
                line = self._lines.read()
            except EOFError:
                return self._end_line()
            except KeyboardInterrupt:
                self._end_line()
                if was_interrupted:
                    return None
                was_interrupted = True
                self._tell("terminal.leave")
                continue
            was_interrupted = False
            if line.strip().casefold() in LEAVING:
                return None
            if line.strip():
                said = heard(line, known=self._known_names())
                self._answer(said.words, said.files)

    def _answer(self, words: str, files: Sequence[str]) -> None:
        with self._told():
            self._wait_for(words, gathered(files))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A message that fails is told as such; with JSON its events end with ``done``."""
        failure: Failed | None = None
        try:
            yield
        except PhotoVideoError as error:
            told = self._talk.explained(error)
            self._presenter.close()
            failure = failed(told)
            if self._as_json:
                self._presenter(failure)
            else:
                write_line(told.sentence())
        if self._as_json:
            self._presenter(Done(failure))

    def _wait_for(self, words: str, sources: Sequence[Source]) -> None:
        """Let the conversation handle a message, or stop waiting for that on Ctrl-C."""
        handled = self._portal.start_task_soon(self._handled, words, sources)
        try:
            _waited(handled)
        except KeyboardInterrupt:
            self._portal.start_task_soon(self._stop_waiting)
            _waited(handled)
            self._presenter.close()
            self._end_line()
            self._presenter(Say(say("terminal.stopped_waiting", self._talk.language)))
        handled.result()

    async def _handled(self, words: str, sources: Sequence[Source]) -> None:
        with anyio.CancelScope() as self._scope:
            await self._talk.handle(words, sources)

    async def _stop_waiting(self) -> None:
        if self._scope:
            self._scope.cancel()

    def _known_names(self) -> frozenset[str]:
        """The names of the photos that the project has."""
        try:
            project = self._talk.existing_project()
        except InputError:
            return frozenset()
        known = Projects(self._home).known(project.id)
        paths = [material.path for material in known.materials] if known else []
        return frozenset(path.replace("\\", "/").rpartition("/")[2] for path in paths)

    def _tell(self, key: str) -> None:
        if not self._as_json:
            self._presenter(Say(say(key, self._talk.language)))

    def _end_line(self) -> None:
        """The shell's prompt, or what is said next, begins on a line of its own."""
        if not self._as_json:
            write_line("")
