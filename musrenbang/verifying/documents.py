"""Verifying one printed document: its data, its pages, and who signed it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from musrenbang.git.objects import Commit
from musrenbang.git.repository import Repository
from musrenbang.history.timeline import DOCUMENT_ORIGIN
from musrenbang.papers.daftar import cetakan_of
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.text.errors import CommandError
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
from musrenbang.verifying.pdf_syntax import AppendedError
from musrenbang.verifying.rebuild import checkout
from musrenbang.verifying.ssh_signature import signature_line
from musrenbang.year.views import View

SHOWN = 20
_PLACE = re.compile(r"20[0-9]{2}/dokumen/[a-z0-9-]+\.pdf")


def verify_document(repository: Repository, file: Path, progress: Progress) -> Verdict:
    """Judge one PDF and, where there is one, the signature beside it."""
    data = file.read_bytes()
    paper = rebuilt(repository, data, progress)
    berkas, commit = paper.berkas, paper.commit
    lines = [f"Dokumen: {berkas}", f"Commit: {commit.id}, {waktu_wib(commit.time)}"]
    genuine, told, _ = judged(data, paper.data, commit.time)
    lines += [*told, *paper.remarks]
    if genuine:
        lines += later_lines(repository, berkas, commit)
    signature, signed = signature_line(repository, file, data, commit, int(berkas[:4]))
    return Verdict(genuine and signed, (*lines, signature))


@dataclass(frozen=True)
class Rebuilt:
    """The paper that a file claims to be, built again."""

    berkas: str
    """Its place on the site."""
    commit: Commit
    data: bytes
    remarks: tuple[str, ...]


def rebuilt(repository: Repository, data: bytes, progress: Progress, wanted: str = "") -> Rebuilt:
    """The paper that a PDF claims to be, and has to be where one is `wanted`.

    Raises as `named_commit` where there is none.
    """
    content = read_pdf(data)
    claim = read_claim(content.attachments.get(DOCUMENT_ORIGIN, b""))
    if claim is None or not _PLACE.fullmatch(claim.berkas):
        raise CommandError(
            "TIDAK COCOK: PDF ini tidak menyebut asalnya, jadi bukan dokumen terbitan repositori "
            "seperti ini, atau sudah disimpan ulang dengan program lain."
        )
    if wanted not in {"", claim.berkas}:
        raise CommandError(f"TIDAK COCOK: isinya {claim.berkas}, seharusnya {wanted}.")
    commit = named_commit(repository, claim)
    progress.step(f"Membuat ulang {claim.berkas} dari commit {commit.id[:12]}")
    with checkout(repository, commit.id) as copy:
        found = copy.document(claim.berkas)
        remarks = [] if data.startswith(found) else copy.remarks()
        return Rebuilt(claim.berkas, commit, found, (*remarks, copy.apart.told))


class Judgement(NamedTuple):
    """What a file is beside the paper that was built again."""

    genuine: bool
    """Whether it is that paper, alone or electronically signed."""
    told: tuple[str, ...]
    signed: bool = False
    """Whether somebody signed it: a time stamp alone is nobody's signature."""


def judged(data: bytes, paper: bytes, made: datetime) -> Judgement:
    """What a file is beside the paper of a commit that was `made` then."""
    if data == paper:
        same = "COCOK: sama persis, byte demi byte, dengan yang dihasilkan commit itu."
        return Judgement(genuine=True, told=(same,))
    wrong = "TIDAK COCOK dengan yang dihasilkan commit itu."
    if not data.startswith(paper):
        return Judgement(genuine=False, told=(wrong, *document_differences(data, paper)))
    # Only a paper that was signed needs what reads signatures.
    from musrenbang.verifying.signature_words import signature_lines  # noqa: PLC0415 - as above
    from musrenbang.verifying.signed_paper import signatures  # noqa: PLC0415 - as above

    try:
        found = signatures(data, paper)
    except AppendedError as error:
        why = (
            wrong,
            (
                f"Dokumen aslinya utuh, tetapi {angka(len(data) - len(paper))} byte ditambahkan "
                "sesudahnya, dan itu bukan tanda tangan elektronik saja, sehingga dapat menutupi "
                f"isi aslinya: {visible(str(error))}."
            ),
        )
        return Judgement(genuine=False, told=why)
    told = (
        (
            "COCOK: byte demi byte yang dihasilkan commit itu, dan sesudahnya hanya tanda tangan "
            "elektronik."
        ),
        *signature_lines(found, made),
    )
    signed = any(not one.is_stamp for one in found)
    return Judgement(genuine=True, told=told, signed=signed)


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
