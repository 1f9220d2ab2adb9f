"""The life story of a proposal: what the records say happened, and who recorded it when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from musrenbang import indonesian
from musrenbang.cases import Case, Status
from musrenbang.git import Commit
from musrenbang.history import History
from musrenbang.indonesian import WIB
from musrenbang.labels import CHANGED, STATUS
from musrenbang.site.entries import amount
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


def life_story(case: Case, folder: KelurahanFolder) -> tuple[Event, ...]:
    """What happened to one proposal according to the records, oldest first."""
    return _in_order(_from_records(case, folder))


def recorded_changes(case: Case, history: History) -> tuple[Event, ...]:
    """Who recorded it when, oldest first."""
    return _in_order(_from_history(case, history))


def _in_order(dated: Iterable["_Dated"]) -> tuple[Event, ...]:
    ordered = sorted(dated, key=lambda item: (item[0], item[1]))
    return tuple(event for _, _, event in ordered)


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
    if case.survei:
        yield event(case.survei.tanggal, 3, "Disurvei camat bersama tim teknis")
    if keputusan and case.status in {Status.DISETUJUI, Status.DITOLAK}:
        # The records hold what was decided in the end, not what that day decided.
        corrected = bool(corrections(case, folder))
        yield event(keputusan.tanggal, 4, "Diputuskan camat" if corrected else _decision(case))
    if folder.kirim and case.status in _SENT:
        yield event(folder.kirim.tanggal, 5, _SENT[case.status], sent_undecided(case, folder) or "")
    every = sorted(corrections(case, folder), key=lambda koreksi: koreksi.tanggal)
    for number, koreksi in enumerate(every, 1):
        last = number == len(every)
        basis = f" Dasar: {koreksi.berita_acara}." if koreksi.berita_acara else ""
        yield event(
            koreksi.tanggal,
            6,
            f"Dikoreksi: {_outcome(case)}" if last else "Dikoreksi sesudah dikirim",
            f"{koreksi.alasan.rstrip('.')}.{basis}",
        )


_SENT = {
    Status.DISETUJUI: "Dikirim camat ke tingkat kota",
    Status.DITOLAK: "Hasil kelurahan dikirim camat ke tingkat kota",
    Status.BELUM_DIVALIDASI: "Dikirim camat tanpa validasi",
}
"""What Kirim did with a proposal; nothing with those that are not the camat's to decide."""


def _decision(case: Case) -> str:
    if case.status is Status.DITOLAK:
        return "Ditolak camat"
    return "Disetujui camat dengan perubahan" if case.diubah else "Disetujui camat"


def _outcome(case: Case) -> str:
    """How a corrected proposal stands now."""
    if case.status is not Status.DISETUJUI:
        return STATUS[case.status].nama.lower()
    figures = f"volume {amount(case)}"
    if case.anggaran is not None:
        figures += f", {indonesian.rupiah(case.anggaran)}"
    return f"{figures} ({CHANGED.lower()})" if case.diubah else f"{figures} (disetujui)"


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
