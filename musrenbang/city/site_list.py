"""The list of sites: `kota.yaml`, read as strictly as every record."""

from collections.abc import Iterator
from pathlib import Path

from musrenbang.records.findings import Problem
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.records.validation import read_record
from musrenbang.text.errors import CommandError
from schemas import DaftarWilayah

_RULE = "kota.wilayah"


def read_list(file: Path) -> DaftarWilayah:
    """The list in a file; raises `CommandError` with everything that is wrong, by line."""
    try:
        document = parse(file.read_bytes())
    except NotYamlError as error:
        raise CommandError(_told(file, error.fault)) from None
    record, problems = read_record(document, DaftarWilayah, str(file))
    if record is not None:
        problems = [
            one._replace(where=document.position(one.keys)) for one in _clashes(record, str(file))
        ]
    if record is None or problems:
        raise CommandError("\n".join(_told(file, one) for one in problems))
    return record


def _told(file: Path, problem: Problem) -> str:
    at = problem.position
    return f"{file}:{at.line}:{at.column}: {problem.message} {problem.hint}"


def _clashes(listed: DaftarWilayah, file: str) -> Iterator[Problem]:
    """Codes that stand twice, or belong to another place."""
    seen: dict[str, str] = {}
    for number, one in enumerate(listed.wilayah):
        at = "wilayah", number, "kode"
        if one.kode in seen:
            yield Problem(
                *(file, at, _RULE),
                f"Kode {one.kode} sudah dipakai {seen[one.kode]}.",
                "Setiap wilayah mempunyai kodenya sendiri; betulkan, atau hapus yang berulang.",
            )
        seen[one.kode] = one.nama
        if one.kode.rpartition(".")[0] != listed.kode:
            yield Problem(
                *(file, at, _RULE),
                f"{one.kode} bukan kode bagian dari {listed.nama} ({listed.kode}).",
                f"Tulis {listed.kode} diikuti titik dan dua angka, dalam tanda kutip.",
            )
