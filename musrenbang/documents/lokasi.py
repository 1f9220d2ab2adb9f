"""The place of a proposal as the forms print it."""

from dataclasses import dataclass

from musrenbang.cases import Case


@dataclass(frozen=True)
class Tempat:
    """Address, neighbourhoods and kelurahan; empty where the proposal does not say."""

    alamat: str
    rt_rw: str
    kelurahan: str


def tempat_of(case: Case) -> Tempat:
    """The place of one proposal."""
    usulan = case.usulan
    parts = []
    if usulan.rt:
        parts.append(f"RT {', '.join(usulan.rt)}")
    if usulan.rw:
        parts.append(f"RW {usulan.rw}")
    return Tempat(
        alamat=usulan.lokasi.alamat if usulan.lokasi else "",
        rt_rw="/".join(parts),
        kelurahan=case.nama_kelurahan,
    )


def by_place(case: Case) -> tuple[str, str, str]:
    """The order of rows: by kelurahan, then by number."""
    return case.nama_kelurahan.casefold(), case.folder, case.nomor.zfill(5)
