"""The arguments that several tools share, described once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tiktok_photo_video_tools.mcp_server.schemas import Words
from tiktok_photo_video_tools.mcp_server.work import MAX_WAIT_S

Project = Annotated[
    str, Field(description="Id of the project; empty means the one that was used last.")
]
Name = Annotated[
    str,
    Field(
        description="File name for the video, such as lisbon.mp4; one that ends in .gif or .webm "
        "gives that kind of file. It goes into the output folder; "
        "a name that is taken gets a number."
    ),
]
WaitS = Annotated[
    float,
    Field(
        ge=0,
        le=MAX_WAIT_S,
        description="Answer after so many seconds at the latest; a render goes on by itself.",
    ),
]
Photos = Annotated[
    Words,
    Field(
        description="Whole paths of photos, clips or folders, or http(s) addresses, in the order "
        "they should appear. A folder stands for the photos in it. Hidden and system folders are "
        "refused."
    ),
]
