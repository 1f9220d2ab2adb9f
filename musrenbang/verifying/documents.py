"""Verifying one printed document."""

import re
from collections.abc import Iterator
from pathlib import Path

from musrenbang.git.commits import Commit
from musrenbang.git.repository import Repository
from musrenbang.history import history_model
from musrenbang.history.people import officials
from musrenbang.history.timeline import DOCUMENT_ORIGIN
from musrenbang.records.loader import load
from musrenbang.review.review_model import ALLOWED_SIGNERS
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import waktu_wib
from musrenbang.text.progress import Progress
from musrenbang.verifying.claim import Claim, named_commit, read_claim
from musrenbang.verifying.data_differences import data_differences
from musrenbang.verifying.detached_signature import SUFFIX, check_signature
from musrenbang.verifying.pdf_content import PdfContent, read_pdf
from musrenbang.verifying.rebuild import checkout
from musrenbang.verifying.verdict import Verdict, shortened

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
    lines = [*_introduction(claim, commit)]
    if data == rebuilt:
        lines.append("COCOK: sama persis, bita demi bita, dengan yang dihasilkan commit itu.")
    else:
        lines += [
            "TIDAK COCOK dengan yang dihasilkan commit itu.",
            *document_differences(data, rebuilt),
        ]
        lines += remarks
    signature, signed = signature_line(repository, file, data, commit)
    return Verdict(data == rebuilt and signed, (*lines, signature))


def _introduction(claim: Claim, commit: Commit) -> Iterator[str]:
    yield f"Dokumen: {claim.berkas}"
    yield f"Commit: {commit.id}, {waktu_wib(commit.time)}"


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
            "Teks halaman-halamannya sama; yang lain fon, gambar, catatan atau keterangan berkas, "
            "yang dapat pula mengubah tampilan."
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
    repository: Repository, file: Path, data: bytes, commit: Commit
) -> tuple[str, bool]:
    """What to say about the signature beside a file, and whether it is no objection."""
    beside = file.with_name(file.name + SUFFIX)
    if not beside.is_file():
        return f"Tanda tangan: tidak ada ({visible(beside.name)} tidak ditemukan).", True
    # Of what was published, not of whatever branch is checked out.
    signers = repository.file(repository.published_lines()[-1][-1], ALLOWED_SIGNERS) or b""
    found = check_signature(data, beside, signers, commit.time)
    if found.fault:
        return f"TANDA TANGAN TIDAK SAH: {found.fault}.", False
    signer = officials(load(repository.tree(commit.id))).signer(found.principal)
    who = visible(history_model.pelaku(signer))
    if not signer.peran:
        who += ", yang tidak tercatat sebagai pejabat"
    return f"Tanda tangan: sah, oleh {who}; kunci terdaftar {visible(found.principal)}.", True
