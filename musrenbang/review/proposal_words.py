"""Proposals, Kirim and photos in words; what a telling leaves out is added field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from musrenbang.records.findings import Keys
from musrenbang.review.review_model import FieldChange
from musrenbang.review.review_words import amount, moved, place_of_work, sum_of, volume
from musrenbang.text.indonesian import angka, tanggal, ukuran
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import tally
from schemas import Kirim

_UNDECIDED = "Tanpa validasi (juknis D.4, tanggung jawab camat)"


@dataclass
class Telling:
    """Short phrases about a record, the fields they have said, and fields in better words."""

    symbol: str
    parts: list[str] = field(default_factory=list)
    said: set[Keys] = field(default_factory=set)
    fields: list[FieldChange] = field(default_factory=list)

    def say(self, text: str, *keys: Keys) -> None:
        """Add a phrase that tells the fields named."""
        self.parts.append(text)
        self.said.update(keys)


def title_of(case: Case) -> str:
    """Number and activity of a proposal."""
    return f"{case.nomor} {case.usulan.usulan_kegiatan}"


def new_proposal(case: Case) -> Telling:
    """A proposal that was not there before; title and place are told by its line."""
    told = Telling("+")
    told.say("usulan baru", ("usulan_kegiatan",), ("rw",), ("rt",), ("lokasi", "alamat"))
    told.say(volume(case.usulan.volume, case), ("volume",), ("satuan",))
    told.say(amount(case.usulan.perkiraan_anggaran), ("perkiraan_anggaran",))
    if case.usulan.template is None:
        told.say("tanpa template: dibahas forum UKPD (juknis D.5)")
    return told


def changed_proposal(before: Case, after: Case) -> Telling:
    """A proposal that was there, against what it said."""
    told = Telling("~", ["usulan diubah"])
    old, new = before.usulan, after.usulan
    if old.volume != new.volume:
        told.say(
            moved(volume(old.volume, before), volume(new.volume, after)),
            ("volume",),
        )
    if old.perkiraan_anggaran != new.perkiraan_anggaran:
        told.say(
            moved(amount(old.perkiraan_anggaran), amount(new.perkiraan_anggaran)),
            ("perkiraan_anggaran",),
        )
    return told


def new_kirim(kirim: Kirim, before: Mapping[str, Case], after: Iterable[Case]) -> Telling:
    """Kirim of a kelurahan: what it sends on in all, decided by this change or earlier.

    `before` holds all cases before the change, `after` those of the kelurahan after it.
    """
    cases = {case.nomor: case for case in after}
    told = Telling("▶")
    told.say(f"{tanggal(kirim.tanggal)}, berkas kelurahan ini terkunci", ("tanggal",))
    groups = [
        _group(status, words, before, cases.values())
        for status, words in (
            (Status.DISETUJUI, "disetujui"),
            (Status.DITOLAK, "ditolak"),
            (Status.BELUM_DIVALIDASI, "tanpa validasi"),
        )
    ]
    told.say(f"seluruh kelurahan: {', '.join(groups)}", ("tanpa_validasi",))
    for row in kirim.tanpa_validasi:
        case = cases.get(row.nomor)
        about = _described(case) if case else f"{row.nomor} (usulan tidak ada)"
        told.fields.append(FieldChange(_UNDECIDED, None, f"{about}. Alasan: {row.alasan}"))
    return told


def _group(status: Status, words: str, before: Mapping[str, Case], after: Iterable[Case]) -> str:
    """How many proposals of a kelurahan end in a state, and how many of them already were."""
    cases = [case for case in after if case.status is status]
    remarks = []
    if status is Status.DISETUJUI and cases:
        remarks.append(f"seluruhnya {sum_of(tally(cases))}")
    if status is not Status.BELUM_DIVALIDASI:
        earlier = sum(case.id in before and before[case.id].status is status for case in cases)
        if earlier:
            remarks.append(f"{angka(earlier)} di antaranya sudah {words} sebelum perubahan ini")
    return f"{angka(len(cases))} {words}" + (f" ({', '.join(remarks)})" if remarks else "")


def _described(case: Case) -> str:
    parts = (title_of(case), place_of_work(case.usulan), amount(case.anggaran))
    return ", ".join(part for part in parts if part)


def photo(symbol: str, verb: str, size: int | None, nomor: str) -> Telling:
    """A photo: how big it is and where it can be seen."""
    told = Telling(symbol, [verb], {()})
    if size is not None:
        told.say(ukuran(size))
        where = f"halaman usulan {nomor}" if nomor else "halaman Berita Acara"
        told.say(f"lihat gambarnya pada daftar berkas yang berubah, atau pada pratinjau di {where}")
    return told
