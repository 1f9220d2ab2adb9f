"""Verifying one printed document: its data, its pages, and a detached SSH signature over it."""

import json
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from musrenbang.git.objects import Commit
from musrenbang.git.repository import Repository
from musrenbang.git.runner import SshKeygenMissingError, ssh_keygen, verify_time
from musrenbang.history import history_model
from musrenbang.history.people import officials
from musrenbang.history.timeline import DOCUMENT_ORIGIN
from musrenbang.papers.daftar import cetakan_of
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.review.review_model import ALLOWED_SIGNERS
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka, tanggal, waktu_wib
from musrenbang.text.progress import Progress
from musrenbang.verifying.claim import (
    Verdict,
    named_commit,
    newest_after,
    read_claim,
    shortened,
)
from musrenbang.verifying.pdf_content import PdfContent, read_pdf
from musrenbang.verifying.rebuild import checkout
from musrenbang.year.views import View

SHOWN = 20
_PLACE = re.compile(r"20[0-9]{2}/dokumen/[a-z0-9-]+\.pdf")


def verify_document(repository: Repository, file: Path, progress: Progress) -> Verdict:
    """Judge one PDF and, where there is one, the signature beside it."""
    data = file.read_bytes()
    content = read_pdf(data)
    claim = read_claim(content.attachments.get(DOCUMENT_ORIGIN, b""))
    if claim is None or not _PLACE.fullmatch(claim.berkas):
        raise CommandError(
            "TIDAK COCOK: PDF ini tidak menyebut asalnya, jadi bukan dokumen terbitan repositori "
            "seperti ini, atau sudah disimpan ulang dengan program lain."
        )
    commit = named_commit(repository, claim)
    progress.step(f"Membuat ulang {claim.berkas} dari commit {commit.id[:12]}")
    with checkout(repository, commit.id) as copy:
        rebuilt = copy.document(claim.berkas)
        remarks = list(copy.remarks()) if data != rebuilt else []
        remarks.append(copy.apart.told)
    lines = [f"Dokumen: {claim.berkas}", f"Commit: {commit.id}, {waktu_wib(commit.time)}"]
    if data == rebuilt:
        same = "COCOK: sama persis, byte demi byte, dengan yang dihasilkan commit itu."
        lines += [same, *remarks, *later_lines(repository, claim.berkas, commit)]
    else:
        lines += [
            "TIDAK COCOK dengan yang dihasilkan commit itu.",
            *document_differences(data, rebuilt),
            *remarks,
        ]
    signature, signed = signature_line(repository, file, data, commit, int(claim.berkas[:4]))
    return Verdict(data == rebuilt and signed, (*lines, signature))


def later_lines(repository: Repository, berkas: str, commit: Commit) -> Iterator[str]:
    """What the newest published commit says of a document that an older one produced.

    Both are read by this program, so that only their records make a difference.
    """
    tip = newest_after(repository, commit)
    if tip.id == commit.id:
        return
    tahun, nama = int(berkas[:4]), berkas.rpartition("/")[2].removesuffix(".pdf")
    before, after = (load(repository.tree(name)) for name in (commit.id, tip.id))
    until = f"commit terbaru dalam salinan ini, {tip.id[:12]}, {waktu_wib(tip.time)}"
    if before.problems or after.problems:
        yield f"Tidak dapat dibandingkan dengan {until}: datanya tidak terbaca seluruhnya."
        return
    printed, wanted = (_data_of(side, tahun, nama) for side in (before, after))
    sides = before.years.get(tahun), after.years.get(tahun)
    addenda = [*_addenda(*sides)]
    if printed == wanted and not (addenda and nama == _FORM_1):
        yield f"Sampai {until}, isinya belum berubah."
        return
    yield f"SUDAH ADA YANG LEBIH BARU menurut {until}."
    yield from (f"  {line}" for line in (*_corrections(*sides), *addenda))
    if not wanted:
        yield "  Dokumen ini tidak diterbitkan lagi."
    else:
        lines = [
            line
            for name, given in printed.items()
            if name in wanted
            for line in data_differences(name, given, wanted[name])
        ]
        yield from (f"  {line}" for line in shortened(lines, SHOWN, "perbedaan"))


def _data_of(snapshot: Snapshot, tahun: int, nama: str) -> Mapping[str, bytes]:
    """What a document of a year says, part by part; empty where there is no such document."""
    year = snapshot.years.get(tahun)
    files = cetakan_of(View(snapshot, year)) if year else ()
    return {
        naskah.nama: naskah.data for file in files if file.nama == nama for naskah in file.naskah
    }


_FORM_1 = "berita-acara"
"""What an adendum adds to, though it stays as it was."""


def _corrections(before: Year | None, after: Year | None) -> Iterator[str]:
    """What a year has got of corrections after Kirim."""
    for folder in after.folders if after else ():
        old = before.folder(folder.slug) if before else None
        known = old.kirim.koreksi if old and old.kirim else ()
        for row in folder.kirim.koreksi if folder.kirim else ():
            if row not in known:
                yield visible(
                    f"Koreksi usulan {folder.slug}/{row.nomor}, {tanggal(row.tanggal)}: "
                    f"{row.alasan}"
                )


def _addenda(before: Year | None, after: Year | None) -> Iterator[str]:
    minutes = after.berita_acara if after else None
    held = before.berita_acara.adendum if before and before.berita_acara else ()
    for added in minutes.adendum if minutes else ():
        if added not in held:
            yield visible(f"Adendum Berita Acara, {tanggal(added.tanggal)}: {added.alasan}")


def document_differences(data: bytes, rebuilt: bytes) -> Iterator[str]:
    """What differs, from the figures down to mere bytes."""
    given, wanted = read_pdf(data), read_pdf(rebuilt)
    lines = list(_data_lines(given, wanted))
    if lines:
        yield "Datanya lain:"
        yield from (f"  {line}" for line in shortened(lines, SHOWN, "perbedaan"))
    else:
        yield "Data yang dilampirkan di dalamnya sama dengan data repositori."
    pages = [
        str(number)
        for number, (one, other) in enumerate(zip(given.pages, wanted.pages, strict=False), 1)
        if one != other
    ]
    if len(given.pages) != len(wanted.pages):
        yield f"Jumlah halamannya {len(given.pages)}, seharusnya {len(wanted.pages)}."
    if pages:
        shown = ", ".join(shortened(pages, SHOWN, "halaman"))
        yield f"Yang tercetak lain pada halaman {shown}. Jangan percayai angka di situ."
    elif data.startswith(rebuilt):
        yield (
            f"Dokumen aslinya utuh, tetapi {len(data) - len(rebuilt)} bita ditambahkan sesudahnya, "
            "misalnya catatan oleh program lain. Yang ditambahkan dapat menutupi isi aslinya."
        )
    elif not lines:
        yield (
            "Teks halaman-halamannya sama; yang lain huruf (font), gambar, catatan atau keterangan "
            "berkas, yang dapat pula mengubah tampilan."
        )


def _data_lines(given: PdfContent, wanted: PdfContent) -> Iterator[str]:
    for name in sorted({*given.attachments, *wanted.attachments} - {DOCUMENT_ORIGIN}):
        label = visible(name.removesuffix(".json"))
        if name not in given.attachments:
            yield f"{label}: lampiran data ini hilang"
        elif name not in wanted.attachments:
            yield f"{label}: lampiran ini tidak ada pada dokumen terbitan"
        else:
            yield from data_differences(label, given.attachments[name], wanted.attachments[name])


def signature_line(
    repository: Repository, file: Path, data: bytes, commit: Commit, tahun: int
) -> tuple[str, bool]:
    """What to say about the signature beside a file, and whether it is no objection.

    It is judged by the keys and the officials of the commit that the document names: who
    registers a key later, or takes one away, changes nothing about what was signed then.
    """
    beside = file.with_name(file.name + SUFFIX)
    if not beside.is_file():
        return f"Tanda tangan: tidak ada ({visible(beside.name)} tidak ditemukan).", True
    found, now = (
        check_signature(data, beside, repository.file(name, ALLOWED_SIGNERS) or b"", commit.time)
        for name in (commit.id, newest_after(repository, commit).id)
    )
    if found.fault:
        remark = "" if now.fault else _REGISTERED_LATER
        return f"TANDA TANGAN TIDAK SAH: {found.fault}.{remark}", False
    snapshot = load(repository.tree(commit.id))
    who = visible(history_model.pelaku(officials(snapshot).signer(found.principal)))
    key = f"kunci terdaftar {visible(found.principal)}"
    if found.principal.casefold() not in _signatories(snapshot, tahun):
        told = f"TANDA TANGAN TIDAK MENGESAHKAN: dibuat {who}, {key}; {_WHO_SIGNS}"
        return told, False
    remark = " Kunci itu kini tidak terdaftar lagi untuk waktu itu." if now.fault else ""
    return f"Tanda tangan: sah, oleh {who}; {key}.{remark}", True


_WHO_SIGNS = "dokumen ini ditandatangani camat, atau kepala kantor perencanaan yang mengetahuinya."
_REGISTERED_LATER = (
    " Kunci itu baru didaftarkan sesudah dokumen ini: terbitkan dokumennya sekali lagi, lalu "
    "tandatangani yang baru."
)


def _signatories(snapshot: Snapshot, tahun: int) -> Collection[str]:
    """The accounts and addresses of those whose signature a document of a year provides for."""
    year = snapshot.years.get(tahun)
    offices = year.musrenbang.pejabat if year and year.musrenbang else None
    people = (offices.camat, offices.kepala_perencanaan) if offices else ()
    named = {text.casefold() for who in people for text in (who.akun, who.email) if text}
    return named | officials(snapshot).camat


_IDENTITIES = ("usulan", "kode", "nama")
"""Fields that name a row better than its position."""

_COUNTERS = frozenset({"no"})
"""Fields that shift in every row when one is taken out."""

_WRAPPERS = frozenset({"isi", "baris"})
"""Levels that tell a reader nothing."""

_LARGEST = 10**15
"""Numbers from here on, which no honest document holds, are shown as they stand."""

_LONGEST = 90


def data_differences(name: str, given: bytes, rebuilt: bytes) -> Iterator[str]:
    """One line for each value that differs between the data in a file and the repository's."""
    try:
        values = json.loads(given)
    except (ValueError, RecursionError):
        yield f"{name}: bukan data yang dapat dibaca"
        return
    yield from _compare((name,), values, json.loads(rebuilt))


def _compare(way: tuple[str, ...], given: Any, rebuilt: Any) -> Iterator[str]:
    if isinstance(given, dict) and isinstance(rebuilt, dict):
        yield from _compare_parts(way, given, rebuilt)
    elif isinstance(given, list) and isinstance(rebuilt, list):
        one, other = _by_name(given), _by_name(rebuilt)
        yield from _compare_parts(way, one, other)
        if one.keys() == other.keys() and list(one) != list(other):
            yield f"{_place(way)}: urutannya lain"
    elif given != rebuilt or type(given) is not type(rebuilt):
        yield f"{_place(way)}: {_words(given)} dalam berkas, {_words(rebuilt)} menurut repositori"


def _compare_parts(
    way: tuple[str, ...], given: dict[str, Any], rebuilt: dict[str, Any]
) -> Iterator[str]:
    for name in dict.fromkeys((*rebuilt, *given)):
        if name in _COUNTERS:
            continue
        here = (*way, name)
        if name not in given:
            yield f"{_place(here)}: tidak ada dalam berkas, ada menurut repositori"
        elif name not in rebuilt:
            yield f"{_place(here)}: ada dalam berkas, tidak ada menurut repositori"
        else:
            yield from _compare(here, given[name], rebuilt[name])


def _by_name(rows: list[Any]) -> dict[str, Any]:
    """Rows by what identifies them: a field where it is unique, else their position."""
    for field in _IDENTITIES:
        found = {
            row[field]: row
            for row in rows
            if isinstance(row, dict) and isinstance(row.get(field), str)
        }
        if len(found) == len(rows):
            return found
    return {f"butir {number}": row for number, row in enumerate(rows, 1)}


def _place(way: tuple[str, ...]) -> str:
    parts = (part.replace("_", " ") for part in way if part not in _WRAPPERS)
    return " > ".join(map(_short, parts))


def _words(value: object) -> str:
    match value:
        case None | "":
            return "kosong"
        case bool():
            return "ya" if value else "tidak"
        case int() | float() if abs(value) < _LARGEST:
            return angka(Decimal(str(value)))
        case str():
            return f"“{_short(value)}”"
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    shown = visible(text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else f"{shown[:_LONGEST]}…"


NAMESPACE = "berita-acara"
"""What the signature is for; a signature made for Git or for mail does not count."""

SUFFIX = ".sig"


@dataclass(frozen=True)
class Signature:
    """Who signed; `fault` says in Indonesian why the signature does not count."""

    principal: str = ""
    fault: str = ""


def check_signature(data: bytes, signature: Path, signers: bytes, moment: datetime) -> Signature:
    """Check a signature over some bytes against allowed signers whose keys were valid then."""
    with tempfile.TemporaryDirectory(prefix="musrenbang-") as folder:
        allowed = Path(folder) / "allowed_signers"
        allowed.write_bytes(signers)
        file = ("-s", str(signature.resolve()))
        when = verify_time(moment)
        intact = _ssh_keygen("check-novalidate", data, "-n", NAMESPACE, *file)
        if intact is None:
            return Signature(
                fault="tidak cocok dengan isi berkas ini, atau dibuat untuk keperluan lain "
                f"(namespace-nya harus {NAMESPACE})"
            )
        found = _ssh_keygen("find-principals", data, "-f", str(allowed), *file, when)
        for principal in (found or "").replace(",", "\n").splitlines():
            verified = _ssh_keygen(
                *("verify", data, "-f", str(allowed), "-I", principal),
                *("-n", NAMESPACE, *file, when),
            )
            if verified is not None:
                return Signature(principal)
    return Signature(
        fault="dibuat dengan kunci yang tidak terdaftar, tidak berlaku pada waktu dokumen ini "
        f"dibuat, atau tidak boleh dipakai untuk {NAMESPACE}"
    )


def _ssh_keygen(action: str, data: bytes, *words: str) -> str | None:
    """What ssh-keygen prints; `None` where it refuses."""
    try:
        done = ssh_keygen(action, words, data)
    except SshKeygenMissingError:
        raise UsageError("Program ssh-keygen tidak ditemukan; pasang OpenSSH.") from None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
