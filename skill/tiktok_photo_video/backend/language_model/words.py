"""What the chat says about a language model, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tiktok_photo_video.backend.language_model.access import Access
from tiktok_photo_video.backend.language_model.endpoint import Trouble
from tiktok_photo_video.backend.language_model.proposer import PAUSE_S, Silence
from tiktok_photo_video.language import Language

_EN, _ZH = Language.ENGLISH, Language.CHINESE


def proposed_sentence(changes: str, quoted: str, language: Language) -> str:
    """What a model's edits changed, marked as its proposal."""
    return {
        _EN: f"For {quoted}, the language model proposed: {changes} "
        'Say "undo" if you meant something else.',
        _ZH: f"关于{quoted}，语言模型建议并已改好：{changes}不是这个意思的话，说“撤销”。",
    }[language]


def leaving_sentence(access: Access, language: Language) -> str:
    """That words will leave the computer, told before the first ones do."""
    return {
        _EN: f"A language model at {access.server} is set up. From now on I ask it about what "
        "I do not understand: your message and a description of the video (names, titles, "
        "lengths) are sent there, photos never. Nothing has been sent yet; say it again to "
        "go on.",
        _ZH: f"已设置语言模型（{access.server}）。以后我看不懂的话会去问它：你的消息和视频的"
        "文字说明（文件名、标题、时长）会发送到那里，照片绝不会。现在还没有发送；"
        "再说一遍就继续。",
    }[language]


def silence_sentence(silence: Silence, language: Language) -> str:
    """Why the rules' answer stands although a model was asked; nothing if there is no why."""
    if silence.trouble is None:
        return ""
    why = _TROUBLES[silence.trouble][language].format(status=silence.status)
    said = {
        _EN: f"The language model {why}; I used my own rules.",
        _ZH: f"语言模型{why}，这次只用了我自己的规则。",
    }[language]
    return said + (_paused(language) if silence.pauses else "")


def _paused(language: Language) -> str:
    return {
        _EN: f" I will not ask it for the next {PAUSE_S:.0f} seconds.",
        _ZH: f"接下来 {PAUSE_S:.0f} 秒内不再问它。",
    }[language]


_TROUBLES: Mapping[Trouble, Mapping[Language, str]] = MappingProxyType(
    {
        Trouble.UNREACHABLE: {_EN: "cannot be reached", _ZH: "连不上"},
        Trouble.LATE: {_EN: "did not answer in time", _ZH: "没有及时回答"},
        Trouble.HUGE: {_EN: "answered too much", _ZH: "回答太长"},
        Trouble.REFUSED: {_EN: "refused to answer ({status})", _ZH: "拒绝回答（{status}）"},
        Trouble.SENSELESS: {_EN: "gave no usable answer", _ZH: "没有给出可用的回答"},
        Trouble.UNSUITABLE: {
            _EN: "proposed nothing that can be done",
            _ZH: "没有提出可行的改动",
        },
    }
)
