"""The options that several commands share, as typer reads them; light, for a quick start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
ProjectId = Annotated[
    Optional[str],  # noqa: UP045 typer reads it at run time
    typer.Option("--project", metavar="ID", help="Which project; the last one used if not given."),
]
BackendName = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--backend",
        metavar="local|cloud|URL",
        help="Who makes the video: this computer, the NemoVideo cloud, or another address.",
    ),
]
Message = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("-m", "--message", metavar="TEXT", help="What you want, in plain words."),
]
Output = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("-o", "--output", metavar="FILE", help="Where it goes: .mp4, .gif, .webm."),
]
LookOutput = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "-o", "--output", metavar="FILE", help="Where it goes: .jpg; a draft .mp4, the sound .png."
    ),
]
Moment = Annotated[
    Optional[float],  # noqa: UP045
    typer.Option("--at", metavar="SECONDS", min=0, help="One frame instead of all photos."),
]
Draft = Annotated[
    bool, typer.Option("--draft", help="A small, quickly made video (.mp4) to watch.")
]
SoundPlot = Annotated[
    bool, typer.Option("--sound", help="The sound with its beats and the cuts (.png).")
]
Size = Annotated[
    str,
    typer.Option(
        "--size",
        metavar="chat|720p|1080p|10MB",
        help="The picture's size, or how large the file may be; chat: under 16 MB.",
    ),
]
Encoder = Annotated[
    str,
    typer.Option(
        "--encoder",
        metavar="auto|x264|hardware|nvenc|videotoolbox|qsv|amf",
        help="Who encodes an MP4; where it does not work, x264 does. Only x264 gives the same "
        "bytes each time.",
    ),
]
Detach = Annotated[
    bool, typer.Option("--detach", help="Do not wait; the status command tells how it goes.")
]
PrivateFetch = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--allow-private-fetch",
        metavar="HOST:PORT",
        help="Fetch photos from this server too, although it stands in a private network; "
        "can be given several times.",
    ),
]
PolicyWords = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--policy",
        metavar="unmetered|like-cloud",
        help="What callers may do: everything, or what the cloud allows. Exceptions follow "
        "after commas: credits=N, edit-cost=N, metered=yes|no, exports=yes|no, "
        "attribution=yes|no, token-days=N, window-days=N, tokens-per-client=N|any, "
        "tokens-per-address=N|any.",
    ),
]
