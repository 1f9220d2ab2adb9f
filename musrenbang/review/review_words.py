"""Words that all parts of a review share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from musrenbang.review.facts import Touched
from musrenbang.review.review_model import Action
from musrenbang.text.indonesian import angka, rupiah, satuan
from musrenbang.year.cases import Case
from musrenbang.year.figures import Tally
from schemas import Usulan

_ACTIONS: Mapping[Action, str] = {
    Action.BARU: "baru",
    Action.DIUBAH: "diubah",
    Action.DITARIK: "dihapus",
    Action.RUPA: "ditulis lain dengan isi yang sama",
}


def moved(before: str, after: str) -> str:
    """What holds before the change and after it."""
    return f"semula {before} → kini {after}"


def change_of(before: int, after: int) -> str:
    """An amount before and after, with the difference."""
    sign = "+" if after >= before else "-"
    return f"{moved(rupiah(before), rupiah(after))} ({sign}{rupiah(abs(after - before))})"


def listed(parts: Iterable[tuple[int, str]]) -> str:
    """Counts in one phrase, those of nothing left out: 2 baru, 1 dihapus."""
    return ", ".join(f"{angka(count)} {words}" for count, words in parts if count)


def counted(items: Iterable[Touched]) -> str:
    """How many files are new, changed or gone: 2 berkas baru, 1 berkas dihapus."""
    actions = Counter(item.action for item in items)
    return listed((actions[action], f"berkas {word}") for action, word in _ACTIONS.items())


def lines_of(added: int, removed: int) -> str:
    """Lines of text added and removed."""
    return listed(((added, "baris masuk"), (removed, "baris keluar"))) or "tanpa baris berbeda"


def volume(value: Decimal, case: Case) -> str:
    """A volume with its unit."""
    return f"{angka(value)} {satuan(case.satuan)}" if case.satuan else angka(value)


def amount(value: int | None) -> str:
    """An estimate, or that there is none."""
    return "tanpa perkiraan anggaran" if value is None else rupiah(value)


def sum_of(tally: Tally) -> str:
    """The rupiah of several proposals, and how many of them it leaves out."""
    if tally.tanpa_anggaran == tally.jumlah:
        return "tanpa perkiraan anggaran"
    missing = f", {angka(tally.tanpa_anggaran)} tanpa perkiraan" if tally.tanpa_anggaran else ""
    return f"{rupiah(tally.anggaran)}{missing}"


def place_of_work(usulan: Usulan) -> str:
    """Where a proposal is to be carried out, in one line."""
    address = usulan.lokasi.alamat if usulan.lokasi else ""
    parts = [f"RT {', '.join(usulan.rt)}"] if usulan.rt else []
    parts += [f"RW {usulan.rw}"] if usulan.rw else []
    return ", ".join(part for part in (address, "/".join(parts)) if part)
