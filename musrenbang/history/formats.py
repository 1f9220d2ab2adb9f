"""An audit in the forms of `audit --format`: for a person at a terminal, and for programs."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import groupby
from typing import Any

from musrenbang.history import history_model
from musrenbang.history.accepted import Accepted
from musrenbang.history.history_model import Event, Merge, Violation
from musrenbang.history.replay import Audit
from musrenbang.review.formats import JENIS
from musrenbang.text.escaping import starts_formula, visible
from musrenbang.text.indonesian import angka, waktu_wib

_ID = 12


def as_text(audit: Audit, only: Sequence[str] = ()) -> str:
    """The outcome first, then what is wrong, then everything; of `only` these proposals, if any."""
    if only:
        return "\n".join(line for usulan in only for line in _story(audit, usulan))
    return "\n".join(
        (
            *_summary(audit),
            *_section("Pelanggaran", "✘", audit, audit.violations),
            *_section("Catatan, bukan pelanggaran pada waktunya", "•", audit, audit.notes),
            *_accepted(audit.accepted),
            *_merges(audit.merges),
        )
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
    if audit.notes:
        yield f"{angka(len(audit.notes))} catatan yang bukan pelanggaran, lihat di bawah."
    if audit.accepted:
        yield f"{angka(len(audit.accepted))} pelanggaran diterima dengan alasan, lihat di bawah."
    if not audit.keys_since:
        yield "Tanda tangan tidak dapat dinilai: belum ada kunci dalam .github/allowed_signers."
    elif audit.keys_since != (merges[0].commit if merges else ""):
        yield f"Tanda tangan dinilai sesudah {audit.keys_since[:_ID]}, yang mendaftarkan kunci."


def _section(title: str, mark: str, audit: Audit, found: Sequence[Violation]) -> Iterator[str]:
    if not found:
        return
    known = {merge.commit: merge for merge in audit.merges}
    yield f"\n{title}\n"
    for commit, group in groupby(found, key=lambda violation: violation.commit):
        yield _heading(commit, known.get(commit))
        yield from (_violation(violation, mark) for violation in group)


def _violation(violation: Violation, mark: str = "✘") -> str:
    file = "" if violation.file == "." else f"{visible(violation.file)}: "
    said = f"{file}{visible(violation.message)}"
    return f"    {mark} {said}\n      [{violation.rule}; {violation.dasar}]"


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
            history_model.tanggung_jawab(merge)
        )
        for sentence in merge.ringkasan:
            yield f"    {visible(sentence)}"


def _story(audit: Audit, usulan: str) -> Iterator[str]:
    yield f"Usulan {usulan}"
    if not any(event.usulan == usulan for merge in audit.merges for event in merge.events):
        yield f"    Tidak ada dalam riwayat sampai {audit.head[:_ID]}; periksa nomornya."
    for merge in audit.merges:
        events = [event for event in merge.events if event.usulan == usulan]
        if events:
            yield f"{waktu_wib(merge.waktu)}, {merge.commit[:_ID]}"
            yield f"    {visible(history_model.tanggung_jawab(merge))}"
        for event in events:
            details = history_model.rincian(event)
            yield f"    • {history_model.judul(event)}" + (
                f": {visible(details)}" if details else ""
            )
        if events:
            yield from map(_violation, merge.violations)


def as_json(audit: Audit) -> str:
    """The object that docs/audit.md promises; proposals by their ids."""
    proposals: dict[str, list[Mapping[str, Any]]] = {}
    for merge in audit.merges:
        for event in merge.events:
            proposals.setdefault(event.usulan, []).append(_told(event, merge))
    return json.dumps(
        {
            "head": audit.head,
            "violations": [_plain(item) for item in audit.violations],
            "notes": [_plain(item) for item in audit.notes],
            "accepted": [
                {**_plain(item.violation), "alasan": item.alasan} for item in audit.accepted
            ],
            "merges": [
                _plain(merge, {"events", "violations", "notes"}) | {"allowed": not merge.violations}
                for merge in audit.merges
            ],
            "proposals": dict(sorted(proposals.items())),
        },
        ensure_ascii=False,
        indent=1,
    )


def _plain(value: Any, without: Collection[str] = ()) -> Any:
    """A value of `model` as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items() if name not in without}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _told(event: Event, merge: Merge) -> Mapping[str, Any]:
    return {
        **_plain(event, {"usulan", "sebab"}),
        "judul": history_model.judul(event),
        "rincian": history_model.rincian(event),
        "waktu": merge.waktu.isoformat(),
        "commit": merge.commit,
        "penulis": [person.nama for person in merge.penulis],
        "peninjau": [person.nama for person in merge.peninjau],
        "penggabung": merge.penggabung.nama,
        "tanda_tangan": merge.tanda_tangan.keadaan.value,
        "pull_request": merge.pull_request,
    }


def as_tsv(audit: Audit) -> str:
    """One line for every event, and for every merge that is about no proposal."""
    rows = [_row(merge, event) for merge in audit.merges for event in merge.events or (None,)]
    lines = (map(_cell, row.values()) for row in rows)
    return "\n".join("\t".join(line) for line in (rows[0], *lines))


def _row(merge: Merge, event: Event | None) -> dict[str, str]:
    """The texts of one line by the titles of their columns."""
    rules = dict.fromkeys(violation.rule for violation in merge.violations)
    return {
        "commit": merge.commit,
        "waktu": merge.waktu.isoformat(),
        "jenis": merge.jenis.value,
        "usulan": event.usulan if event else "",
        "peristiwa": event.jenis.value if event else "",
        "tanggal": event.tanggal.isoformat() if event and event.tanggal else "",
        "rincian": history_model.rincian(event) if event else " ".join(merge.ringkasan),
        "penulis": history_model.semua(merge.penulis),
        "peninjau": history_model.semua(merge.peninjau),
        "penggabung": history_model.pelaku(merge.penggabung),
        "tanda_tangan": merge.tanda_tangan.keadaan.value,
        "pull_request": merge.pull_request,
        "pelanggaran": " ".join(rules),
    }


def _cell(text: str) -> str:
    """The text on one line; nothing that a spreadsheet would calculate."""
    shown = visible(text)
    return f"'{shown}" if starts_formula(shown) else shown
