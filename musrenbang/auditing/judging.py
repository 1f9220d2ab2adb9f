"""What was against the rules in one step of the history, by the keys and records of its parent."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel

from musrenbang.auditing.merging import Extra
from musrenbang.auditing.model import Merge, Tanda, Violation
from musrenbang.auditing.people import (
    PULL_REQUEST,
    REVIEWED_BY,
    Officials,
    person_of,
    same,
    trailers,
)
from musrenbang.auditing.retelling import authors
from musrenbang.auditing.signatures import Verdict
from musrenbang.auditing.walking import Step
from musrenbang.git_objects import CommitObject, Person
from musrenbang.indonesian import WIB, tanggal, waktu_wib
from musrenbang.paths import Kind
from musrenbang.reviewing.areas import ALLOWED_SIGNERS, RECORDS, Area
from musrenbang.reviewing.facts import Facts, Touched
from musrenbang.reviewing.guards import GUARDS, judge
from schemas import HasilSurvei, Kelurahan, Keputusan, Kirim, Usulan

CLOCKS = timedelta(minutes=10)
"""By how much two honest clocks may differ."""
_TWO = 2
_SQUASHED = re.compile(r"\(#[0-9]+\)$")


@dataclass(frozen=True)
class Signed:
    """The verdicts on a step's commits, by name; `registered` once keys have been registered."""

    verdicts: Mapping[str, Verdict]
    registered: bool
    own_keys: bytes
    """The allowed_signers file as the step itself leaves it."""


def violations(
    step: Step, merge: Merge, named: Officials, signed: Signed, extra: Extra | None
) -> tuple[Violation, ...]:
    """Everything about a step that was not allowed."""
    found = [
        Violation(merge.commit, finding.rule, finding.file, finding.message, _basis(finding.rule))
        for finding in judge(step.facts)
    ]
    for rule, file, message in (
        *_shape(step, signed, extra),
        *_signature(step, signed),
        *_approval(step, merge, named, signed),
        *_clock(step),
        *_future(step),
    ):
        found.append(Violation(merge.commit, rule, file, message, RULES[rule]))
    return tuple(dict.fromkeys(found))


RULES: Mapping[str, str] = {
    "riwayat.langsung": "DESIGN 8: hanya lewat penggabungan pull request",
    "riwayat.squash": "DESIGN 8: hanya lewat penggabungan pull request",
    "riwayat.banyak-induk": "DESIGN 8: hanya lewat penggabungan pull request",
    "riwayat.isi-penggabungan": "DESIGN 8: yang digabung sama dengan yang ditinjau",
    "riwayat.tanpa-tanda-tangan": "DESIGN 8: penggabungan ditandatangani",
    "riwayat.kunci-tidak-dikenal": "DESIGN 8: kunci menurut commit induk",
    "riwayat.kunci-sendiri": "DESIGN 8: perubahan tidak mengangkat penyetujunya sendiri",
    "riwayat.kunci-di-luar-masa": "DESIGN 8: kunci menurut commit induk",
    "riwayat.tanda-tangan-rusak": "DESIGN 8: penggabungan ditandatangani",
    "riwayat.bukan-ssh": "DESIGN 4: kunci pejabat terdaftar dalam .github/allowed_signers",
    "riwayat.setuju-sendiri": "DESIGN 8: perubahan tidak disetujui pembuatnya sendiri",
    "riwayat.bukan-wewenang": "juknis C.2.c.3, C.1.d; DESIGN 8: wewenang menurut commit induk",
    "riwayat.waktu-mundur": "DESIGN 8: riwayat dapat diperiksa",
    "riwayat.tanggal-mendahului": "juknis C.2.c.3; DESIGN 8: yang belum terjadi tidak dicatat",
    "riwayat.hilang": "DESIGN 8: commit yang tercetak tetap ada dalam riwayat",
    "riwayat.terima": "DESIGN 8: yang diterima disebut satu per satu",
}
"""The rules that only a history can break, each with the clause it enforces."""

_Found = Iterator[tuple[str, str, str]]


def _basis(rule: str) -> str:
    return GUARDS[rule].basis


def _shape(step: Step, signed: Signed, extra: Extra | None) -> _Found:
    commit = step.commit
    if len(commit.parents) > _TWO:
        yield "riwayat.banyak-induk", ".", _OCTOPUS.format(count=len(commit.parents) - 1)
    elif len(commit.parents) < _TWO and (path := _pushed(step.facts, signed)):
        if _SQUASHED.search(commit.subject) or trailers(commit.message).get(PULL_REQUEST):
            yield "riwayat.squash", path, _SQUASH
        else:
            yield "riwayat.langsung", path, _INITIAL if step.facts.initial else _DIRECT
    for path in extra.paths if extra else ():
        yield "riwayat.isi-penggabungan", path, _CONFLICT if extra and extra.conflict else _EXTRA


def _pushed(facts: Facts, signed: Signed) -> str:
    """A file that may only change by a merge; empty where a push changed none.

    Settings and code may be pushed until keys are registered: somebody has to make a beginning.
    """
    return next(
        (
            item.path
            for item in facts.touched
            if (item.area in RECORDS and not (facts.initial and _is_beginning(item)))
            or (signed.registered and not facts.initial)
        ),
        "",
    )


def _is_beginning(item: Touched) -> bool:
    return item.place is not None and item.place.kind is Kind.KELURAHAN


_OCTOPUS = (
    "Commit ini menggabungkan {count} cabang sekaligus, sehingga tidak terlihat siapa menyetujui "
    "apa. Gabungkan satu pull request setiap kali."
)
_SQUASH = (
    "Pull request digabung dengan squash atau rebase: commit dan tanda tangan cabangnya hilang. "
    "Pakai merge commit."
)
_DIRECT = "Perubahan ini dimasukkan langsung, tanpa pull request yang ditinjau."
_INITIAL = "Data awal ini dimasukkan langsung, tanpa pull request yang ditinjau."
_EXTRA = (
    "Penggabungan ini sendiri mengubah berkas: isinya bukan hasil menggabungkan cabangnya, jadi "
    "tidak pernah ditinjau."
)
_CONFLICT = (
    "Cabang ini bertentangan dengan main dan diselesaikan di dalam penggabungannya; "
    "penyelesaiannya tidak pernah ditinjau."
)

_STATES: Mapping[Tanda, tuple[str, str]] = {
    Tanda.TANPA: ("riwayat.tanpa-tanda-tangan", "Commit ini tidak ditandatangani."),
    Tanda.TIDAK_DIKENAL: (
        "riwayat.kunci-tidak-dikenal",
        "Kunci penanda tangan tidak terdaftar pada commit sebelumnya",
    ),
    Tanda.DI_LUAR_MASA: (
        "riwayat.kunci-di-luar-masa",
        "Kunci penanda tangan tidak berlaku pada waktu itu",
    ),
    Tanda.RUSAK: (
        "riwayat.tanda-tangan-rusak",
        "Tanda tangan tidak cocok dengan isi commit: commit diubah sesudah ditandatangani",
    ),
    Tanda.LAIN: (
        "riwayat.bukan-ssh",
        "Ditandatangani dengan GPG atau X.509, yang kuncinya tidak terdaftar di repositori ini.",
    ),
}


def _signature(step: Step, signed: Signed) -> _Found:
    if not signed.registered:
        return
    verdict = signed.verdicts[step.commit.id]
    if verdict.state is Tanda.TIDAK_DIKENAL and verdict.key.encode() in signed.own_keys:
        yield (
            "riwayat.kunci-sendiri",
            ALLOWED_SIGNERS,
            f"Kunci {verdict.fingerprint} baru didaftarkan oleh perubahan yang ditandatanganinya.",
        )
    elif verdict.state in _STATES:
        rule, message = _STATES[verdict.state]
        yield rule, ".", f"{message} ({verdict.fingerprint})." if verdict.key else message


def _approval(step: Step, merge: Merge, named: Officials, signed: Signed) -> _Found:
    """Whether somebody other than the author, holding the office, approved.

    Only a signature proves an approval. A `Reviewed-by:` trailer is the word of whoever signed
    the merge, and worth nothing where that is the author.
    """
    commit = step.commit
    if len(commit.parents) < _TWO or step.facts.initial:
        return
    reviewers = [person_of(text) for text in trailers(commit.message).get(REVIEWED_BY, ())]
    wrote = _writers(authors(step), signed)
    signer = _signer(merge, signed.verdicts[commit.id])
    if signer and _is_among(signer, wrote):
        yield (
            "riwayat.setuju-sendiri",
            ".",
            f"Ditandatangani oleh {signer.name}, yang membuat perubahannya sendiri.",
        )
    elif reviewers and all(_is_among(reviewer, wrote) for reviewer in reviewers) and not signer:
        yield (
            "riwayat.setuju-sendiri",
            ".",
            f"Satu-satunya peninjau, {reviewers[0].name}, membuat perubahannya sendiri.",
        )
    if signer:
        yield from _office(step.facts, named, [signer, *reviewers])


def _signer(merge: Merge, verdict: Verdict) -> Person | None:
    """Who signed a merge with a key that counted."""
    by = merge.tanda_tangan.oleh
    return Person(by.nama, verdict.principal) if by and verdict.state is Tanda.SAH else None


def _is_among(person: Person, others: Collection[Person]) -> bool:
    return any(same(person, other) for other in others)


def _writers(commits: Collection[CommitObject], signed: Signed) -> list[Person]:
    """Authors, and whoever signed as one: a name can be made up, a signature cannot."""
    found = []
    for commit in commits:
        found.append(commit.author)
        verdict = signed.verdicts[commit.id]
        if verdict.state is Tanda.SAH:
            found.append(Person("", verdict.principal))
    return found


def _office(facts: Facts, named: Officials, approvers: Collection[Person]) -> _Found:
    present = {
        text.strip().casefold() for person in approvers for text in (person.email, person.name)
    }
    items = {item.area: item for item in reversed(facts.touched)}
    camat = next((item for area, item in items.items() if area not in _LURAH_AREAS), None)
    if camat and named.camat and not named.camat & present:
        yield "riwayat.bukan-wewenang", camat.path, _NOT_IN_OFFICE.format(who="camat")
    for item in facts.unlocked_usulan:
        key = (item.place.tahun, item.place.kelurahan) if item.place else (0, "")
        lurah = named.lurah.get(key)
        if lurah and not (lurah | named.camat) & present:
            yield (
                "riwayat.bukan-wewenang",
                item.path,
                _NOT_IN_OFFICE.format(who=f"lurah {key[1]}"),
            )
            return


_LURAH_AREAS = frozenset({Area.USULAN})
_NOT_IN_OFFICE = (
    "Tidak ada tanda tangan atau tinjauan {who}, yang berwenang pada commit sebelumnya."
)


def _clock(step: Step) -> _Found:
    """No commit is older than what it grew from."""
    commits = (step.commit, *step.link.branch)
    known = {commit.id: commit for commit in (*commits, *step.link.origins)}
    for commit in commits:
        times = [known[name].time for name in commit.parents if name in known]
        latest = max(times, default=commit.time)
        if commit.time < latest - CLOCKS:
            which = "" if commit is step.commit else f" Ini commit cabang {commit.id[:12]}."
            yield (
                "riwayat.waktu-mundur",
                ".",
                _OLDER.format(time=waktu_wib(commit.time), parent=waktu_wib(latest)) + which,
            )


_OLDER = "Bertanggal {time}, lebih dahulu daripada induknya, {parent}."


def _future(step: Step) -> _Found:
    day = step.commit.time.astimezone(WIB).date()
    for item in step.facts.records:
        later = [when for when in _new_dates(item) if when > day]
        if later:
            yield (
                "riwayat.tanggal-mendahului",
                item.path,
                f"Mencatat {tanggal(max(later))}, padahal commit ini bertanggal {tanggal(day)}.",
            )


def _new_dates(item: Touched) -> Iterator[date]:
    if isinstance(item.after, BaseModel) and item.before != item.after:
        known = set(_dates(item.before))
        yield from (when for when in _dates(item.after) if when not in known)


def _dates(record: object) -> Iterator[date]:
    """The days on which something happened, according to a record."""
    match record:
        case Keputusan():
            yield record.tanggal
            yield from _dates(HasilSurvei(survei=record.survei) if record.survei else None)
        case HasilSurvei():
            yield record.survei.tanggal
        case Kirim():
            yield record.tanggal
            yield from (row.tanggal for row in record.koreksi)
        case Kelurahan():
            if record.dikirim:
                yield record.dikirim
        case Usulan():
            if record.validasi_lurah and record.validasi_lurah.tanggal:
                yield record.validasi_lurah.tanggal
        case _:
            return


def lost(name: str, known_from: str) -> Violation:
    """A commit that was once the history's and is no longer part of it."""
    return Violation(
        name,
        "riwayat.hilang",
        ".",
        f"Commit ini ({known_from}) tidak ada lagi dalam riwayat: riwayatnya ditulis ulang.",
        RULES["riwayat.hilang"],
    )
