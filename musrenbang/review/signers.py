"""`allowed_signers`: who holds which key, what a change of it changes, what ssh-keygen cannot use.

Its format: ssh-keygen(1), ALLOWED SIGNERS.
"""

import codecs
import re
import unicodedata
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import NamedTuple

from musrenbang.records.findings import Finding
from musrenbang.review.review_model import ALLOWED_SIGNERS
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import tanggal

_LINE = re.compile(
    r'(?P<who>"[^"]*"|[^ \t"]+)[ \t]+(?:(?P<options>(?:"[^"]*"|[^ \t"])+)[ \t]+)?'
    r"(?P<kind>(?:ssh|ecdsa|sk)-[\w@.-]+)[ \t]+(?P<key>[A-Za-z0-9+/]+={0,2})(?:[ \t].*)?"
)
_OPTION = re.compile(r'([^,=]+)(?:=("[^"]*"|[^,"]*))?(?:,|$)')
_DATES = {"valid-after": "berlaku sejak", "valid-before": "berlaku sampai sebelum"}
_NAMESPACES = re.compile(r'(?:^|,)namespaces="([^"]*)"', re.IGNORECASE)
_FINGERPRINT_LENGTH = len("SHA256:") + 12
_BLANK = " \t\r"
"""What ssh-keygen skips, and nothing else: a comment to it is a comment here."""

GIT = "git"
"""The namespace of signatures on commits."""


@dataclass(frozen=True, slots=True)
class Signer:
    """One line: a key, whom it stands for, and under which conditions.

    `who` is the whole line, and there is no key, where it is not of the known form.
    """

    who: str
    options: str = ""
    kind: str = ""
    key: str = ""

    @property
    def names(self) -> list[str]:
        """Those it stands for."""
        who = self.who if self.key else re.split(r"[ \t]", self.who)[0].strip('"')
        return who.split(",")

    @property
    def is_for_git(self) -> bool:
        """Whether it counts on commits."""
        limited = _NAMESPACES.search(self.options)
        return limited is None or any(fnmatchcase(GIT, one) for one in limited[1].split(","))


def signers(text: str) -> Iterator[Signer]:
    """The lines of an allowed_signers file, without blank ones and comments."""
    for written in text.split("\n"):
        line = written.strip(_BLANK)
        if line and not line.startswith("#"):
            match = _LINE.fullmatch(line)
            yield Signer(match["who"].strip('"'), *match.groups("")[1:]) if match else Signer(line)


def fingerprint(key: bytes) -> str:
    """A public key's fingerprint, as ssh-keygen prints it."""
    return f"SHA256:{b64encode(sha256(key).digest()).decode().rstrip('=')}"


def signer_changes(before: str, after: str) -> Iterator[str]:
    """What differs between two versions of the file, one sentence each.

    Nothing in the file is acted on: what is not of the known form is shown as it stands.
    """
    old, new = Counter(signers(before)), Counter(signers(after))
    gone, come = _by_key((old - new).elements()), _by_key((new - old).elements())
    for key in [key for key in gone if key in come]:
        was, now = gone.pop(key), come.pop(key)
        yield f"{_name(now)}: semula {_conditions(was)} → kini {_conditions(now)}"
    yield from (f"Ditambah: {_whole(item)}" for item in come.values())
    yield from (f"Dihapus: {_whole(item)}" for item in gone.values())


def _by_key(found: Iterable[Signer]) -> dict[tuple[str, ...], Signer]:
    """Lines by the key they hold; repetitions by themselves."""
    by_key: dict[tuple[str, ...], Signer] = {}
    for item in found:
        name: tuple[str, ...] = (item.who, item.key)
        while name in by_key:
            name = (*name, "lagi")
        by_key[name] = item
    return by_key


def _whole(item: Signer) -> str:
    return f"{_name(item)}, {_conditions(item)}" if item.key else _name(item)


def _name(item: Signer) -> str:
    if not item.key:
        return f"baris yang bentuknya tidak dikenal: {item.who}"
    try:
        shown = f"{fingerprint(b64decode(item.key, validate=True))[:_FINGERPRINT_LENGTH]}…"
    except ValueError:
        shown = "tidak dapat dihitung"
    return f"kunci {item.who} ({item.kind}, sidik jari {shown})"


def _conditions(item: Signer) -> str:
    options = [(name, value.strip('"')) for name, value in _OPTION.findall(item.options)]
    dates = [f"{_DATES[name]} {_day(value)}" for name, value in options if name in _DATES]
    others = [f"{name}={value}" if value else name for name, value in options if name not in _DATES]
    rest = [f"syarat lain: {'; '.join(others)}"] if others else []
    return ", ".join((dates or ["tanpa batas waktu"]) + rest)


def _day(value: str) -> str:
    """A day in words; a moment as it stands."""
    try:
        return tanggal(datetime.strptime(value, "%Y%m%d").date())  # noqa: DTZ007 - only the day counts
    except ValueError:
        return value


class _Fault(NamedTuple):
    """What is wrong with a line, from which character on, and what to do."""

    at: int
    message: str
    hint: str


def signers_findings(data: bytes) -> list[Finding]:
    """What ssh-keygen could not use of an allowed_signers file, or would use as another name.

    It passes over such a line without a word: the key would count no more, and who signs by it
    would be told to be a stranger. Where this is stricter, a line would tell readers another thing
    than ssh-keygen: letters that do not show, a day that is in no calendar, a pattern of names.
    """
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return [_finding(line, _Fault(0, *_UTF16))]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return [_finding(data.count(b"\n", 0, error.start) + 1, _Fault(0, *_NOT_UTF8))]
    found: list[Finding] = []
    if data.startswith(codecs.BOM_UTF8):
        found.append(_finding(1, _Fault(0, *_BOM)))
        text = " " + text[1:]
    faults = (_fault(line.rstrip(_BLANK)) for line in text.split("\n"))
    return found + [_finding(line, fault) for line, fault in enumerate(faults, 1) if fault]


def _finding(line: int, fault: _Fault) -> Finding:
    return Finding(
        ALLOWED_SIGNERS, line, fault.at + 1, "kunci.terbaca", "error", fault.message, fault.hint
    )


def _fault(line: str) -> _Fault | None:
    """The first thing wrong with one line of the file, blank at its end no more."""
    start = len(line) - len(line.lstrip(_BLANK))
    counts = line[start : start + 1] not in {"", "#"}
    match = _LINE.fullmatch(line, start)
    read = match.end("key") if match else len(line) if counts else 0
    for at, char in enumerate(line):
        hidden = unicodedata.category(char) in _HIDDEN and char != "\t"
        if hidden or (at < read and not char.isascii()):
            return _Fault(at, _CHARACTER.format(f"{visible(char)} (U+{ord(char):04X})"), _RETYPE)
    if "PRIVATE KEY" in line:
        return _Fault(start, *_PRIVATE)
    if line[start:].startswith(_CONFLICT):
        return _Fault(start, *_UNRESOLVED)
    if match is None or match["kind"] not in _PARTS:
        return _Fault(start, _UNREADABLE, _FORM) if counts else None
    return _part_fault(match) if counts else None


def _part_fault(match: re.Match[str]) -> _Fault | None:
    """The first thing wrong with the name, the conditions or the key of a line."""
    if _PATTERN.search(match["who"]):
        return _Fault(match.start("who"), _FOR_MANY, _FORM)
    wrong = _option_fault(match["options"] or "")
    if wrong:
        return _Fault(match.start("options"), wrong, _OPTIONS_HINT)
    if not _is_key(match["kind"], match["key"]):
        return _Fault(match.start("key"), _NO_KEY, _COPY_KEY)
    return None


def _option_fault(options: str) -> str:
    """What ssh-keygen could not use of the conditions of a line; empty where it could use all."""
    at, said = 0, dict[str, str]()
    while at < len(options):
        match = _STRICT_OPTION.match(options, at)
        if match is None:
            return f"Syarat {visible(options[at:])} tidak dikenal, atau nilainya tidak dikutip."
        name = (match[1] or "").lower()
        if name in said and name:
            return f"Syarat {name} ditulis dua kali."
        said[name], at = match[2] or "", match.end()
    if options.endswith(","):
        return "Sesudah koma terakhir tidak ada syarat lagi."
    times = {name: _time(said[name]) for name in _DATES if name in said}
    for name, moment in times.items():
        if moment is None:
            return f"Tanggal {visible(said[name])} pada {name} tidak ada atau salah tulis."
    since, until = (times.get(name) for name in _DATES)
    if since and until and until <= since:
        return "Kunci ini tidak pernah berlaku: valid-before tidak sesudah valid-after."
    return ""


def _time(text: str) -> datetime | None:
    """A moment as ssh-keygen reads it, where it is one; zones apart, which days do not need."""
    digits = text.removesuffix("Z")
    form = _TIMES.get(len(digits))
    try:
        found = datetime.strptime(digits, form) if form and digits.isdigit() else None  # noqa: DTZ007 - compared with its like
    except ValueError:
        return None
    return found if found and found.year > _EPOCH_YEAR else None


def _is_key(kind: str, text: str) -> bool:
    """Whether some letters are a public key of a kind: its name, then its parts, and no more."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return False
    if b64encode(data).decode() != text:
        return False
    parts = []
    while data:
        size = int.from_bytes(data[:4], "big")
        parts.append(data[4 : 4 + size])
        if len(data) < 4 + size:
            return False
        data = data[4 + size :]
    if len(parts) != len(_PARTS[kind]) + 1 or parts[0] != kind.encode():
        return False
    return all(len(part) in sizes for part, sizes in zip(parts[1:], _PARTS[kind], strict=True))


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PATTERN = re.compile(r"[*?!]")
_STRICT_OPTION = re.compile(
    r'(?:cert-authority|(namespaces|valid-after|valid-before)="([^"\\]*)")(?:,|$)',
    re.IGNORECASE,
)
_TIMES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_EPOCH_YEAR = 1970
_APPLICATION = range(1, 256)
_PARTS: dict[str, tuple[range, ...]] = {
    "ssh-ed25519": (range(32, 33),),
    "ssh-rsa": (range(1, 9), range(129, 2050)),
    "ecdsa-sha2-nistp256": (range(8, 9), range(65, 66)),
    "ecdsa-sha2-nistp384": (range(8, 9), range(97, 98)),
    "ecdsa-sha2-nistp521": (range(8, 9), range(133, 134)),
    "sk-ssh-ed25519@openssh.com": (range(32, 33), _APPLICATION),
    "sk-ecdsa-sha2-nistp256@openssh.com": (range(8, 9), range(65, 66), _APPLICATION),
}
"""The kinds of public keys, and how many bytes each of their parts may have (RFC 4253, 5656, 8709;
OpenSSH's PROTOCOL.u2f). Weaker ones and certificates do not stand in the file themselves."""

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_UNRESOLVED = (
    "Berkas ini masih memuat sisa konflik Git.",
    "Pilih isi yang benar, lalu hapus baris <<<<<<<, ======= dan >>>>>>>.",
)
_UTF16 = (
    "Berkas ini, atau akhirnya, tersimpan sebagai UTF-16, yang tidak terbaca oleh ssh-keygen.",
    "Simpan ulang sebagai UTF-8 tanpa BOM; di PowerShell dengan Add-Content -Encoding ascii.",
)
_NOT_UTF8 = (
    "Baris ini memuat huruf yang bukan UTF-8.",
    "Simpan ulang berkasnya sebagai UTF-8 tanpa BOM, atau tulis ulang baris ini.",
)
_BOM = (
    "Berkas ini diawali tanda BOM yang tidak tampak, yang bagi ssh-keygen termasuk nama pertama.",
    "Simpan ulang sebagai UTF-8 tanpa BOM (di Notepad: Simpan sebagai, UTF-8).",
)
_CHARACTER = "Ada karakter {0} yang tidak tampak, atau yang bagi ssh-keygen bukan spasi atau huruf."
_RETYPE = (
    "Hapus karakter itu dan ketik ulang spasinya; sering terbawa saat menyalin dari surel atau "
    "halaman web. Nama dan syarat ditulis dengan huruf biasa saja."
)
_PRIVATE = (
    "Ini kunci rahasia: siapa pun yang membaca berkas ini dapat menandatangani sebagai pemiliknya.",
    "Hapus dari sini dan jangan pakai lagi. Buat kunci baru, lalu daftarkan isi berkas .pub-nya.",
)
_UNREADABLE = "Baris ini tidak dapat dipakai ssh-keygen, jadi kuncinya tidak akan berlaku."
_FOR_MANY = "Nama dengan *, ? atau ! berlaku bagi siapa pun yang cocok, bukan bagi seorang saja."
_FORM = (
    "Tulis satu kunci sebaris: surel tanpa spasi, syarat bila ada, lalu isi berkas .pub; misalnya "
    'camat@kecamatan.example namespaces="git" ssh-ed25519 AAAA…'
)
_OPTIONS_HINT = (
    'Syarat dipisah koma tanpa spasi: namespaces="git,berita-acara",valid-after="20160101",'
    'valid-before="20170101".'
)
_NO_KEY = "Kunci ini terpotong, berlebih, atau bukan dari jenis yang disebut di depannya."
_COPY_KEY = "Salin ulang isi berkas .pub pemiliknya, satu baris utuh."
