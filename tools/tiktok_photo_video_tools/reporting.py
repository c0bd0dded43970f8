"""What ends a command before or outside of a conversation, in the user's language."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import failed, outcome_json
from tiktok_photo_video.errors import ExitCode, PhotoVideoError, UsageError
from tiktok_photo_video.language import Language, language_from_code, language_of
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools.console import write_json

_MESSAGE = ("-m", "--message")


def usual_language() -> Language:
    """The language of this computer's user."""
    return language_from_code(load_settings().language)


def language_in(words: Sequence[str]) -> Language:
    """The language of a command line: that of its message, else the usual one."""
    return language_of(_message_in(words), otherwise=usual_language())


def report(error: Exception, words: Sequence[str]) -> int:
    """Tell why a command failed, as JSON where that is asked for; gives the exit status.

    What is no failure of ours is a mistake in the words of the command.
    """
    language = language_in(words)
    failure = error if isinstance(error, PhotoVideoError) else _mistake(error)
    told = in_words(failure, language, Circumstances(web_url=load_settings().web_url))
    if "--json" in words:
        write_json(outcome_json(failed(told)))
    else:
        sys.stderr.write(say("command.error", language, sentence=told.sentence()) + "\n")
    return int(told.exit_code)


def _mistake(error: Exception) -> UsageError:
    """What is wrong with the words of a command, as far as it is known, by its parts."""
    facts = {
        "option": getattr(error, "option_name", None),
        "parameter": _name_of(getattr(error, "param", None)),
        "missing": type(error).__name__ == "MissingParameter",
    }
    return UsageError(str(error), hint="See tiktok-photo-video --help.", facts=facts)


def _name_of(parameter: object) -> str | None:
    """What people write for a parameter: an option's longest name, else its place's."""
    names = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    place = getattr(parameter, "metavar", None) or getattr(parameter, "name", None)
    return max(names, key=len) if names else place


def interrupted(words: Sequence[str]) -> int:
    """Tell that a command was stopped; gives the exit status."""
    sys.stderr.write(say("command.interrupted", language_in(words)) + "\n")
    return int(ExitCode.INTERRUPTED)


def _message_in(words: Sequence[str]) -> str:
    for word, value in zip(words, [*words[1:], ""], strict=True):
        if word in _MESSAGE:
            return value
        for option in _MESSAGE:
            if word.startswith(f"{option}="):
                return word.partition("=")[2]
    return ""
