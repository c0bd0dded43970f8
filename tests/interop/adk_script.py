"""What the scripted model of the real ADK server says to each message of the tests."""

from __future__ import annotations

from tests.interop.adk_server import Script, call, say, stopped, thought


def script(*, broken: str) -> Script:
    """Every conversation; ``broken`` is what its failures say."""
    return {
        "hello": [[say('It says "hi",\nand 再见 🎬.')]],
        "pieces": [
            [
                say("Wor", partial=True),
                say("king ", partial=True),
                say("on it.", partial=True),
                say("Working on it."),
            ]
        ],
        "edit": [
            [
                say("Let me ", partial=True),
                say("see.", partial=True),
                say("Let me see.", call("edit_multitrack", op="title")),
            ],
            [say("Do", partial=True), say("ne.", partial=True), say("Done.")],
        ],
        "think": [
            [
                say(thought("The user wants"), partial=True),
                say("A cut.", partial=True),
                say(thought("The user wants a cut."), "A cut."),
            ]
        ],
        "break": [[RuntimeError(broken)]],
        "break midway": [
            [say("Half a ", partial=True), say("Half a", call("edit_multitrack", op="x"))],
            [say("word", partial=True), RuntimeError(broken)],
        ],
        "break the tool": [[say("Trying.", call("broken_tool", op="music"))]],
        "nothing": [[say()]],
        "stop short": [[say("A long", partial=True), stopped("A long story", "MAX_TOKENS")]],
        "block": [[stopped(None, "SAFETY")]],
        "twice": [
            [say("Same.", call("edit_multitrack", op="a"))],
            [say("Same.", call("edit_multitrack", op="b"))],
            [say("Same.")],
        ],
    }
