"""What to do next in one kelurahan, with the command that does it."""

from collections.abc import Callable, Sequence

from musrenbang.files.paths import kelurahan_path
from musrenbang.year.kelurahan_progress import KelurahanStanding

BUILD = "python build.py"


def is_ready(one: KelurahanStanding) -> bool:
    """Whether everything is decided and nothing sent on yet."""
    return bool(one.dikirim_lurah and not one.kirim and one.usulan and not one.belum_diputuskan)


def next_in(tahun: int, one: KelurahanStanding) -> str:
    """What to do next in one kelurahan; empty where nothing is left."""
    file = kelurahan_path(tahun, one.slug)
    if not one.usulan and one.dikirim_lurah is None:
        return f"Impor usulannya: {BUILD} import BERKAS.xlsx --tahun {tahun}"
    if one.dikirim_lurah is None:
        missing = "`dikirim`" if one.berita_acara else "`berita_acara` dan `dikirim`"
        return f"Sesudah lurah mengirim, isi {missing} dalam {file}."
    if one.kirim is not None:
        return ""
    if is_ready(one):
        return f"Kirim: {BUILD} send {one.slug}"
    if one.belum_disurvei and not one.diputuskan:
        return f"Catat survei dan putuskan: {BUILD} worksheet {one.slug}"
    return f"Putuskan: {BUILD} desk, atau {BUILD} worksheet {one.slug}"


def next_in_first(
    tahun: int, every: Sequence[KelurahanStanding], wanted: Callable[[KelurahanStanding], bool]
) -> str:
    """What to do next in the first kelurahan of some kind; empty where there is none."""
    found = next(filter(wanted, every), None)
    return f"{found.nama}: {next_in(tahun, found)}" if found else ""
