"""The list of sites: `kota.yaml`, read as strictly as every record."""

from collections.abc import Iterator
from pathlib import Path

from musrenbang.records.findings import Problem
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.records.validation import read_record
from musrenbang.text.errors import CommandError
from schemas import DaftarWilayah
from schemas.kota import PROVINSI

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
    """What stands twice, and codes that belong to another place or another kind of place."""
    if (listed.jenis == PROVINSI) != ("." not in listed.kode):
        yield Problem(
            *(file, ("kode",), _RULE),
            f"{listed.kode} bukan kode sebuah {listed.jenis.split()[0].lower()}.",
            'Kode provinsi dua angka, misalnya "31"; kode kota empat angka, misalnya "31.71".',
        )
    codes: dict[str, str] = {}
    sources: dict[str, str] = {}
    for number, one in enumerate(listed.wilayah):
        at = "wilayah", number, "kode"
        if one.kode in codes:
            yield Problem(
                *(file, at, _RULE),
                f"Kode {one.kode} sudah dipakai {codes[one.kode]}.",
                "Setiap wilayah mempunyai kodenya sendiri; betulkan, atau hapus yang berulang.",
            )
        codes[one.kode] = one.nama
        if one.kode.rpartition(".")[0] != listed.kode:
            yield Problem(
                *(file, at, _RULE),
                f"{one.kode} bukan kode bagian dari {listed.nama} ({listed.kode}).",
                f"Tulis {listed.kode} diikuti titik dan dua angka, dalam tanda kutip.",
            )
        source = (one.sumber or one.alamat).rstrip("/")
        if source in sources:
            yield Problem(
                *(file, ("wilayah", number, "sumber" if one.sumber else "alamat"), _RULE),
                f"Situs itu sudah disebut pada {sources[source]}.",
                "Setiap wilayah mempunyai situsnya sendiri; betulkan alamatnya.",
            )
        sources[source] = one.nama
