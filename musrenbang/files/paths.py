"""What a path stands for: which file is what."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from musrenbang.text.lookalikes import oddities, skeleton

PROPOSALS = "proposals"
DECISIONS = "decisions"
UPLOADS = "masuk"
"""Where workbooks are handed in, on a branch of their own, and never part of a history."""
MEANINGFUL = frozenset({PROPOSALS, DECISIONS, UPLOADS, ".github"})
"""The folders whose names mean something to the program or the Git host."""

USULAN_LANGSUNG = "usulan-langsung"
"""The folder that stands where a kelurahan's would, for proposals residents sent in directly."""

SIGNED = "dokumen-bertanda-tangan"
"""The folder of a year's papers that were signed electronically."""

RESERVED_SLUGS = frozenset({USULAN_LANGSUNG, "pengumuman", "pemetaan", "tindak-lanjut", SIGNED})


class Kind(StrEnum):
    """The kinds of file a year consists of."""

    MUSRENBANG = "musrenbang"
    SKPD = "skpd"
    TEMPLATE = "template"
    JUKNIS = "juknis"
    KELURAHAN = "kelurahan"
    USULAN = "usulan"
    USULAN_LANGSUNG = "usulan-langsung"
    KEPUTUSAN = "keputusan"
    KIRIM = "kirim"
    TINDAK_LANJUT = "tindak-lanjut"
    BERITA_ACARA = "berita-acara"
    ARAH_KEBIJAKAN = "arah-kebijakan"
    PROGRAM_PRIORITAS = "program-prioritas"
    PENGUMUMAN = "pengumuman"
    PEMETAAN = "pemetaan"
    FOTO = "foto"
    BERTANDA_TANGAN = SIGNED


class Place(NamedTuple):
    """A known path: its kind and the year, folder (kelurahan) and name it carries."""

    kind: Kind
    tahun: int
    kelurahan: str = ""
    name: str = ""


_SLUG = r"(?P<kelurahan>[a-z0-9]+(?:-[a-z0-9]+)*)"
_NUMBER = r"(?P<name>(?!0000)[0-9]{4}|[1-9][0-9]{4})\.yaml"
_PHOTO = r"(?P<name>[a-z0-9][a-z0-9-]*\.(?:jpg|jpeg|png|webp))"
_DATED_NAME = r"(?P<name>20[0-9]{2}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*)"
_YEAR = r"(?P<tahun>20[0-9]{2})"
_PAPER = r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*\.pdf)"
_LAYOUT = r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.yaml"

_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.USULAN_LANGSUNG, rf"proposals/{_YEAR}/(?P<kelurahan>usulan-langsung)/{_NUMBER}"),
        (Kind.PEMETAAN, rf"proposals/{_YEAR}/pemetaan/{_LAYOUT}"),
        (Kind.USULAN, rf"proposals/{_YEAR}/{_SLUG}/{_NUMBER}"),
        (Kind.KEPUTUSAN, rf"decisions/{_YEAR}/{_SLUG}/{_NUMBER}"),
        (Kind.TINDAK_LANJUT, rf"decisions/{_YEAR}/tindak-lanjut/{_SLUG}/{_NUMBER}"),
        (Kind.KELURAHAN, rf"proposals/{_YEAR}/{_SLUG}/kelurahan\.yaml"),
        (Kind.KIRIM, rf"decisions/{_YEAR}/{_SLUG}/kirim\.yaml"),
        (Kind.FOTO, rf"proposals/{_YEAR}/{_SLUG}/{_PHOTO}"),
        (Kind.FOTO, rf"decisions/{_YEAR}/{_PHOTO}"),
        (Kind.BERTANDA_TANGAN, rf"decisions/{_YEAR}/{SIGNED}/{_PAPER}"),
        (Kind.MUSRENBANG, rf"proposals/{_YEAR}/musrenbang\.yaml"),
        (Kind.SKPD, rf"proposals/{_YEAR}/skpd\.yaml"),
        (Kind.TEMPLATE, rf"proposals/{_YEAR}/template-kegiatan\.yaml"),
        (Kind.JUKNIS, rf"proposals/{_YEAR}/juknis\.yaml"),
        (Kind.ARAH_KEBIJAKAN, rf"proposals/{_YEAR}/arah-kebijakan\.md"),
        (Kind.PROGRAM_PRIORITAS, rf"proposals/{_YEAR}/program-prioritas\.md"),
        (Kind.BERITA_ACARA, rf"decisions/{_YEAR}/berita-acara\.yaml"),
        (
            Kind.PENGUMUMAN,
            rf"decisions/{_YEAR}/pengumuman/{_DATED_NAME}\.md",
        ),
    )
)

_JUNK = re.compile(
    r"(?:^|/)(?:\.DS_Store|\.gitkeep|Thumbs\.db|desktop\.ini|README\.md|\.[^/]*\.tmp|\.~lock.*|.*~)$"
)


@lru_cache(maxsize=200_000)
def place_of(path: str) -> Place | None:
    """What a path below the root stands for; `None` where the layout has no place for it."""
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            groups = match.groupdict()
            slug = groups.get("kelurahan", "")
            if slug in RESERVED_SLUGS and (
                slug != USULAN_LANGSUNG or kind in {Kind.USULAN, Kind.KELURAHAN}
            ):
                return None
            return Place(kind, int(groups["tahun"]), slug, groups.get("name", ""))
    return None


def is_upload(path: str) -> bool:
    """Whether a path is of what is handed in, which no history may hold, or looks as if it were."""
    return skeleton(path.partition("/")[0]) == UPLOADS


_DEVICES = re.compile(
    r"(?<![^/])(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$) *(?![^./])"
)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\]|[. ](?![^/])')
LONGEST_PATH = 180
"""Windows takes 260 characters in all; the rest is for the folder that the data is in."""


def name_fault(path: str) -> tuple[str, str] | None:
    """Why not everybody can have a file of this path below the root, and what to do about it.

    Names that Windows keeps for itself, cannot hold or takes for another (it knows no capitals),
    and characters that are not what they seem.
    """
    odd = next(oddities(path), None)
    if odd:
        return f"Nama berkas ini tidak seperti tampaknya. {odd.fault}.", odd.hint
    if len(path) > LONGEST_PATH:
        message = f"Nama berkas ini beserta foldernya {len(path)} huruf; Windows tidak memuatnya."
        return message, f"Singkatkan menjadi paling banyak {LONGEST_PATH} huruf."
    top = path.partition("/")[0]
    if top not in MEANINGFUL and skeleton(top) in MEANINGFUL:
        return (
            f"Folder “{top}” dan “{skeleton(top)}” sama di Windows, sehingga isinya tercampur.",
            f"Pindahkan isinya ke “{skeleton(top)}”, atau ganti namanya.",
        )
    found = _DEVICES.search(path.casefold()) or _NOT_IN_NAMES.search(path)
    if found:
        name = path[: found.end()].rpartition("/")[2] + path[found.end() :].partition("/")[0]
        return f"Windows tidak dapat menyimpan nama “{name}”.", "Ganti namanya."
    return None


def misplaced_hint(path: str) -> str:
    """What to do about a file that `place_of` does not know, in Indonesian."""
    folders, _, name = path.rpartition("/")
    parts = folders.split("/")
    year, slug = (*parts[1:3], "", "")[:2]
    if year and not re.fullmatch(_YEAR, year):
        return f"Folder “{year}” bukan tahun; pakai empat angka, misalnya {PROPOSALS}/2016."
    if slug and not re.fullmatch(_SLUG, slug):
        wanted = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
        return f"Ganti nama folder “{slug}” menjadi “{wanted}”: huruf kecil dan tanda hubung."
    stem, _, ending = name.lower().rpartition(".")
    wanted = f"{re.sub(r'[^a-z0-9]+', '-', stem).strip('-')}.{ending.replace('yml', 'yaml')}"
    if wanted != name and place_of(f"{folders}/{wanted}"):
        return f"Ganti nama berkasnya menjadi “{wanted}”."
    if ending in {"heic", "heif", "avif", "gif", "bmp", "tif", "tiff"}:
        return "Foto disimpan sebagai JPEG, PNG atau WebP: buka dengan program foto, simpan ulang."
    if re.fullmatch(r"[0-9]+\.yaml", name):
        return (
            "Tindak lanjut ditulis dalam folder kelurahannya, misalnya tindak-lanjut/rawasari/."
            if slug == Kind.TINDAK_LANJUT
            else "Nama usulan dan keputusan empat angka mulai dari 0001, misalnya 0007.yaml."
        )
    return "Periksa nama dan foldernya, pindahkan, atau hapus berkas ini."


def is_junk(path: str) -> bool:
    """Whether a file is what file managers and editors leave behind, not part of the records."""
    return _JUNK.search(path) is not None


def usulan_path(tahun: int, kelurahan: str, nomor: str) -> str:
    """The file of a proposal."""
    return f"{PROPOSALS}/{tahun}/{kelurahan}/{nomor}.yaml"


def keputusan_path(tahun: int, kelurahan: str, nomor: str) -> str:
    """The file of the decision on a proposal."""
    return f"{DECISIONS}/{tahun}/{kelurahan}/{nomor}.yaml"


def kelurahan_path(tahun: int, kelurahan: str) -> str:
    """The file of a kelurahan's settings in one year."""
    return f"{PROPOSALS}/{tahun}/{kelurahan}/kelurahan.yaml"


def pemetaan_path(tahun: int, name: str) -> str:
    """The file of what import learned about a layout of sheets."""
    return f"{PROPOSALS}/{tahun}/pemetaan/{name}.yaml"


def kirim_path(tahun: int, kelurahan: str) -> str:
    """The file that records Kirim for a kelurahan."""
    return f"{DECISIONS}/{tahun}/{kelurahan}/kirim.yaml"


def tindak_lanjut_path(tahun: int, kelurahan: str, nomor: str) -> str:
    """The file of what became of a proposal after the kecamatan."""
    return f"{DECISIONS}/{tahun}/tindak-lanjut/{kelurahan}/{nomor}.yaml"


def settings_path(tahun: int, kind: Kind) -> str:
    """The file of a year-wide record."""
    return {
        Kind.MUSRENBANG: f"{PROPOSALS}/{tahun}/musrenbang.yaml",
        Kind.SKPD: f"{PROPOSALS}/{tahun}/skpd.yaml",
        Kind.TEMPLATE: f"{PROPOSALS}/{tahun}/template-kegiatan.yaml",
        Kind.JUKNIS: f"{PROPOSALS}/{tahun}/juknis.yaml",
        Kind.BERITA_ACARA: f"{DECISIONS}/{tahun}/berita-acara.yaml",
    }[kind]
