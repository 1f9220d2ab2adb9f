"""The life story of a proposal: what the records say happened, and who recorded it when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from musrenbang import indonesian
from musrenbang.cases import Case, Status
from musrenbang.git import Commit
from musrenbang.history import History
from musrenbang.indonesian import WIB
from musrenbang.snapshot import KelurahanFolder
from schemas.keputusan import Koreksi

_RECORDED = {"A": "ditambahkan", "M": "diubah", "D": "dihapus"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `waktu` is the day as text, in WIB with the hour where it comes from the history.
    """

    waktu: str
    iso: str
    judul: str
    uraian: str = ""
    oleh: str = ""
    commit: str = ""
    """The commit that recorded it; empty for what the records themselves say."""


def life_story(case: Case, folder: KelurahanFolder, history: History) -> tuple[Event, ...]:
    """Everything known of one proposal, oldest first."""
    dated = [*_from_records(case, folder), *_from_history(case, history)]
    dated.sort(key=lambda item: (item[0], item[1]))
    return tuple(event for _, _, event in dated)


def corrections(case: Case, folder: KelurahanFolder) -> tuple[Koreksi, ...]:
    """What was changed about a proposal after Kirim."""
    if folder.kirim is None:
        return ()
    return tuple(koreksi for koreksi in folder.kirim.koreksi if koreksi.nomor == case.nomor)


def sent_undecided(case: Case, folder: KelurahanFolder) -> str | None:
    """Why the camat sent a proposal on without a decision (juknis D.4)."""
    if folder.kirim is None:
        return None
    return next(
        (item.alasan for item in folder.kirim.tanpa_validasi if item.nomor == case.nomor), None
    )


_Dated = tuple[date, int, Event]


def _from_records(case: Case, folder: KelurahanFolder) -> Iterator[_Dated]:
    def event(day: date, order: int, judul: str, uraian: str = "") -> _Dated:
        return day, order, Event(indonesian.tanggal(day), day.isoformat(), judul, uraian)

    validasi = case.usulan.validasi_lurah
    passed = case.status is not Status.TIDAK_DITERUSKAN
    if validasi and validasi.tanggal:
        judul = "Diteruskan lurah" if passed else "Tidak diteruskan lurah"
        yield event(validasi.tanggal, 1, judul)
    if folder.profil and folder.profil.dikirim and passed:
        yield event(folder.profil.dikirim, 2, "Dikirim lurah ke kecamatan")
    keputusan = case.keputusan
    if keputusan:
        if keputusan.survei:
            yield event(keputusan.survei.tanggal, 3, "Disurvei camat bersama tim teknis")
        if case.status in {Status.DISETUJUI, Status.DITOLAK}:
            yield event(keputusan.tanggal, 4, _decision(case))
    if folder.kirim and passed:
        undecided = sent_undecided(case, folder)
        yield event(
            folder.kirim.tanggal,
            5,
            "Dikirim camat tanpa validasi" if undecided else "Dikirim camat ke tingkat kota",
            undecided or "",
        )
    for koreksi in corrections(case, folder):
        basis = f" Dasar: {koreksi.berita_acara}." if koreksi.berita_acara else ""
        yield event(
            koreksi.tanggal, 6, "Dikoreksi sesudah dikirim", f"{koreksi.alasan.rstrip('.')}.{basis}"
        )


def _decision(case: Case) -> str:
    if case.status is Status.DITOLAK:
        return "Ditolak camat"
    return "Disetujui camat dengan perubahan" if case.diubah else "Disetujui camat"


def _from_history(case: Case, history: History) -> Iterator[_Dated]:
    for file, name in ((case.file, "Berkas usulan"), (case.decision_file, "Berkas keputusan")):
        for letter, commit in history.by_path.get(file, ()):
            yield _recorded(f"{name} {_RECORDED.get(letter, 'diubah')}", commit)


def _recorded(judul: str, commit: Commit) -> _Dated:
    local = _local(commit.time)
    return (
        local.date(),
        7,
        Event(
            indonesian.waktu_wib(commit.time),
            local.isoformat(),
            judul,
            commit.subject,
            commit.author,
            commit.id,
        ),
    )


def _local(moment: datetime) -> datetime:
    return moment.astimezone(WIB)
