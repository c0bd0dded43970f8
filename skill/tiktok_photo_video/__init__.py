"""TikTok Photo Video: photos and one sentence become a finished vertical video."""

__version__ = "0.1.0"
