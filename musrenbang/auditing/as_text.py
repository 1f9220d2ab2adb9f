"""An audit for a person at a terminal: the outcome first, then what is wrong, then everything."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from musrenbang.auditing import wording
from musrenbang.auditing.accepting import Accepted
from musrenbang.auditing.model import Merge, Violation
from musrenbang.auditing.reading import Audit
from musrenbang.escaping import visible
from musrenbang.indonesian import angka, waktu_wib
from musrenbang.reviewing.outline import JENIS

_ID = 12


def as_text(audit: Audit, only: Sequence[str] = ()) -> str:
    """The report; of `only` these proposals where some are named."""
    if only:
        return "\n".join(line for usulan in only for line in _story(audit, usulan))
    return "\n".join(
        (*_summary(audit), *_violations(audit), *_accepted(audit.accepted), *_merges(audit.merges))
    )


def _summary(audit: Audit) -> Iterator[str]:
    merges = audit.merges
    joined = sum(merge.gabungan for merge in merges)
    proposals = {event.usulan for merge in merges for event in merge.events}
    if audit.violations:
        yield f"✘ {angka(len(audit.violations))} pelanggaran dalam riwayat."
    else:
        yield "✔ Tidak ada pelanggaran dalam riwayat."
    yield (
        f"Diperiksa: {angka(len(merges))} commit sampai {audit.head[:_ID]}, "
        f"{angka(joined)} di antaranya penggabungan; {angka(len(proposals))} usulan."
    )
    if merges:
        times = sorted(merge.waktu for merge in merges)
        yield f"Dari {waktu_wib(times[0])} sampai {waktu_wib(times[-1])}."
    if audit.accepted:
        yield f"{angka(len(audit.accepted))} pelanggaran diterima dengan alasan, lihat di bawah."
    if not audit.keys_since:
        yield "Tanda tangan tidak dapat dinilai: belum ada kunci dalam .github/allowed_signers."
    elif audit.keys_since != (merges[0].commit if merges else ""):
        yield f"Tanda tangan dinilai sesudah {audit.keys_since[:_ID]}, yang mendaftarkan kunci."


def _violations(audit: Audit) -> Iterator[str]:
    if not audit.violations:
        return
    known = {merge.commit: merge for merge in audit.merges}
    yield "\nPelanggaran\n"
    for commit, group in groupby(audit.violations, key=lambda violation: violation.commit):
        yield _heading(commit, known.get(commit))
        yield from map(_violation, group)


def _violation(violation: Violation) -> str:
    file = "" if violation.file == "." else f"{visible(violation.file)}: "
    return f"    ✘ {file}{visible(violation.message)}\n      [{violation.rule}; {violation.dasar}]"


def _heading(commit: str, merge: Merge | None) -> str:
    if merge is None:
        return commit
    return f"{commit[:_ID]} {waktu_wib(merge.waktu)}: {visible(merge.judul)}"


def _accepted(accepted: Iterable[Accepted]) -> Iterator[str]:
    by_commit = groupby(accepted, key=lambda item: (item.violation.commit, item.alasan))
    for index, ((commit, reason), group) in enumerate(by_commit):
        if not index:
            yield "\nDiterima dengan alasan\n"
        rules = ", ".join(dict.fromkeys(item.violation.rule for item in group))
        yield f"{commit[:_ID]} {rules}: {visible(reason)}"


def _merges(merges: Sequence[Merge]) -> Iterator[str]:
    yield "\nSetiap perubahan, dari yang pertama\n"
    for merge in merges:
        mark = "✘" if merge.violations else "✔"
        yield f"{mark} {_heading(merge.commit, merge)}"
        number = f", pull request {merge.pull_request}" if merge.pull_request else ""
        what = "" if merge.gabungan else " (langsung)"
        yield f"    {JENIS[merge.jenis]}{what}{visible(number)}; " + visible(
            wording.tanggung_jawab(merge)
        )
        for sentence in merge.ringkasan:
            yield f"    {visible(sentence)}"


def _story(audit: Audit, usulan: str) -> Iterator[str]:
    yield f"Usulan {usulan}"
    for merge in audit.merges:
        events = [event for event in merge.events if event.usulan == usulan]
        if events:
            yield f"{waktu_wib(merge.waktu)}, {merge.commit[:_ID]}"
            yield f"    {visible(wording.tanggung_jawab(merge))}"
        for event in events:
            details = wording.rincian(event)
            yield f"    • {wording.judul(event)}" + (f": {visible(details)}" if details else "")
        if events:
            yield from map(_violation, merge.violations)
