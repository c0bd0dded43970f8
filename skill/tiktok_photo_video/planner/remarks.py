"""What the planner says beside its edits: notes, questions, suggestions, in both languages."""

from __future__ import annotations

from tiktok_photo_video.language import Language, counted

_EN, _ZH = Language.ENGLISH, Language.CHINESE

_NOTES: dict[str, dict[Language, str]] = {
    "too_short": {
        _EN: "{asked} is too short for {count:photo}, so the video is {given} long.",
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
    "likeness": {
        _EN: 'There is no "{named}" look as such; the nearest is the {look}.',
        _ZH: "没有专门的“{named}”效果，用了最接近的“{look}”。",
    },
    "song": {
        _EN: 'I cannot play "{song}": music is composed here. Upload a sound file to use your own.',
        _ZH: "放不了“{song}”：音乐是现场编写的。上传音频文件就可以用自己的歌。",
    },
    "count": {
        _EN: "You spoke of {said} photos; there are {count}, and all of them are in.",
        _ZH: "你说的是 {said} 张照片，这里有 {count} 张，都用上了。",
    },
    "later": {
        _EN: 'You named more than one; I took the last: "{words}".',
        _ZH: "前后说了不止一种，按后面的“{words}”来。",
    },
    "later_one": {
        _EN: "You named more than one; I took the last.",
        _ZH: "前后说了不止一种，按后说的来。",
    },
    "loudest": {
        _EN: "That is as loud as it goes: 200%.",
        _ZH: "最大就是 200% 了。",
    },
    "fade_long": {
        _EN: "A fade can take half the video at most, so it takes {length}.",
        _ZH: "淡入淡出最多占视频的一半，所以是 {length}。",
    },
    "size_most": {
        _EN: "More pixels than TikTok shows do no good, so it is {width}x{height}.",
        _ZH: "抖音显示不了更高的分辨率，所以用 {width}x{height}。",
    },
    "size_least": {
        _EN: "That is smaller than TikTok takes, so it is {width}x{height}.",
        _ZH: "抖音不收这么小的画面，所以用 {width}x{height}。",
    },
    "fps": {
        _EN: "TikTok takes 23 to 60 frames a second, so it is {fps}.",
        _ZH: "抖音支持每秒 23 到 60 帧，所以用 {fps} 帧。",
    },
    "music_from_start": {
        _EN: "The music plays from the first second of the video; it cannot come in later. "
        "A fade-in can let it come up slowly.",
        _ZH: "音乐从视频第一秒就开始，不能晚点再进来。可以加淡入，让它慢慢响起来。",
    },
    "composed_start": {
        _EN: "This music is composed to fit the video, so there is no other place to start it "
        "from. Upload a song of your own and I can start it anywhere.",
        _ZH: "这段音乐是按视频现编的，没法从中间开始。上传自己的歌，就能从任意一秒开始放。",
    },
    "left": {_EN: "Fine, all stays as it is.", _ZH: "好的，保持不变。"},
    "unchanged": {_EN: "Nothing to change.", _ZH: "不用改动。"},
    "already": {_EN: "That is already so.", _ZH: "已经是这样了。"},
    "cannot": {_EN: 'I cannot do "{text}" here.', _ZH: "这里做不了“{text}”。"},
    "history_alone": {
        _EN: "I only went back or forward; say the rest again afterwards.",
        _ZH: "这次只做了撤销或重做，其余的请再说一遍。",
    },
    "unread": {
        _EN: "The message is very long; I read only its first part, 2,000 characters.",
        _ZH: "消息太长，只读了前面 2000 个字。",
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

_NOTES |= {
    "captions_short": {
        _EN: "{texts} texts for {photos} photos: the last ones have no caption.",
        _ZH: "{texts} 段文字配 {photos} 张照片，后面的照片没有配字。",
    },
    "captions_over": {
        _EN: "{texts} texts for {photos} photos: the last texts found no photo.",
        _ZH: "{texts} 段文字只有 {photos} 张照片，多出来的没有用上。",
    },
    "dates_missing": {
        _EN: "Of {count} photos nobody knows when they were taken.",
        _ZH: "有 {count} 张照片不知道拍摄日期。",
    },
}

_QUESTIONS: dict[str, dict[Language, str]] = {
    "which": {
        _EN: "Which photos do you mean? Say their numbers, 1 to {count}.",
        _ZH: "是哪几张照片？请说编号，1 到 {count}。",
    },
    "stranger": {
        _EN: 'Which photo is "{text}"? Say its number, 1 to {count}.',
        _ZH: "“{text}”是哪一张？请说编号，1 到 {count}。",
    },
    "no_duplicates": {
        _EN: "No photo is in the video twice. Which ones should go: their numbers, 1 to {count}?",
        _ZH: "视频里没有重复的照片。要去掉哪几张？请说编号，1 到 {count}。",
    },
    "beyond": {
        _EN: "A video can be at most {most} long, so {asked} is not possible. "
        "How long should it be?",
        _ZH: "视频最长 {most}，{asked}做不到。要多长？",
    },
    "no_such_photo": {
        _EN: "There is no {what} here; the video has {count:photo}. Which one do you mean?",
        _ZH: "这里没有{what}，一共 {count} 张照片。你指的是哪一张？",
    },
    "nothing_left": {
        _EN: "That would leave no photo at all. Which ones should stay?",
        _ZH: "这样就一张照片都不剩了。要留下哪几张？",
    },
    "title_text": {_EN: "What should the title say?", _ZH: "标题写什么？"},
    "title_color": {_EN: "Which colour should the title be?", _ZH: "标题要什么颜色？"},
    "title_style": {
        _EN: "Which letters: plain, outlined, on a plate, neon, handwritten or karaoke?",
        _ZH: "要哪种字：普通、描边、底板、霓虹、手写还是卡拉OK？",
    },
    "title_position": {
        _EN: "Where should the title be: top, middle or bottom?",
        _ZH: "标题放哪里：上面、中间还是下面？",
    },
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
    "no_clip_sound": {
        _EN: "That is a photo: only video clips have a sound of their own. Is the music meant?",
        _ZH: "那是照片，只有视频片段才有原声。是指音乐吗？",
    },
    "no_music": {
        _EN: "There is no music yet. Which kind: for example happy, chill, romantic, epic or lofi?",
        _ZH: "现在没有音乐。要哪一种：比如欢快、舒缓、浪漫、史诗或 Lo-fi？",
    },
    "music": {
        _EN: "Which music instead: for example happy, chill, romantic, epic or lofi?",
        _ZH: "那要哪种音乐：比如欢快、舒缓、浪漫、史诗或 Lo-fi？",
    },
    "no_song": {
        _EN: "I have no song of yours yet. Send the sound file, and shall I use it then?",
        _ZH: "还没有收到你的歌。先把音频文件发过来好吗？",
    },
    "cover": {
        _EN: "Which photo or which second should be the cover?",
        _ZH: "封面用哪张照片，或者第几秒的画面？",
    },
    "shape": {
        _EN: "Which shape: portrait 9:16, 4:5, square or landscape 16:9?",
        _ZH: "要哪种比例：竖屏 9:16、4:5、方形还是横屏 16:9？",
    },
    "cover_outside": {
        _EN: "The video is {length} long. Which moment should be the cover?",
        _ZH: "视频长 {length}，封面要用哪一刻的画面？",
    },
    "subtitle_text": {
        _EN: "What should the line below the title say?",
        _ZH: "副标题写什么？",
    },
    "caption_text": {
        _EN: "What should the caption say, and on which photo?",
        _ZH: "配什么字，配在哪一张上？",
    },
    "card_text": {_EN: "What should the end card say?", _ZH: "片尾写什么？"},
    "logo_file": {
        _EN: "Which picture is the logo? Upload it, or say its file name.",
        _ZH: "哪张图片是 logo？请上传，或者说出文件名。",
    },
    "look": {
        _EN: "Which look: black and white, sepia, vintage, warm, cool, vivid, cinematic, faded, "
        "dramatic or soft?",
        _ZH: "要哪种滤镜：黑白、棕褐、复古、暖色、冷色、鲜艳、电影感、褪色、强对比还是柔和？",
    },
    "lever": {
        _EN: "More or less of it, or by how many per cent?",
        _ZH: "调高还是调低，调百分之多少？",
    },
    "end_fade": {
        _EN: "I cannot fade the picture itself in or out. I can end with a black card, or fade "
        "through black between the photos. Which would you like?",
        _ZH: "画面本身不能在开头或结尾淡入淡出。可以在片尾加一张黑色卡片，"
        "或者照片之间用黑场转场，要哪一种？",
    },
    "no_such_cut": {
        _EN: "The video has {count:transition}. Which one do you mean?",
        _ZH: "一共 {count} 个转场，指的是哪一个？",
    },
    "no_such_title": {
        _EN: "I count {count} on the screen. Which text do you mean?",
        _ZH: "画面上一共 {count} 段文字，指的是哪一段？",
    },
    "no_such_text": {
        _EN: 'Nothing on the screen says "{text}". What should be changed, and to what?',
        _ZH: "画面上没有“{text}”。要把哪几个字改成什么？",
    },
    "no_dates": {
        _EN: "The photos do not tell when they were taken. What should the captions say?",
        _ZH: "照片里没有拍摄日期。配什么字？",
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
        _EN: 'I did not understand "{text}". Can you put it another way, for example "{idea}"?',
        _ZH: "没看懂“{text}”。换个说法好吗？比如“{idea}”。",
    },
    "not_possible": {
        _EN: 'I cannot do "{text}" here. Is there something else to change: length, order, '
        "transitions, title or music?",
        _ZH: "这里做不了“{text}”。要不要改别的：时长、顺序、转场、标题或音乐？",
    },
}


def note(name: str, language: Language, **facts: object) -> str:
    """A remark on what was done, in the user's language."""
    return _NOTES[name][language].format(**counted(facts))


def question(name: str, language: Language, **facts: object) -> str:
    """A clarifying question in the user's language."""
    return _QUESTIONS[name][language].format(**counted(facts))
