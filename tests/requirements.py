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
    Requirement("media-judged-by-content", "A file is what its content says, never its extension.", "own"),
    Requirement("media-upright", "Photos and clips come upright, turned exactly once.", "DESIGN"),
    Requirement("media-right-colours", "Every mode, depth and ICC profile shows its colours in sRGB.", "own"),
    Requirement("media-transparency", "Transparent pictures lie on white; white artwork stays visible.", "own"),
    Requirement("media-no-larger-than-needed", "Photos decode to just above the asked size, never enlarged.", "DESIGN"),
    Requirement("media-tolerant", "Live photos, bursts and animations give their first picture.", "own"),
    Requirement("media-capture-time", "The camera's time is read; nonsense is none.", "own"),
    Requirement("media-identity", "Media is known by its SHA-256; a file changing meanwhile is refused.", "DESIGN"),
    Requirement("media-refusals", "Each unusable file gets a stable code, its name and a hint.", "DESIGN"),
    Requirement("media-damage-found-early", "Truncated photos, MP4 and MOV are refused at probe.", "own"),
    Requirement("media-bombs-refused", "Enormous declared sizes are refused before decoding.", "SPEC"),
    Requirement("media-nothing-crashes", "Random bytes give MediaError or facts.", "own"),
    Requirement("media-faces", "Faces come largest first, within 0..1; face-free pictures have none.", "DESIGN"),
    Requirement("media-sound", "Sound is stereo at the asked rate; bad files are named.", "own"),
    Requirement("media-clips", "A clip's poster is its first good frame.", "own"),
    Requirement("media-door", "The room's public names and formats are fixed.", "DESIGN"),
    # music
    Requirement("music-beats-exact", "Beats are exact, evenly spaced, and the kick is on them.", "DESIGN"),
    Requirement("music-ends-on-time", "The final chord resolves and rings out to the end.", "own"),
    Requirement("music-form", "Sections cover the piece; it starts at once and lifts.", "own"),
    Requirement("music-moods", "Every row of the style table can be played.", "own"),
    Requirement("music-harmony", "Notes fit key and register; voices lead smoothly.", "own"),
    Requirement("music-seeds-differ", "Another seed is other music.", "own"),
    Requirement("music-deterministic", "The same arguments give the same bytes.", "DESIGN"),
    Requirement("music-bad-duration", "A duration out of range is refused with a hint.", "own"),
    Requirement("music-exact-length", "Any duration gives its exact sample count and a silent end.", "own"),
    Requirement("music-no-clicks", "No clicks, offset or block seams.", "own"),
    Requirement("music-balance", "Spectrum and stereo image stay in bounds.", "own"),
    Requirement("music-loudness", "Normalising meets target and ceiling; silence stays silence.", "own"),
    Requirement("music-instruments", "Every instrument is in tune, finite and click-free.", "own"),
    Requirement("music-pure", "Only numpy and pure standard library; the door is pinned.", "DESIGN"),
    Requirement("mix-gain", "Gain is in decibels.", "own"),
    Requirement("mix-fade", "Fades reach silence and spare the middle.", "own"),
    Requirement("mix-limit", "The limiter holds its ceiling and spares the rest.", "own"),
    Requirement("mix-shapes", "Sound of another form is refused.", "own"),
    Requirement("loudness-bs1770", "Loudness is that of ITU-R BS.1770-4.", "own"),
    Requirement("true-peak", "Peaks between samples are found.", "own"),
    # wire
    Requirement("routes-as-specified", "Paths and formats are the spec's; an id cannot change a path.", "SPEC"),
    Requirement("codes-table", "Every code has a row.", "SPEC"),
    Requirement("codes-round-trip", "Every refusal we write is read back, hint and reason included.", "own"),
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
    Requirement("stream-adk", "ADK events in both cases are read; thoughts and echoes are hidden.", "WIRE"),
    Requirement("stream-failures", "Failures are seen in every form, broken JSON too.", "WIRE"),
    Requirement("stream-strange-frames", "No frame breaks the reader.", "own"),
    Requirement("stream-written-as-adk", "We write ADK's shape.", "WIRE"),
    Requirement("stream-no-doubled-text", "Partial plus full text is shown once.", "WIRE"),
    Requirement("draft-lossless", "Every sound timeline comes back equal.", "DESIGN"),
    Requirement("draft-keys", "Public keys are in place; all keys are documented.", "WIRE"),
    Requirement("draft-errors-name-the-path", "A bad key is named with its path.", "DESIGN"),
    Requirement("draft-foreign", "A foreign draft is summarised and never crashes us.", "DESIGN"),
    Requirement("draft-has-content", "Nothing to export is seen first.", "WIRE"),
    # client
    Requirement("client-attribution", "Three attribution headers are on every request.", "SPEC"),
    Requirement("client-own-token", "NEMO_TOKEN is used and never replaced.", "SPEC"),
    Requirement("client-token-kept", "Token and id are kept for their owner only, expiry honoured.", "WIRE"),
    Requirement("client-renews-once", "1001 brings one new token and one replay.", "SPEC"),
    Requirement("client-rate-limit", "429 waits 30 s once, then says when.", "SPEC"),
    Requirement("client-id", "The id is given, kept or new; a 400 makes one.", "SPEC"),
    Requirement("client-errors", "Every failure is one of our errors.", "DESIGN"),
    Requirement("client-no-proxy", "No proxy stands before the local backend.", "own"),
    Requirement("client-session", "Session calls are as specified.", "SPEC"),
    Requirement("client-extension", "Extensions are under their prefix.", "DESIGN"),
    Requirement("client-upload", "Uploads are multipart from disk, with progress.", "SPEC"),
    Requirement("client-upload-checked-first", "Bad files are refused before a byte leaves.", "own"),
    Requirement("client-render", "Orders and cancels are read in every answer form.", "WIRE"),
    Requirement("client-wait-render", "Waiting outlasts passing failures without a new order.", "WIRE"),
    Requirement("client-recovery", "After a drop the state is read, nothing is sent again.", "WIRE"),
    Requirement("client-turn", "A turn is as specified.", "SPEC"),
    Requirement("client-never-resends", "A dropped turn is never sent again.", "WIRE"),
    Requirement("client-turn-limit", "15 minutes are hard; leaving early closes the connection.", "SPEC"),
    Requirement("client-download", "Results come from the backend's or a foreign address, redirects followed.", "SPEC"),
    Requirement("client-download-private", "Strangers get no header of ours.", "DESIGN"),
    Requirement("client-download-whole", "A download is whole or not at all.", "own"),
    # house
    Requirement("house-doors", "Each outside library is imported by its one room only.", "DESIGN"),
    Requirement("house-pure", "Pure rooms touch no clock, file or network.", "DESIGN"),
    Requirement("house-environment", "Only settings reads the environment.", "DESIGN"),
    Requirement("house-sizes", "Modules and functions fit an eye.", "own"),
    Requirement("house-start", "The command line imports nothing heavy at start.", "DESIGN"),
    Requirement("house-requirements", "Promises and tests are in step, both ways.", "own"),
    # chat
    Requirement("router-by-meaning", "A message is routed by what it asks for, not by a word it holds.", "SPEC"),
    Requirement("router-compound", "A compound message becomes steps in order, each with its own words.", "own"),
    Requirement("router-files", "Files that come along are taken in first, then the words are followed.", "SPEC"),
    Requirement("router-scripts", "Full-width, Traditional, capitals and emoji do not change the meaning.", "own"),
    Requirement("router-quotes", "Quoted text is content and never a command.", "own"),
    Requirement("router-negation", "What is put off or refused is not done.", "own"),
    Requirement("router-total", "Any text is routed, always the same way, without an error.", "own"),
    Requirement("router-why", "Each decision explains itself in one short line.", "DESIGN"),
    Requirement("phrases-prove-themselves", "Each phrase rule carries examples and counter-examples that hold.", "own"),
    Requirement("gui-translated", "Window talk becomes actions and is not shown.", "SPEC"),
    Requirement("gui-facts", "Facts around window talk stay word for word.", "WIRE"),
    Requirement("gui-stream", "A stream cut anywhere gives the same as the whole; no half sentence is shown.", "own"),
    Requirement("gui-idempotent", "Translating twice is translating once.", "own"),
    Requirement("gui-safe", "No escape, bidi override, token or raw JSON reaches the screen.", "SPEC"),
    Requirement("replies-bilingual", "English and Chinese have the same keys and facts.", "own"),
    Requirement("replies-spec", "The page's sentences and error codes have words and hints.", "SPEC"),
    Requirement("reply-events", "Every face gets the same typed events with stable JSON names.", "DESIGN"),
)
