"""Whether a clause asks for something to be edited, by evidence and not by default.

Alone, any message that is no command goes to the editor. Beside a command, or where photos
came along, a clause does so only if it shows that something is to change: a verb of making
or changing, a wish with something that can be edited as its object, a property that the film
is to have, a question about what is in it. What is settled shows nothing: what is done
already ("done editing"), what was only thought of ("I was going to change the song"), what
must stay as it is ("don't touch a thing") or is praised ("the music is perfect").
"""

from __future__ import annotations

import re

from tiktok_photo_video.chat.commands import expand, is_han, phrasebook

_HAN = re.compile("[\u3400-\u9fff]+")


def asks_for_change(key: str) -> bool:
    """Whether a clause's key shows that something is to be edited or answered about."""
    if asks_about_contents(key):
        return True
    patterns = phrasebook().patterns
    open_words = patterns["settled"].sub(" ", expand(key))
    open_words = " ".join(patterns["harmless"].sub(" ", open_words).split())
    if is_han(open_words) and patterns["evidence_zh"].search(open_words):
        return True
    latin = " ".join(_HAN.sub(" ", open_words).split())  # \b sees no end between scripts
    return bool(patterns["evidence"].search(latin))


def asks_about_contents(key: str) -> bool:
    """Whether a clause asks for one fact about the film or about what it can be.

    Such a question ("how long is it?", "which song is that?", "what formats can you
    export?") is for the editor, who knows; a question about the whole is one of state.
    """
    plain = expand(key)
    patterns = phrasebook().patterns
    if patterns["about_whole"].search(plain):
        return False
    name = "contents_zh" if is_han(plain) else "contents"
    return bool(patterns[name].search(plain))
