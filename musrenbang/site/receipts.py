"""What a resident passes on: the outcome of one proposal on one sheet, to print, send or save."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from musrenbang.files.published_folder import Output
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review.words import amount, volume
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import ListedProposal
from musrenbang.site.life_story import corrections, sent_undecided
from musrenbang.site.page_facts import YearFacts
from musrenbang.text.indonesian import tanggal
from musrenbang.text.qr import qr_code
from musrenbang.year.cases import Case, Status
from musrenbang.year.follow_up import is_done
from musrenbang.year.guide import guidance

SAMPLE = "Data contoh, bukan usulan sebenarnya."
_REST = "selengkapnya pada halaman usulan"
_LONGEST_SENT = 300
"""Of what the camat or lurah wrote, in a message: some hosts cut longer addresses off."""
_LONGEST_PRINTED = 600
"""Of each text on a receipt, which is one sheet."""


class Reason(NamedTuple):
    """What somebody wrote of an outcome."""

    nama: str
    teks: str


class Share(NamedTuple):
    """How a receipt leads back to the proposal's own page."""

    alamat: str
    qr: Markup
    pesan: str
    whatsapp: str


def receipt_pages(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """The receipt of every proposal whose file stands in one folder."""
    folder = year.year.folder(slug) or KelurahanFolder(slug)
    for case in year.view.cases_by_folder[slug].values():
        entry = year.entry(case)
        alamat = addresses.absolute(engine.site.situs.alamat, entry.path)
        why = tuple(_why(entry, folder))
        told = (*why, *_corrected(case, folder))
        yield engine.page(
            "kartu",
            Page(
                addresses.receipt_page(year.tahun, case.folder, case.nomor),
                f"{entry.hasil_lengkap}: {entry.judul} (kartu hasil)",
                f"{SAMPLE if year.contoh else ''} Kelurahan {entry.wilayah}.".strip(),
                remah=(Crumb(f"Usulan {case.id}", entry.path),),
                bagian="usulan",
                skrip=("aset/kartu.js",),
                indexed=False,
                gambar=entry.gambar,
            ),
            year,
            entry=entry,
            contoh=SAMPLE if year.contoh else "",
            mengapa=[one._replace(teks=_cut(one.teks, _LONGEST_PRINTED)) for one in told],
            semula=f"{volume(case.usulan.volume, case)}, {amount(case.usulan.perkiraan_anggaran)}",
            langkah=guidance(case.alasan) if case.alasan and not is_done(case) else "",
            bagikan=share(entry, alamat, why, contoh=year.contoh) if alamat else None,
        )


def _why(entry: ListedProposal, folder: KelurahanFolder) -> Iterator[Reason]:
    """Why it came to this, as those who decided it wrote."""
    case = entry.case
    if entry.alasan and case.keputusan and case.keputusan.alasan:
        yield Reason("Penjelasan camat", case.keputusan.alasan.uraian)
        if case.keputusan.alasan.saran:
            yield Reason("Saran camat", case.keputusan.alasan.saran)
    if case.diubah and case.keputusan and case.keputusan.alasan_perubahan:
        yield Reason("Mengapa diubah", case.keputusan.alasan_perubahan)
    if undecided := sent_undecided(case, folder):
        yield Reason("Mengapa tidak diputuskan", undecided)
    validasi = case.usulan.validasi_lurah
    if case.status is Status.TIDAK_DITERUSKAN and validasi and validasi.catatan:
        yield Reason("Penjelasan lurah", validasi.catatan)


def _corrected(case: Case, folder: KelurahanFolder) -> Iterator[Reason]:
    """What was changed after Kirim, and why."""
    for one in corrections(case, folder):
        yield Reason(f"Dikoreksi {tanggal(one.tanggal)}, sesudah hasil dikirim", one.alasan)


def share(entry: ListedProposal, alamat: str, mengapa: Sequence[Reason], *, contoh: bool) -> Share:
    """The message and the code that lead to a proposal's page at `alamat`.

    Of `mengapa`, the first reason is told; `contoh` says that the year is a sample.
    """
    case = entry.case
    parts = [
        SAMPLE if contoh else "",
        f"Usulan {case.id}: {entry.judul} ({entry.wilayah}).",
        f"{entry.hasil_lengkap}{f': {entry.alasan}' if entry.alasan else ''}.",
        _cut(" ".join(mengapa[0].teks.split()), _LONGEST_SENT) if mengapa else "",
        f"Langkah berikutnya: {case.alasan.langkah}"
        if entry.alasan and case.alasan and not is_done(case)
        else "",
        f"Sesudah kecamatan: {entry.lanjut}." if entry.lanjut else "",
        alamat,
    ]
    pesan = "\n".join(filter(None, parts))
    return Share(alamat, qr_code(alamat), pesan, f"https://wa.me/?text={quote(pesan, safe='')}")


def _cut(text: str, most: int) -> str:
    """A text of about `most` characters; where it goes on is said."""
    return text if len(text) <= most else f"{text[:most].rstrip()} … ({_REST})"
