"""What is said in answer to questions, courtesies and wishes for something else."""

from __future__ import annotations

from tiktok_photo_video.language import Language

_EN, _ZH = Language.ENGLISH, Language.CHINESE

SAYINGS: dict[str, dict[Language, str]] = {
    "no_video_yet": {
        _EN: "There is no video yet. Say what you want and I make one of your {count:photo}.",
        _ZH: "还没有视频。说说想要什么样的，我就用你的 {count} 张照片来做。",
    },
    "choose_transition": {
        _EN: 'Transitions: {names}. Say "crossfades everywhere", or "spin between 2 and 3".',
        _ZH: "转场有：{names}。可以说“全部用叠化”，或者“第2和第3张之间用旋转”。",
    },
    "choose_motion": {
        _EN: 'Camera moves: {names}, or still. Say "zoom in on photo 2", or "no movement".',
        _ZH: "镜头运动有：{names}，也可以静止。可以说“第2张推近”，或者“不要动”。",
    },
    "choose_look": {
        _EN: 'Looks: {names}. Say "make it vintage", or "photo 3 black and white".',
        _ZH: "滤镜有：{names}。可以说“加复古滤镜”，或者“第3张变黑白”。",
    },
    "choose_title_style": {
        _EN: 'Lettering: {names}, in three sizes and any colour. Say "make the title neon".',
        _ZH: "文字样式有：{names}；三种大小，颜色随意。可以说“标题用霓虹”。",
    },
    "choose_title_animation": {
        _EN: 'Titles can come in {names}, or just be there. Say "let the title pop up".',
        _ZH: "标题动画有：{names}，也可以没有动画。可以说“标题弹出来”。",
    },
    "choose_music": {
        _EN: "Music: {names}. Each is composed for your video, and another one on asking;"
        " or send a song of your own.",
        _ZH: "音乐有：{names}。都是为你的视频现写的，不喜欢可以换一首；也可以发你自己的歌。",
    },
    "choose_shape": {
        _EN: 'Shapes and sizes: {names}. Say "make it square", or "720p".',
        _ZH: "画面比例和尺寸有：{names}。可以说“改成方形”，或者“720p”。",
    },
    "choose_anything": {
        _EN: "Ask me which transitions, camera moves, looks, lettering or music there are.",
        _ZH: "可以问我有哪些转场、镜头运动、滤镜、文字样式或音乐。",
    },
    "length": {
        _EN: "It is {length} long, about {each} a photo.",
        _ZH: "一共 {length}，平均每张 {each}。",
    },
    "photo_length": {_EN: "{name} is shown for {length}.", _ZH: "{name} 显示 {length}。"},
    "photo": {
        _EN: "Photo {number} is {name}; it comes at {start} and stays for {length}.",
        _ZH: "第 {number} 张是 {name}，从 {start} 开始，停留 {length}。",
    },
    "all_alike": {
        _EN: "No photo stands out: they are all shown equally long.",
        _ZH: "没有哪张特别长或特别短，每张时间一样。",
    },
    "pause": {_EN: "Take your time.", _ZH: "不着急，想好了告诉我。"},
    "no_such": {
        _EN: "There is no such photo; the video has {count:photo}.",
        _ZH: "没有这张照片，一共 {count} 张。",
    },
    "count": {_EN: "It has {stills:photo}.", _ZH: "里面有 {stills} 张照片。"},
    "count_films": {
        _EN: "It has {stills:photo} and {films:video clip}.",
        _ZH: "里面有 {stills} 张照片和 {films} 段视频。",
    },
    "count_unused": {
        _EN: "{unused} more that you sent are not used.",
        _ZH: "另有 {unused} 张发来了还没用上。",
    },
    "music": {
        _EN: "{mood} music, composed for this video, so there is no copyright on it.",
        _ZH: "是{mood}的音乐，专门为这个视频写的，没有版权问题。",
    },
    "music_own": {_EN: 'Your own song, "{name}".', _ZH: "用的是你自己的歌“{name}”。"},
    "music_none": {
        _EN: "There is no music in it. Say which kind you would like, for example calm.",
        _ZH: "现在没有音乐。说一声想要哪种，比如舒缓的。",
    },
    "volume": {_EN: "The music plays at {volume}.", _ZH: "音乐的音量是 {volume}。"},
    "muted": {
        _EN: "The music is muted; unmuted it plays at {volume}.",
        _ZH: "音乐现在静音，打开后音量是 {volume}。",
    },
    "fades": {
        _EN: "The music fades in over {start} and out over {end}.",
        _ZH: "音乐淡入 {start}，淡出 {end}。",
    },
    "fades_none": {
        _EN: "The music does not fade; it starts and ends at full volume.",
        _ZH: "音乐没有淡入淡出。",
    },
    "title": {
        _EN: 'The title reads "{text}", from {start} to {end} s.',
        _ZH: "标题是“{text}”，显示在 {start} 到 {end} 秒。",
    },
    "title_none": {
        _EN: "There is no title. Say what it should read and I add it.",
        _ZH: "现在没有标题。告诉我写什么就可以加。",
    },
    "font": {
        _EN: "The title is in Noto Sans, heavy. It can also be handwritten, neon or on a plate.",
        _ZH: "标题用的是思源黑体粗体。也可以换成手写体、霓虹或带底板。",
    },
    "captions": {_EN: "The captions read {texts}.", _ZH: "字幕有：{texts}。"},
    "captions_none": {
        _EN: 'There are no captions. You can say: caption photo 2 "Paris".',
        _ZH: "现在没有字幕。可以说：给第二张配字“巴黎”。",
    },
    "order": {_EN: "In this order: {names}.", _ZH: "顺序是：{names}。"},
    "order_more": {
        _EN: "In this order: {names}, and {more} more.",
        _ZH: "顺序是：{names}，后面还有 {more} 张。",
    },
    "transitions": {
        _EN: "Between the photos: {names}, {length} at most.",
        _ZH: "转场有{names}，最长 {length}。",
    },
    "transitions_none": {
        _EN: "There are no transitions; the photos just change.",
        _ZH: "没有转场，照片直接切换。",
    },
    "motion": {_EN: "The camera moves: {names}.", _ZH: "镜头运动有{names}。"},
    "motion_none": {_EN: "The photos stand still.", _ZH: "照片没有镜头运动。"},
    "looks": {_EN: "The colours: {names}.", _ZH: "调色是{names}。"},
    "looks_none": {
        _EN: "The photos have their natural colours.",
        _ZH: "照片是原来的颜色，没有加滤镜。",
    },
    "size": {
        _EN: "It is {width}x{height} pixels ({ratio}, {shape}) at {fps} frames a second, an MP4.",
        _ZH: "{width}x{height} 像素（{ratio}，{shape}），每秒 {fps} 帧，MP4 格式。",
    },
    "wide": {_EN: "landscape", _ZH: "横屏"},
    "tall": {_EN: "portrait", _ZH: "竖屏"},
    "square": {_EN: "square", _ZH: "方形"},
    "cover": {_EN: "The cover is the frame at {at}.", _ZH: "封面是第 {at} 的画面。"},
    "name": {_EN: 'The project is called "{name}".', _ZH: "项目叫“{name}”。"},
    "nothing_changed": {
        _EN: "Nothing changed in the last message; the video is as it was before.",
        _ZH: "上一条消息没有改动视频。",
    },
    "last_change": {_EN: "The last change was: {what}", _ZH: "上一次的改动：{what}"},
    "price": {
        _EN: "Here it is free: the video is made on your own machine, without a watermark.",
        _ZH: "在这里是免费的：视频在你自己的电脑上制作，没有水印。",
    },
    "watermark": {
        _EN: "No watermark is put on it.",
        _ZH: "不会加水印。",
    },
    "export": {
        _EN: 'Say "export" and you get the finished MP4, with the place where it is saved.',
        _ZH: "说一声“导出”，就会得到成片 MP4，并告诉你保存在哪里。",
    },
    "post": {
        _EN: "Nothing is posted. You export the video and upload it yourself.",
        _ZH: "不会自动发布。导出视频后由你自己上传。",
    },
    "platform": {
        _EN: "Yes: it is an ordinary MP4. Portrait suits TikTok, Reels and Shorts; "
        "say 4:5, square or landscape for others.",
        _ZH: "可以，就是普通的 MP4。竖屏适合抖音和 Reels；其他平台可以说 4:5、方形或横屏。",
    },
    "formats": {
        _EN: "Photos as JPEG, PNG, HEIC, WebP, AVIF, GIF or TIFF, clips as MP4 or MOV, "
        "songs as MP3, M4A or WAV.",
        _ZH: "照片支持 JPEG、PNG、HEIC、WebP、AVIF、GIF、TIFF，"
        "片段支持 MP4、MOV，音乐支持 MP3、M4A、WAV。",
    },
    "limits": {
        _EN: "As many photos as you like: each needs at least 0.4 s, and a video can be "
        "up to 10 minutes long.",
        _ZH: "照片数量不限：每张至少 0.4 秒，视频最长 10 分钟。",
    },
    "own_music": {
        _EN: 'Yes: send the sound file, then say "use my song".',
        _ZH: "可以：把音频文件发过来，再说“用我的歌”。",
    },
    "privacy": {
        _EN: "Your photos stay on this machine; nothing is sent anywhere.",
        _ZH: "照片只留在这台电脑上，不会传到别处。",
    },
    "identity": {
        _EN: "I am an editor that turns your photos into a short video and changes it as you say.",
        _ZH: "我是剪辑助手：把你的照片做成短视频，再按你说的来改。",
    },
    "language": {
        _EN: "You can write in English or Chinese, mixed if you like.",
        _ZH: "中文、英文都可以，混着说也行。",
    },
    "speed": {
        _EN: "A change takes moments; the export of half a minute takes well under one.",
        _ZH: "修改马上就好；导出半分钟的视频用不了一分钟。",
    },
    "ability": {
        _EN: "You can change length, order, transitions, titles, colours, music and shape. "
        'Try "make it 15 seconds" or "calmer music".',
        _ZH: "时长、顺序、转场、标题、调色、音乐、画幅都能改。比如“改成15秒”或“换舒缓的音乐”。",
    },
    "can_look": {
        _EN: 'Yes. Say for example "make all photos black and white" or "a warm look on photo 2".',
        _ZH: "可以。比如说“全部变成黑白”或“第二张用暖色”。",
    },
    "can_transition": {
        _EN: 'Yes. Say for example "use blur transitions" or "a flash after photo 2".',
        _ZH: "可以。比如说“转场都用模糊”或“第二张后面加闪白”。",
    },
    "can_motion": {
        _EN: 'Yes. Say for example "zoom in on all photos" or "pan left on photo 2".',
        _ZH: "可以。比如说“全部放大”或“第二张向左移动”。",
    },
    "ability_new": {
        _EN: "I make a video of your photos with music, transitions and titles. "
        'Try "a 15 second travel video with calm music".',
        _ZH: "我把照片做成带音乐、转场和标题的视频。比如“做个15秒的旅行视频，配舒缓的音乐”。",
    },
    "advice": {
        _EN: "For TikTok: 9 to 20 seconds, a short title in the first three, "
        "and music at full volume work well.",
        _ZH: "抖音上 9 到 20 秒、前三秒有个短标题、音乐音量正常，效果通常不错。",
    },
    "misread": {
        _EN: "I read plain wishes best, one thing a sentence: "
        '"remove photo 2", "title at the bottom", "music at 30%".',
        _ZH: "一句话说一件事我最容易看懂，比如“删掉第二张”“标题放下面”“音乐30%”。",
    },
    "how_to": {
        _EN: 'Just say it, for example "make it 15 seconds" or "undo".',
        _ZH: "直接说就行，比如“改成15秒”“撤销”。",
    },
    "how_photo": {
        _EN: 'Say which and what: "remove photo 2", "move photo 3 to the front".',
        _ZH: "说清哪张、怎么改：“删掉第二张”“第三张放最前面”。",
    },
    "how_title": {
        _EN: "Say what it should read: \"title 'Summer' at the bottom\".",
        _ZH: "告诉我写什么：“标题写夏天，放下面”。",
    },
    "how_caption": {
        _EN: "Say which photo and what: \"caption photo 2 'Paris'\".",
        _ZH: "说哪张、写什么：“给第二张配字‘巴黎’”。",
    },
    "how_music": {
        _EN: 'Say which kind: "lofi music", "another song", or send your own file.',
        _ZH: "说想要哪种：“换成 lofi”“换一首”，也可以发自己的音频。",
    },
    "how_volume": {
        _EN: 'Say how loud: "music at 30%", "a bit quieter", "mute".',
        _ZH: "说多大声：“音乐30%”“小声一点”“静音”。",
    },
    "how_transition": {
        _EN: 'Name one: "crossfades everywhere", "glitch between photos 2 and 3".',
        _ZH: "说一种：“转场全部用叠化”“第二张和第三张之间用故障”。",
    },
    "unknown_question": {
        _EN: "I do not know that. I can tell you about this video: length, order, music, title.",
        _ZH: "这个我不知道。关于这个视频的时长、顺序、音乐、标题都可以问我。",
    },
    "greeting": {
        _EN: "Hello! What shall I change?",
        _ZH: "你好！想改哪里？",
    },
    "greeting_new": {
        _EN: 'Hello! Your photos are here; say "make a video", or what it should be like.',
        _ZH: "你好！照片已经收到了，说“做个视频”，或者告诉我想要什么样的。",
    },
    "thanks": {
        _EN: 'You are welcome. Say "export" when you want the file.',
        _ZH: "不客气。想要成片时说“导出”。",
    },
    "praise": {
        _EN: 'Glad you like it. Say "export" to get the file.',
        _ZH: "喜欢就好。说“导出”就能拿到成片。",
    },
    "laugh": {_EN: "Ha! Tell me if something should change.", _ZH: "哈哈！想改哪里就说。"},
    "complaint": {
        _EN: 'Then let us change it. Say for example "calmer music", '
        '"crossfades everywhere" or "cinematic look".',
        _ZH: "那就改一改。可以说“换舒缓的音乐”“转场全部用叠化”或“加电影感滤镜”。",
    },
    "bye": {
        _EN: "Goodbye! The video is kept; you can go on any time.",
        _ZH: "再见！视频会保留着，随时可以接着改。",
    },
    # What is done elsewhere, and what can be had here instead.
    "not_retouch": {
        _EN: "I do not retouch what is in a photo. I can change its colours and brightness, "
        "or crop closer.",
        _ZH: "照片里的内容我改不了。可以调颜色、亮度，或者裁得更近一些。",
    },
    "not_cutout": {
        _EN: "I cannot cut out a background. I can blur what is around the photo, "
        "or fill the frame with it.",
        _ZH: "抠图和换背景做不了。可以把照片四周虚化，或者让照片铺满画面。",
    },
    "not_picture": {
        _EN: "I do not make new pictures. Send the photos and I make them move.",
        _ZH: "我不生成新图片。把照片发来，我可以让镜头动起来。",
    },
    "not_post": {
        _EN: 'I cannot post or send it. Say "export" and you have the file to upload yourself.',
        _ZH: "我不能帮你发布或发送。说“导出”，拿到文件后可以自己上传。",
    },
    "not_write": {
        _EN: "Writing is not my trade, but words of yours can go on the video as a title or "
        "captions.",
        _ZH: "写这些我不在行，不过你写好的话可以放进视频当标题或字幕。",
    },
    "not_translate": {
        _EN: "I cannot translate. Give me the words and I put them on the video.",
        _ZH: "翻译我做不了。把要写的字告诉我，我放到视频上。",
    },
    "not_world": {
        _EN: "That I do not know; I only edit your photo video. What shall I change in it?",
        _ZH: "这个我不知道，我只会剪你的照片视频。视频上想改哪里？",
    },
    "not_hashtags": {
        _EN: "I do not write posts or hashtags. I can put a title or captions on the video.",
        _ZH: "发帖文案和话题我不写。可以在视频上加标题或字幕。",
    },
    "not_speech": {
        _EN: 'I cannot speak. Send a recording and say "use my song", and it is heard.',
        _ZH: "我不能配音。把录音发来，说“用我的歌”，就能放进视频。",
    },
    "not_effect": {
        _EN: "There are no stickers or effects like that. There are looks such as vintage or warm, "
        "and transitions such as glitch or flash.",
        _ZH: "没有这种特效或贴纸。有复古、暖色等滤镜，也有故障、闪白等转场。",
    },
    "not_photo_edit": {
        _EN: "I do not work on the photo itself like that. Colours, brightness and contrast can "
        "be changed.",
        _ZH: "照片本身不能这样处理。可以调颜色、亮度和对比度。",
    },
}
