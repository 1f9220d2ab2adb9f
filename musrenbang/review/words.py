"""A change in words: decisions, surveys, proposals, Kirim and photos, each as a `Telling`.

What a telling leaves out is added field by field (`changes`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from musrenbang.review.facts import Touched
from musrenbang.review.review_model import Action, PerubahanKolom
from musrenbang.text.indonesian import angka, rupiah, satuan, tanggal, ukuran
from musrenbang.text.lookalikes import told_apart
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Tally, tally
from musrenbang.year.follow_up import title_of as title_of_news
from musrenbang.year.guide import named
from schemas import Keputusan, Kirim, Usulan
from schemas.keputusan import Alasan, Survei
from schemas.tindak_lanjut import Kabar

_ACTIONS: Mapping[Action, str] = {
    Action.BARU: "baru",
    Action.DIUBAH: "diubah",
    Action.DITARIK: "dihapus",
    Action.RUPA: "ditulis lain dengan isi yang sama",
}


def moved(before: str, after: str) -> str:
    """What holds before the change and after it; by their numbers, where the two look alike."""
    before, after = told_apart(before, after)
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
    """A volume with the unit of its proposal: 120 m."""
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


_UNDECIDED = "Tanpa validasi (tanggung jawab camat)"


@dataclass
class Telling:
    """Short phrases about a record, the fields they have said, and fields in better words."""

    symbol: str
    parts: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    fields: list[PerubahanKolom] = field(default_factory=list)

    def say(self, text: str, *kolom: str) -> None:
        """Add a phrase that tells the fields named."""
        self.parts.append(text)
        self.said.update(kolom)


def title_of(case: Case) -> str:
    """Number and activity of a proposal."""
    return f"{case.nomor} {case.usulan.usulan_kegiatan}"


def new_proposal(case: Case) -> Telling:
    """A proposal that was not there before; title and place are told by its line."""
    told = Telling("+")
    told.say("usulan baru", "usulan_kegiatan", "rw", "rt", "lokasi.alamat")
    told.say(volume(case.usulan.volume, case), "volume", "satuan")
    told.say(amount(case.usulan.perkiraan_anggaran), "perkiraan_anggaran")
    if case.usulan.template is None:
        told.say("tanpa template: dibahas forum")
    return told


def changed_proposal(before: Case, after: Case) -> Telling:
    """A proposal that was there, against what it said."""
    told = Telling("~", ["usulan diubah"])
    old, new = before.usulan, after.usulan
    if old.volume != new.volume:
        told.say(moved(volume(old.volume, before), volume(new.volume, after)), "volume")
    if old.perkiraan_anggaran != new.perkiraan_anggaran:
        amounts = moved(amount(old.perkiraan_anggaran), amount(new.perkiraan_anggaran))
        told.say(amounts, "perkiraan_anggaran")
    return told


def new_kirim(kirim: Kirim, before: Mapping[str, Case], after: Iterable[Case]) -> Telling:
    """Kirim of a kelurahan: what it sends on in all, decided by this change or earlier.

    `before` holds all cases before the change, `after` those of the kelurahan after it.
    """
    cases = {case.nomor: case for case in after}
    told = Telling("▶")
    told.say(f"{tanggal(kirim.tanggal)}, berkas kelurahan ini terkunci", "tanggal")
    groups = [
        _group(status, words, before, cases.values())
        for status, words in (
            (Status.DISETUJUI, "disetujui"),
            (Status.DITOLAK, "ditolak"),
            (Status.BELUM_DIVALIDASI, "tanpa validasi"),
        )
    ]
    told.say(f"seluruh kelurahan: {', '.join(groups)}", "tanpa_validasi")
    for row in kirim.tanpa_validasi:
        case = cases.get(row.nomor)
        about = _described(case) if case else f"{row.nomor} (usulan tidak ada)"
        why = f"{about}. Alasan: {row.alasan}"
        told.fields.append(PerubahanKolom("tanpa_validasi", _UNDECIDED, None, why))
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


def photo(symbol: str, verb: str, size: int | None, shown_on: str) -> Telling:
    """A photo: how big it is and the page it can be seen on, if any."""
    told = Telling(symbol, [verb], {""})
    if size is not None:
        told.say(ukuran(size))
        preview = f", atau pada pratinjau di {shown_on}" if shown_on else ""
        told.say(f"lihat gambarnya pada daftar berkas yang berubah{preview}")
    return told


_TASKS: Mapping[str, tuple[str, str]] = {
    "lokasi_sesuai": ("lokasi sesuai", "lokasi tidak sesuai"),
    "layak_teknis": ("layak teknis", "tidak layak teknis"),
    "layak_administratif": ("layak administratif", "tidak layak administratif"),
}


def new_decision(case: Case, decision: Keputusan) -> Telling:
    """A decision that was not there before, against what was proposed."""
    told = Telling(_symbol(decision))
    told.say(f"{_outcome(decision)} {tanggal(decision.tanggal)}", "keputusan", "tanggal")
    _tell_figures(told, case, decision)
    _tell_reasons(told, None, case)
    if decision.survei:
        _tell_survey(told, decision.survei, case)
    return told


def survey(case: Case, result: Survei) -> Telling:
    """What the technical team found of a proposal that is not decided yet."""
    told = Telling("⌖", ["belum diputuskan", f"diusulkan {volume(case.usulan.volume, case)}"])
    _tell_survey(told, result, case)
    return told


def changed_decision(before: Case, after: Case, old: Keputusan, new: Keputusan) -> Telling:
    """A decision that was there, against what it said."""
    told = Telling(_symbol(new))
    if old.keputusan == new.keputusan:
        told.say(f"tetap {new.keputusan}", "keputusan")
    else:
        told.say(f"semula {old.keputusan}, kini {new.keputusan}", "keputusan")
    if old.tanggal != new.tanggal:
        days = moved(tanggal(old.tanggal), tanggal(new.tanggal))
        told.say(f"tanggal keputusan {days}", "tanggal")
    if old.keputusan == new.keputusan:
        _tell_moved_figures(told, before, after)
    else:
        if old.keputusan == "disetujui" and before.diubah:
            told.say(f"semula disetujui {volume(before.volume, before)}, {amount(before.anggaran)}")
        _tell_figures(told, after, new)
    _tell_reasons(told, before, after)
    return told


def news(kabar: Iterable[Kabar]) -> Telling:
    """What is told anew of a proposal after the kecamatan."""
    told = Telling("»")
    for one in kabar:
        about = [f"{title_of_news(one.tahap, one.hasil)} {tanggal(one.tanggal)}"]
        about += [rupiah(one.nilai)] if one.nilai is not None else []
        about += [f"kode {one.kode}"] if one.kode else []
        about += [f"sumber: {one.sumber}"]
        about += [one.keterangan] if one.keterangan else []
        told.say("; ".join(about), "root")
    return told


def withdrawn_decision(case: Case, decision: Keputusan) -> Telling:
    """A decision that is gone."""
    told = Telling("⊘")
    told.say(f"keputusan dihapus, semula {decision.keputusan}")
    told.say(volume(case.volume, case))
    told.say(amount(case.anggaran))
    return told


def is_edited(decision: Keputusan) -> bool:
    """Whether the camat approves another volume or amount than was proposed (Edit)."""
    return decision.keputusan == "disetujui" and (
        decision.volume is not None or decision.perkiraan_anggaran is not None
    )


def _symbol(decision: Keputusan) -> str:
    if decision.keputusan == "ditolak":
        return "✘"
    return "✎" if is_edited(decision) else "✔"


def _outcome(decision: Keputusan) -> str:
    if is_edited(decision):
        what = "anggaran" if decision.volume is None else "volume"
        return f"disetujui dengan {what} dikoreksi"
    return decision.keputusan


def _tell_figures(told: Telling, case: Case, decision: Keputusan) -> None:
    """Volume and amount as proposed and, where the decision names others, as decided."""
    asked = volume(case.usulan.volume, case), amount(case.usulan.perkiraan_anggaran)
    given = (
        None if decision.volume is None else volume(decision.volume, case),
        None if decision.perkiraan_anggaran is None else rupiah(decision.perkiraan_anggaran),
    )
    verb = "disetujui" if decision.keputusan == "disetujui" else "diputuskan"
    fields = ("volume", "perkiraan_anggaran")
    if given == (None, None):
        words = "seperti diusulkan:" if verb == "disetujui" else "yang diusulkan:"
        told.say(f"{words} {', '.join(asked)}", *fields)
        return
    for name, proposed, decided in zip(fields, asked, given, strict=True):
        if decided is None:
            told.say(f"seperti diusulkan: {proposed}", name)
        else:
            told.say(f"diusulkan {proposed} → {verb} {decided}", name)


def _tell_moved_figures(told: Telling, before: Case, after: Case) -> None:
    """Volume and amount as decided before and now, beside what was proposed."""
    if before.volume == after.volume:
        told.say(f"tetap {volume(after.volume, after)}")
    else:
        told.say(
            moved(volume(before.volume, before), volume(after.volume, after))
            + f" (diusulkan {volume(after.usulan.volume, after)})",
            "volume",
        )
    if before.anggaran == after.anggaran:
        told.say(f"tetap {amount(after.anggaran)}")
    else:
        told.say(
            moved(amount(before.anggaran), amount(after.anggaran))
            + f" (diusulkan {amount(after.usulan.perkiraan_anggaran)})",
            "perkiraan_anggaran",
        )


def _tell_reasons(told: Telling, before: Case | None, after: Case) -> None:
    """Reasons that are new; those that stay are not repeated, odd ones are left to the fields."""
    old, new = before.keputusan if before else None, after.keputusan
    was, now = reason(before) if before else "", reason(after)
    keys = [f"alasan.{name}" for name in Alasan.model_fields]
    if now and was and now != was:
        was, now = told_apart(was, now)
        told.say(f"alasan: {now} (semula: {was})", *keys)
    elif now and now != was:
        told.say(f"alasan: {now}", *keys)
    elif was and not (new and new.alasan):
        told.say(f"alasan penolakan semula: {was}", *keys)
    for name, words in (("alasan_perubahan", "alasan perubahan"), ("penjelasan", "penjelasan")):
        text = getattr(new, name, None)
        if text and not (old and getattr(old, name)):
            told.say(f"{words}: {text}", name)


def reason(case: Case) -> str:
    """Why a proposal was rejected, with the clause of the juknis, in sentences; else empty."""
    alasan = case.keputusan.alasan if case.keputusan else None
    if alasan is None or case.alasan is None:
        return ""
    facts = [f"pekerjaan tahun {alasan.tahun}"] if alasan.tahun else []
    facts += [f"usulan {alasan.usulan}"] if alasan.usulan else []
    about = f", {', '.join(facts)}" if facts else ""
    advice = f" Saran: {alasan.saran}" if alasan.saran else ""
    return f"{named(case.alasan)}{about}. {alasan.uraian}{advice}"


def _tell_survey(told: Telling, survey: Survei, case: Case) -> None:
    results = [words[not getattr(survey, task)] for task, words in _TASKS.items()]
    if all(getattr(survey, task) for task in _TASKS):
        results = ["sesuai dan layak"]
    if survey.volume_terukur is not None:
        results.append(f"terukur {volume(survey.volume_terukur, case)}")
    told.say(
        f"survei {tanggal(survey.tanggal)}: {', '.join(results)}",
        "survei.tanggal",
        "survei.volume_terukur",
        *(f"survei.{task}" for task in _TASKS),
    )
