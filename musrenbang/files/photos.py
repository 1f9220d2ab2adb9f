"""Photos: whether one can be shown, and how: every pixel as recorded, without hidden data.

Cameras write place, time and owner beside the picture; telephones a short film behind it.
"""

import contextlib
import io
import re
import warnings

from PIL import Image, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 100_000_000
"""More in one picture is an attack on memory."""


def fault(name: str, data: bytes) -> tuple[str, str] | None:
    """What is wrong with a photo of this name, and what to do; `None` where it can be shown."""
    ending = name.rpartition(".")[2]
    wanted = _FORMAT_OF[ending]
    if not data:
        return "Foto ini kosong: 0 bita.", _COPY_AGAIN
    try:
        image = _opened(data)
    except Image.DecompressionBombError:
        return _TOO_LARGE
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        return f"Berkas ini bukan foto {wanted} yang dapat dibuka.", _SAVE_AS.format(wanted, ending)
    with image:
        return _unlike(image, ending, wanted) or (None if _is_whole(image, data) else _CUT_OFF)


def _opened(data: bytes) -> Image.Image:
    """A picture by its head; how large it may be is `MOST_PIXELS`' to say, not Pillow's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data), formats=FORMATS)


def _unlike(image: Image.Image, ending: str, wanted: str) -> tuple[str, str] | None:
    """What is wrong with a picture by its head."""
    if image.width * image.height > MOST_PIXELS:
        return _TOO_LARGE
    found = "JPEG" if image.format == "MPO" else image.format
    if found == wanted:
        return None
    other = next(other for other, kind in _FORMAT_OF.items() if kind == found)
    return (
        f"Isi foto ini {found}, padahal namanya berakhiran .{ending}.",
        f"Ganti akhiran namanya menjadi .{other}, juga di berkas yang menyebutnya.",
    )


def _is_whole(image: Image.Image, data: bytes) -> bool:
    """Whether the file was not cut off: a JPEG then lacks its end, others cannot be decoded.

    Of a JPEG, which is decoded with grey for whatever is missing, an eighth of the size will do.
    """
    # WeasyPrint has Pillow take what is cut off, for the whole process.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        if data.startswith(_JPEG):
            image.draft(image.mode, (image.width // 8, image.height // 8))
        image.load()
        return not data.startswith(_JPEG) or _bare_jpeg(data, 1).endswith(_JPEG_END)
    except Exception:  # noqa: BLE001 - as above
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def bare(data: bytes) -> bytes | None:
    """A photo without hidden data, seen as before; `None` where the data is no such picture."""
    try:
        with _opened(data) as image:
            if data.startswith(_JPEG):
                return _bare_jpeg(data, _orientation(image))
            return _saved(image)
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        return None


def _orientation(image: Image.Image) -> int:
    """How to turn the picture; EXIF data that cannot be read turn nothing, as in browsers."""
    with contextlib.suppress(Exception):
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _saved(image: Image.Image) -> bytes | None:
    if image.width * image.height > MOST_PIXELS:
        return None
    upright = ImageOps.exif_transpose(image)
    profile = upright.info.get("icc_profile")
    upright.info.clear()
    stream = io.BytesIO()
    upright.save(stream, image.format, icc_profile=profile, quality=_QUALITY)
    return stream.getvalue()


def _bare_jpeg(data: bytes, orientation: int) -> bytes:
    """Only the segments that the picture needs, the picture itself untouched.

    Setting it anew would cost quality, a third of a second, and bytes that are the same anywhere.
    """
    kept = [_JPEG]
    if orientation in _TURNED:
        kept.append(_SAYS_ORIENTATION % orientation)
    at = len(_JPEG)
    while at < len(data):
        marker = _MARKER.match(data, at)
        if marker is None:
            raise ValueError
        code = marker[1][0]
        if code == _END:
            kept.append(marker[0][-2:])
            break
        start = marker.end()
        length = int.from_bytes(data[start : start + 2], "big")
        segment = data[start : start + length]
        if _belongs(code, segment):
            kept += [marker[0][-2:], segment]
        at = start + length
        if code == _SCAN:
            following = _AFTER_SCAN.search(data, at)
            end = following.start() if following else len(data)
            kept.append(data[at:end])
            at = end
    return b"".join(kept)


def _belongs(code: int, segment: bytes) -> bool:
    """Whether a segment is part of the picture: no application's or comment, or about colours."""
    if code in _APPLICATIONS:
        return code in _ABOUT_COLOURS and segment.startswith(_ABOUT_COLOURS[code], 2)
    return code != _COMMENT


_FORMAT_OF = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_COPY_AGAIN = "Salin ulang fotonya dari sumbernya, atau hapus berkas ini dan namanya."
_CUT_OFF = "Foto ini terpotong atau rusak.", _COPY_AGAIN
_TOO_LARGE = (
    f"Foto ini memuat lebih dari {MOST_PIXELS // 1_000_000} juta titik.",
    "Perkecil fotonya, lalu simpan ulang.",
)
_SAVE_AS = (
    "Buka fotonya dengan program foto (foto HEIC juga), simpan sebagai {} dengan akhiran .{}, atau "
    "hapus berkas ini dan namanya."
)
_JPEG = b"\xff\xd8"
_JPEG_END = b"\xff\xd9"
_ORIENTATION = 0x0112
_TURNED = range(2, 9)
_SAYS_ORIENTATION = (
    b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"
)
"""EXIF with this one number."""
_QUALITY = 90
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
_ABOUT_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
