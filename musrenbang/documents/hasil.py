"""States of proposals as results are counted on paper: those sent on undecided apart (D.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from musrenbang.cases import Case, Status
from musrenbang.figures import Tally, group, tally
from musrenbang.views import View

HASIL: Mapping[str, str] = MappingProxyType(
    {
        "disetujui": "Disetujui",
        "ditolak": "Ditolak",
        "tidak-divalidasi": "Tidak divalidasi",
        "belum-divalidasi": "Belum divalidasi",
        "forum-ukpd": "Forum UKPD",
        "belum-dikirim": "Belum dikirim",
        "tidak-diteruskan": "Tidak diteruskan",
    }
)
"""The rows and columns of the figures, by code, in their order."""

SELALU = frozenset({"disetujui", "ditolak"})
"""What is counted even where it is nothing."""


@dataclass(frozen=True)
class RekapHasil:
    """What became of a group of proposals; states by their code (`HASIL`)."""

    nama: str
    status: Mapping[str, Tally]
    semua: Tally

    @property
    def keadaan(self) -> tuple[str, ...]:
        """The states that occur; the others would be rows and columns of zeros."""
        return tuple(code for code in HASIL if code in SELALU or self.status[code].jumlah)


def keadaan(case: Case) -> str:
    """The state of a proposal, one of `HASIL`."""
    if case.status is Status.BELUM_DIVALIDASI and case.dikirim:
        return "tidak-divalidasi"
    return case.status.value


def hasil_of(nama: str, cases: Iterable[Case]) -> RekapHasil:
    """Count a group of proposals; every state is present, zero or not."""
    cases = list(cases)
    by_state = group(cases, keadaan)
    return RekapHasil(nama, {code: tally(by_state.get(code, ())) for code in HASIL}, tally(cases))


def hasil_kelurahan(view: View) -> tuple[RekapHasil, ...]:
    """The counts of each kelurahan, by name, also of one without a proposal."""
    names = {slug: folder.nama for slug, folder in view.year.kelurahan.items()}
    found = group(view.cases, lambda case: case.kelurahan)
    counted = (
        hasil_of(names.get(slug, slug), found.get(slug, ())) for slug in view.ringkasan.kelurahan
    )
    return tuple(sorted(counted, key=lambda row: row.nama.casefold()))
