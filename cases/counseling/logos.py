"""An agency's logo: read with suspicion, and drawn anew, so that nothing of the file that was uploaded is kept."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

LARGEST_FILE = 2_000_000  # bytes
LARGEST_SIDE = 6000  # pixels of what is read: a small file can hold a huge picture
KEPT = (600, 240)  # what is kept is at most so wide and high
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


class NotALogo(Exception):
    """Not a picture that we can read, or too large a one."""


def redrawn(content: bytes) -> bytes:
    """The picture as a PNG of at most 600 by 240 pixels, without whatever else was in the file. Raises NotALogo."""
    if len(content) > LARGEST_FILE:
        raise NotALogo
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if max(picture.size) > LARGEST_SIDE or min(picture.size) < 1:
                raise NotALogo
            picture.draft("RGB", KEPT)  # a large JPEG is read small
            plain = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotALogo from None
    plain.thumbnail(KEPT)
    bare = Image.new("RGBA", plain.size)
    bare.paste(plain)
    drawn = BytesIO()
    bare.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
