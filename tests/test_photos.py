"""Published photos look as they were recorded and carry nothing else."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from musrenbang.photos import bare
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
