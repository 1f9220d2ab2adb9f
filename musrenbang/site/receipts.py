"""What a resident passes on: the outcome of one proposal on one sheet, to print, send or save."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import ListedProposal
from musrenbang.site.page_facts import YearFacts
from musrenbang.text.qr import qr_code
from musrenbang.year.follow_up import is_done
from musrenbang.year.guide import guidance

_LONGEST_PART = 300
"""Of what the camat wrote, in a message: some hosts cut longer addresses off."""


class Share(NamedTuple):
    """How a receipt leads back to the proposal's own page."""

    alamat: str
    qr: Markup
    pesan: str
    whatsapp: str


def receipt_pages(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """The receipt of every proposal whose file stands in one folder."""
    for case in year.view.cases_by_folder[slug].values():
        entry = year.entry(case)
        alamat = addresses.absolute(engine.site.situs.alamat, entry.path)
        yield engine.page(
            "kartu",
            Page(
                addresses.receipt_page(year.tahun, case.folder, case.nomor),
                f"Kartu hasil: {entry.judul}",
                remah=(Crumb(f"Usulan {case.id}", entry.path),),
                bagian="usulan",
                skrip=("aset/kartu.js",),
                indexed=False,
                gambar=entry.gambar,
            ),
            year,
            entry=entry,
            langkah=guidance(case.alasan) if case.alasan and not is_done(case) else "",
            bagikan=share(entry, alamat) if alamat else None,
        )


def share(entry: ListedProposal, alamat: str) -> Share:
    """The message and the code that lead to a proposal's page at `alamat`."""
    case = entry.case
    parts = [
        f"Usulan {case.id}: {entry.judul} ({entry.wilayah}).",
        f"{entry.hasil_lengkap}{f': {entry.alasan}' if entry.alasan else ''}.",
        _cut(entry.uraian) if entry.uraian else "",
        f"Langkah berikutnya: {case.alasan.langkah}"
        if entry.alasan and case.alasan and not is_done(case)
        else "",
        f"Sesudah kecamatan: {entry.lanjut}." if entry.lanjut else "",
        alamat,
    ]
    pesan = "\n".join(filter(None, parts))
    return Share(alamat, qr_code(alamat), pesan, f"https://wa.me/?text={quote(pesan, safe='')}")


def _cut(text: str) -> str:
    """A text no longer than a message bears; that it was cut shows."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_PART else f"{text[:_LONGEST_PART].rstrip()} …"
