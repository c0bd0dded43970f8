"""``apply(timeline, edit) -> Timeline``: what each edit does, purely.

Every edit leaves a timeline that ``check`` finds nothing in. What follows from an edit
(music as long as the picture, titles inside it, captions with their photos, transitions that
fit their clips) is done in one place, ``refit``, so that no edit can forget it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tiktok_photo_video.timeline import edits
from tiktok_photo_video.timeline.applying import lengths, looks, pictures, sound, whole, words
from tiktok_photo_video.timeline.applying.refit import refit
from tiktok_photo_video.timeline.bounds import MIN_CLIP_FRAMES
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.timeline.tracks import new_clip_id, shared_out

__all__ = ["MIN_CLIP_FRAMES", "apply", "new_clip_id", "shared_out"]


def apply(timeline: Timeline, edit: Edit) -> Timeline:
    """The timeline after an edit; the one given stays as it is.

    Raises:
        EditError: the edit names a clip that is not there, would leave nothing to show, or
            asks for more than a value's bounds or a file's length allow.

    """
    return refit(_APPLY[type(edit)](timeline, edit))


_APPLY: dict[type, Callable[[Timeline, Any], Timeline]] = {
    edits.Create: whole.create,
    edits.Insert: pictures.insert,
    edits.Remove: pictures.remove,
    edits.Reorder: pictures.reorder,
    edits.SetDuration: lengths.set_duration,
    edits.SetTotalDuration: lengths.set_total_duration,
    edits.SetTransition: looks.set_transition,
    edits.SetMotion: looks.set_motion,
    edits.SetResizeMode: looks.set_resize_mode,
    edits.SetTitle: words.set_title,
    edits.RemoveTitles: words.remove_titles,
    edits.SetMusic: sound.set_music,
    edits.SetVolume: sound.set_volume,
    edits.Rename: whole.rename,
    edits.Trim: lengths.trim,
    edits.Split: pictures.split,
    edits.Duplicate: pictures.duplicate,
    edits.ReplaceMedia: pictures.replace_media,
    edits.SetSpeed: lengths.set_speed,
    edits.SetFocus: looks.set_focus,
    edits.SetPadColor: looks.set_pad_color,
    edits.SetLook: looks.set_look,
    edits.SetCaption: words.set_caption,
    edits.SetEndCard: words.set_end_card,
    edits.SetLogo: whole.set_logo,
    edits.SetSong: sound.set_song,
    edits.SetFades: sound.set_fades,
    edits.SetMuted: sound.set_muted,
    edits.SetClipVolume: sound.set_clip_volume,
    edits.SetClipsMuted: sound.set_clips_muted,
    edits.SetBeatSync: sound.set_beat_sync,
    edits.SetCanvas: whole.set_canvas,
    edits.SetRate: whole.set_rate,
    edits.SetCover: whole.set_cover,
}
