"""Each kind of record told its own way; whatever a telling leaves out is added field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from musrenbang.cases import Case
from musrenbang.findings import Keys
from musrenbang.indonesian import angka, rupiah, tanggal
from musrenbang.labels import ALASAN
from schemas import Keputusan, Kirim
from schemas.keputusan import Survei

ARROW = " → "
_TASKS: Mapping[str, tuple[str, str]] = {
    "lokasi_sesuai": ("lokasi sesuai", "lokasi tidak sesuai"),
    "layak_teknis": ("layak teknis", "tidak layak teknis"),
    "layak_administratif": ("layak administratif", "tidak layak administratif"),
}


@dataclass
class Telling:
    """Short phrases about a record, and which of its fields they have said."""

    symbol: str
    parts: list[str] = field(default_factory=list)
    said: set[Keys] = field(default_factory=set)

    def say(self, text: str, *keys: Keys) -> None:
        """Add a phrase that tells the fields named."""
        self.parts.append(text)
        self.said.update(keys)


def volume(value: Decimal, case: Case) -> str:
    """A volume with its unit."""
    return f"{angka(value)} {case.satuan}" if case.satuan else angka(value)


def amount(value: int | None) -> str:
    """An estimate, or that there is none."""
    return "tanpa perkiraan anggaran" if value is None else rupiah(value)


def new_decision(case: Case, decision: Keputusan) -> Telling:
    """A decision that was not there before, against what was proposed."""
    told = Telling(_symbol(decision))
    told.say(f"{_outcome(decision)} {tanggal(decision.tanggal)}", ("keputusan",), ("tanggal",))
    told.say(_moved(volume(case.usulan.volume, case), _volume(decision, case)), ("volume",))
    told.say(
        _moved(amount(case.usulan.perkiraan_anggaran), _amount(decision)), ("perkiraan_anggaran",)
    )
    _tell_reasons(told, decision)
    if decision.survei:
        _tell_survey(told, decision.survei, case)
    return told


def survey(case: Case, result: Survei) -> Telling:
    """What the technical team found of a proposal that is not decided yet."""
    told = Telling("⌖")
    _tell_survey(told, result, case)
    return told


def changed_decision(before: Case, after: Case, old: Keputusan, new: Keputusan) -> Telling:
    """A decision that was there, against what it said."""
    told = Telling(_symbol(new))
    if old.keputusan == new.keputusan:
        told.say(f"tetap {new.keputusan}", ("keputusan",))
    else:
        told.say(f"semula {old.keputusan}, kini {new.keputusan}", ("keputusan",))
    if before.volume != after.volume:
        told.say(
            f"{volume(before.volume, before)}{ARROW}{volume(after.volume, after)}", ("volume",)
        )
    else:
        told.say(volume(after.volume, after))
    if before.anggaran != after.anggaran:
        told.say(
            f"{amount(before.anggaran)}{ARROW}{amount(after.anggaran)}", ("perkiraan_anggaran",)
        )
    else:
        told.say(amount(after.anggaran))
    return told


def withdrawn_decision(case: Case, decision: Keputusan) -> Telling:
    """A decision that is gone."""
    told = Telling("⊘")
    told.say(f"keputusan dihapus, semula {decision.keputusan}")
    told.say(volume(case.volume, case))
    told.say(amount(case.anggaran))
    return told


def new_proposal(case: Case) -> Telling:
    """A proposal that was not there before; title and place are told by its line."""
    told = Telling("+")
    told.say("usulan baru", ("usulan_kegiatan",), ("rw",), ("rt",), ("lokasi", "alamat"))
    told.say(volume(case.usulan.volume, case), ("volume",))
    told.say(amount(case.usulan.perkiraan_anggaran), ("perkiraan_anggaran",))
    if case.usulan.template is None:
        told.say("tanpa template: dibahas forum UKPD (juknis D.5)")
    return told


def changed_proposal(before: Case, after: Case) -> Telling:
    """A proposal that was there, against what it said."""
    told = Telling("~", ["usulan diubah"])
    old, new = before.usulan, after.usulan
    if old.volume != new.volume:
        told.say(f"{volume(old.volume, before)}{ARROW}{volume(new.volume, after)}", ("volume",))
    if old.perkiraan_anggaran != new.perkiraan_anggaran:
        told.say(
            f"{amount(old.perkiraan_anggaran)}{ARROW}{amount(new.perkiraan_anggaran)}",
            ("perkiraan_anggaran",),
        )
    return told


def new_kirim(kirim: Kirim, disetujui: int, ditolak: int, belum: int) -> Telling:
    """Kirim of a kelurahan, with what it sends on."""
    told = Telling("▶")
    told.say(f"{tanggal(kirim.tanggal)}, berkas kelurahan ini terkunci", ("tanggal",))
    told.say(
        f"{angka(disetujui)} disetujui, {angka(ditolak)} ditolak, {angka(belum)} tanpa validasi"
    )
    return told


def _symbol(decision: Keputusan) -> str:
    if decision.keputusan == "ditolak":
        return "✘"
    return "✎" if is_edited(decision) else "✔"


def is_edited(decision: Keputusan) -> bool:
    """Whether the camat approves another volume or amount than was proposed (Edit)."""
    return decision.keputusan == "disetujui" and (
        decision.volume is not None or decision.perkiraan_anggaran is not None
    )


def _outcome(decision: Keputusan) -> str:
    if decision.keputusan == "disetujui" and decision.volume is not None:
        return "disetujui dengan volume dikoreksi"
    if decision.keputusan == "disetujui" and decision.perkiraan_anggaran is not None:
        return "disetujui dengan anggaran dikoreksi"
    return decision.keputusan


def _volume(decision: Keputusan, case: Case) -> str | None:
    return None if decision.volume is None else volume(decision.volume, case)


def _amount(decision: Keputusan) -> str | None:
    value = decision.perkiraan_anggaran
    return None if value is None else rupiah(value)


def _moved(before: str, after: str | None) -> str:
    return before if after is None else f"{before}{ARROW}{after}"


def _tell_reasons(told: Telling, decision: Keputusan) -> None:
    if decision.alasan and decision.keputusan == "ditolak":
        label = ALASAN[decision.alasan.kode]
        told.say(
            f"alasan: {label.nama} ({label.dasar}). {decision.alasan.uraian}",
            ("alasan", "kode"),
            ("alasan", "uraian"),
        )
    if decision.alasan_perubahan:
        told.say(f"alasan perubahan: {decision.alasan_perubahan}", ("alasan_perubahan",))
    if decision.penjelasan:
        told.say(f"penjelasan: {decision.penjelasan}", ("penjelasan",))


def _tell_survey(told: Telling, survey: Survei, case: Case) -> None:
    results = [words[not getattr(survey, task)] for task, words in _TASKS.items()]
    if all(getattr(survey, task) for task in _TASKS):
        results = ["sesuai dan layak"]
    if survey.volume_terukur is not None:
        results.append(f"terukur {volume(survey.volume_terukur, case)}")
    told.say(
        f"survei {tanggal(survey.tanggal)}: {', '.join(results)}",
        ("survei", "tanggal"),
        ("survei", "volume_terukur"),
        *(("survei", task) for task in _TASKS),
    )
