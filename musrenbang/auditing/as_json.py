"""An audit for programs (DESIGN section 6), as JSON and as tab-separated lines."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from musrenbang.auditing import wording
from musrenbang.auditing.model import Event, Merge
from musrenbang.auditing.reading import Audit
from musrenbang.enums import ByValue
from musrenbang.escaping import visible

_COLUMNS = (
    "commit",
    "waktu",
    "jenis",
    "usulan",
    "peristiwa",
    "tanggal",
    "rincian",
    "penulis",
    "peninjau",
    "penggabung",
    "tanda_tangan",
    "pull_request",
    "pelanggaran",
)
_FORMULA = ("=", "+", "-", "@")


def as_json(audit: Audit) -> str:
    """The object that DESIGN section 6 promises; proposals by their ids."""
    proposals: dict[str, list[Mapping[str, Any]]] = {}
    for merge in audit.merges:
        for event in merge.events:
            proposals.setdefault(event.usulan, []).append(_told(event, merge))
    return json.dumps(
        {
            "head": audit.head,
            "violations": [_plain(item) for item in audit.violations],
            "accepted": [
                {**_plain(item.violation), "alasan": item.alasan} for item in audit.accepted
            ],
            "merges": [
                _plain(merge, {"events", "violations"}) | {"allowed": not merge.violations}
                for merge in audit.merges
            ],
            "proposals": dict(sorted(proposals.items())),
        },
        ensure_ascii=False,
        indent=1,
    )


def _plain(value: Any, without: Collection[str] = ()) -> Any:
    """A value of `model` as JSON has it."""
    if isinstance(value, ByValue):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items() if name not in without}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _told(event: Event, merge: Merge) -> Mapping[str, Any]:
    return {
        **_plain(event, {"usulan"}),
        "judul": wording.judul(event),
        "rincian": wording.rincian(event),
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
    rows = (
        map(_cell, _row(merge, event))
        for merge in audit.merges
        for event in merge.events or (None,)
    )
    return "\n".join("\t".join(row) for row in (_COLUMNS, *rows))


def _row(merge: Merge, event: Event | None) -> Iterator[str]:
    yield merge.commit
    yield merge.waktu.isoformat()
    yield merge.jenis.value
    yield event.usulan if event else ""
    yield event.jenis.value if event else ""
    yield event.tanggal.isoformat() if event and event.tanggal else ""
    yield wording.rincian(event) if event else " ".join(merge.ringkasan)
    yield wording.semua(merge.penulis)
    yield wording.semua(merge.peninjau)
    yield wording.pelaku(merge.penggabung)
    yield merge.tanda_tangan.keadaan.value
    yield merge.pull_request
    yield " ".join(dict.fromkeys(violation.rule for violation in merge.violations))


def _cell(text: str) -> str:
    """The text on one line; nothing that a spreadsheet would calculate."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
