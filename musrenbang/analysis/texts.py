"""Every free text that goes into the public history, with the place it stands at."""

from collections.abc import Iterator
from typing import NamedTuple

from musrenbang.cases import Case
from musrenbang.findings import Keys, Position
from musrenbang.paths import (
    DECISIONS,
    PROPOSALS,
    Kind,
    keputusan_path,
    kirim_path,
    settings_path,
    usulan_path,
)
from musrenbang.snapshot import KelurahanFolder, Pengumuman, Year
from schemas import BeritaAcara, Keputusan, Kirim, Usulan


class Text(NamedTuple):
    """One text; Markdown files have a line instead of keys."""

    file: str
    where: Keys | Position
    text: str


def texts_of(year: Year) -> Iterator[Text]:
    """All free texts of a year, official fields (names, NIP, e-mail, contact) left out."""
    for folder in year.folders:
        yield from _of_folder(year.tahun, folder)
    if year.berita_acara:
        path = settings_path(year.tahun, Kind.BERITA_ACARA)
        for keys, text in _minutes_texts(year.berita_acara):
            yield Text(path, keys, text)
    for notice in year.pengumuman:
        yield from _notice_texts(year.tahun, notice)
    for name, markdown in (
        ("arah-kebijakan", year.arah_kebijakan),
        ("program-prioritas", year.program_prioritas),
    ):
        yield from _lines(f"{PROPOSALS}/{year.tahun}/{name}.md", markdown or "", first=1)


def place_texts(case: Case) -> Iterator[tuple[Keys, str]]:
    """The texts of a proposal in which people write where something is."""
    usulan = case.usulan
    if usulan.lokasi:
        yield ("lokasi", "alamat"), usulan.lokasi.alamat
    yield ("permasalahan",), usulan.permasalahan
    yield ("usulan_kegiatan",), usulan.usulan_kegiatan
    if usulan.keterangan:
        yield ("keterangan",), usulan.keterangan


def _of_folder(tahun: int, folder: KelurahanFolder) -> Iterator[Text]:
    for nomor, usulan in folder.usulan.items():
        for keys, text in _proposal_texts(usulan):
            yield Text(usulan_path(tahun, folder.slug, nomor), keys, text)
    for nomor, decision in folder.keputusan.items():
        for keys, text in _decision_texts(decision):
            yield Text(keputusan_path(tahun, folder.slug, nomor), keys, text)
    for nomor, result in folder.survei.items():
        if result.survei.catatan:
            path = keputusan_path(tahun, folder.slug, nomor)
            yield Text(path, ("survei", "catatan"), result.survei.catatan)
    if folder.kirim:
        for keys, text in _kirim_texts(folder.kirim):
            yield Text(kirim_path(tahun, folder.slug), keys, text)


def _proposal_texts(usulan: Usulan) -> Iterator[tuple[Keys, str]]:
    yield ("permasalahan",), usulan.permasalahan
    yield ("usulan_kegiatan",), usulan.usulan_kegiatan
    if usulan.lokasi:
        yield ("lokasi", "alamat"), usulan.lokasi.alamat
    for field, text in (("isu", usulan.isu), ("program", usulan.program)):
        if text:
            yield (field,), text
    if usulan.keterangan:
        yield ("keterangan",), usulan.keterangan
    if usulan.validasi_lurah and usulan.validasi_lurah.catatan:
        yield ("validasi_lurah", "catatan"), usulan.validasi_lurah.catatan


def _decision_texts(decision: Keputusan) -> Iterator[tuple[Keys, str]]:
    if decision.alasan_perubahan:
        yield ("alasan_perubahan",), decision.alasan_perubahan
    if decision.alasan:
        yield ("alasan", "uraian"), decision.alasan.uraian
    if decision.survei and decision.survei.catatan:
        yield ("survei", "catatan"), decision.survei.catatan
    if decision.tanpa_survei:
        yield ("tanpa_survei",), decision.tanpa_survei
    if decision.penjelasan:
        yield ("penjelasan",), decision.penjelasan


def _kirim_texts(kirim: Kirim) -> Iterator[tuple[Keys, str]]:
    for index, undecided in enumerate(kirim.tanpa_validasi):
        yield ("tanpa_validasi", index, "alasan"), undecided.alasan
    for index, correction in enumerate(kirim.koreksi):
        yield ("koreksi", index, "alasan"), correction.alasan


def _minutes_texts(minutes: BeritaAcara) -> Iterator[tuple[Keys, str]]:
    yield ("tempat",), minutes.tempat
    for index, talk in enumerate(minutes.pemaparan):
        yield ("pemaparan", index, "materi"), talk.materi
    if minutes.tanggapan:
        yield ("tanggapan",), minutes.tanggapan
    for index, witness in enumerate(minutes.wakil_peserta):
        yield ("wakil_peserta", index, "alamat"), witness.alamat
    for index, photo in enumerate(minutes.dokumentasi):
        yield ("dokumentasi", index, "keterangan"), photo.keterangan


def _notice_texts(tahun: int, notice: Pengumuman) -> Iterator[Text]:
    path = f"{DECISIONS}/{tahun}/{Kind.PENGUMUMAN.value}/{notice.slug}.md"
    yield Text(path, Position(1, 1), notice.judul)
    # The text has lost its leading blank lines; by custom there is one below the title.
    yield from _lines(path, notice.isi, first=3)


def _lines(path: str, markdown: str, first: int) -> Iterator[Text]:
    for number, line in enumerate(markdown.split("\n"), first):
        if line:
            yield Text(path, Position(number, 1), line)
