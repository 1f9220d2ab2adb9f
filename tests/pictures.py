"""Photos made for tests."""

import io
from typing import Any

from PIL import Image


def photo(width: int, height: int, kind: str = "JPEG", **save: Any) -> bytes:
    """A picture of this size; what else Pillow is told when it saves it."""
    stream = io.BytesIO()
    Image.effect_mandelbrot((width, height), (-2, -1.5, 1, 1.5), 50).save(stream, kind, **save)
    return stream.getvalue()
