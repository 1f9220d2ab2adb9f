"""Personal data in free text: numbers that name a person, and residents' names in addresses.

The history is public for good, so what slips in cannot be taken back (juknis D.6.c asks proposers
for their KTP and phone number; they stay on paper). Numbers are found by their structure. Names
are found by the words that announce one; streets and houses of prayer named after a person are not
residents.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from musrenbang.year.vocabulary import vocabulary

_MAYBE_NUMBER = re.compile(r"[0-9][0-9 .()/-]{7,}[0-9]")
_NIK = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){15}(?![0-9])")
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
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")  # noqa: RUF001 - they are what is meant
_PROVINCES = frozenset(
    code
    for first, last in ((11, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 96))
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
    """NIK, phone numbers and e-mail addresses in a text."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if "@" in text:
        for match in _EMAIL.finditer(text):
            address = match[0].lower()
            if not address.endswith((".go.id", "@go.id")):
                yield Number("surel", _masked(match[0]), address)
    if _MAYBE_NUMBER.search(text):
        for match in _NIK.finditer(text):
            digits = _digits(match[0])
            if _is_nik(digits) and not _is_announced(text, match):
                yield Number("nik", _masked(match[0]), digits)
        for match in _PHONE.finditer(text):
            if not _AMOUNT.fullmatch(match[0]) and not _is_announced(text, match):
                local = re.sub(r"^620?", "0", _digits(match[0]))
                yield Number("telepon", _masked(match[0]), local)


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
    announce = _ANNOUNCE_IN_ADDRESSES if address else _ANNOUNCE
    if announce.isdisjoint(_WORDS.findall(text.lower())):
        return None
    for pattern in _IN_ADDRESSES if address else _ANYWHERE:
        for match in pattern.finditer(text):
            if _is_name(match["name"]) and not _is_street(
                pattern, text[max(0, match.start() - _BEFORE) : match.start()]
            ):
                return match[0]
    return None


def _is_name(word: str) -> bool:
    return word.lower().rstrip(".") not in _NOT_A_NAME


def _is_street(pattern: re.Pattern[str], before: str) -> bool:
    """Whether the words before make it the name of a street or an institution."""
    if pattern is _REVERED_NAME:
        return _STREET_BEFORE.search(before) is not None
    titled = pattern in {_TITLED, _SOFTLY_TITLED}
    return titled and _STREET_RIGHT_BEFORE.search(before) is not None
