"""What was against the rules in one step of the history, by the keys and records of its parent."""

import re
from collections.abc import Iterator, Mapping

from musrenbang.auditing import approving, dating
from musrenbang.auditing.approving import Signed
from musrenbang.auditing.merging import Extra
from musrenbang.auditing.model import Fault, Merge, Violation
from musrenbang.auditing.people import PULL_REQUEST, Officials, trailers
from musrenbang.auditing.walking import Step
from musrenbang.paths import Kind
from musrenbang.reviewing.areas import RECORDS
from musrenbang.reviewing.facts import Facts, Touched
from musrenbang.reviewing.guards import GUARDS, judge

_TWO = 2
_SQUASHED = re.compile(r"\(#[0-9]+\)$")


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
        *approving.signature(step, signed),
        *approving.appointment(step, named, signed),
        *approving.approval(step, merge, named, signed),
        *dating.backwards(step),
        *dating.ahead(step),
        *_odd(step),
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
    "riwayat.tanpa-camat": "DESIGN 8: wewenang menurut commit induk",
    "riwayat.waktu-mundur": "DESIGN 8: riwayat dapat diperiksa",
    "riwayat.tanggal-mendahului": "juknis C.2.c.3; DESIGN 8: yang belum terjadi tidak dicatat",
    "riwayat.commit-janggal": "DESIGN 8: riwayat dapat diperiksa",
    "riwayat.hilang": "DESIGN 8: commit yang tercetak tetap ada dalam riwayat",
    "riwayat.terima": "DESIGN 8: yang diterima disebut satu per satu",
}
"""The rules that only a history can break, each with the clause it enforces."""


def _basis(rule: str) -> str:
    return GUARDS[rule].basis


def _shape(step: Step, signed: Signed, extra: Extra | None) -> Iterator[Fault]:
    commit = step.commit
    if len(commit.parents) > _TWO:
        yield "riwayat.banyak-induk", ".", _OCTOPUS.format(count=len(commit.parents) - 1)
    elif not commit.is_merge and (path := _pushed(step.facts, signed)):
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


def _odd(step: Step) -> Iterator[Fault]:
    for commit in (step.commit, *step.link.branch):
        if commit.oddity:
            which = "Commit ini" if commit is step.commit else f"Commit cabang {commit.id[:12]}"
            yield "riwayat.commit-janggal", ".", _ODD.format(which=which, what=commit.oddity)


_ODD = (
    "{which} tidak ditulis Git sendiri: {what}. Yang dibaca orang di dalamnya dapat lain dari yang "
    "dihitung Git."
)


def lost(name: str, known_from: str) -> Violation:
    """A commit that is said to have been the history's newest and is not part of it."""
    return Violation(
        name,
        "riwayat.hilang",
        ".",
        f"Commit ini ({known_from}) tidak ada dalam urutan commit main: riwayatnya ditulis ulang, "
        "atau commit itu tidak pernah terbit.",
        RULES["riwayat.hilang"],
    )
