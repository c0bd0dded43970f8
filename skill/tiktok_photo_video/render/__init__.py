"""Timeline in, H.264 out: plan, compositor, transitions, titles, encoder, chunks, preview.

This room is the door of OpenCV and of PyAV's encoders. It takes pictures from whoever
holds them (``PictureSource``) and knows nothing of projects, requests or music.
"""
