"""What the planner says beside its edits: notes, questions, suggestions, in both languages."""

from __future__ import annotations

from tiktok_photo_video.language import Language

_EN, _ZH = Language.ENGLISH, Language.CHINESE

_NOTES: dict[str, dict[Language, str]] = {
    "too_short": {
        _EN: "{asked} is too short for {count} photos, so the video is {given} long.",
        _ZH: "{asked}放不下 {count} 张照片，所以视频是 {given}。",
    },
    "too_long": {
        _EN: "{asked} is more than can be made of this, so the video is {given} long.",
        _ZH: "{asked}太长了做不到，所以视频是 {given}。",
    },
    "tiktok_min": {
        _EN: "TikTok does not take videos under 3 seconds.",
        _ZH: "抖音不收 3 秒以下的视频。",
    },
    "photo_min": {
        _EN: "A photo needs at least 0.4 s to be seen, so I took that.",
        _ZH: "每张照片至少要 0.4 秒才看得清，所以按 0.4 秒来。",
    },
    "assumed": {
        _EN: "I did not make out what you want, so I assumed the usual: "
        "{length} in all, {music}. Tell me what to change.",
        _ZH: "没看懂具体要求，先按常规做：共{length}，{music}。想改哪里请告诉我。",
    },
    "no_title_text": {
        _EN: "You did not say what the title should read, so there is none yet.",
        _ZH: "没有说标题写什么，所以先没加标题。",
    },
    "genre": {
        _EN: "I cannot compose {genre} as such; the nearest is {mood}.",
        _ZH: "没有专门的{genre}，用了最接近的“{mood}”。",
    },
    "song": {
        _EN: 'I cannot play "{song}": music is composed here. Upload a sound file to use your own.',
        _ZH: "放不了“{song}”：音乐是现场编写的。上传音频文件就可以用自己的歌。",
    },
    "count": {
        _EN: "You spoke of {said} photos; there are {count}, and all of them are in.",
        _ZH: "你说的是 {said} 张照片，这里有 {count} 张，都用上了。",
    },
    "unchanged": {_EN: "Nothing to change.", _ZH: "不用改动。"},
    "already": {_EN: "That is already so.", _ZH: "已经是这样了。"},
    "cannot": {_EN: 'I cannot do "{text}" here.', _ZH: "这里做不了“{text}”。"},
    "history_alone": {
        _EN: "I only went back or forward; say the rest again afterwards.",
        _ZH: "这次只做了撤销或重做，其余的请再说一遍。",
    },
    "unread": {
        _EN: "The message is very long; I read only its first part.",
        _ZH: "消息太长，只读了前面一部分。",
    },
    "transition_time": {
        _EN: "Transitions now take {length}.",
        _ZH: "转场现在是 {length}。",
    },
    "one_photo": {
        _EN: "With one photo there is nothing to change between.",
        _ZH: "只有一张照片，没有转场的地方。",
    },
    "added_new": {
        _EN: "I put the {count} new photos at the end.",
        _ZH: "把 {count} 张新照片放到了最后。",
    },
    "ability": {
        _EN: "I turn your photos into a vertical video: length, order, transitions, camera "
        "moves, titles and music, all by chat.",
        _ZH: "我把照片做成竖屏视频：时长、顺序、转场、运镜、标题、音乐，说一声就能改。",
    },
}

_QUESTIONS: dict[str, dict[Language, str]] = {
    "which": {
        _EN: "Which photos do you mean? Say their numbers, 1 to {count}.",
        _ZH: "是哪几张照片？请说编号，1 到 {count}。",
    },
    "no_such_photo": {
        _EN: "There is no {what} here; there are {count} photos. Which one do you mean?",
        _ZH: "这里没有{what}，一共 {count} 张照片。你指的是哪一张？",
    },
    "nothing_left": {
        _EN: "That would leave no photo at all. Which ones should stay?",
        _ZH: "这样就一张照片都不剩了。要留下哪几张？",
    },
    "title_text": {_EN: "What should the title say?", _ZH: "标题写什么？"},
    "no_title": {
        _EN: "There is no title yet. What should it say?",
        _ZH: "现在还没有标题。要写什么？",
    },
    "title_outside": {
        _EN: "The video is {length} long. When should the title be seen?",
        _ZH: "视频长 {length}，标题要在什么时候出现？",
    },
    "order": {
        _EN: "Which order: by date, by name, reversed or shuffled?",
        _ZH: "要哪种顺序：按时间、按文件名、倒序还是打乱？",
    },
    "move": {
        _EN: "Where should it go: to the front, to the end, or after which photo?",
        _ZH: "要移到哪里：最前面、最后面，还是哪一张后面？",
    },
    "not_a_film": {
        _EN: "That is a photo: only a video clip has a part to choose. How long should it be seen?",
        _ZH: "那是照片，只有视频片段才能截取一段。想让它显示多久？",
    },
    "swap": {_EN: "Which two photos should change places?", _ZH: "要对调哪两张照片？"},
    "replace": {
        _EN: "Which photo should be replaced, and by which one?",
        _ZH: "要用哪张照片替换哪一张？",
    },
    "volume": {
        _EN: "How loud should the music be: louder, quieter, or a percentage?",
        _ZH: "音乐要多大声：大一点、小一点，还是百分之多少？",
    },
    "no_music": {
        _EN: "There is no music yet. Which kind: upbeat, lofi, chill, romantic or cinematic?",
        _ZH: "现在没有音乐。要哪一种：欢快、Lo-fi、轻松、浪漫还是电影感？",
    },
    "music": {
        _EN: "Which music instead: upbeat, lofi, chill, romantic or cinematic?",
        _ZH: "那要哪种音乐：欢快、Lo-fi、轻松、浪漫还是电影感？",
    },
    "name": {_EN: "What should the project be called?", _ZH: "项目叫什么名字？"},
    "upload": {
        _EN: "Which photos shall I use? Upload one or more first.",
        _ZH: "要用哪些照片？请先上传一张或几张。",
    },
    "no_new": {
        _EN: "All uploaded photos are in already. Which one do you want to add?",
        _ZH: "上传的照片都已经在里面了。想加哪一张？",
    },
    "what": {
        _EN: "What shall I change: length, order, transitions, title or music?",
        _ZH: "想改哪里：时长、顺序、转场、标题还是音乐？",
    },
    "not_understood": {
        _EN: 'I did not understand "{text}". Do you mean the length, order, transitions, '
        "title or music?",
        _ZH: "没看懂“{text}”。是指时长、顺序、转场、标题还是音乐？",
    },
    "not_possible": {
        _EN: 'I cannot do "{text}" here. Is there something else to change: length, order, '
        "transitions, title or music?",
        _ZH: "这里做不了“{text}”。要不要改别的：时长、顺序、转场、标题或音乐？",
    },
}

_SUGGESTIONS: dict[str, dict[Language, str]] = {
    "title": {_EN: 'add the title "Summer"', _ZH: "加个标题“夏天”"},
    "music": {_EN: "make the music lofi", _ZH: "音乐换成 lofi"},
    "length": {_EN: "make it 15 seconds", _ZH: "改成15秒"},
    "transitions": {_EN: "use crossfades", _ZH: "转场改成叠化"},
    "order": {_EN: "sort the photos by date", _ZH: "按时间排序"},
}


def note(name: str, language: Language, **facts: object) -> str:
    """A remark on what was done, in the user's language."""
    return _NOTES[name][language].format(**facts)


def question(name: str, language: Language, **facts: object) -> str:
    """A clarifying question in the user's language."""
    return _QUESTIONS[name][language].format(**facts)


def suggestion(name: str, language: Language) -> str:
    """Something the user could say next."""
    return _SUGGESTIONS[name][language]
