"""Published photos look as they were recorded and carry nothing else."""

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile, ImageOps
from PIL.PngImagePlugin import PngInfo

from musrenbang.cli import main
from musrenbang.files.photos import MOST_BYTES, bare, burden, fault, smaller
from musrenbang.files.published_folder import Copy, PublishError, content_of
from musrenbang.files.tree import blob_id
from tests.conftest import GitFolder, MakeTree, RunBuild, write_files
from tests.pictures import photo
from tests.small_year import SMALL_YEAR

UNDECIDED = {name: SMALL_YEAR[name] for name in SMALL_YEAR if "decisions/2016/raw" not in name}
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


def one_colour(kind: str, **save: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4000, 3000), "white").save(stream, kind, **save)
    return stream.getvalue()


FILM = b"\0\0\0\x18ftypmp42" + b"film \xff\xda\xff\x00" * 9


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("0001-a.jpg", photo(60, 40, exif=hidden(6))),
        ("0001-a.jpeg", photo(60, 40, progressive=True) + FILM),
        ("0001-a.jpg", photo(60, 40, "MPO", save_all=True, append_images=[Image.new("L", (9, 9))])),
        ("0001-a.png", photo(60, 40, "PNG")),
        ("0001-a.webp", photo(60, 40, "WEBP")),
        ("0001-a.webp", one_colour("WEBP")),
        ("0001-a.jpg", one_colour("JPEG", optimize=True)),
    ],
)
def test_a_whole_photo_has_no_fault(name: str, data: bytes) -> None:
    assert fault(name, data) is None


def cut(kind: str, **save: Any) -> bytes:
    data = photo(400, 300, kind, **save)
    return data[: len(data) // 2]


def zeros_for_the_rest(kind: str, part: float, **save: Any) -> bytes:
    """As a download leaves it for which there was room, but no time."""
    data = photo(400, 300, kind, **save)
    there = int(len(data) * part)
    return data[:there] + bytes(len(data) - there)


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
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "Isi foto ini HEIC"),
        ("a.jpg", bytes(90_000), "bukan foto JPEG"),
        ("a.webp", bytes(90_000), "bukan foto WEBP"),
        ("a.webp", zeros_for_the_rest("WEBP", 0.1), "terpotong"),
        ("a.webp", zeros_for_the_rest("WEBP", 0.9), "terpotong"),
        ("a.webp", zeros_for_the_rest("WEBP", 0.5, lossless=True), "terpotong"),
        ("a.png", zeros_for_the_rest("PNG", 0.5), "terpotong"),
        ("a.jpg", zeros_for_the_rest("JPEG", 0.9), "terpotong"),
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


def exif(**tags: Any) -> bytes:
    """EXIF data: `tag_…` of the picture, `kamera_…` of the camera, `tempat_…` of the place."""
    made = Image.Exif()
    for name, value in tags.items():
        part, tag = name.split("_")
        ifd = {"tag": made, "kamera": made.get_ifd(0x8769), "tempat": made.get_ifd(GPS)}[part]
        ifd[int(tag, 16)] = value
    return made.tobytes()


XMP = b"<x:xmpmeta><rdf:Description %s/></x:xmpmeta>"
PLACE, PEOPLE = "tempat pengambilannya (GPS)", "nama atau keterangan orang"
NOTED = PngInfo()
NOTED.add_text("Author", "Seorang Warga")
_TEXT = b"tEXtAuthor\0Seorang Warga"
NOTE = (len(_TEXT) - 4).to_bytes(4, "big") + _TEXT + zlib.crc32(_TEXT).to_bytes(4, "big")
"""The same as a chunk that may follow the picture."""


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (photo(60, 40, exif=exif(tempat_2=(6.0, 11.0, 0.0), tempat_1="S")), PLACE),
        (photo(60, 40, "WEBP", exif=exif(tempat_4=(6.0, 11.0, 0.0))), PLACE),
        (photo(60, 40, "PNG", exif=exif(tempat_1c="Rawasari")), PLACE),
        (photo(60, 40, xmp=XMP % b'exif:GPSLatitude="6,11S"'), PLACE),
        (photo(60, 40, exif=exif(kamera_a430="Seorang Warga")), PEOPLE),
        (photo(60, 40, exif=exif(tag_13b="Seorang Warga")), PEOPLE),
        (photo(60, 40, xmp=XMP % b'dc:creator="Seorang Warga"'), PEOPLE),
        (photo(60, 40, "PNG", pnginfo=NOTED), PEOPLE),
        (photo(60, 40, "PNG")[:-12] + NOTE + photo(60, 40, "PNG")[-12:], PEOPLE),
        (photo(60, 40) + FILM, "film di belakang fotonya"),
        (photo(60, 40) + bytes(MOST_BYTES), f"ukurannya {MOST_BYTES // 1_000_000},0 MB"),
    ],
)
def test_what_a_photo_tells_of_people_is_named_and_left_out(data: bytes, told: str) -> None:
    assert told in burden(data)
    found = bare(data)
    assert found
    assert burden(found) == ""


@pytest.mark.parametrize(
    "data",
    [
        photo(60, 40),
        photo(60, 40, exif=exif(tag_110="Telepon X", tag_132="2016:03:02 09:00:00", tag_112=6)),
        photo(60, 40, exif=exif(tempat_0=b"\2\3\0\0", tag_13b=" ", tag_8298="\0")),
        photo(60, 40, comment=b"CREATOR: gd-jpeg v1.0"),
        photo(60, 40, xmp=XMP % b'xmp:CreatorTool="Kamera 2.1"'),
        photo(60, 40, icc_profile=PROFILE),
    ],
)
def test_the_camera_and_the_time_are_no_burden(data: bytes) -> None:
    assert burden(data) == ""


@pytest.mark.parametrize("hide", [b"rahasia" * 9, PROFILE + b"rahasia"])
def test_nothing_hides_in_the_place_of_a_colour_profile(hide: bytes) -> None:
    found = bare(photo(60, 40, icc_profile=hide))
    assert found
    assert SECRET not in found
    assert bare(photo(60, 40)) == found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_heavy_photo_is_published_smaller_and_upright(kind: str) -> None:
    noise = Image.effect_noise((2600, 1700), 90).convert("RGB")
    stream = io.BytesIO()
    noise.save(stream, kind, quality=100, lossless=True, exif=hidden(6))
    found = bare(stream.getvalue())
    assert len(stream.getvalue()) > MOST_BYTES
    assert found
    assert len(found) <= MOST_BYTES
    assert SECRET not in found
    with Image.open(io.BytesIO(found)) as image:
        assert image.format == kind
        assert image.height > image.width


def test_photos_are_printed_small_upright_and_without_hidden_data() -> None:
    printed = smaller(photo(3000, 2000, exif=hidden(6)), 1600)
    assert printed
    assert SECRET not in printed
    with Image.open(io.BytesIO(printed)) as image:
        assert image.size == (1067, 1600)
        assert not image.getexif()
    assert smaller(photo(3000, 2000, exif=hidden(6)), 1600) == printed


@pytest.mark.parametrize("data", [b"", b"bukan foto", photo(40, 30)[:200], b"GIF89a"])
def test_what_is_no_photo_is_not_made_smaller(data: bytes) -> None:
    assert smaller(data, 1600) is None


def test_review_refuses_a_place_and_fmt_takes_it_out(
    git_folder: GitFolder, run_build: RunBuild, capsys: pytest.CaptureFixture[str]
) -> None:
    git_folder.commit("awal", UNDECIDED)
    path = "proposals/2016/rawasari/0001-a.jpg"
    record = f"{UNDECIDED['proposals/2016/rawasari/0001.yaml']}foto: [0001-a.jpg]\n"
    taken = photo(60, 40, exif=exif(tempat_2=(6.0, 11.0, 0.0)))
    git_folder.git("switch", "--quiet", "--create", "foto")
    write_files(git_folder.root, {path: taken, "proposals/2016/rawasari/0001.yaml": record})
    refused = run_build("--root", git_folder.root, "review", "main")
    assert refused.returncode == 1
    assert PLACE in refused.stdout
    assert f" fmt {path}" in refused.stdout
    assert main(["--root", str(git_folder.root), "fmt", path]) == 0
    assert f"Dirapikan: {path}" in capsys.readouterr().out
    assert (git_folder.root / path).read_bytes() == bare(taken)
    assert run_build("--root", git_folder.root, "review", "main").returncode == 0


def test_fmt_leaves_alone_what_is_no_photo(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree({**UNDECIDED, "decisions/2016/rapat.jpg": b"bukan foto"})
    assert main(["--root", str(root), "fmt", "decisions/2016/rapat.jpg"]) == 1
    assert "rapat.jpg: Berkas ini bukan foto JPEG" in capsys.readouterr().err
    assert (root / "decisions/2016/rapat.jpg").read_bytes() == b"bukan foto"
