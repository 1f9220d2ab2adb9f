"""What the repository of a city starts with: the list of its kecamatan, and who builds its site."""

from collections.abc import Mapping

from musrenbang.founding.area import Place, all_kota, kecamatan_of, kota_named
from musrenbang.founding.founder import shipped
from musrenbang.founding.marks import CITY_CONTENT, filled
from musrenbang.records import canonical
from musrenbang.records.validation import guess
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import markdown
from musrenbang.text.name_keys import slug_of
from schemas import DaftarWilayah
from schemas.kota import BagianWilayah
from schemas.musrenbang import Situs

LIST = "kota.yaml"
SHARED = (
    *(".gitattributes", ".github/dependabot.yml", ".github/musrenbang.txt"),
    ".github/workflows/versi.yml",
)
"""What it has as a kecamatan has it."""
KECAMATAN = "{kecamatan}"
"""Stands in a pattern of addresses for the name of each."""


def city_named(name: str) -> Place:
    """A listed city that has kecamatan; raises `CommandError` for any other."""
    kota = kota_named(name)
    if kota is None or not kecamatan_of(kota):
        known = [one.full for one in all_kota() if kecamatan_of(one)]
        raise CommandError(
            f"Kota {name} tidak ada dalam daftar wilayah. "
            + guess(name, known, f"Tulis {LIST} sendiri, seperti pada docs/fleet.md.")
        )
    return kota


def city_files(
    kota: Place, pattern: str, situs: str | None, marks: Mapping[str, str]
) -> dict[str, bytes]:
    """The whole content of the repository, by path; `pattern` gives the address of each site."""
    listed = DaftarWilayah(
        kode=kota.kode,
        nama=kota.nama,
        jenis=kota.jenis,  # type: ignore[arg-type]
        situs=Situs(alamat=situs),
        wilayah=tuple(
            BagianWilayah(
                kode=one.kode,
                nama=one.nama,
                alamat=pattern.replace(KECAMATAN, slug_of(one.nama)),
            )
            for one in kecamatan_of(kota)
        ),
    )
    about = {
        "@@KOTA@@": markdown(f"{kota.jenis} {kota.nama}"),
        "@@SITUS@@": f"<{situs}>" if situs else "belum ada",
    }
    own = {
        path.relative_to(CITY_CONTENT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(CITY_CONTENT.rglob("*"))
        if path.is_file()
    }
    texts = {path: shipped()[path] for path in SHARED} | own
    files = {path: filled(text, {**marks, **about}) for path, text in texts.items()}
    return {path: text.encode() for path, text in {**files, LIST: canonical.dump(listed)}.items()}
