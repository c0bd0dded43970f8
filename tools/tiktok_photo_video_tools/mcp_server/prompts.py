"""Starters: what people say first, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from mcp_types import GetPromptResult, Prompt, PromptArgument, PromptMessage, TextContent

_PHOTOS = PromptArgument(
    name="photos",
    description="Paths of photos or a folder of them; empty to be asked.",
    required=False,
)


@dataclass(frozen=True, slots=True)
class Starter:
    """One starter: what it is called, and what the user then says."""

    name: str
    title: str
    says: str
    with_photos: str

    def listed(self) -> Prompt:
        """As MCP lists it."""
        return Prompt(name=self.name, title=self.title, description=self.says, arguments=[_PHOTOS])

    def said(self, photos: str) -> GetPromptResult:
        """As MCP gives it."""
        text = f"{self.says}\n{self.with_photos}{photos}" if photos else self.says
        message = PromptMessage(role="user", content=TextContent(text=text))
        return GetPromptResult(description=self.title, messages=[message])


def _pair(name: str, english: tuple[str, str], chinese: tuple[str, str]) -> tuple[Starter, Starter]:
    return (
        Starter(f"{name}_en", *english, with_photos="The photos: "),
        Starter(f"{name}_zh", *chinese, with_photos="照片："),
    )


STARTERS: tuple[Starter, ...] = (
    *_pair(
        "first_video",
        (
            "A video from my photos",
            "Turn my photos into a TikTok video with music and transitions.",
        ),
        ("照片做成视频", "把我的照片做成一个抖音视频，配上音乐和转场。"),
    ),
    *_pair(
        "travel",
        (
            "A travel video",
            "Make a 15 second travel video of my photos, title 'Lisbon 2024', calm music.",
        ),
        ("旅行视频", "用我的照片做一个 15 秒的旅行视频，标题“里斯本 2024”，安静的音乐。"),
    ),
    *_pair(
        "birthday",
        ("A birthday video", "A 20 second birthday video, title 'Mia is 5', happy music."),
        ("生日视频", "做一个 20 秒的生日视频，标题“米娅五岁了”，欢快的音乐。"),
    ),
    *_pair(
        "on_the_beat",
        ("Cut on the beat", "Make a fast video of my photos, cut on the beat, upbeat music."),
        ("卡点视频", "把我的照片做成卡点视频，节奏快一点。"),
    ),
    *_pair(
        "change_it",
        (
            "Change the last video",
            "Put the third photo first, make it 12 seconds and the music quieter, then show me.",
        ),
        ("修改上一个视频", "把第三张照片放到最前面，改成 12 秒，音乐小声一点，然后给我看看。"),
    ),
)

BY_NAME = MappingProxyType({starter.name: starter for starter in STARTERS})
