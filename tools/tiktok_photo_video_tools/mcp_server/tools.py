"""The tools of this server, in the order they are listed: the happy path first."""

from __future__ import annotations

from types import MappingProxyType

from tiktok_photo_video_tools.mcp_server import checking, exporting, making, projects
from tiktok_photo_video_tools.mcp_server.edit_words import edit_lines
from tiktok_photo_video_tools.mcp_server.tool import Example, Hints, Tool

INSTRUCTIONS = """\
Turn the user's photos into a finished vertical video (MP4, 1080x1920) and go on changing it.
1. make_video: photos and the user's own words in one call; gives the file's path.
2. chat: every further wish, exactly as the user put it, English or Chinese.
3. preview: look at it; export_video: the file again. Only what changed is rendered anew.
4. Show the user what `said` has, and each file's path on a line of its own.
5. An answer that says the work goes on: call what its `next` names; never repeat the order.
6. Everything happens on this computer and is free, unless get_credits says metered."""

_LOCAL = "Free and local by default; on the NemoVideo cloud, if the user chose it, "

TOOLS: tuple[Tool, ...] = (
    Tool(
        "make_video",
        "Make a video from photos",
        "Make a vertical video from photos and one request, and export it as MP4. Use this first. "
        "It begins a new project, arranges the photos with camera moves, transitions, titles and "
        "music as the request asks, and renders. Answers within 40 s: usually with the finished "
        "file's path, else with an export to ask export_status about. 1 to 200 files (JPG, PNG, "
        "HEIC, WebP, AVIF, GIF, MP4, MOV, MP3…), 200 MB each. "
        + _LOCAL
        + "photos are uploaded there and a new project costs credits.",
        making.MakeInput,
        making.Talked,
        Hints(open_world=True),
        making.make_video,
        (
            Example(
                "A short travel video of a folder of photos",
                {
                    "photos": ["~/Pictures/lisbon"],
                    "request": "a 3 second travel video, title 'Lisbon', calm music",
                    "name": "lisbon.mp4",
                },
            ),
        ),
        is_shown=True,
    ),
    Tool(
        "chat",
        "Change or ask by words",
        "Pass one message of the user on: edits ('make it 15 seconds', '换一首音乐'), several at "
        "once, questions, undo, export; with photos, adds them first. English or Chinese, word for "
        "word. Answers within 40 s with what changed and a storyboard's path. Not idempotent: "
        "never send the same message twice because an answer is slow. "
        + _LOCAL
        + "the first change to a project costs credits.",
        making.ChatInput,
        making.Talked,
        Hints(open_world=True),
        making.chat,
        (Example("Two wishes in one message", {"message": "put the second photo first"}),),
        is_shown=True,
    ),
    Tool(
        "list_projects",
        "List projects",
        "List the projects of this installation, the last used first, twenty at most. Free.",
        projects.ListInput,
        projects.ProjectList,
        Hints(reads_only=True, idempotent=True),
        projects.list_projects,
        (Example("All projects", {}),),
    ),
    Tool(
        "get_project",
        "Read a project",
        "Tell what a project is made of: the timeline in words, every clip with its id, titles, "
        "music, files, and the version that edit_timeline needs. Also tells whether an earlier "
        "call still works on it. Free; reads only.",
        projects.ProjectInput,
        projects.ProjectFacts,
        Hints(reads_only=True, idempotent=True),
        projects.get_project,
        (Example("The project used last", {}),),
    ),
    Tool(
        "edit_timeline",
        "Change the timeline by typed edits",
        "Carry exact edits out on the timeline: 1 to 200, in order, all or none, one undo step. "
        "Needs the version of get_project; if the timeline changed since, nothing is done. Times "
        "are seconds, ids are those of get_project. For wishes in words, chat is better. Works "
        "with the local backend; free there. The edits (name?: may be left out):\n" + edit_lines(),
        projects.EditInput,
        projects.Edited,
        Hints(),
        projects.edit_timeline,
        (
            Example(
                "Length and a title, in one step",
                {
                    "version": 1,
                    "edits": [
                        {"op": "set_total_duration", "duration_s": 4},
                        {
                            "op": "set_title",
                            "title": {"text": "Summer", "position": "center"},
                            "start_s": 0,
                            "duration_s": 2,
                        },
                    ],
                },
            ),
        ),
        is_shown=True,
    ),
    Tool(
        "history",
        "Undo or redo",
        "Take the last change of a project back, or make it again; one step a call. Nothing is "
        "lost by it. Free.",
        projects.HistoryInput,
        projects.Edited,
        Hints(),
        projects.history,
        (Example("Undo", {"action": "undo"}),),
        is_shown=True,
    ),
    Tool(
        "preview",
        "Look at the video",
        "Show the video without rendering it: one sheet with a numbered frame a photo (under "
        "200 kB), or the frame at a second. The picture is in the answer, and as a JPEG at the "
        "path beside it, for the user. Takes a second or two; free; local backend only.",
        projects.PreviewInput,
        projects.Preview,
        Hints(idempotent=True),
        projects.preview,
        (Example("The storyboard", {}), Example("One frame", {"at_s": 1.5})),
        is_shown=True,
    ),
    Tool(
        "export_video",
        "Export the file",
        "Render a project into the output folder: MP4, or GIF or WebM by the name's ending. "
        "A job: answers within 40 s with the path "
        "if it is done, else with how far it is; then call export_status. It goes on when this "
        "server ends. About 1 s of work for 1 s of video, less where little changed. "
        + _LOCAL
        + "exports cost no credits but may be refused on a free plan.",
        exporting.ExportInput,
        exporting.Exported,
        Hints(),
        exporting.export_video,
        (Example("Order it and come back later", {"name": "lisbon-2.mp4", "wait_s": 0}),),
        is_shown=True,
    ),
    Tool(
        "cancel_export",
        "Call an export off",
        "Call a running export off: the one named, else the newest running one. What is rendered "
        "so far is kept, so exporting the same video again is quick. Free.",
        exporting.CancelInput,
        exporting.Cancelled,
        Hints(destroys=True, idempotent=True),
        exporting.cancel_export,
        (Example("The newest running one", {}),),
    ),
    Tool(
        "export_status",
        "How exports stand",
        "Tell how one export or the last ten stand; with wait_s, waits so long (40 s at most) for "
        "running ones. Finished files are at their path. Free; ask as often as needed.",
        exporting.StatusInput,
        exporting.Exports,
        Hints(idempotent=True),
        exporting.export_status,
        (Example("All of the last ones", {"wait_s": 10}),),
    ),
    Tool(
        "get_credits",
        "What it costs",
        "Tell the balance and whether anything costs credits at all. On this computer everything "
        "is free and nothing is limited. Free.",
        checking.CreditsInput,
        checking.CreditFacts,
        Hints(reads_only=True, idempotent=True),
        checking.get_credits,
        (Example("The balance", {}),),
    ),
    Tool(
        "check_setup",
        "Check the set-up",
        "Check this installation: libraries, encoder, fonts, disk, background service, backend; "
        "which folders photos are read in and where files go. Call it when something fails "
        "unexpectedly. Takes some seconds. Free.",
        checking.SetupInput,
        checking.Setup,
        Hints(reads_only=True, idempotent=True),
        checking.check_setup,
        (Example("All checks", {}),),
    ),
)

BY_NAME = MappingProxyType({tool.name: tool for tool in TOOLS})
