"""What a column is: from the words of its heading, then from what stands below it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache, partial
from statistics import median

from musrenbang.importing.mapping import names_persons
from musrenbang.importing.units import is_unit
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    read_date,
    read_rt,
    read_rupiah,
    read_rw,
    scaled_rupiah,
    split_quantity,
)
from musrenbang.text.name_keys import name_key
from musrenbang.year.personal_data import numbers
from musrenbang.year.places import rt_rw_in

_PHRASES: Mapping[str, str] = {
    "kode": "kode tracking, kode usulan, id usulan, kode, id, no usulan, nomor usulan, "
    "no registrasi, nomor registrasi, no tiket",
    "nomor": "no, nomor, no urut, nomor urut, nr, urut",
    "kota": "kota, kabupaten, kabupaten kota, kab kota, kota kabupaten, kab",
    "kecamatan": "kecamatan, nama kecamatan, kec",
    "kelurahan": "kelurahan, desa kelurahan, kelurahan desa, nama kelurahan, desa, kel, kel desa",
    "rt_rw": "rt rw, rw rt, rt dan rw",
    "rw": "rw, nomor rw, asal rw, rukun warga, rw pengusul, no rw",
    "rt": "rt, nomor rt, asal rt, rukun tetangga, no rt",
    "permasalahan": "permasalahan, masalah, uraian masalah, uraian permasalahan, isu masalah, "
    "latar belakang, kondisi saat ini, kondisi eksisting, kondisi, alasan usulan, dasar usulan, "
    "alasan, urgensi, penyebab",
    "usulan_kegiatan": "usulan kegiatan, usulan, nama kegiatan, kegiatan, uraian kegiatan, "
    "jenis kegiatan, jenis usulan, uraian usulan, nama usulan, judul usulan, kegiatan yang "
    "diusulkan, usulan pembangunan, rencana kegiatan, nama pekerjaan, pekerjaan, jenis pekerjaan, "
    "uraian pekerjaan, aspirasi, kebutuhan, uraian, sub kegiatan",
    "keluaran": "keluaran utama, keluaran, output",
    "alamat": "alamat lokasi, alamat, lokasi, lokasi kegiatan, lokasi detail, detail lokasi, "
    "lokasi usulan, lokasi pekerjaan, tempat, tempat kegiatan, nama jalan, jalan, titik lokasi",
    "koordinat": "koordinat, titik koordinat, koordinat lokasi, lat long, lintang bujur",
    "volume": "volume, vol, banyaknya, kuantitas, qty, koefisien, volume usulan, jml, jumlah, "
    "besaran, banyak, ukuran, target, volume pekerjaan, jumlah volume, volume jml, volume jumlah",
    "satuan": "satuan, sat, unit satuan, unit, satuan volume, volume satuan, volume sat",
    "harga_satuan": "harga satuan, hrg satuan, harga sat, satuan harga, harga per satuan, "
    "biaya satuan, harga, hsp",
    "perkiraan_anggaran": "perkiraan anggaran, anggaran, biaya, jumlah harga, perkiraan biaya, "
    "estimasi, taksiran biaya, usulan anggaran, nilai anggaran, "
    "estimasi biaya, estimasi anggaran, pagu indikatif, pagu anggaran, pagu, total biaya, "
    "jumlah biaya, total harga, nilai usulan, kebutuhan anggaran, kebutuhan dana, dana, rab, "
    "anggaran rp, nilai rp, jumlah rp, nilai, total anggaran, jumlah anggaran, total, jumlah, jml",
    "skpd_tujuan": "skpd tujuan, skpd, ukpd, skpd ukpd, opd tujuan, opd, instansi tujuan, "
    "instansi, perangkat daerah, perangkat daerah tujuan, dinas tujuan, dinas, dinas terkait, "
    "unit kerja, sudin, pd, opd awal, opd tujuan awal, skpd penanggung jawab, "
    "opd penanggung jawab, instansi pelaksana, pelaksana, instansi terkait, tujuan",
    "prioritas": "prioritas, urutan prioritas, skala prioritas, prioritas rw, ranking, peringkat, "
    "prioritas kelurahan",
    "keterangan": "keterangan, ket, catatan, keterangan tambahan",
    "isu": "isu, isu strategis, isu pembangunan, bidang urusan, bidang, urusan, bidang pembangunan",
    "program": "program, nama program",
    "tipe": "tipe, tipe usulan, jenis fisik non fisik, fisik non fisik, sifat, jenis",
    "template": "template, template kegiatan, kegiatan baku, kode template",
    "tahun": "tahun musrenbang",
    "tahun_rencana": "tahun rencana, tahun anggaran, tahun rkpd, rkpd, tahun pelaksanaan",
    "rujukan": "id usulan asal desa, id asal, kode asal, id usulan asal, usulan asal, id induk, "
    "kode usulan asal",
    "hasil_lurah": "hasil validasi lurah, validasi lurah, hasil validasi, verifikasi lurah, "
    "persetujuan lurah, hasil verifikasi lurah, rekomendasi lurah, rekomendasi kelurahan, "
    "hasil verifikasi kelurahan, validasi kelurahan, divalidasi lurah, hasil lurah",
    "tanggal_lurah": "tanggal validasi lurah, tanggal validasi, tgl validasi, tanggal lurah, "
    "tgl validasi lurah, tanggal verifikasi lurah",
    "catatan_lurah": "catatan lurah, catatan validasi, catatan validasi lurah, alasan lurah, "
    "catatan kelurahan",
    "pribadi": "pengusul, nama pengusul, nama, nama lengkap, cp, contact person, kontak person, "
    "narahubung, kontak, telp, telepon, no telp, no telepon, nomor telepon, hp, no hp, nomor hp, "
    "wa, no wa, whatsapp, nik, no ktp, ktp, email, e mail, surel, ketua rt, ketua rw, nama ketua, "
    "nama ketua rt, nama ketua rw, pemohon, nama pemohon, penanggung jawab, koordinator, profil, "
    "pic, perwakilan, nama warga, penerima manfaat, nama penerima",
}
"""The headings of a role, the likeliest first."""
ROLES = {role: phrases.split(", ") for role, phrases in _PHRASES.items()}

REQUIRED = ("usulan_kegiatan", "volume")
NUMERIC = frozenset(
    {
        *("volume", "harga_satuan", "perkiraan_anggaran"),
        *("nomor", "kode", "prioritas", "koordinat"),
    }
)
"""Roles whose cells hold numbers, each of its own row."""
_OF_A_PROPOSAL = {"volume", "satuan", "harga_satuan", "perkiraan_anggaran"}
_OF_A_DECISION = re.compile(
    r"(?i)\b(?:di)?(?:setujui|akomodir|sepakati|tetapkan|terima)\b|\b(?:persetujuan|kesepakatan"
    r"|penetapan|hasil|verifikasi|rekomendasi|realisasi|final|akhir|koreksi|perubahan|terukur"
    r"|terealisasi|setelah|sesudah|menjadi)\b"
)


def is_of_a_decision(title: str) -> bool:
    """Whether a title announces what became of a proposal, not what was proposed."""
    return bool(_OF_A_DECISION.search(title))


IDENTIFIED_BY = {"usulan_kegiatan", "permasalahan", "volume", "perkiraan_anggaran", "alamat"}
_SURE, _LIKELY, _LEAST = 0.8, 0.6, 0.42
_NAMED = 0.95
"""A heading of just these words names its column whatever stands below."""
_TYPO = 0.86
_SHORTEST_TYPO = 5


_ONE, _NO_MORE = r"(?<![0-9.,])(?:1[.,]?)?", r"(?![.,]?[0-9])"
_SCALES = (
    (1_000_000, re.compile(rf"(?i)\b(?:juta(?:an)?|jt)\b|{_ONE}000[.,]?000{_NO_MORE}")),
    (1000, re.compile(rf"(?i)\b(?:ribu(?:an)?|rb)\b|{_ONE}000{_NO_MORE}")),
)
"""What a heading says of all sums below it, such as “(Rp. 000)”."""
_OF_ALL_SUMS = re.compile(
    rf"(?i)\bdalam\W+(?:(?:satuan|rp|rupiah)\W+)*(?:ribu|juta)|\(\W*(?:x\W*)?rp\W*{_ONE}000"
)
"""The same, said above the table."""
_SCALE_WORDS = re.compile(r"(?i)\b(?:dalam|ribu(?:an)?|rb|juta(?:an)?|jt|rupiah|rp)\b\.?")


_AGAIN = re.compile(r" \([0-9]+\)$")
"""What tells a column from others of its title."""
_COUNT = re.compile(
    r"(?i)\b(?:jumlah|jml|banyak(?:nya)?|total|cacah)\W+(?:usulan|kegiatan|paket|proposal|rt|rw)\b"
)
"""A heading of recaps: how many proposals there are."""


def scale(text: str) -> int:
    """What the sums below a heading are multiplied by, so far as it says so."""
    return next((times for times, pattern in _SCALES if pattern.search(text)), 1)


def scale_above(head: Sequence[str]) -> int:
    """What all sums of a table are multiplied by, so far as the texts above it say so."""
    return next((scale(text) for text in head if _OF_ALL_SUMS.search(text)), 1)


@lru_cache(maxsize=4096)
def heading_scores(heading: str) -> Mapping[str, float]:
    """How well each role's words describe a heading, from 0 to 1; only those that do.

    What stands in brackets, or on one side of a stroke, may be all that counts.
    """
    plain = _AGAIN.sub(" ", heading)
    if _COUNT.search(plain):
        return {}
    found = dict(_scores(plain))
    outside = re.sub(r"[(\[].*?[)\]]", " ", plain)
    parts = [(outside, 0.97), *((part, 0.85) for part in re.split("[/;]", outside))]
    if scale(plain) > 1:
        parts.append((_SCALE_WORDS.sub(" ", outside), 0.97))
    for part, weight in parts:
        for role, score in _scores(part).items():
            found[role] = max(found.get(role, 0.0), score * weight)
    return found


def _scores(heading: str) -> Mapping[str, float]:
    key = name_key(re.sub(r"[_()\[\]]", " ", heading))
    words = key.split()
    found: dict[str, float] = {}
    if len(words) > _MOST_WORDS or not any(map(str.isalpha, key)):
        return found
    for role, phrases in ROLES.items():
        best = max(_score(key, words, phrase) - at / 1000 for at, phrase in enumerate(phrases))
        if best > 0:
            found[role] = best
    return found


_MOST_WORDS = 9
_ONLY_ALONE = frozenset(
    {"nama", "total", "tujuan", "unit", "id", "no", "profil", "kontak", "urut", "jalan", "uraian"}
)
"""Words that are a heading by themselves, and say nothing of it among others."""


def _score(key: str, words: Sequence[str], phrase: str) -> float:
    if key == phrase:
        return 1.0
    wanted = phrase.split()
    if phrase in _ONLY_ALONE:
        return 0.0
    if f" {phrase} " in f" {key} ":
        first = words[0] == wanted[0]
        return 0.4 + 0.4 * len(wanted) / len(words) + (0.05 if first else 0)
    if len(key) >= _SHORTEST_TYPO and abs(len(key) - len(phrase)) <= 2:  # noqa: PLR2004 - two letters too many
        ratio = SequenceMatcher(None, key, phrase, autojunk=False).ratio()
        return 0.8 * ratio if ratio >= _TYPO else 0.0
    return 0.0


def is_heading(text: str) -> bool:
    """Whether a cell's words are those of a heading."""
    return max(heading_scores(text).values(), default=0) >= _LIKELY


@dataclass(frozen=True)
class Column:
    """What a column is taken for, how sure that is, and what it shows."""

    title: str
    role: str | None
    score: float
    samples: tuple[str, ...] = ()
    by_content: bool = False
    rivals: tuple[str, ...] = ()
    """Titles of other columns that differ from this one by a number alone."""

    @property
    def certainty(self) -> str:
        """How sure, in a word."""
        if self.role is None:
            return "—"
        if self.by_content:
            return "menurut isinya"
        return (
            "yakin" if self.score >= _SURE else "cukup yakin" if self.score >= _LIKELY else "ragu"
        )


@dataclass
class Content:
    """The cells of a column that say something."""

    cells: list[Cell]
    texts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = [" ".join(as_text(cell).split()) for cell in self.cells]

    def share(self, fits: Callable[[Cell], object]) -> float:
        """How many of them a reader takes, from 0 to 1."""
        if not self.cells:
            return 0.0
        return sum(_fits(fits, cell) for cell in self.cells) / len(self.cells)


def _fits(reads: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        return reads(cell) not in (None, False, ())
    except (CellError, ValueError):
        return False


_AGENCY = re.compile(
    r"(?i)(?:suku\s?dinas|sudin|dinas|badan|kantor|bagian|dpu|disp|dis[a-z]{3,}|bappeda|bpbd|"
    r"satpol|pdam|pln|pd\b|perumda|rsud|puskesmas|kecamatan|kelurahan|ukpd|sekretariat)\b.*"
)
_NAME = re.compile(r"(?i)(?:bpk|bapak|pak|ibu|bu|sdr|sdri|h|hj|ust|ustadz|drs|ny|tn)\b\.?\s+\S+")
LEAST_MONEY = 50_000
_ENOUGH = 0.6
_WORDY = 3


def _money(cell: Cell) -> bool:
    return read_rupiah(cell) >= 0


def _number(cell: Cell) -> bool:
    value, _ = split_quantity(cell)
    return bool(re.fullmatch(r"[0-9.,]+|.*[¼-¾⅐-⅞]", as_text(value)))


def _place(cell: Cell) -> bool:
    text = as_text(cell)
    named = rt_rw_in(text if re.search(r"(?i)r[tw]", text) else f"RT/RW {text}")
    return bool(named.rw and named.rt)


def _is_personal(cell: Cell) -> bool:
    text = as_text(cell)
    return any(numbers(text)) or bool(_NAME.match(text))


def _wordy(cell: Cell) -> bool:
    return isinstance(cell, str) and sum(map(str.isalpha, cell)) >= _WORDY


_NEEDS: Mapping[str, Callable[[Cell], object]] = {
    "rt_rw": _place,
    "rw": read_rw,
    "rt": read_rt,
    "volume": _number,
    "harga_satuan": _money,
    "perkiraan_anggaran": _money,
    "prioritas": _number,
    "tanggal_lurah": lambda cell: read_date(cell, "hari-bulan-tahun"),
    **dict.fromkeys(("kota", "kecamatan", "kelurahan"), _wordy),
    "hasil_lurah": lambda cell: not re.search("[0-9]{3}", as_text(cell)),
    "usulan_kegiatan": _wordy,
    "permasalahan": _wordy,
    "satuan": lambda cell: isinstance(cell, str) and not re.match(r"\W*[0-9½¼¾]", cell),
    "tipe": lambda cell: re.fullmatch(
        r"(?i)(?:non[ -]?)?fisik|barang|fisik.*|pengadaan.*", as_text(cell)
    ),
    "tahun_rencana": lambda cell: re.fullmatch(r"20[0-9]{2}", as_text(cell)),
}
"""What most cells of a role must be; the rest are text."""

_STRICT = {"prioritas", "tipe", "koordinat"}
"""What is left unread rather than costing a row that says something else there."""

_BY_CONTENT: Mapping[str, Callable[[Cell], object]] = {
    "pribadi": lambda cell: any(numbers(as_text(cell))) or _NAME.match(as_text(cell)),
    "rt_rw": _place,
    "satuan": lambda cell: isinstance(cell, str) and is_unit(cell),
    "skpd_tujuan": lambda cell: isinstance(cell, str) and _AGENCY.match(cell),
    "rw": lambda cell: isinstance(cell, str) and re.match(r"(?i)rw\W*\w", cell) and read_rw(cell),
    "rt": lambda cell: isinstance(cell, str) and re.match(r"(?i)rt\W*\w", cell) and read_rt(cell),
    "alamat": lambda cell: (
        isinstance(cell, str) and re.match(r"(?i)(?:jl|jalan|jln|gg|gang)\b", cell)
    ),
    "perkiraan_anggaran": lambda cell: (
        isinstance(cell, str) and re.match(r"(?i)rp\b", cell) and _money(cell)
    ),
}
"""What a column without a heading may be known by."""


def recognised(
    titles: Sequence[str], cells: Sequence[Sequence[Cell]], said: Mapping[str, str]
) -> list[Column]:
    """What each column is; `said`: roles that somebody gave to a heading."""
    contents = [Content([cell for cell in column if as_text(cell).strip()]) for column in cells]
    samples = [tuple(dict.fromkeys(content.texts))[:3] for content in contents]
    taken: dict[int, tuple[str, float, bool]] = {}
    roles: set[str] = set()
    for at, title in enumerate(titles):
        role = said.get(name_key(title)) if title else None
        if role is not None:
            taken[at] = (role, 1.0, False)
            roles.add(role)
    offers = sorted(
        (
            (score, role, at, by_content)
            for at, title in enumerate(titles)
            if at not in taken
            for role, score, by_content in _offers(title, contents[at])
        ),
        key=lambda offer: (-offer[0], offer[2]),
    )
    for score, role, at, by_content in offers:
        if at in taken or (role in roles and role != "pribadi") or score < _LEAST:
            continue
        taken[at] = (role, score, by_content)
        roles.add(role)
    free = [title for at, title in enumerate(titles) if at not in taken and contents[at].cells]
    return [
        Column(title, *taken[at][:2], samples[at], taken[at][2], _rivals(title, taken[at], free))
        if at in taken
        else Column(title, None, 0.0, samples[at])
        for at, title in enumerate(titles)
    ]


def _rivals(title: str, taken: tuple[str, float, bool], free: Sequence[str]) -> tuple[str, ...]:
    """Columns that the role was not given to, of several years or under one title."""
    role, score, _ = taken
    if role not in {"volume", "perkiraan_anggaran"} or score >= 1:
        return ()
    bare = _without_numbers(title)
    return tuple(one for one in free if _without_numbers(one) == bare)


def _without_numbers(title: str) -> str:
    return re.sub(r"\b(?:tahun|thn|th|ta|t a|[0-9]+)\b", "", name_key(title)).replace(" ", "")


def _offers(title: str, content: Content) -> list[tuple[str, float, bool]]:
    """Roles with scores; the third value: whether the content alone says so."""
    found: list[tuple[str, float, bool]] = []
    scores = heading_scores(title)
    if names_persons(title):
        is_rw = content.cells and content.share(_BY_CONTENT["rw"]) == 1
        return [("rw", _SURE, True) if is_rw else ("pribadi", 1.0, False)]
    if content.share(_is_personal) > 0.5 and scores.get("alamat", 0) < _SURE:  # noqa: PLR2004 - most
        return [("pribadi", 0.95, "pribadi" not in scores)]
    of_agencies = content.share(lambda cell: _AGENCY.match(as_text(cell))) > 0.5  # noqa: PLR2004 - most
    for role, score in scores.items():
        if role == "pribadi" and of_agencies:
            found.append(("skpd_tujuan", score, False))
        else:
            found.append((role, _weighed(role, score, content, title), False))
    if max(scores.values(), default=0) < _LIKELY or _AGAIN.search(title):
        found += [
            (role, 0.55, True)
            for role, fits in _BY_CONTENT.items()
            if len(content.cells) > 1 and content.share(fits) >= 0.8  # noqa: PLR2004 - nearly all
        ]
    return found


def _weighed(role: str, score: float, content: Content, title: str) -> float:
    """A heading's score, less where the cells below say otherwise."""
    times = scale(title)
    needs = _NEEDS.get(role)
    if needs is _money and times > 1:
        needs = partial(scaled_rupiah, times=times, comma=True)
    if role in _OF_A_PROPOSAL and is_of_a_decision(title):
        return score * 0.4
    if not content.cells or needs is None:
        return score
    share = content.share(needs)
    if share < (1 if role in _STRICT else _ENOUGH):
        named = 0.45 if role in REQUIRED and score > _NAMED else 0.0
        score = max(named, score * (0.35 + 0.5 * share))
    amounts = [read_rupiah(cell) for cell in content.cells if _fits(_money, cell)]
    large = bool(amounts) and median(amounts) >= LEAST_MONEY
    if role == "volume" and large:
        score *= 0.4
    if role == "perkiraan_anggaran" and amounts and not large and times == 1:
        score *= 0.8
    return score
