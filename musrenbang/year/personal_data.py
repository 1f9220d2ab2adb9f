"""Personal data in the texts of the public history: numbers that name a person, residents' names.

The history is public for good, so what slips in cannot be taken back (juknis D.6.c asks proposers
for their KTP and phone number; they stay on paper). Numbers are found by their structure. Names
are found by the words that announce one; streets and houses of prayer named after a person are not
residents. The models say which of their fields hold text and which are official; no field is listed
here.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from musrenbang.files.paths import (
    DECISIONS,
    PROPOSALS,
    Kind,
    kelurahan_path,
    keputusan_path,
    kirim_path,
    settings_path,
    tindak_lanjut_path,
    usulan_path,
)
from musrenbang.records.fields import further_fields
from musrenbang.records.findings import Keys, Position
from musrenbang.records.snapshot import Pengumuman, Year
from musrenbang.records.validation import parts
from musrenbang.text.lookalikes import seen
from musrenbang.year.cases import Case
from musrenbang.year.vocabulary import vocabulary
from schemas import Usulan
from schemas.base import Record, Resmi

_MAYBE_NUMBER = re.compile(r"[0-9OoIl|][0-9OoIl| .()/_-]{7,}[0-9OoIl|]")
_LETTER_FOR_DIGIT = re.compile(r"(?<![A-Za-z])[OoIl|]+(?![A-Za-z])")
_DIGITS = str.maketrans("OoIl|", "00111")
_NIK = re.compile(
    r"(?<![0-9])(?:[0-9](?:[ .-]?[0-9]){15}"
    r"|(?<![0-9][/_])(?:(?:[0-9]{4}[/_]){3}[0-9]{4}|[0-9]{6}[/_][0-9]{6}[/_]?[0-9]{4}"
    r"|(?:[0-9]{2}[/_]){3}[0-9]{6}[/_][0-9]{4})(?![/_][0-9])"
    r")(?![0-9])"
)
"""Strokes divide dates, paths and numbers of letters too: there only in the groups of a NIK."""
_DAY = r"[0-3]?[0-9][ .-]?[01]?[0-9][ .-]?(?:19|20)[0-9]{2}"
_SUM = r"[0-9]{1,3}(?:\.[0-9]{3})+"
_NO_NIK = re.compile(
    r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[12]0[0-9]{2}[ .-][0-9]{6}"
    rf"|{_DAY}[ .-]{_DAY}|{_SUM}[ -]{_SUM}|[0-9]{{1,2}}\.[0-9]+[ -]1[0-4][0-9]\.[0-9]+"
)
"""What has sixteen digits too: the code of a kelurahan or desa and a running number, as source
systems write their proposals; two days; two sums; a latitude and a longitude."""
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?:"
    r"\+62[ .()-]{0,2}(?:\(0\) ?)?8[1235789](?:[ .()-]{0,2}[0-9]){6,10}"
    r"|628[1235789](?:[ .()-]{0,2}[0-9]){6,10}"
    r"|08[1235789](?:[ .()-]{0,2}[0-9]){6,10}"
    r"|08[1235789][0-9](?:/[0-9]{3,4}){2}"
    r")(?![0-9])"
)
"""Mobile numbers only: landlines are those of offices."""
_AMOUNT = re.compile(r"08[0-9](?:\.[0-9]{3}){2}|08[0-9](?:\.[0-9]{3})*\.000")
"""A long number in groups of three is read as an amount, unless it is as long as a phone number."""
_OTHER_NUMBER_BEFORE = re.compile(
    r"\b(?:rp|sk|kib|nib|register|reg)\b[\W_]*"
    r"(?:(?:[a-f]|camat|lurah|gubernur|wali ?kota|bupati|nasional)\b[\W_]*)?"
    r"(?:(?:no|nomor)\b[\W_]*)?$",
    re.IGNORECASE,
)
"""What announces money, a decree, an asset or a business number (KIB, NIB)."""
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)

PATTERNS = {
    "nik": _NIK.pattern,
    "telepon": _PHONE.pattern,
    "surel": _EMAIL.pattern,
    "jumlah": _AMOUNT.pattern,
    "nomor-lain": _OTHER_NUMBER_BEFORE.pattern,
}
"""The same patterns for scripts: what they hold means the same in JavaScript."""

_BEFORE = 60
"""How many characters before a name or a number can say what it is."""
_PROVINCES = frozenset(
    code
    for first, last in (
        (11, 19),
        (21, 21),
        (31, 36),
        (51, 53),
        (61, 65),
        (71, 76),
        (81, 82),
        (91, 96),
    )
    for code in range(first, last + 1)
)
_DAYS = frozenset((*range(1, 32), *range(41, 72)))


class Number(NamedTuple):
    """A number or address that names a person, with its end hidden."""

    kind: str
    shown: str
    value: str
    """The whole of it, spelled one way, to compare it with official contacts; never shown."""


def numbers(text: str) -> Iterator[Number]:
    """NIK, phone numbers and e-mail addresses in a text, as its reader sees it."""
    text = _as_set(seen(text))
    if "@" in text:
        for match in _EMAIL.finditer(text):
            address = match[0].lower()
            if not address.endswith((".go.id", "@go.id")):
                yield Number("surel", _masked(match[0]), address)
    if _MAYBE_NUMBER.search(text):
        text = _LETTER_FOR_DIGIT.sub(lambda found: found[0].translate(_DIGITS), text)
        for match in _NIK.finditer(text):
            digits = _digits(match[0])
            is_other = _NO_NIK.fullmatch(match[0]) or _is_announced(text, match)
            if _is_nik(digits) and not is_other:
                yield Number("nik", _masked(match[0]), digits)
        for match in _PHONE.finditer(text):
            if not _AMOUNT.fullmatch(match[0]) and not _is_announced(text, match):
                local = re.sub(r"^620?", "0", _digits(match[0]))
                yield Number("telepon", _masked(match[0]), local)


_BROKEN_LINE = re.compile(r"(?<=[0-9])[ \t]*\n[ \t]*(?=[0-9])")
_EMPHASIS = re.compile(r"(?<=[0-9])[*~`\\]+(?=[0-9])")


def _as_set(text: str) -> str:
    """The text as a page sets Markdown: characters for their codes, digits without what is not."""
    return _EMPHASIS.sub("", _BROKEN_LINE.sub(" ", unescape(text)))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _is_announced(text: str, match: re.Match[str]) -> bool:
    """Whether the words before say that it is some other number."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return _OTHER_NUMBER_BEFORE.search(before) is not None


def _is_nik(digits: str) -> bool:
    """Province, city, kecamatan, a date of birth (the day raised by 40 for women), a serial."""
    return (
        int(digits[:2]) in _PROVINCES
        and "00" not in {digits[2:4], digits[4:6]}
        and int(digits[6:8]) in _DAYS
        and 1 <= int(digits[8:10]) <= 12  # noqa: PLR2004 - months
        and digits[12:] != "0000"
    )


def _masked(text: str) -> str:
    return f"{text[:4]}…"


_TITLES = "pak bpk bu ny sdr sdri alm almh"
"""Titles that hardly stand before anything but a name."""
_SOFT_TITLES = "bapak bp ibu nyonya tn tuan saudara saudari mas mbak bang mpok kang teh cak ning"
"""Titles that also stand in "Kesehatan Ibu dan Anak": believed only in an address."""
_REVERED = "haji hajjah hajah hj h kh kyai kiai ustadzah ustadz ustad ustaz ust"
"""Titles that streets, mosques and schools carry too."""
_HOMES = "rumah rmh kediaman kontrakan warung toko kos kosan bengkel tanah kebun milik keluarga"
_BESIDE = "depan samping belakang sebelah dekat"
_ANNOUNCE = vocabulary(f"{_TITLES} {_SOFT_TITLES} {_REVERED} almh mbah abah an n nama")
"""One of these words is in every passage that names somebody; a home alone only in an address."""
_ANNOUNCE_IN_ADDRESSES = _ANNOUNCE | vocabulary("rumah rmh kediaman milik")
_WORDS = re.compile(r"[a-z]+")
_NOT_A_NAME = vocabulary(
    """
    camat lurah rt rw ketua wakil kader wali walikota bupati gubernur kepala kades kadus guru
    dosen dokter bidan hamil menyusui pkk rumah warga kota dewan presiden menteri sekda
    sekretaris bendahara pengurus jamaah dan atau yang dari di ke tangga pertiwi balita lansia
    muda tua rumahan kost kos majelis posyandu dasawisma dinas sakit susun makan ibadah potong
    adat tahfiz tahfidz baca pintar produksi jaga pompa panggung subsidi tidak layak tinggal
    sederhana deret singgah kaca kompos duka jenazah aman negara daerah umum pemda pemprov pln
    pdam dki swasta pribadi masyarakat bersama pemerintah desa kelurahan kecamatan kampung
    sehat hujan penduduk kosong toko warung no nomor dalam untuk jl jalan gang gg blok babinsa
    polisi kapolsek danramil pejabat anggota imam dukun pedagang penjual tempe pki pns tni
    polri masjid musala mushola sekolah perumahan hadirin sekalian i ii iii iv v vi vii viii
    ix x
    """
) | vocabulary(f"{_TITLES} {_SOFT_TITLES}")
_STREETS = (
    "jl jln jalan gg gang gn kp kampung mushola musholla mushala mushalla musala masjid mesjid "
    "langgar surau majelis majlis taklim pesantren ponpes pondok yayasan tpq tpa tpu makam "
    "ziarah posyandu paud tk rptra "
    "sd sdn mi mts smp smk sma madrasah madin sekolah rs rsud rsia rsu klinik puskesmas taman "
    "lapangan komplek kompleks perumahan pasar gedung jembatan kali situ waduk blok apotek "
    "bandara stadion museum monumen kh h hj prof dr raya"
)
_CAPITALISED = r"(?-i:[A-Z][A-Za-z'’]+|[A-Z]\.)"
_ANY_WORD = r"[A-Za-z][A-Za-z'’]+"


def _any(names: str) -> str:
    return "|".join(sorted(names.split(), key=len, reverse=True))


_AT_HOME = re.compile(
    rf"\b(?:{_any(_HOMES)}|{_any(_BESIDE)})\s+(?:alm\.?\s+)?"
    rf"(?:{_any(_TITLES)}|{_any(_SOFT_TITLES)}|{_any(_REVERED)}|mbah|abah)\b\.?\s*"
    rf"\b(?P<name>{_ANY_WORD})",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?:almh?\b\.?\s+(?:{_any(_TITLES)}|{_any(_SOFT_TITLES)}|{_any(_REVERED)})"
    rf"|{_any(_TITLES)})\b\.?\s*(?P<name>{_CAPITALISED})",
    re.IGNORECASE,
)
_SOFTLY_TITLED = re.compile(
    rf"\b(?:{_any(_SOFT_TITLES)})\b\.?\s+(?P<name>{_CAPITALISED})", re.IGNORECASE
)
_REVERED_NAME = re.compile(
    rf"\b(?:{_any(_REVERED.replace(' h ', ' '))}|k\.\s?h\.|h\.)\.?\s*\b(?P<name>{_CAPITALISED})",
    re.IGNORECASE,
)
_HOUSE_OF = re.compile(
    r"\b(?:rumah|rmh|kediaman|milik)\s+(?P<name>(?-i:[A-Z][a-z'’]+))\b", re.IGNORECASE
)
_ON_BEHALF = re.compile(
    rf"\b(?:a\.\s?n\.?|an\.|a/n|atas nama)\s*:?\s*(?P<name>{_CAPITALISED})", re.IGNORECASE
)
_ANYWHERE = (_AT_HOME, _ON_BEHALF, _TITLED)
_IN_ADDRESSES = (*_ANYWHERE, _HOUSE_OF, _SOFTLY_TITLED, _REVERED_NAME)
_STREET_BEFORE = re.compile(
    rf"\b(?:{_any(_STREETS)})\b\.?\s*(?:[A-Za-z']+\.?\s+){{0,2}}$", re.IGNORECASE
)
_STREET_RIGHT_BEFORE = re.compile(rf"\b(?:{_any(_STREETS)})\b\.?\s*$", re.IGNORECASE)


def resident_name(text: str, *, address: bool) -> str | None:
    """The first passage of a text that names a resident, as written; `None` where none does.

    An address is read more suspiciously than a sentence.
    """
    text = seen(text)
    announce = _ANNOUNCE_IN_ADDRESSES if address else _ANNOUNCE
    if announce.isdisjoint(_WORDS.findall(text.lower())):
        return None
    for pattern in _IN_ADDRESSES if address else _ANYWHERE:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            word = match["name"].lower().rstrip(".")
            if word not in _NOT_A_NAME and not _is_street(pattern, before):
                return match[0]
    return None


def _is_street(pattern: re.Pattern[str], before: str) -> bool:
    """Whether the words before make it the name of a street or an institution."""
    if pattern is _REVERED_NAME:
        return _STREET_BEFORE.search(before) is not None
    titled = pattern in {_TITLED, _SOFTLY_TITLED}
    return titled and _STREET_RIGHT_BEFORE.search(before) is not None


class Text(NamedTuple):
    """One text; comments and Markdown files have a position instead of keys."""

    file: str
    where: Keys | Position
    text: str
    resmi: bool = False
    """Whether its field is official: telephone numbers and e-mail in it are an office's."""


def texts_of(year: Year) -> Iterator[Text]:
    """All texts of a year."""
    for path, record in _records(year):
        for keys, text, resmi in texts_in(record):
            yield Text(path, keys, text, resmi)
    for path, comments in year.komentar.items():
        for position, text in comments:
            yield Text(path, position, text)
    for notice in year.pengumuman:
        yield from _notice_texts(year.tahun, notice)
    for slug in year.kelurahan:
        yield Text(kelurahan_path(year.tahun, slug), Position(1, 1), slug)
    for path in year.foto:
        yield Text(path, Position(1, 1), path.rpartition("/")[2])
    for name, markdown in (
        ("arah-kebijakan", year.arah_kebijakan),
        ("program-prioritas", year.program_prioritas),
    ):
        yield from _lines(f"{PROPOSALS}/{year.tahun}/{name}.md", markdown or "", first=1)


def texts_in(record: object) -> Iterator[tuple[Keys, str, bool]]:
    """The texts of a record: the keys, the text, whether it is official."""
    waiting: list[tuple[Any, Keys, bool]] = [(record, (), False)]
    while waiting:
        value, keys, resmi = waiting.pop()
        if type(value) is str:
            yield keys, value, resmi
        elif type(value) is tuple:
            waiting += [(part, (*keys, index), resmi) for index, part in enumerate(value)]
        elif isinstance(value, Record):
            values = value.__dict__
            for name, official in _text_fields(type(value)):
                part = values[name]
                if part:
                    waiting.append((part, (*keys, name), official))
        elif isinstance(value, Mapping):
            for key, part in value.items():
                waiting += ((key, (*keys, key), resmi), (part, (*keys, key), resmi))


@cache
def _text_fields(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    """The fields of a model that can hold text, and whether each is official."""
    found = []
    for name, info in model.model_fields.items():
        kinds = [*parts(info.annotation), *info.metadata]
        if any(isinstance(kind, type) and issubclass(kind, str | Record) for kind in kinds):
            found.append((name, any(isinstance(kind, Resmi) for kind in kinds)))
    return tuple(found)


def place_texts(case: Case) -> Iterator[tuple[Keys, str]]:
    """The texts of a proposal in which people write where something is, or anything at all."""
    usulan = case.usulan
    if usulan.lokasi:
        yield ("lokasi", "alamat"), usulan.lokasi.alamat
    yield ("permasalahan",), usulan.permasalahan
    yield ("usulan_kegiatan",), usulan.usulan_kegiatan
    for name in ("keterangan", *(field.keys[0] for field in further_fields(Usulan))):
        text = getattr(usulan, name)
        if isinstance(text, str):
            yield (name,), text


def _records(year: Year) -> Iterator[tuple[str, object]]:
    """Every record of a year, or `None` in its place, with its file."""
    tahun = year.tahun
    yield settings_path(tahun, Kind.MUSRENBANG), year.musrenbang
    yield settings_path(tahun, Kind.SKPD), year.skpd
    yield settings_path(tahun, Kind.TEMPLATE), year.template
    yield settings_path(tahun, Kind.JUKNIS), year.juknis
    yield settings_path(tahun, Kind.BERITA_ACARA), year.berita_acara
    for folder in year.folders:
        yield kelurahan_path(tahun, folder.slug), folder.profil
        yield kirim_path(tahun, folder.slug), folder.kirim
        for nomor, usulan in folder.usulan.items():
            yield usulan_path(tahun, folder.slug, nomor), usulan
        for decided in (folder.keputusan, folder.survei):
            for nomor, record in decided.items():
                yield keputusan_path(tahun, folder.slug, nomor), record
        for nomor, told in folder.tindak_lanjut.items():
            yield tindak_lanjut_path(tahun, folder.slug, nomor), told.root


def _notice_texts(tahun: int, notice: Pengumuman) -> Iterator[Text]:
    path = f"{DECISIONS}/{tahun}/{Kind.PENGUMUMAN.value}/{notice.slug}.md"
    yield Text(path, Position(1, 1), notice.slug.removeprefix(f"{notice.tanggal}-"))
    yield Text(path, Position(1, 1), notice.judul)
    yield from _lines(path, notice.isi, first=notice.baris)


def _lines(path: str, markdown: str, first: int) -> Iterator[Text]:
    lines = markdown.split("\n")
    for number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), first):
        if line:
            # A number that a line end breaks stands in the line it begins in.
            goes_on = line.rstrip()[-1:].isdigit() and after.lstrip()[:1].isdigit()
            yield Text(path, Position(number, 1), f"{line}\n{after}" if goes_on else line)
