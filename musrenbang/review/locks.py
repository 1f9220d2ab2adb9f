"""What Kirim locks beyond the files themselves: earlier entries, and what the forms print."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind, settings_path
from musrenbang.review.facts import Facts
from musrenbang.year.cases import Case, cases_of
from schemas import Kelurahan, Kirim

_SHOWN_AT_MOST = 5


def append_only(before: Kirim, after: Kirim) -> bool:
    """Whether a kirim.yaml keeps all it said and only adds corrections."""
    kept = after.koreksi[: len(before.koreksi)]
    return kept == before.koreksi and after.model_copy(update={"koreksi": before.koreksi}) == before


def same_but_lurah(before: Kelurahan | None, after: Kelurahan | None) -> bool:
    """Whether nothing but the lurah differs between two versions of a kelurahan's file."""
    if before is None or after is None:
        return False
    return before.model_copy(update={"lurah": after.lurah}) == after


def locked_settings(facts: Facts) -> Iterator[tuple[str, str]]:
    """Files of settings whose change alters locked proposals, with the proposals' names."""
    for tahun, base in facts.base.years.items():
        head = facts.head.years.get(tahun)
        if head is None or (head.template == base.template and head.skpd == base.skpd):
            continue
        after = {case.id: case for case in cases_of(head)}
        moved = [
            case
            for case in cases_of(base)
            if case.dikirim
            and case.id in after
            and _settings(case) != _settings(after[case.id])
            and case.usulan == after[case.id].usulan
        ]
        if moved:
            kind = Kind.TEMPLATE if head.template != base.template else Kind.SKPD
            more = f" dan {len(moved) - _SHOWN_AT_MOST} lagi" if len(moved) > _SHOWN_AT_MOST else ""
            names = ", ".join(case.id for case in moved[:_SHOWN_AT_MOST])
            yield settings_path(tahun, kind), names + more


def _settings(case: Case) -> tuple[object, ...]:
    """What the forms print of a case that its own file leaves to the settings."""
    return (
        case.isu,
        case.program,
        case.tipe,
        case.satuan,
        case.kode_skpd,
        case.skpd and case.skpd.nama,
        case.template is None,
    )
