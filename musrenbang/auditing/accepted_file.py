"""The file that says which violations are accepted: read strictly, as any record is."""

from musrenbang.findings import Finding, Position, Problem
from musrenbang.reviewing.areas import RIWAYAT_DITERIMA
from musrenbang.strict_yaml import Fault, NotYamlError, parse
from musrenbang.validation import validate
from schemas import RiwayatDiterima


def read_accepted(data: bytes | None) -> tuple[RiwayatDiterima, list[Finding]]:
    """What a file accepts, and what is wrong with it; nothing where there is none."""
    nothing = RiwayatDiterima(diterima=())
    if data is None:
        return nothing, []
    try:
        document = parse(data)
    except NotYamlError as error:
        return nothing, [_finding(error.fault.position, error.fault)]
    record, problems = validate(RiwayatDiterima, document.value, RIWAYAT_DITERIMA)
    found = [_finding(fault.position, fault) for fault in document.faults]
    for problem in problems:
        keys = problem.where if isinstance(problem.where, tuple) else ()
        found.append(_finding(document.position(keys, at_key=problem.at_key), problem))
    return (nothing if found or record is None else record), found


def _finding(place: Position, fault: Fault | Problem) -> Finding:
    return Finding(
        RIWAYAT_DITERIMA,
        place.line,
        place.column,
        fault.rule,
        "error",
        fault.message,
        fault.hint,
    )
