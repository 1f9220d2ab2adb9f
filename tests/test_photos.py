"""Published photos look as they were recorded and carry nothing else."""

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile, ImageOps

from musrenbang.files.photos import bare, fault
from musrenbang.files.published_folder import Copy, PublishError, content_of
from musrenbang.files.tree import blob_id
from tests.pictures import photo

ORIENTATION, OWNER, GPS = 0x0112, 0xA430, 0x8825
SECRET = b"rahasia"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def hidden(orientation: int) -> Image.Exif:
    """What a camera writes: how to turn the picture, who owns it, where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8769)[OWNER] = SECRET.decode()
    exif.get_ifd(GPS)[29] = SECRET.decode()
    return exif


def seen(data: bytes) -> tuple[tuple[int, int], bytes, Any]:
    """A picture as a browser shows it, and its colour profile."""
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
        return upright.size, upright.convert("RGB").tobytes(), image.info.get("icc_profile")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_of_a_camera_keeps_every_pixel_and_its_turn(
    orientation: int, progressive: bool
) -> None:
    taken = photo(
        60,
        40,
        exif=hidden(orientation),
        comment=SECRET,
        icc_profile=PROFILE,
        progressive=progressive,
        xmp=b"<x:xmpmeta>rahasia</x:xmpmeta>",
    )
    taken += b"ftypmp42 film " + SECRET
    found = bare(taken)
    assert found
    assert SECRET not in found
    assert seen(found) == seen(taken)
    with Image.open(io.BytesIO(found)) as image:
        assert dict(image.getexif()) == ({ORIENTATION: orientation} if orientation > 1 else {})
    assert bare(found) == found


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_are_turned_and_keep_nothing_else(kind: str) -> None:
    taken = photo(60, 40, kind, exif=hidden(6), icc_profile=PROFILE, lossless=True)
    found = bare(taken)
    assert found
    assert SECRET not in found
    with Image.open(io.BytesIO(found)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (kind, (40, 60), {})
        assert image.info.get("icc_profile") == PROFILE
    if kind == "PNG":
        assert seen(found) == seen(taken)
    assert bare(taken) == found


def test_a_picture_of_many_in_one_file_is_the_first_alone() -> None:
    """As telephones write them (MPO)."""
    second = Image.new("RGB", (60, 40), "red")
    taken = photo(60, 40, "MPO", save_all=True, append_images=[second])
    found = bare(taken)
    assert found
    assert len(found) < len(taken) - 500
    with Image.open(io.BytesIO(found)) as image:
        assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)


def test_hidden_data_that_cannot_be_read_go_as_well() -> None:
    taken = photo(60, 40)
    segment = b"Exif\0\0" + SECRET
    broken = taken[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + taken[2:]
    assert bare(broken) == bare(taken)


def test_a_photo_cut_off_on_its_way_shows_what_there_is() -> None:
    taken = photo(60, 40, exif=hidden(6))
    found = bare(taken[:-200])
    assert found
    assert SECRET not in found
    assert found.endswith(taken[-260:-200])


@pytest.mark.parametrize("data", [b"", b"bukan foto", photo(40, 30)[:200], b"GIF89a", b"\xff\xd8"])
def test_what_is_no_photo_is_none(data: bytes) -> None:
    assert bare(data) is None


@given(st.integers(0, 700), st.binary(max_size=6))
def test_whatever_happened_to_a_photo_nothing_breaks(place: int, put: bytes) -> None:
    taken = photo(20, 10, comment=SECRET)
    bare(taken[:place] + put + taken[place + len(put) :])


FILM = b"\0\0\0\x18ftypmp42" + b"film \xff\xda\xff\x00" * 9


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("0001-a.jpg", photo(60, 40, exif=hidden(6))),
        ("0001-a.jpeg", photo(60, 40, progressive=True) + FILM),
        ("0001-a.jpg", photo(60, 40, "MPO", save_all=True, append_images=[Image.new("L", (9, 9))])),
        ("0001-a.png", photo(60, 40, "PNG")),
        ("0001-a.webp", photo(60, 40, "WEBP")),
    ],
)
def test_a_whole_photo_has_no_fault(name: str, data: bytes) -> None:
    assert fault(name, data) is None


def cut(kind: str, **save: Any) -> bytes:
    data = photo(400, 300, kind, **save)
    return data[: len(data) // 2]


def half_drawn(png: bytes) -> bytes:
    """A PNG that is in order but for the half that its picture lacks."""
    start = png.index(b"IDAT") - 4
    length = int.from_bytes(png[start : start + 4], "big")
    body = png[start + 4 : start + 8 + length // 2]
    fresh = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return png[:start] + fresh + png[start + 12 + length :]


def blank(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jpg", b"", "kosong"),
        ("a.jpg", b"bukan foto", "bukan foto JPEG yang dapat dibuka"),
        ("a.png", b"bukan foto", "bukan foto PNG yang dapat dibuka"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "bukan foto JPEG"),
        ("a.jpg", photo(60, 40, "GIF"), "bukan foto JPEG"),
        ("a.jpg", photo(60, 40, "PNG"), "Isi foto ini PNG, padahal namanya berakhiran .jpg"),
        ("a.webp", photo(60, 40), "Isi foto ini JPEG, padahal namanya berakhiran .webp"),
        ("a.jpg", cut("JPEG"), "terpotong"),
        ("a.jpg", cut("JPEG", exif=hidden(6), progressive=True), "terpotong"),
        ("a.jpg", cut("JPEG") + bytes(9000), "terpotong"),
        ("a.jpg", photo(60, 40)[:-2], "terpotong"),
        ("a.jpg", photo(60, 40).partition(b"\xff\xda")[0] + b"\xff\xd9", "terpotong"),
        ("a.png", cut("PNG"), "terpotong"),
        ("a.png", half_drawn(photo(400, 300, "PNG")), "terpotong"),
        ("a.webp", cut("WEBP"), "bukan foto WEBP yang dapat dibuka"),
        ("a.png", blank(12_000, 9_000), "lebih dari 100 juta titik"),
        ("a.png", blank(18_000, 10_000), "lebih dari 100 juta titik"),
    ],
)
def test_what_cannot_be_shown_as_its_name_says_has_a_fault(
    name: str, data: bytes, message: str
) -> None:
    found = fault(name, data)
    assert found
    assert message in found[0]


def test_a_broken_photo_is_never_published_empty(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    with pytest.raises(PublishError, match=r"Foto a\.jpg tidak dapat dibuka"):
        content_of(Copy("a.jpg", blob_id(b"")), tmp_path)


def test_photos_are_judged_alike_in_a_process_that_has_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    assert fault("a.png", cut("PNG"))
    assert ImageFile.LOAD_TRUNCATED_IMAGES
