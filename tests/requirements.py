"""Every promise this product makes, with its source; each is kept by tests that carry its id.

Sources: SPEC is the page this product implements, WIRE what is known of its protocol, DESIGN
the house's own plan, TIKTOK the platform's rules, and own what we promise beyond those.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirement:
    """One promise. ``divergence`` tells where we knowingly differ from the source, and why."""

    id: str
    sentence: str
    source: str
    divergence: str = ""


REQUIREMENTS = (
    # media
    Requirement(
        "media-judged-by-content", "A file is what its content says, never its extension.", "own"
    ),
    Requirement("media-upright", "Photos and clips come upright, turned exactly once.", "DESIGN"),
    Requirement(
        "media-right-colours", "Every mode, depth and ICC profile shows its colours in sRGB.", "own"
    ),
    Requirement(
        "media-transparency",
        "Transparent pictures lie on white; white artwork stays visible.",
        "own",
    ),
    Requirement(
        "media-no-larger-than-needed",
        "Photos decode to just above the asked size, never enlarged.",
        "DESIGN",
    ),
    Requirement("media-animations", "Animated pictures play in a video, again and again.", "SPEC"),
    Requirement(
        "media-tolerant", "Live photos, bursts and animations give their first picture.", "own"
    ),
    Requirement("media-capture-time", "The camera's time is read; nonsense is none.", "own"),
    Requirement(
        "media-identity",
        "Media is known by its SHA-256; a file changing meanwhile is refused.",
        "DESIGN",
    ),
    Requirement(
        "media-refusals", "Each unusable file gets a stable code, its name and a hint.", "DESIGN"
    ),
    Requirement(
        "media-damage-found-early", "Truncated photos, MP4 and MOV are refused at probe.", "own"
    ),
    Requirement(
        "media-bombs-refused", "Enormous declared sizes are refused before decoding.", "SPEC"
    ),
    Requirement(
        "media-bad-input",
        "Truncated, lying and hostile files are named and explained, odd ones are shown.",
        "own",
    ),
    Requirement(
        "media-true-length", "A clip is as long as its frames, whatever its header says.", "own"
    ),
    Requirement("media-interlaced", "An interlaced clip is shown without combs.", "own"),
    Requirement(
        "media-several-bad", "Of several bad files all are told at once; nothing is lost.", "own"
    ),
    Requirement("media-nothing-crashes", "Random bytes give MediaError or facts.", "own"),
    Requirement(
        "media-faces",
        "Faces come largest first, within 0..1; face-free pictures have none.",
        "DESIGN",
    ),
    Requirement("media-sound", "Sound is stereo at the asked rate; bad files are named.", "own"),
    Requirement("media-clips", "A clip's poster is its first good frame.", "own"),
    Requirement("media-door", "The room's public names and formats are fixed.", "DESIGN"),
    Requirement("media-lettering", "Text is drawn whole; what no font has is left out.", "own"),
    Requirement("media-copies", "Working copies keep size and colour; damage is told.", "own"),
    Requirement(
        "media-emoji", "Emoji of any make are one picture wide, in their own colours.", "own"
    ),
    Requirement(
        "media-direction",
        "Right-to-left and mixed lines stand and are read in Unicode's order.",
        "own",
    ),
    Requirement(
        "media-line-breaks", "Lines end where each script allows, best between phrases.", "own"
    ),
    Requirement(
        "film-frames",
        "Frames are found by time in any order; a closed film leaves nothing in memory.",
        "own",
    ),
    Requirement("film-damaged", "Damaged packets are counted and survived.", "own"),
    Requirement("film-colors", "Colours come back however they were written down.", "own"),
    Requirement("film-hdr", "HDR film keeps its greys in order and its white bright.", "own"),
    Requirement("logo-size", "Any photo fits the logo's box and keeps its shape.", "own"),
    # music
    Requirement(
        "music-beats-exact", "Beats are exact, evenly spaced, and the kick is on them.", "DESIGN"
    ),
    Requirement("music-ends-on-time", "The final chord resolves and rings out to the end.", "own"),
    Requirement("music-form", "Sections cover the piece; it starts at once and lifts.", "own"),
    Requirement("music-moods", "Every row of the style table can be played.", "own"),
    Requirement("music-harmony", "Notes fit key and register; voices lead smoothly.", "own"),
    Requirement("music-seeds-differ", "Another seed is other music.", "own"),
    Requirement("music-deterministic", "The same arguments give the same bytes.", "DESIGN"),
    Requirement("music-bad-duration", "A duration out of range is refused with a hint.", "own"),
    Requirement(
        "music-exact-length", "Any duration gives its exact sample count and a silent end.", "own"
    ),
    Requirement("music-no-clicks", "No clicks, offset or block seams.", "own"),
    Requirement("music-balance", "Spectrum and stereo image stay in bounds.", "own"),
    Requirement(
        "music-loudness", "Normalising meets target and ceiling; silence stays silence.", "own"
    ),
    Requirement("music-instruments", "Every instrument is in tune, finite and click-free.", "own"),
    Requirement(
        "music-pure", "Only numpy and pure standard library; the door is pinned.", "DESIGN"
    ),
    Requirement("mix-one-sided", "What was recorded on one side is heard on both.", "own"),
    Requirement("mix-gain", "Gain is in decibels.", "own"),
    Requirement("mix-fade", "Fades reach silence and spare the middle.", "own"),
    Requirement("mix-limit", "The limiter holds its ceiling and spares the rest.", "own"),
    Requirement("mix-shapes", "Sound of another form is refused.", "own"),
    Requirement("loudness-bs1770", "Loudness is that of ITU-R BS.1770-4.", "own"),
    Requirement("true-peak", "Peaks between samples are found.", "own"),
    Requirement("music-moods-differ", "Every mood sounds clearly unlike every other.", "own"),
    Requirement(
        "music-mastering",
        "Spiky sound reaches the loudness under the ceiling, undistorted and without pumping.",
        "own",
    ),
    Requirement("music-beats-heard", "The beats of a score are heard where it says.", "own"),
    Requirement(
        "music-beat-plan", "The beat plan of a score is whole and exact for any duration.", "own"
    ),
    Requirement(
        "music-track-beats",
        "Beats of a song are found at any tempo, pitch or rate, under noise and drift.",
        "own",
    ),
    Requirement("music-track-beatless", "A sound without a beat is told, with a reason.", "own"),
    # wire
    Requirement(
        "routes-as-specified",
        "Paths and formats are the spec's; an id cannot change a path.",
        "SPEC",
    ),
    Requirement("codes-table", "Every code has a row.", "SPEC"),
    Requirement(
        "codes-round-trip", "Every refusal we write is read back, hint and reason included.", "own"
    ),
    Requirement("codes-superset", "A refusal has the fields of every envelope.", "WIRE"),
    Requirement("codes-any-form", "A refusal is understood from body or status.", "WIRE"),
    Requirement("codes-retry", "Each code says what makes a retry worthwhile.", "SPEC"),
    Requirement("token-never-shown", "No message, repr or log holds a token.", "DESIGN"),
    Requirement("payloads-round-trip", "Payloads come back equal.", "own"),
    Requirement("payloads-every-variant", "Every documented variant is read.", "WIRE"),
    Requirement("payloads-superset", "Ids are mirrored at the top.", "WIRE"),
    Requirement("payloads-name-the-field", "A wrong field is named.", "DESIGN"),
    Requirement("render-every-shape", "Poll shapes A, B and C are read.", "WIRE"),
    Requirement("render-superset", "Render answers carry both spellings at both levels.", "WIRE"),
    Requirement("sse-standard", "Frames follow the WHATWG standard.", "WIRE"),
    Requirement("sse-any-cut", "Any cut of a stream gives the same frames.", "own"),
    Requirement("sse-liveness", "Comments and bytes are counted.", "WIRE"),
    Requirement("sse-last-words", "An unterminated last frame is kept.", "own"),
    Requirement("sse-bounded", "An overlong frame is an error.", "own"),
    Requirement("sse-round-trip", "What is encoded is decoded.", "own"),
    Requirement("stream-heartbeats", "Every heartbeat form is a sign of life.", "SPEC"),
    Requirement("stream-flat", "Flat event objects are read.", "WIRE"),
    Requirement(
        "stream-adk", "ADK events in both cases are read; thoughts and echoes are hidden.", "WIRE"
    ),
    Requirement("stream-failures", "Failures are seen in every form, broken JSON too.", "WIRE"),
    Requirement("stream-strange-frames", "No frame breaks the reader.", "own"),
    Requirement("stream-written-as-adk", "We write ADK's shape.", "WIRE"),
    Requirement("stream-no-doubled-text", "Partial plus full text is shown once.", "WIRE"),
    Requirement("draft-lossless", "Every sound timeline comes back equal.", "DESIGN"),
    Requirement("draft-keys", "Public keys are in place; all keys are documented.", "WIRE"),
    Requirement("draft-errors-name-the-path", "A bad key is named with its path.", "DESIGN"),
    Requirement("draft-foreign", "A foreign draft is summarised and never crashes us.", "DESIGN"),
    Requirement("draft-has-content", "Nothing to export is seen first.", "WIRE"),
    Requirement("draft-left-out", "What cannot be shown any more is left out and named.", "own"),
    Requirement(
        "draft-least-version", "A draft carries the least version that knows its keys.", "own"
    ),
    Requirement(
        "errors-over-the-wire",
        "Our backend sends code and facts, so that the client speaks the user's language.",
        "own",
    ),
    # client
    Requirement("client-attribution", "Three attribution headers are on every request.", "SPEC"),
    Requirement("client-own-token", "NEMO_TOKEN is used and never replaced.", "SPEC"),
    Requirement(
        "client-token-kept", "Token and id are kept for their owner only, expiry honoured.", "WIRE"
    ),
    Requirement("client-renews-once", "1001 brings one new token and one replay.", "SPEC"),
    Requirement("client-rate-limit", "429 waits 30 s once, then says when.", "SPEC"),
    Requirement("client-id", "The id is given, kept or new; a 400 makes one.", "SPEC"),
    Requirement("client-errors", "Every failure is one of our errors.", "DESIGN"),
    Requirement("client-no-proxy", "No proxy stands before the local backend.", "own"),
    Requirement("client-session", "Session calls are as specified.", "SPEC"),
    Requirement("client-extension", "Extensions are under their prefix.", "DESIGN"),
    Requirement("client-upload", "Uploads are multipart from disk, with progress.", "SPEC"),
    Requirement(
        "client-upload-checked-first", "Bad files are refused before a byte leaves.", "own"
    ),
    Requirement("client-render", "Orders and cancels are read in every answer form.", "WIRE"),
    Requirement(
        "client-wait-render", "Waiting outlasts passing failures without a new order.", "WIRE"
    ),
    Requirement(
        "client-recovery", "After a drop the state is read, nothing is sent again.", "WIRE"
    ),
    Requirement("client-turn", "A turn is as specified.", "SPEC"),
    Requirement("client-never-resends", "A dropped turn is never sent again.", "WIRE"),
    Requirement(
        "client-turn-limit", "15 minutes are hard; leaving early closes the connection.", "SPEC"
    ),
    Requirement(
        "client-download",
        "Results come from the backend's or a foreign address, redirects followed.",
        "SPEC",
    ),
    Requirement("client-download-private", "Strangers get no header of ours.", "DESIGN"),
    Requirement("client-download-whole", "A download is whole or not at all.", "own"),
    Requirement(
        "draft-discovered",
        "The draft extension is announced, documented and never assumed.",
        "DESIGN",
    ),
    Requirement(
        "backend-relocated",
        "A local backend that moved is found again, without end to no avail.",
        "own",
    ),
    Requirement("addresses-discreet", "What is secret in an address is never shown.", "own"),
    Requirement(
        "skill-version",
        "X-Skill-Version is the version in the SKILL.md of this installation; it equals pyproject's.",
        "SPEC",
    ),
    Requirement(
        "skill-frontmatter",
        "The frontmatter reader takes single-line values of nested maps and fails on no text.",
        "own",
    ),
    # house
    Requirement("house-doors", "Each outside library is imported by its one room only.", "DESIGN"),
    Requirement("house-pure", "Pure rooms touch no clock, file or network.", "DESIGN"),
    Requirement("house-environment", "Only settings reads the environment.", "DESIGN"),
    Requirement("house-sizes", "Modules and functions fit an eye.", "own"),
    Requirement("house-start", "The command line imports nothing heavy at start.", "DESIGN"),
    Requirement("house-requirements", "Promises and tests are in step, both ways.", "own"),
    Requirement(
        "skill-valid",
        "SKILL.md and its references keep the rules of the Agent Skills format and of its stricter readers.",
        "DESIGN",
    ),
    Requirement(
        "skill-unflagged",
        "The skill's texts say nothing that registries flag, and say openly what their reviewers miss.",
        "WIRE",
    ),
    Requirement(
        "skill-true",
        "Every command, answer, code and wish in SKILL.md and its references is as the program has it.",
        "own",
    ),
    # chat
    Requirement(
        "router-by-meaning",
        "A message is routed by what it asks for, not by a word it holds.",
        "SPEC",
    ),
    Requirement(
        "router-compound",
        "A compound message becomes steps in order, each with its own words.",
        "own",
    ),
    Requirement(
        "router-files",
        "Files that come along are taken in first, then the words are followed.",
        "SPEC",
    ),
    Requirement(
        "router-scripts",
        "Full-width, Traditional, capitals and emoji do not change the meaning.",
        "own",
    ),
    Requirement("router-quotes", "Quoted text is content and never a command.", "own"),
    Requirement("router-negation", "What is put off or refused is not done.", "own"),
    Requirement(
        "router-total", "Any text is routed, always the same way, without an error.", "own"
    ),
    Requirement("router-why", "Each decision explains itself in one short line.", "DESIGN"),
    Requirement(
        "phrases-prove-themselves",
        "Each phrase rule carries examples and counter-examples that hold.",
        "own",
    ),
    Requirement("gui-own-words", "What our own backend says of a timeline passes whole.", "own"),
    Requirement("gui-translated", "Window talk becomes actions and is not shown.", "SPEC"),
    Requirement("gui-facts", "Facts around window talk stay word for word.", "WIRE"),
    Requirement(
        "gui-stream",
        "A stream cut anywhere gives the same as the whole; no half sentence is shown.",
        "own",
    ),
    Requirement("gui-idempotent", "Translating twice is translating once.", "own"),
    Requirement(
        "gui-safe", "No escape, bidi override, token or raw JSON reaches the screen.", "SPEC"
    ),
    Requirement("replies-bilingual", "English and Chinese have the same keys and facts.", "own"),
    Requirement(
        "replies-spec", "The page's sentences and error codes have words and hints.", "SPEC"
    ),
    Requirement(
        "reply-events", "Every face gets the same typed events with stable JSON names.", "DESIGN"
    ),
    Requirement(
        "router-signs",
        "An emoji that stands alone or with a please says what is wanted; elsewhere it is decoration.",
        "own",
    ),
    Requirement(
        "gui-whole-sentences",
        "What stays of a text has whole quotes and brackets, no empty bullets and no dangling joints.",
        "own",
    ),
    Requirement(
        "gui-quick",
        "A long text of one repeated phrase is translated without the patterns running away.",
        "own",
    ),
    Requirement(
        "failures-have-words",
        "Every code that is raised has a sentence and a hint in English and Chinese, also without facts.",
        "own",
    ),
    Requirement(
        "phrases-fit-a-chat",
        "No phrase holds ids, data or talk of windows; the translator leaves each as it is.",
        "SPEC",
    ),
    Requirement(
        "phrases-chinese",
        "Chinese phrases are Chinese, with full-width marks, 你, and one word for one thing.",
        "own",
    ),
    Requirement(
        "turn-table",
        "A turn goes by a table of phases and inputs, without network or clock.",
        "DESIGN",
    ),
    Requirement(
        "authority",
        "The backend's words alone make nothing happen: reading is done, the rest is offered.",
        "SPEC",
    ),
    Requirement(
        "router-evidence",
        "Beside a command or with photos, a clause is an edit only if it shows that something is to change.",
        "own",
    ),
    Requirement("router-precision", "What the planner understands is never taken from it.", "own"),
    Requirement(
        "router-second-reading",
        "What no pattern knows is weighed by its words, and only a sure weight counts.",
        "own",
    ),
    # assistant
    Requirement(
        "chat-storyboards",
        "Programs are shown a storyboard, under 200 kB, after each edit.",
        "DESIGN",
    ),
    Requirement("projects-last-used", "The last used project is found.", "DESIGN"),
    Requirement("projects-prefixes", "Unmistakable prefixes work.", "own"),
    Requirement("projects-shared", "Concurrent writers lose nothing.", "own"),
    Requirement("projects-exports", "Exports list newest first.", "own"),
    Requirement("projects-bounded", "The book is bounded.", "own"),
    Requirement("projects-damage", "A damaged book is empty.", "own"),
    Requirement("backend-choice", "Wish, then token, then local.", "DESIGN"),
    Requirement("platform", "Override, else folder, names the host.", "SPEC"),
    Requirement("settings", "The environment is read and cleaned.", "DESIGN"),
    Requirement("language", "Letters decide the language.", "own"),
    Requirement("output-checked-first", "Bad outputs are refused first.", "own"),
    Requirement("output-unused-name", "No name is given twice.", "own"),
    Requirement("export-written-down", "Exports are noted before ordering.", "DESIGN"),
    Requirement("export-delivered", "Finished renders are delivered once.", "own"),
    Requirement("export-failures", "Failed exports say why.", "DESIGN"),
    Requirement(
        "backend-kept",
        "An explicit backend that answered is kept, used next time and shown by doctor.",
        "own",
    ),
    Requirement(
        "leaving-told",
        "Before the first upload to another machine one sentence names it, once.",
        "WIRE",
    ),
    Requirement(
        "errors-in-words",
        "Failures come in the user's language; what a backend says of one case survives.",
        "SPEC",
    ),
    Requirement(
        "errors-credits",
        "Out of credits: the anonymous get the bind link, the registered top up.",
        "SPEC",
    ),
    Requirement(
        "errors-plan",
        "A refused export tells plan from missing headers and offers the local backend.",
        "SPEC",
    ),
    Requirement(
        "session-revived",
        "A lost session is replaced once, unchanged files go again, and the loss is told.",
        "SPEC",
    ),
    Requirement("order-duplicate", "A duplicate render id is replaced by a new one, once.", "WIRE"),
    Requirement(
        "order-never-twice",
        "An order in doubt is asked about by its id before it is sent again.",
        "own",
    ),
    Requirement(
        "turn-noise", "A closing line about a temporary issue is dropped after good work.", "WIRE"
    ),
    Requirement(
        "turn-failure",
        "A failure after good words is told briefly; alone it fails the turn.",
        "own",
    ),
    Requirement("turn-heard", "The user hears from a turn at least every two minutes.", "SPEC"),
    Requirement("turn-queued", "A message during a turn waits for its end and is told so.", "WIRE"),
    Requirement(
        "spend-once",
        "On a backend that charges, a message is not sent again after a failure.",
        "WIRE",
    ),
    Requirement(
        "spend-repeat", "The same words within 30 s of a dropped turn are asked about once.", "own"
    ),
    Requirement(
        "secrets-stay",
        "Tokens, keys and client ids are nowhere but in their own private files.",
        "own",
    ),
    Requirement(
        "session-lost-anywhere",
        "A lost session is replaced at any call, and the call made again where that is safe.",
        "SPEC",
    ),
    Requirement(
        "session-revived-whole",
        "A revival is whole or begun again; one bad file keeps no other away.",
        "own",
    ),
    Requirement(
        "session-timeline-restored",
        "The timeline comes back where the backend offers it.",
        "DESIGN",
    ),
    Requirement(
        "draft-kept", "The last draft of each project is kept: private, atomic, bounded.", "own"
    ),
    Requirement(
        "export-here", "An export the cloud refuses is made here of the same video.", "SPEC"
    ),
    Requirement(
        "export-here-plain",
        "A video that cannot come here is told, with what is possible instead.",
        "own",
    ),
    Requirement(
        "wait-survives",
        "A killed service is started again; else the work is told as kept.",
        "DESIGN",
    ),
    Requirement("heard-always", "Every long work is heard of every two minutes.", "SPEC"),
    Requirement(
        "addresses-one-by-one",
        "Each address that cannot be fetched is named; the rest is used.",
        "own",
    ),
    Requirement(
        "errors-table",
        "Each documented code, under status 200 or 4xx, gives the page's action in both languages.",
        "SPEC",
    ),
    Requirement(
        "stream-failures-in-words",
        "What breaks a turn off has words in the user's language, whatever its code.",
        "WIRE",
    ),
    Requirement(
        "order-rejoined",
        "The same open export asked for again is gone on with, not ordered twice.",
        "own",
    ),
    Requirement(
        "order-dropped",
        "An order that never arrived is dropped once it cannot arrive any more.",
        "own",
    ),
    Requirement(
        "delivery-once", "A kill on the last step fetches and names no video twice.", "own"
    ),
    Requirement(
        "output-not-replaced",
        "Only a place the user named is replaced, and only by a whole video.",
        "own",
    ),
    Requirement(
        "state-tells-file", "Asked whether or where the video is, it points to the file.", "own"
    ),
    Requirement(
        "draft-by-words", "Who asks in words to watch a draft is given the rough cut.", "own"
    ),
    Requirement(
        "upload-next", "Files that come without words are followed by what may be said.", "own"
    ),
    Requirement("chat-script", "Chinese is answered in the characters it is written in.", "own"),
    Requirement("projects-named", "A project is listed under the name of its video.", "own"),
    Requirement(
        "timeline-heading", "A video is called by its name, its title or what it shows.", "own"
    ),
    Requirement(
        "planner-choices", "Asked what there is to choose from, the planner lists it.", "own"
    ),
    Requirement(
        "state-tells-export",
        "The status tells how an export under way stands, and delivers what is done.",
        "SPEC",
    ),
    # planner
    Requirement(
        "planner-understands-messages",
        "The messages of the table, English and Chinese, have the effect it states.",
        "SPEC",
    ),
    Requirement(
        "planner-question-without-edits",
        "A question back comes without edits; what was not understood is quoted.",
        "DESIGN",
    ),
    Requirement(
        "planner-never-raises",
        "Any text is understood somehow, and its edits leave a sound timeline.",
        "own",
    ),
    Requirement(
        "planner-never-silent",
        "Every message gets edits, a question, a note, an unclear piece or a history step.",
        "SPEC",
    ),
    Requirement(
        "planner-corrects-itself",
        "A message that takes back part of itself is read as it was meant in the end.",
        "SPEC",
    ),
    Requirement(
        "planner-asks-whom",
        "A thing seen in a photo that no file is called by is asked for, never guessed.",
        "SPEC",
    ),
    Requirement(
        "planner-song-start",
        "A song of the user's own can begin anywhere; where that cannot be, it is said.",
        "own",
    ),
    Requirement(
        "planner-instead-of-last",
        "Undo with something else to do puts that in place of the last turn.",
        "SPEC",
    ),
    Requirement("planner-deterministic", "The same input and seed give the same result.", "DESIGN"),
    Requirement("planner-quotes-are-text", "Quoted words are never read as commands.", "own"),
    Requirement(
        "planner-creates-from-anything",
        "With photos and no video any message makes one; without photos it asks.",
        "SPEC",
    ),
    Requirement(
        "planner-length-bounds",
        "A total too short keeps all photos, extends minimally and says so.",
        "own",
    ),
    Requirement("planner-numbers-as-seen", "Numbers mean the photos as the user saw them.", "own"),
    Requirement("planner-names-files", "Photos can be called by file name.", "DESIGN"),
    Requirement("planner-new-photos", "Newly uploaded photos and songs can be brought in.", "SPEC"),
    Requirement("planner-keeps-video-clips", "A video clip is never stretched.", "own"),
    Requirement("planner-long-messages", "A very long message is read in part and says so.", "own"),
    Requirement(
        "planner-layout-sound",
        "Any brief for 1 to 120 photos gives a timeline check() finds nothing in.",
        "DESIGN",
    ),
    Requirement("planner-total-exact", "An asked total is met to the frame when it can be.", "own"),
    Requirement("planner-pacing", "Unasked lengths stay within what TikTok viewers watch.", "own"),
    Requirement(
        "planner-transitions-tasteful",
        "One family of transitions carries; each takes at most 40 % of its shorter neighbour.",
        "own",
    ),
    Requirement("planner-motion-varied", "No photo moves like the one before it.", "own"),
    Requirement("planner-music-default", "Music is on unless refused.", "SPEC"),
    Requirement(
        "planner-title-default", "A title stands at the top, rises, and stays up to 3 s.", "SPEC"
    ),
    Requirement("planner-order", "Photos stand in the order asked for.", "own"),
    Requirement(
        "planner-corrects",
        "A correction takes the place of the turn before, for the timeline before it.",
        "own",
    ),
    Requirement(
        "planner-goes-on",
        "Same for, also, except and it take up what the turn before was about.",
        "own",
    ),
    Requirement(
        "planner-answers-complete",
        "An answer completes the request that was asked about; never mind changes nothing.",
        "own",
    ),
    Requirement(
        "planner-references",
        "Photos are found however they are pointed at, in both languages.",
        "own",
    ),
    Requirement(
        "planner-photo-operations",
        "Photos are inserted, moved, shifted, repeated, split, replaced and sorted as asked.",
        "own",
    ),
    Requirement(
        "planner-times", "Durations go to the photos or the whole they are meant for.", "own"
    ),
    Requirement(
        "planner-asks-which",
        "Photos that nobody can know are asked for, and nothing changes.",
        "own",
    ),
    Requirement("planner-clips", "Video clips are cropped, split and run at another speed.", "own"),
    Requirement(
        "planner-never-fails",
        "No sequence of messages raises, breaks the timeline, or differs between two runs.",
        "own",
    ),
    Requirement(
        "planner-finds-unquoted-text",
        "Text that a word announces is found without quotes, and ends where a request begins again.",
        "own",
    ),
    Requirement(
        "planner-briefs-differ",
        "Different briefs give clearly different videos, with nothing written unasked.",
        "own",
    ),
    Requirement(
        "planner-brief-as-told",
        "Everything a brief names is in the video; a named mood wins over the theme.",
        "own",
    ),
    Requirement(
        "planner-later-wins",
        "Of two contradictory wishes the later one is taken, and said once.",
        "own",
    ),
    Requirement(
        "planner-genre-near",
        "A genre becomes the nearest mood, and is told where it is only near.",
        "own",
    ),
    Requirement(
        "planner-answers",
        "Questions and small talk get a short answer from the facts and change nothing.",
        "own",
    ),
    Requirement(
        "planner-nothing-dropped",
        "Every clause ends as an edit, a note, a question or unclear.",
        "own",
    ),
    Requirement(
        "planner-mood-no-hijack", "A mood word about something else leaves the music alone.", "own"
    ),
    Requirement(
        "planner-soundalikes",
        "Chinese words typed with wrong characters of the right sound are understood, real words never changed.",
        "own",
    ),
    Requirement(
        "planner-labels-photos-in-turn", "As many texts as photos go to one photo each.", "own"
    ),
    Requirement("planner-transition-ways", "A transition goes the way the words say.", "own"),
    Requirement(
        "planner-spares-photos",
        "What is said of all leaves out the photos that are to stay as they are.",
        "own",
    ),
    Requirement(
        "planner-ability-changes-nothing",
        "A question about ability changes nothing and is answered with how to ask.",
        "own",
    ),
    # timeline
    Requirement(
        "timeline-color-names",
        "A colour is told by a name that means the same colour when said back.",
        "own",
    ),
    Requirement("timeline-edits", "Each edit does what it says.", "DESIGN"),
    Requirement("timeline-edits-sound", "No sequence of edits breaks an invariant.", "DESIGN"),
    Requirement(
        "timeline-edits-pure", "An edit never changes the timeline it was given.", "DESIGN"
    ),
    Requirement(
        "timeline-edits-refused", "A senseless edit is refused with code and hint.", "DESIGN"
    ),
    Requirement("timeline-exact-lengths", "Lengths add up to the frame.", "DESIGN"),
    Requirement(
        "timeline-transitions-keep-length", "Transitions never change a track's length.", "DESIGN"
    ),
    Requirement(
        "timeline-times", "Frames survive milliseconds and seconds at every usual rate.", "DESIGN"
    ),
    Requirement("timeline-places", "Clips butt; neighbours share their transition.", "DESIGN"),
    Requirement("timeline-check", "Every broken invariant is told.", "DESIGN"),
    Requirement("timeline-diff", "Changes are told as what they are, and nothing else.", "DESIGN"),
    Requirement("timeline-words", "Every change and term reads well in both languages.", "DESIGN"),
    Requirement("timeline-summary", "The summary has the page's exact form.", "SPEC"),
    Requirement(
        "timeline-video-clips",
        "Videos are trimmed, split and sped up within what there is of them.",
        "own",
    ),
    Requirement(
        "timeline-captions", "A caption is seen exactly with its photo, wherever that goes.", "own"
    ),
    Requirement(
        "timeline-end-card", "An end card is last, is no photo, and keeps its length.", "own"
    ),
    Requirement(
        "timeline-clip-sound", "What clips recorded is turned, muted and heard again.", "own"
    ),
    Requirement("timeline-sound", "Songs, fades, muting and the beat follow the music.", "own"),
    Requirement(
        "timeline-another-rate", "At another rate every moment stays within half a frame.", "own"
    ),
    Requirement(
        "timeline-edit-json",
        "Every edit comes back equal from JSON and is as its schema says.",
        "own",
    ),
    Requirement(
        "timeline-edit-json-errors",
        "What is wrong in an edit's JSON is named with what was expected.",
        "own",
    ),
    Requirement(
        "timeline-beats", "Cuts go to beats near them, in order, and the length stays.", "own"
    ),
    Requirement("timeline-beats-sections", "A section begins with a new picture.", "own"),
    Requirement(
        "timeline-beats-lift",
        "The best picture near the lift comes in on it, the last one with the final chord.",
        "own",
    ),
    Requirement(
        "timeline-beats-pinned", "Lengths that were asked for stay; the others give way.", "own"
    ),
    # render
    Requirement(
        "render-every-frame-once",
        "The plan shows what the timeline says, frame by frame.",
        "DESIGN",
    ),
    Requirement("render-chunk-size", "No chunk is too long, nor are there too many.", "DESIGN"),
    Requirement(
        "render-chunk-keys", "A key depends on all that changes pixels or packets.", "DESIGN"
    ),
    Requirement("render-edit-cost", "An edit re-renders only the chunks it touches.", "DESIGN"),
    Requirement("render-nothing-to-show", "Missing photos and frames are told with a hint.", "own"),
    Requirement(
        "render-camera-inside", "The camera never leaves the photo nor stretches it.", "own"
    ),
    Requirement("render-faces-kept", "No camera move cuts a head the crop holds.", "own"),
    Requirement("render-fit", "A crop costs little; a photo shown whole stays whole.", "own"),
    Requirement("render-motions", "Each move and easing moves as it says.", "own"),
    Requirement("render-smooth-camera", "Zooms are monotone and smooth.", "own"),
    Requirement("render-transitions", "Transitions start old, end new, leave no hole.", "own"),
    Requirement("render-looks", "Looks do what their names say, once per photo.", "own"),
    Requirement("render-colours", "Colours are BT.709 limited range.", "own"),
    Requirement("render-chroma-in-place", "Colour edges stay on brightness edges.", "own"),
    Requirement("render-pictures", "Pictures appear where they must.", "own"),
    Requirement("render-title-time", "Titles are seen exactly during their time.", "own"),
    Requirement("render-title-safe", "Titles stay clear of the app's buttons.", "TIKTOK"),
    Requirement("render-title-fits", "Any title fits and can be drawn.", "own"),
    Requirement("render-title-lines", "Lines keep every character and break well.", "own"),
    Requirement("render-title-animation", "Titles come and go gently.", "own"),
    Requirement("render-title-style", "Letters have their colour and contrast.", "own"),
    Requirement("render-packets", "Cache files round-trip; any damage is told.", "DESIGN"),
    Requirement(
        "render-movie-format", "H.264 High, BT.709, AAC 48 kHz stereo, index first.", "SPEC"
    ),
    Requirement(
        "file-sizes-and-rates",
        "Every shape, size and rate is laid out anew, with exact frames and sound in step.",
        "DESIGN",
    ),
    Requirement("file-webm", "WebM is VP9 and Opus, joined from chunks like MP4.", "own"),
    Requirement("file-gif", "A GIF loops, has a palette a scene, and a bound to its size.", "own"),
    Requirement(
        "file-under-bound", "A file with a bound is weighed, and is as good as fits it.", "own"
    ),
    Requirement(
        "file-encoder-choice",
        "Chips encode only where asked for and where they work; else x264, and it is told.",
        "DESIGN",
        divergence="Never tried on such hardware; auto is always x264, whose bytes are the same.",
    ),
    Requirement("file-delivered-whole", "Every kind of file arrives whole or not at all.", "own"),
    Requirement("wire-file-wish", "A wish for a file survives the wire; odd ones do not.", "own"),
    Requirement(
        "export-wishes-heard",
        "Kind, size, weight, rate, encoder and name said with an export are honoured.",
        "own",
    ),
    Requirement("export-unmet-told", "What an export asks for and cannot have is told.", "own"),
    Requirement("render-movie-frames", "Every frame once, in step, without gaps.", "DESIGN"),
    Requirement(
        "render-movie-joins", "Chunks that do not fit are refused; an older file stays.", "own"
    ),
    Requirement(
        "render-reproducible",
        "Same timeline, same bytes, whatever the workers or memory.",
        "DESIGN",
    ),
    Requirement("render-resumes", "A stopped render goes on where it was.", "DESIGN"),
    Requirement("render-progress", "Every frame is reported once.", "own"),
    Requirement("render-cancel", "Cancelling stops and leaves no file.", "DESIGN"),
    Requirement(
        "render-disk-full", "A full or refusing disk is told and leaves nothing behind.", "own"
    ),
    Requirement("render-cache", "A cached run comes back whole.", "DESIGN"),
    Requirement("render-cache-heals", "Damaged chunks are made again.", "DESIGN"),
    Requirement(
        "render-cache-bound", "The cache is bounded, least recently used out first.", "DESIGN"
    ),
    Requirement(
        "render-encoder", "The encoder takes any size and length; refusals are told.", "own"
    ),
    Requirement("render-preview", "Frames and storyboards show what the video will, small.", "own"),
    Requirement("render-zooms", "Zooms are drawn quickly, to the same pixels.", "issue"),
    Requirement(
        "render-zooms-smooth",
        "From frame to frame a drawn zoom grows as its curve says, within 2 % of a step.",
        "issue",
    ),
    Requirement("bench-runs", "Each job of the speed bench runs on the product as it is.", "own"),
    Requirement("render-rough-cut", "A rough cut is the whole video, small.", "issue"),
    Requirement("render-title-off-faces", "Titles keep off heads.", "own"),
    Requirement(
        "clips-move",
        "Frame i of a clip in the video is the frame of the film at that time, in every container and chunk.",
        "own",
    ),
    Requirement(
        "clips-trim", "A trimmed clip begins where it was trimmed, also between key frames.", "own"
    ),
    Requirement("clips-speed", "A clip runs as much faster or slower as told.", "own"),
    Requirement("clips-rate", "Films of other or varying frame rates keep their time.", "own"),
    Requirement(
        "clips-transitions",
        "Transitions show the film moving, and borrow before and after its trim.",
        "own",
    ),
    Requirement(
        "clips-damaged",
        "Early end or damage holds the last good frame and is logged; nothing crashes.",
        "own",
    ),
    Requirement("clips-upright", "Films stand upright with square pixels.", "own"),
    Requirement("clips-fitted", "Films are fitted and moved over as photos are.", "own"),
    Requirement("clips-looks", "Looks apply to films.", "own"),
    Requirement(
        "clips-cached",
        "A chunk is known by the part of the film it shows; the same film gives the same bytes.",
        "DESIGN",
    ),
    Requirement("logo-corner", "The logo stands in its corner of the safe area.", "own"),
    Requirement("logo-transparent", "What is transparent in a logo shows the video.", "own"),
    Requirement("logo-opacity", "A faint logo is mixed with the video.", "own"),
    Requirement("logo-all-along", "The logo is on every frame and on the storyboard.", "own"),
    Requirement("logo-cached", "A chunk is known by its logo.", "DESIGN"),
    Requirement("logo-missing", "A logo that is not there is refused by name.", "own"),
    Requirement("looks-tables", "A colour table that is not there is missing.", "own"),
    # backend
    Requirement("sound-own-song", "An own song plays as long as the picture and fades out.", "own"),
    Requirement("backend-history", "Undo, redo and branches keep every version.", "own"),
    Requirement(
        "backend-survives-restart", "Photos, timeline and history survive a restart.", "DESIGN"
    ),
    Requirement("backend-accounts", "Accounts are separate; tokens expire.", "WIRE"),
    Requirement("backend-private", "No token is stored; files are owner-only.", "DESIGN"),
    Requirement("backend-storage-errors", "Newer or damaged databases are explained.", "DESIGN"),
    Requirement("agent-language", "Answers are in the message's language.", "SPEC"),
    Requirement("agent-first-photos", "Without photos it asks for them.", "own"),
    Requirement("agent-any-words", "No text makes the agent fail.", "own"),
    Requirement("agent-unclear", "What is not understood changes nothing.", "own"),
    Requirement("agent-assumes", "A first request in any language makes a video.", "own"),
    Requirement("agent-deterministic", "The same request gives the same timeline.", "DESIGN"),
    Requirement("jobs-fair", "Projects take turns; each keeps its order.", "own"),
    Requirement("jobs-bounded", "A full queue refuses, with the number that waits.", "own"),
    Requirement("jobs-retried", "A failed piece is made once more and its error kept.", "own"),
    Requirement(
        "jobs-wait-for-room",
        "Without room on disk or in memory a job says so, leaves some for words, waits, goes on, and "
        "can be called off.",
        "own",
    ),
    Requirement(
        "jobs-no-crash-loop",
        "A job under which the process keeps ending is given up; one that comes further is not.",
        "own",
    ),
    Requirement(
        "jobs-called-off-at-once",
        "A job that is called off ends between two frames or packets, whatever it waits for.",
        "own",
    ),
    Requirement("jobs-told", "A job tells its stage and shows life.", "own"),
    Requirement(
        "data-damage-mended",
        "A damaged database is set aside whole, and what can be read, or was copied, is saved.",
        "own",
    ),
    Requirement("data-damage-at-use", "Damage at use is said; the next start mends it.", "own"),
    Requirement("clock-jumps", "Clocks may jump; projects, tokens and exports stay.", "own"),
    Requirement("data-locked", "A database held by others is said; reading goes on.", "own"),
    Requirement("data-migrated", "Homes of every older format keep all that is in them.", "own"),
    Requirement("data-odd-home", "A home folder may be called anything that fits.", "own"),
    Requirement("data-media-mended", "Working copies are made again from originals.", "own"),
    Requirement("data-fixed", "Repair sets damaged originals aside and names them.", "own"),
    Requirement("render-exact", "A video has exactly its timeline's frames and sound.", "DESIGN"),
    Requirement("render-restart", "Jobs left under way are taken up.", "DESIGN"),
    Requirement("render-failures-told", "A failure tells reason and remedy.", "DESIGN"),
    Requirement("render-order-checked", "Unusable orders are refused with reason.", "WIRE"),
    Requirement("render-delivery", "Results are copied whole; a bad target spoils nothing.", "own"),
    Requirement("render-accounts", "Renders are invisible to others.", "own"),
    Requirement("render-one-edit", "New sound renders no picture again.", "DESIGN"),
    Requirement("turn-heartbeats", "Slow turns send comments.", "WIRE"),
    Requirement("turn-in-order", "A session's turns wait for each other only.", "own"),
    Requirement("turn-outlives-connection", "A dropped client stops no turn.", "WIRE"),
    Requirement("turn-failures", "A failed turn is an event.", "WIRE"),
    Requirement(
        "sound-levels",
        "Decoded sound is -14 LUFS within 0.5, true peaks are at most -1.5 dBTP.",
        "own",
    ),
    Requirement(
        "sound-odd-files", "Odd sound files are played, or refused with the reason.", "own"
    ),
    Requirement("sound-song-start", "A song is heard from the moment asked for.", "own"),
    Requirement(
        "clip-sound-levels",
        "A mix with clips is as loud as music; what is turned down stays.",
        "own",
    ),
    Requirement("sound-fades", "Music fades and is muted as asked.", "own"),
    Requirement("sound-length", "Sound is as long as the picture.", "own"),
    Requirement(
        "sound-length-in-file", "In the file picture and sound end within one frame.", "own"
    ),
    Requirement(
        "sound-ambience", "Without music clips are heard alone, asked for in words.", "own"
    ),
    Requirement("sound-silence", "No music is silence.", "own"),
    Requirement(
        "sound-silent-file", "Without music the file is silent, or has the clips' sound.", "own"
    ),
    Requirement("sound-kept", "The same sound is made once.", "DESIGN"),
    Requirement("sound-refusals", "Unknown moods are refused by name.", "own"),
    Requirement(
        "policy-tokens",
        "Tokens are limited per client and network, and a refusal says when the next comes.",
        "WIRE",
    ),
    Requirement(
        "policy-credits",
        "A metered project is paid for once, when it first changes; without credits it is 2001.",
        "WIRE",
    ),
    Requirement(
        "policy-exports",
        "A blocked export says whether the headers or the plan are the reason.",
        "SPEC",
    ),
    Requirement(
        "credits-conserved",
        "Credits are conserved through any turns, failures and power cuts.",
        "own",
    ),
    Requirement(
        "credits-ledger",
        "Nothing is granted, settled or refunded twice; the database itself refuses.",
        "own",
    ),
    Requirement(
        "fetch-places",
        "Only public addresses of websites are fetched, however a private one is spelled.",
        "own",
    ),
    Requirement(
        "fetch-rebinding", "A name is looked up once and that very address is called.", "own"
    ),
    Requirement("fetch-redirects", "At most five redirects are followed, each judged anew.", "own"),
    Requirement(
        "fetch-bounds", "Fetches are bounded in size and time, and failures are told.", "own"
    ),
    Requirement("fetch-names", "A fetched file is called after the end of its path.", "own"),
    Requirement(
        "fetch-uploads", "Photos by address join a project; one bad one keeps all out.", "SPEC"
    ),
    Requirement(
        "openapi-complete",
        "The document describes every mounted route and nothing else, behind the same door.",
        "own",
    ),
    Requirement(
        "openapi-sound", "Every schema is valid and every reference leads somewhere.", "own"
    ),
    Requirement("openapi-true", "Real answers are of the shapes the document promises.", "own"),
    Requirement("draft-restored", "A kept draft goes into a session as one undo step.", "own"),
    Requirement(
        "draft-refused",
        "A draft that lacks media or cannot be rendered is refused with names.",
        "own",
    ),
    Requirement(
        "render-called-off-late",
        "Called off as it ends, a render is delivered or it is not.",
        "own",
    ),
    Requirement("beat-sync", "Cuts are on the beats of the music, and follow another song.", "own"),
    Requirement(
        "preview-sound", "The sound can be seen with its beats, sections and the cuts.", "own"
    ),
    Requirement(
        "beat-sync-default",
        "A new video with music is cut to its beat, unless each photo's seconds were asked for.",
        "own",
    ),
    Requirement("beat-sync-pinned", "Another song leaves pinned lengths as they are.", "own"),
    Requirement("beat-sync-pace", "A pace or a total on the beat pins no length.", "own"),
    Requirement("beat-sync-ending", "The last photo comes in with the music's last chord.", "own"),
    Requirement("beat-sync-own-song", "Cuts are on the beats of the user's own song.", "own"),
    Requirement("beat-sync-kept", "A song's beats are tracked once and kept by content.", "own"),
    Requirement(
        "beat-sync-beatless",
        "Sound without a steady beat is paced evenly, and the reply says so in both languages.",
        "own",
    ),
    Requirement(
        "agent-remembers",
        "The agent remembers the turn before over restarts; a correction is one step of the history.",
        "own",
    ),
    Requirement(
        "render-cover",
        "A chosen cover lies as a JPEG beside the video and where it was delivered.",
        "own",
    ),
    Requirement(
        "lut-files",
        "A .cube file, 1D or 3D, is taken in by its content; a bad one is named with its line.",
        "own",
    ),
    Requirement(
        "lut-look",
        "A colour table treats one or all photos and clips, as strongly as asked.",
        "own",
    ),
    Requirement(
        "render-texts-apart",
        "Titles, captions and cards seen together stack inside the safe zone, never overlap.",
        "own",
    ),
    Requirement(
        "receipt-with-every-export",
        "Every export has a receipt: in its status, and as a JSON beside the video.",
        "own",
    ),
    Requirement(
        "receipt-takes-no-name", "A receipt replaces receipts only, never another file.", "own"
    ),
    Requirement(
        "receipt-promised-sound", "A receipt tells of sound that is not as promised.", "own"
    ),
    Requirement("receipt-measured", "A receipt tells what the finished file really is.", "own"),
    Requirement(
        "receipt-stills",
        "Black and frozen stretches are found; holds, cards and fades are no fault.",
        "own",
    ),
    Requirement("receipt-titles", "Titles outside TikTok's safe zone are found.", "TIKTOK"),
    Requirement("receipt-reproducible", "The same file has the same receipt, at once.", "own"),
    Requirement("receipt-published", "A receipt has the form of its JSON Schema.", "own"),
    Requirement(
        "receipt-told", "One line tells in either language whether TikTok takes the file.", "own"
    ),
    Requirement(
        "clip-sound-in-step",
        "A clip is heard where it is seen, at its pitch whatever its speed.",
        "own",
    ),
    Requirement("clip-sound-control", "Volume and mute of a clip hold.", "own"),
    Requirement(
        "clip-sound-ducked", "Music makes room while a clip is heard; nothing clips.", "own"
    ),
    Requirement("delivery-swept", "What a killed process had begun to copy is swept.", "own"),
    Requirement("typed-edits", "Edits as values: all or none, one undo step.", "own"),
    Requirement("typed-edits-beat", "Cuts follow the beat after edits as values, too.", "own"),
    Requirement("typed-edits-stale", "Edits for another version are refused.", "DESIGN"),
    Requirement(
        "typed-edits-media",
        "Inserted files have their real facts, unknown ones are refused.",
        "own",
    ),
    Requirement("typed-edits-wire", "The edits extension is announced and documented.", "DESIGN"),
    Requirement(
        "llm-proposes",
        "A language model of the user's choice proposes edits for what the rules leave open: one undo step, marked, told as any.",
        "own",
    ),
    Requirement(
        "llm-rules-first",
        "What the rules understand, and what only the user can tell, is never asked of a model.",
        "own",
    ),
    Requirement(
        "llm-falls-back",
        "A model that is absent, slow or wrong leaves the rules' answer as it is, in time.",
        "own",
    ),
    Requirement(
        "llm-bounded", "Whatever a model answers becomes sound typed edits or nothing.", "own"
    ),
    Requirement(
        "llm-private",
        "A model is told words only; before they leave the computer that is said once.",
        "own",
    ),
    Requirement("llm-pause", "A failing model is left alone for a while.", "own"),
    Requirement("llm-dialects", "What a server refuses is asked for more plainly.", "own"),
    Requirement(
        "llm-doctor", "Doctor tells whether a model is set up and answers, and what leaves.", "own"
    ),
    Requirement("llm-set-up", "A model's settings are read as written, or named.", "own"),
    # door
    Requirement(
        "decoder-same",
        "Files decoded in a process of their own give the same facts, pixels and samples.",
        "own",
    ),
    Requirement(
        "decoder-contained",
        "A file that crashes, blocks or bloats its decoder is refused by name and reason; the next one is decoded.",
        "own",
    ),
    Requirement(
        "decoder-lean", "Idle decoding processes end, and none outlives the service.", "own"
    ),
    Requirement(
        "film-same",
        "Clips read frame by frame in a process of their own give the same frames.",
        "own",
    ),
    Requirement(
        "film-contained",
        "A clip that breaks its process fails its export or its look with words; service, other exports and looks go on.",
        "own",
    ),
    Requirement("film-bounded", "So many clips are open at once, and no more.", "own"),
    Requirement("decoder-blind", "Decoding processes are told no token and no key.", "own"),
    Requirement("door-key", "Without the key or under a foreign Host nothing is answered.", "own"),
    Requirement(
        "door-pages",
        "Nothing that a web page sends is answered, whatever its origin, and no answer allows another origin anything.",
        "own",
    ),
    Requirement(
        "door-isolation",
        "With another account's token no route gives, changes or tells of a session, a file or a render.",
        "own",
    ),
    Requirement(
        "door-names",
        "A file's name is never a path, and is shown without control, hidden or turning characters.",
        "own",
    ),
    Requirement(
        "door-slow",
        "Slow heads, slow bodies and readers that do not read are cut off; the next good request is answered.",
        "own",
    ),
    Requirement(
        "door-floods",
        "Floods of headers, parts, requests and connections are bounded; the next good request is answered.",
        "own",
    ),
    Requirement(
        "door-owner",
        "Another account of this computer can read neither key nor files, and gets no answer.",
        "own",
    ),
    Requirement(
        "fuzz-files",
        "A spoiled file is taken or refused by reason, within seconds; the service goes on.",
        "own",
    ),
    Requirement(
        "fuzz-requests",
        "A spoiled request is answered or closed, never with a fault of the service.",
        "own",
    ),
    Requirement(
        "no-secret-kept",
        "The key stands in its owner's address file alone, and no token in any log.",
        "own",
    ),
    Requirement("door-token", "A bad token is 1001.", "SPEC"),
    Requirement("door-no-such-address", "Unknown addresses are told.", "own"),
    Requirement("door-bodies", "Senseless or oversized bodies are refused.", "own"),
    Requirement("door-uploads", "An upload is whole or refused.", "own"),
    Requirement("door-no-leaks", "Refusals leak no path, trace or key.", "DESIGN"),
    Requirement("door-looks", "Looks are bounded JPEGs.", "own"),
    Requirement("door-rough-cut", "A project is shown as a small video with its sound.", "issue"),
    Requirement("door-moments", "A moment past the end is refused with the length.", "issue"),
    Requirement("door-about", "It lists only the caller's things.", "own"),
    # contract
    Requirement(
        "contract-happy-path", "Photos and a sentence become a file on either backend.", "SPEC"
    ),
    Requirement("contract-credits", "The balance adds up.", "SPEC"),
    Requirement("contract-refusals", "1001 and 1002 are told.", "SPEC"),
    Requirement("contract-accounts", "Strangers see nothing.", "own"),
    Requirement("contract-render-orders", "Ids are used once; bad drafts are refused.", "WIRE"),
    Requirement("contract-uploads", "Files keep names; words are 4001.", "SPEC"),
    Requirement("contract-cancel", "A cancelled render gives no file.", "own"),
    Requirement("contract-edits", "Only understood messages change state.", "own"),
    Requirement("contract-access", "A token is kept, and replaced when it is refused.", "WIRE"),
    Requirement("contract-heartbeats", "Every sign of life is read, and none is shown.", "WIRE"),
    Requirement(
        "contract-failing-turns", "A turn that fails is told in every documented form.", "WIRE"
    ),
    Requirement(
        "contract-broken-lines",
        "After a broken line the state tells; nothing is sent twice.",
        "WIRE",
    ),
    Requirement("contract-failing-renders", "A failed render is told with its reason.", "WIRE"),
    Requirement("contract-rules", "2001, 402 by plan or headers, and 429 are told apart.", "SPEC"),
    Requirement(
        "contract-conversation", "A conversation makes one whole file on every backend.", "SPEC"
    ),
    Requirement(
        "contract-every-variant",
        "Every documented form of the wire is met by some variant.",
        "WIRE",
    ),
    Requirement("contract-live", "A live backend is met only when it is asked for.", "own"),
    Requirement(
        "contract-old-clients", "Old clients' paths, bodies and levels are answered alike.", "WIRE"
    ),
    # service
    Requirement("service-address-private", "The address is owner-only.", "DESIGN"),
    Requirement("service-stale-address", "Stale or damaged addresses count as none.", "own"),
    Requirement("service-one-process", "Simultaneous callers start one service.", "DESIGN"),
    Requirement(
        "service-replaced",
        "A newer program replaces an older service once its work is done; never the other way.",
        "own",
    ),
    Requirement("log-discreet", "Logs hold no key, token, password or signature.", "own"),
    Requirement("service-stops", "A stopped or killed service is replaced.", "own"),
    Requirement("service-storage-errors", "An unusable home is told with a hint.", "DESIGN"),
    Requirement("service-start-explained", "A failed start says why.", "DESIGN"),
    Requirement("service-bounded", "Workers are bounded.", "own"),
    Requirement(
        "serve-policy",
        "An operator sets a policy in words; status tells it, and a conflict is told.",
        "own",
    ),
    Requirement(
        "serve-private-fetch",
        "Servers in private networks are fetched from only where named.",
        "own",
    ),
    # tools
    Requirement("cli-version-help", "Version and help load nothing heavy.", "DESIGN"),
    Requirement("cli-quick-start", "A command loads no library's own command line.", "own"),
    Requirement("cli-wrong-usage", "Wrong usage is exit 2.", "DESIGN"),
    Requirement("cli-refusals", "Refusals are one sentence and a hint.", "DESIGN"),
    Requirement("cli-exit-codes", "Exit codes are documented.", "DESIGN"),
    Requirement("cli-service", "Service commands tell the truth.", "own"),
    Requirement("cli-explain", "Explain answers as published.", "DESIGN"),
    Requirement("cli-strange-machines", "Odd encodings and ports do no harm.", "own"),
    Requirement("cli-chat", "Chat edits in both languages.", "SPEC"),
    Requirement("cli-chat-stream", "Chat streams typed lines ending in done.", "DESIGN"),
    Requirement("cli-history", "Undo and redo are commands.", "DESIGN"),
    Requirement("cli-timeline", "The timeline is words or JSON.", "DESIGN"),
    Requirement("cli-preview", "Previews are JPEGs.", "DESIGN"),
    Requirement("cli-draft", "A draft is a small MP4 to watch.", "issue"),
    Requirement("cli-options-named", "A wrong value is told with its option.", "own"),
    Requirement("cli-credits", "Local work is free.", "DESIGN"),
    Requirement("cli-projects", "The last used project is meant.", "DESIGN"),
    Requirement("cli-export", "Exports detach, finish and cancel.", "DESIGN"),
    Requirement("cli-status", "Status tells true facts and revives nothing.", "own"),
    Requirement("cli-empty-project", "An empty project says what to do.", "own"),
    Requirement("cli-empty-message", "Empty messages get plain words.", "own"),
    Requirement("cli-doctor", "Doctor reports each check.", "DESIGN"),
    Requirement("bad-input", "Bad input is named with a remedy and leaves nothing.", "DESIGN"),
    Requirement("bad-input-exit-code", "A bad file is exit 3.", "DESIGN"),
    Requirement(
        "cli-folders",
        "A folder stands for the photos in it, in the order people count them.",
        "own",
    ),
    Requirement(
        "sentences-count", "A sentence about one thing does not say it in the plural.", "own"
    ),
    Requirement(
        "cli-said-without-option",
        "A sentence among the files on the command line is what is said; -m may be left out.",
        "own",
    ),
    Requirement(
        "cli-addresses",
        "Web addresses stand wherever files do, in their order; other schemes are refused.",
        "SPEC",
    ),
    Requirement(
        "json-failures",
        "With --json every failure, also a stream's, ends with a line of ok:false and the error.",
        "DESIGN",
    ),
    Requirement(
        "install-skill",
        "install-skill puts all of the skill where a host looks, and tells what to do next.",
        "DESIGN",
    ),
    Requirement(
        "install-skill-hosts", "Each host has its folder, for a user and for a project.", "DESIGN"
    ),
    Requirement(
        "install-skill-careful",
        "install-skill never overwrites what it did not write, unless told to keep it aside.",
        "own",
    ),
    Requirement(
        "terminal-talk",
        "chat without a message is a conversation in the terminal that a failure does not end.",
        "DESIGN",
    ),
    Requirement(
        "terminal-dropped-files",
        "Files dropped or named in a line are handed over, however a terminal writes them.",
        "own",
    ),
    Requirement(
        "terminal-interrupt", "Ctrl-C ends the waiting, never the work, and says so.", "own"
    ),
    Requirement(
        "terminal-history",
        "What was said can be called back the next time; its file is the owner's only and keeps no addresses.",
        "own",
    ),
    Requirement(
        "mcp-tools",
        "Tools are few, annotated, in plain schemas; mistakes are told by place.",
        "DESIGN",
    ),
    Requirement(
        "mcp-make-video",
        "Photos and words become a file in one call, or are refused first.",
        "DESIGN",
    ),
    Requirement("mcp-chat", "Words are answered in their language, with a picture.", "DESIGN"),
    Requirement("mcp-edit", "Typed edits are for one version; history takes them back.", "DESIGN"),
    Requirement("mcp-preview", "Pictures are attached small, with the path beside.", "DESIGN"),
    Requirement("mcp-export", "Exports are ordered, bounded, told, called off.", "DESIGN"),
    Requirement("mcp-export-again", "A retried export_video rejoins the one that runs.", "DESIGN"),
    Requirement("mcp-checks", "Credits, projects and set-up are told.", "DESIGN"),
    Requirement("mcp-in-time", "Work that outlives its call goes on and is found again.", "DESIGN"),
    Requirement("mcp-boundaries", "Folders a host offers are the only ones read.", "DESIGN"),
    Requirement(
        "mcp-reads-inside",
        "Files are read inside known folders only, links followed first.",
        "DESIGN",
    ),
    Requirement(
        "mcp-writes-inside", "Everything is written into the output folder, over nothing.", "DESIGN"
    ),
    Requirement(
        "mcp-resources", "Resources are listed and read; unknown ones are -32602.", "DESIGN"
    ),
    Requirement(
        "mcp-view", "Hosts that show views have one: small, safe, in two languages.", "DESIGN"
    ),
    Requirement("mcp-film", "A project plays in the chat as a small film.", "DESIGN"),
    Requirement("mcp-prompts", "Starters come in both languages.", "DESIGN"),
    Requirement(
        "mcp-contract", "The published documents are the code's, and examples work.", "DESIGN"
    ),
    Requirement(
        "mcp-transcript", "Nothing to edited and exported in eight calls on stdio.", "DESIGN"
    ),
    Requirement("mcp-killed", "Killing the process tree loses no export.", "DESIGN"),
    Requirement("mcp-http", "HTTP serves this computer's programs only.", "DESIGN"),
    Requirement("mcp-http-key", "HTTP answers who shows the owner's key, nobody else.", "DESIGN"),
    Requirement("mcp-stdio", "Stdout holds the protocol alone.", "own"),
    Requirement("mcp-shelf", "Manifest, ignore list and README agree.", "DESIGN"),
    Requirement("mcp-entries", "Each host is told whole paths in its form.", "DESIGN"),
    # e2e
    Requirement("e2e-make", "make gives path, facts and video.", "SPEC"),
    Requirement("e2e-any-language", "Any language makes a video.", "own"),
    Requirement("e2e-any-request", "make always makes a video.", "own"),
    Requirement("e2e-kill", "Killing command or service loses nothing.", "DESIGN"),
    Requirement(
        "crash-client-local",
        "A client killed at any request of a local export costs nothing.",
        "DESIGN",
    ),
    Requirement(
        "crash-client-cloud",
        "A client killed at any request of a cloud export costs nothing.",
        "DESIGN",
    ),
    Requirement(
        "crash-backend", "A backend killed at any request of an export costs nothing.", "DESIGN"
    ),
    Requirement(
        "crash-turn", "A turn killed on either side is carried out and paid once.", "DESIGN"
    ),
    Requirement(
        "crash-random",
        "Killed at random moments, nothing acknowledged is lost and no byte is other.",
        "own",
    ),
    Requirement(
        "crash-processes", "Real programs killed at a request lose and repeat nothing.", "DESIGN"
    ),
    # interop
    Requirement("interop-adk-server", "A real ADK server's turns are read as meant.", "WIRE"),
    Requirement(
        "interop-adk-failures", "A real ADK server's failures and cut-short words are told.", "WIRE"
    ),
    Requirement("interop-adk-model", "ADK's own model accepts every event we write.", "WIRE"),
    Requirement("interop-sse-standard", "Streams give the standard's frames.", "own"),
    Requirement("interop-sse-any-cut", "Any cut gives the same frames.", "own"),
    Requirement("interop-sse-peer", "httpx-sse agrees, except where listed.", "own"),
    Requirement("fuzz-streams", "Spoiled streams are read or refused.", "own"),
    Requirement("fuzz-no-doubled-text", "Noise and early ends double nothing.", "WIRE"),
    Requirement("fuzz-answers", "Spoiled answers raise ProtocolError only.", "own"),
    Requirement("fuzz-turns", "Spoiled turns end with honest words.", "own"),
    Requirement("fuzz-long-lines", "Long lines are bounded and read in one pass.", "own"),
)
