"""Sending on (Kirim, juknis C.2.c.4): what is still open in a kelurahan, and the record of Kirim.

Nothing is judged here that the rules do not judge: the gates are their findings on the files that
Kirim is about to lock, put in the order in which a clerk works them off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from musrenbang.files.paths import DECISIONS, PROPOSALS
from musrenbang.records.findings import Problem
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.rules.rule_check import problems_of
from musrenbang.text.indonesian import angka, rupiah, tanggal
from musrenbang.year.cases import Case, Obstacle, Status, obstacle_of
from musrenbang.year.views import View
from schemas import Kirim
from schemas.keputusan import TanpaValidasi

Reasons = Mapping[str, str]
"""Why proposals go out undecided (juknis D.4), by number."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One kind of thing that is still open, and everything it applies to."""

    judul: str
    butir: tuple[str, ...]
    hanya_keputusan: bool = False
    """Whether naming the proposals in `tanpa_validasi` opens it."""


def gates(view: View, folder: KelurahanFolder, reasons: Reasons) -> tuple[Gate, ...]:
    """Everything that keeps a kelurahan from being sent on; empty where nothing does."""
    obstacle = obstacle_of(folder)
    if obstacle is Obstacle.TERKUNCI and folder.kirim:
        when = tanggal(folder.kirim.tanggal)
        return (Gate("Sudah dikirim", (f"Kirim {folder.nama} tercatat {when}.",)),)
    if obstacle:
        what = "Lurah belum mengirim usulannya: `dikirim` dalam kelurahan.yaml belum diisi."
        return (Gate(view.guide.cited("Belum dikirim lurah (juknis C.2.c.3.f)"), (what,)),)
    cases = view.cases_by_folder[folder.slug]
    undecided = undecided_cases(view, folder)
    left = [case for case in undecided if case.nomor not in reasons]
    unsurveyed = {case.nomor: case for case in left if case.menunggu_survei}
    behind = {path: case for case in cases.values() for path in (case.file, case.decision_file)}
    told: dict[str, list[str]] = {_UNEXPLAINED: [], _UNREASONED: [], _WRONG: []}
    for problem in _problems(view, folder):
        case = behind.get(problem.file)
        if case and problem.rule == "keputusan.survei":
            unsurveyed[case.nomor] = case
        else:
            name = _titled(case) if case else problem.file
            told[_kept_shut(problem, case)].append(f"{name}: {problem.message} {problem.hint}")
    found = (
        Gate("Disebut tanpa keputusan, padahal bukan", _misnamed(cases, undecided, reasons)),
        Gate("Belum diputuskan", tuple(map(_titled, left)), hanya_keputusan=True),
        Gate(
            "Usulan fisik tanpa hasil survei (juknis C.1.e)",
            tuple(_titled(unsurveyed[nomor]) for nomor in sorted(unsurveyed, key=int)),
            hanya_keputusan=all(case in left for case in unsurveyed.values()),
        ),
        Gate("Disetujui tanpa urutan prioritas", tuple(map(_titled, _unranked(view, folder)))),
        *(Gate(judul, tuple(butir)) for judul, butir in told.items()),
    )
    return tuple(replace(gate, judul=view.guide.cited(gate.judul)) for gate in found if gate.butir)


_UNEXPLAINED = "Disetujui tanpa penjelasan, padahal ditandai tidak wajar (juknis C.1.f)"
_UNREASONED = "Ditolak tanpa alasan yang lengkap (juknis D.2)"
_WRONG = "Kesalahan dalam berkas kelurahan ini"


def _kept_shut(problem: Problem, case: Case | None) -> str:
    """Which gate a problem keeps shut: the field that puts it right tells."""
    decision = case.keputusan if case else None
    if decision and decision.keputusan == "ditolak" and problem.field[:1] == ("alasan",):
        return _UNREASONED
    return _UNEXPLAINED if problem.mend == ("penjelasan",) else _WRONG


def _unranked(view: View, folder: KelurahanFolder) -> list[Case]:
    """What was approved without the rank that the guide asks for."""
    return [
        case
        for case in view.cases_by_folder[folder.slug].values()
        if view.guide.ranks and case.status is Status.DISETUJUI
        if case.keputusan and case.keputusan.prioritas is None
    ]


def undecided_cases(view: View, folder: KelurahanFolder) -> list[Case]:
    """The proposals that the camat may decide and has not."""
    cases = view.cases_by_folder[folder.slug].values()
    return [case for case in cases if case.menunggu_keputusan]


def first_day(view: View, folder: KelurahanFolder) -> date | None:
    """The earliest day Kirim can carry; `None` where nothing says."""
    meeting = view.year.jadwal.musrenbang
    days = [decision.tanggal for decision in folder.keputusan.values()]
    if meeting:
        days.append(meeting.mulai)
    return max(days, default=None)


def last_usual_day(view: View) -> date | None:
    """The last day on which nobody would ask why: that of the report (C.3.b), else the meeting's.

    No rule forbids a later Kirim; it only has to be said.
    """
    jadwal = view.year.jadwal
    return jadwal.batas_laporan or (jadwal.musrenbang.selesai if jadwal.musrenbang else None)


def kirim_of(day: date, reasons: Reasons) -> Kirim:
    """The record of Kirim."""
    rows = (TanpaValidasi(nomor=nomor, alasan=reasons[nomor]) for nomor in sorted(reasons, key=int))
    return Kirim(tanggal=day, tanpa_validasi=tuple(rows))


def totals(view: View, folder: KelurahanFolder) -> str:
    """What is sent, in one line."""
    rekap = view.ringkasan.kelurahan[folder.slug]
    approved = rekap.status[Status.DISETUJUI]
    counts = (
        (f"disetujui ({rupiah(approved.anggaran)})", approved.jumlah),
        ("ditolak", rekap.status[Status.DITOLAK].jumlah),
        ("tanpa keputusan", rekap.status[Status.BELUM_DIVALIDASI].jumlah),
        (view.guide.worded("ke forum UKPD"), rekap.status[Status.FORUM_UKPD].jumlah),
        ("tidak diteruskan lurah", rekap.status[Status.TIDAK_DITERUSKAN].jumlah),
    )
    told = ", ".join(f"{angka(count)} {name}" for name, count in counts if count)
    return f"{angka(rekap.total.jumlah)} usulan: {told}"


def _problems(view: View, folder: KelurahanFolder) -> list[Problem]:
    """What blocks in the kelurahan's files: any error, and doubts about the camat's own decisions.

    A doubt about what the lurah wrote blocks the lurah's change, not the camat's Kirim.
    """
    here = tuple(f"{top}/{view.year.tahun}/{folder.slug}/" for top in (PROPOSALS, DECISIONS))
    return [
        problem
        for problem in problems_of(view.snapshot)
        if problem.file.startswith(here)
        and not problem.advice
        and (not problem.policy or problem.file.startswith(DECISIONS))
    ]


def _titled(case: Case) -> str:
    return f"{case.nomor} {case.usulan.usulan_kegiatan}"


def _misnamed(
    cases: Mapping[str, Case], undecided: Sequence[Case], reasons: Reasons
) -> tuple[str, ...]:
    open_numbers = {case.nomor for case in undecided}
    return tuple(
        f"{_titled(cases[nomor])}: berstatus {cases[nomor].status.value}."
        if nomor in cases
        else f"{nomor}: tidak ada usulan bernomor ini."
        for nomor in reasons
        if nomor not in open_numbers
    )
