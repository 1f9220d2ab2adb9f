"""Photos: whether one can be shown, and how: every pixel as recorded, without hidden data.

Cameras write place, time and owner beside the picture; telephones a short film behind it. What is
too heavy for residents' telephones is shown smaller.
"""

import contextlib
import io
import re
import warnings
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageFile, ImageOps, IptcImagePlugin

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 100_000_000
"""More in one picture is an attack on memory."""
MOST_BYTES = 3_000_000
"""More is too much for residents who pay by the megabyte, and stays in the history for good."""


def fault(name: str, data: bytes) -> tuple[str, str] | None:
    """What is wrong with a photo of this name, and what to do; `None` where it can be shown."""
    ending = name.rpartition(".")[2]
    wanted = _FORMAT_OF[ending]
    if not data:
        return "Foto ini kosong: 0 byte.", _COPY_AGAIN
    if _HEIC.match(data):
        return f"Isi foto ini HEIC, padahal namanya berakhiran .{ending}.", _SAVE_AS.format(
            wanted, ending
        )
    try:
        image = _opened(data)
    except Image.DecompressionBombError:
        return _TOO_LARGE
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        return f"Berkas ini bukan foto {wanted} yang dapat dibuka.", _SAVE_AS.format(wanted, ending)
    with image:
        return _unlike(image, ending, wanted) or (None if _is_whole(image, data) else _CUT_OFF)


def burden(data: bytes) -> str:
    """What a photo without fault should not bring into a public history; empty where nothing.

    `bare` leaves it out.
    """
    found = [] if len(data) <= MOST_BYTES else [f"ukurannya {_megabytes(len(data))}"]
    with warnings.catch_warnings(action="ignore"), _opened(data) as image:
        found += _told_besides(image, data)
    return ", ".join(found)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _told_besides(image: ImageFile.ImageFile, data: bytes) -> Iterator[str]:
    """What a file tells of people besides its picture; a camera's model and the time are not that.

    Data that cannot be read could be anything.
    """
    if image.format == "PNG":
        image.load()  # its notes may follow the picture
    beside = " ".join(f"{key} {image.info[key]!r}" for key in image.info if key not in _NO_TEXT)
    try:
        exif = image.getexif()
        place = exif.get_ifd(_GPS).keys() & _PLACES
        written = [ifd.get(tag) for ifd in (exif, exif.get_ifd(_CAMERA)) for tag in _PEOPLE]
        written += [(IptcImagePlugin.getiptcinfo(image) or {}).get(tag) for tag in _IPTC_PEOPLE]
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        yield "data kamera yang tidak terbaca"
        return
    if place or "GPS" in beside:
        yield "tempat pengambilannya (GPS)"
    if any(str(text).strip("\0 ") for text in written if text) or _ABOUT_PEOPLE.search(beside):
        yield "nama atau keterangan orang"
    if _FILM.search(data):
        yield "film di belakang fotonya"


def _opened(data: bytes) -> ImageFile.ImageFile:
    """A picture by its head; how large it may be is `MOST_PIXELS`' to say, not Pillow's."""
    with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
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
        if data.startswith(_JPEG):
            return _bare_jpeg(data, 1).endswith(_JPEG_END)
        # A WebP is decoded whatever the zeros mean that stand for what never came.
        zeros = len(data) - len(data.rstrip(b"\0"))
        return image.format != "WEBP" or zeros <= len(data) // _MOST_ZEROS
    except Exception:  # noqa: BLE001 - as above
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def bare(data: bytes) -> bytes | None:
    """A photo without hidden data, seen as before; `None` where the data is no such picture.

    One of more than `MOST_BYTES` is made smaller.
    """
    try:
        if len(data) > MOST_BYTES:
            return _lighter(data)
        with warnings.catch_warnings(action="ignore"), _opened(data) as image:
            if data.startswith(_JPEG):
                return _bare_jpeg(
                    data, _orientation(image), with_profile=_profile(image) is not None
                )
            return _saved(image)
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        return None


def _orientation(image: Image.Image) -> int:
    """How to turn the picture; EXIF data that cannot be read turn nothing, as in browsers."""
    with contextlib.suppress(Exception):
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _profile(image: Image.Image) -> bytes | None:
    """The colour profile of a picture, where it is one: anything could stand in its place."""
    profile: bytes | None = image.info.get("icc_profile")
    if not profile or int.from_bytes(profile[:4], "big") != len(profile):
        return None
    with contextlib.suppress(OSError, ImageCms.PyCMSError):
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return profile
    return None


def _saved(image: Image.Image) -> bytes | None:
    if image.width * image.height > MOST_PIXELS:
        return None
    upright = ImageOps.exif_transpose(image)
    profile = _profile(image)
    upright.info.clear()
    stream = io.BytesIO()
    upright.save(stream, image.format, icc_profile=profile, quality=_QUALITY)
    return stream.getvalue()


def _lighter(data: bytes) -> bytes | None:
    """The largest of some sizes of a picture that is light enough."""
    with _opened(data) as image:
        kind = "JPEG" if image.format == "MPO" else image.format
    for longest in _SMALLER:
        found = smaller(data, longest, kind or "")
        if found is None or len(found) <= MOST_BYTES:
            return found
    return None


def smaller(data: bytes, longest: int, kind: str = "JPEG", quality: int = 82) -> bytes | None:
    """A picture anew, its longer side at most so many pixels; `None` where the data is none.

    It is turned as its EXIF data says and then has none: cameras write place, time and owner there.
    What shines through in a JPEG is white.
    """
    try:
        with warnings.catch_warnings(action="ignore"), _opened(data) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Exception:  # noqa: BLE001 - Pillow names no common ancestor of what bad data raises
        return None
    upright.info.clear()
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if kind == "JPEG":
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright, mask=upright.getchannel("A"))
        upright = flat
    stream = io.BytesIO()
    upright.save(stream, kind, quality=quality)
    return stream.getvalue()


def _bare_jpeg(data: bytes, orientation: int, *, with_profile: bool = True) -> bytes:
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
        if _belongs(code, segment, with_profile=with_profile):
            kept += [marker[0][-2:], segment]
        at = start + length
        if code == _SCAN:
            following = _AFTER_SCAN.search(data, at)
            end = following.start() if following else len(data)
            kept.append(data[at:end])
            at = end
    return b"".join(kept)


def _belongs(code: int, segment: bytes, *, with_profile: bool) -> bool:
    """Whether a segment is part of the picture: no application's or comment, or about colours."""
    if code == _PROFILE and not with_profile:
        return False
    if code in _APPLICATIONS:
        return code in _ABOUT_COLOURS and segment.startswith(_ABOUT_COLOURS[code], 2)
    return code != _COMMENT


_FORMAT_OF = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_HEIC = re.compile(rb".{4}ftyp(?:hei|hev|mif|msf|avi)", re.DOTALL)
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
_GPS, _CAMERA = 0x8825, 0x8769
_PLACES = {2, 4, 20, 22, 28}
"""Where one stood, where one looked, and the name of the place (EXIF 2.32)."""
_PEOPLE = (0x013B, 0x8298, 0x9C9C, 0x9C9D, 0xA430, 0xA431, 0xA435)
"""Artist, copyright, Windows' comment and author, owner, serial numbers (the same)."""
_IPTC_PEOPLE = ((2, 80), (2, 90), (2, 92), (2, 118), (2, 120), (2, 122))
"""By-line, city, part of it, contact, caption and who wrote it (IPTC IIM 4.2)."""
_ABOUT_PEOPLE = re.compile(
    "dc:creator|photoshop:city|iptc4xmp|author|owner|byline|serialnumber", re.IGNORECASE
)
_NO_TEXT = {"exif", "icc_profile", "comment"}
"""What is read in its own way, or names programs."""
_FILM = re.compile(rb"ftyp(?:mp4|isom|qt  |iso[2-9]|M4V|3gp)")
_MOST_ZEROS = 16
"""A picture of one colour has a nineteenth of them at its end."""
_SMALLER = (2048, 1448, 1024, 724)
_QUALITY = 90
_END, _SCAN, _COMMENT, _PROFILE = 0xD9, 0xDA, 0xFE, 0xE2
_APPLICATIONS = range(0xE0, 0xF0)
_ABOUT_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
