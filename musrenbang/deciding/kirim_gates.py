"""Sending on (Kirim, juknis C.2.c.4): what is still open in a kelurahan, and the record of Kirim.

Nothing is judged here that the rules do not judge: the gates are their findings on the files that
Kirim is about to lock, put in the order in which a clerk works them off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from musrenbang.files.paths import DECISIONS, PROPOSALS, Kind, place_of
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
        return (Gate("Belum dikirim lurah (juknis C.2.c.3.f)", (what,)),)
    cases = view.cases_by_folder[folder.slug]
    undecided = undecided_cases(view, folder)
    left = [case for case in undecided if case.nomor not in reasons]
    problems = _problems(view, folder)
    unsurveyed = {
        **{case.nomor: case for case in left if case.menunggu_survei},
        **_cases_behind(problems, cases, "keputusan.survei"),
    }
    found = (
        Gate("Disebut tanpa keputusan, padahal bukan", _misnamed(cases, undecided, reasons)),
        Gate("Belum diputuskan", tuple(map(_titled, left)), hanya_keputusan=True),
        Gate(
            "Usulan fisik tanpa hasil survei (juknis C.1.e)",
            tuple(_titled(unsurveyed[nomor]) for nomor in sorted(unsurveyed, key=int)),
            hanya_keputusan=all(case in left for case in unsurveyed.values()),
        ),
        _gate_of(
            "Disetujui tanpa penjelasan, padahal ditandai tidak wajar (juknis C.1.f)",
            [item for item in problems if _is_flag(item)],
            cases,
        ),
        _gate_of(
            "Ditolak tanpa alasan yang lengkap (juknis D.2)",
            [item for item in problems if _is_reason(item)],
            cases,
        ),
        _gate_of(
            "Kesalahan dalam berkas kelurahan ini",
            [
                item
                for item in problems
                if not _is_flag(item) and not _is_reason(item) and item.rule != "keputusan.survei"
            ],
            cases,
        ),
    )
    return tuple(gate for gate in found if gate.butir)


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
        ("ke forum UKPD", rekap.status[Status.FORUM_UKPD].jumlah),
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


def _is_flag(problem: Problem) -> bool:
    return problem.mend == ("penjelasan",)


def _is_reason(problem: Problem) -> bool:
    return problem.rule.startswith("alasan.") or problem.rule == "keputusan.alasan-penolakan"


def _cases_behind(
    problems: Iterable[Problem], cases: Mapping[str, Case], rule: str
) -> dict[str, Case]:
    places = (place_of(problem.file) for problem in problems if problem.rule == rule)
    return {place.name: cases[place.name] for place in places if place and place.name in cases}


def _gate_of(judul: str, problems: Sequence[Problem], cases: Mapping[str, Case]) -> Gate:
    return Gate(judul, tuple(_told(problem, cases) for problem in problems))


def _told(problem: Problem, cases: Mapping[str, Case]) -> str:
    place = place_of(problem.file)
    case = None
    if place and place.kind in {Kind.USULAN, Kind.KEPUTUSAN}:
        case = cases.get(place.name)
    return f"{_titled(case) if case else problem.file}: {problem.message} {problem.hint}"


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
