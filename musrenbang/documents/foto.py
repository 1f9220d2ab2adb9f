"""Photos as they are printed: upright, no larger than paper shows, and without hidden data."""

import io
from collections.abc import Iterable, Mapping

from PIL import Image, ImageOps

from musrenbang.photos import FORMATS, MOST_PIXELS
from musrenbang.theme import Theme

FOLDER = "foto"
"""Where the fetcher of the documents finds them."""

BROKEN = "documents/foto-rusak.svg"
"""What the theme shows instead of a photo that cannot be read."""

_LONGEST = 1600
"""Pixels of the longer side: about 230 a inch at the size in which photos are printed."""

_QUALITY = 82


def pictures(paths: Iterable[str], photos: Mapping[str, bytes], theme: Theme) -> dict[str, bytes]:
    """The printable form of each photo, by the path under which templates ask for it."""
    return {
        f"{FOLDER}/{path}": printable(photos.get(path, b"")) or theme.files[BROKEN]
        for path in paths
    }


def printable(data: bytes) -> bytes | None:
    """A JPEG, PNG or WebP as JPEG; `None` where the data is no such picture.

    It is turned as its EXIF data says and then has none: cameras write place, time and owner there.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        return None
    upright.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    stream = io.BytesIO()
    flat.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
