"""Decisions in words: what was decided, about which volume and amount, and why."""

from collections.abc import Mapping

from musrenbang.review.proposal_words import Telling
from musrenbang.review.review_words import amount, moved, volume
from musrenbang.text.indonesian import rupiah, tanggal
from musrenbang.year.cases import Case
from musrenbang.year.labels import ALASAN
from schemas import Keputusan
from schemas.keputusan import Alasan, Survei

_TASKS: Mapping[str, tuple[str, str]] = {
    "lokasi_sesuai": ("lokasi sesuai", "lokasi tidak sesuai"),
    "layak_teknis": ("layak teknis", "tidak layak teknis"),
    "layak_administratif": ("layak administratif", "tidak layak administratif"),
}


def new_decision(case: Case, decision: Keputusan) -> Telling:
    """A decision that was not there before, against what was proposed."""
    told = Telling(_symbol(decision))
    told.say(f"{_outcome(decision)} {tanggal(decision.tanggal)}", ("keputusan",), ("tanggal",))
    _tell_figures(told, case, decision)
    _tell_reasons(told, None, decision)
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
        told.say(f"tetap {new.keputusan}", ("keputusan",))
    else:
        told.say(f"semula {old.keputusan}, kini {new.keputusan}", ("keputusan",))
    if old.tanggal != new.tanggal:
        days = moved(tanggal(old.tanggal), tanggal(new.tanggal))
        told.say(f"tanggal keputusan {days}", ("tanggal",))
    if old.keputusan == new.keputusan:
        _tell_moved_figures(told, before, after)
    else:
        if old.keputusan == "disetujui" and before.diubah:
            told.say(f"semula disetujui {volume(before.volume, before)}, {amount(before.anggaran)}")
        _tell_figures(told, after, new)
    _tell_reasons(told, old, new)
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
    if decision.keputusan == "disetujui" and decision.volume is not None:
        return "disetujui dengan volume dikoreksi"
    if decision.keputusan == "disetujui" and decision.perkiraan_anggaran is not None:
        return "disetujui dengan anggaran dikoreksi"
    return decision.keputusan


def _tell_figures(told: Telling, case: Case, decision: Keputusan) -> None:
    """Volume and amount as proposed and, where the decision names others, as decided."""
    asked = volume(case.usulan.volume, case), amount(case.usulan.perkiraan_anggaran)
    given = (
        None if decision.volume is None else volume(decision.volume, case),
        None if decision.perkiraan_anggaran is None else rupiah(decision.perkiraan_anggaran),
    )
    verb = "disetujui" if decision.keputusan == "disetujui" else "diputuskan"
    if given == (None, None):
        words = "seperti diusulkan:" if verb == "disetujui" else "yang diusulkan:"
        told.say(f"{words} {', '.join(asked)}", ("volume",), ("perkiraan_anggaran",))
        return
    fields = ("volume", "perkiraan_anggaran")
    for field, proposed, decided in zip(fields, asked, given, strict=True):
        if decided is None:
            told.say(f"seperti diusulkan: {proposed}", (field,))
        else:
            told.say(f"diusulkan {proposed} → {verb} {decided}", (field,))


def _tell_moved_figures(told: Telling, before: Case, after: Case) -> None:
    """Volume and amount as decided before and now, beside what was proposed."""
    if before.volume == after.volume:
        told.say(f"tetap {volume(after.volume, after)}")
    else:
        told.say(
            moved(volume(before.volume, before), volume(after.volume, after))
            + f" (diusulkan {volume(after.usulan.volume, after)})",
            ("volume",),
        )
    if before.anggaran == after.anggaran:
        told.say(f"tetap {amount(after.anggaran)}")
    else:
        told.say(
            moved(amount(before.anggaran), amount(after.anggaran))
            + f" (diusulkan {amount(after.usulan.perkiraan_anggaran)})",
            ("perkiraan_anggaran",),
        )


def _tell_reasons(told: Telling, old: Keputusan | None, new: Keputusan) -> None:
    """Reasons that are new; those that stay are not repeated, odd ones are left to the fields."""
    was = old.alasan if old and old.keputusan == "ditolak" else None
    now = new.alasan if new.keputusan == "ditolak" else None
    keys = [("alasan", name) for name in Alasan.model_fields]
    if now and now != was:
        told.say(f"alasan: {reason(now)}" + (f" (semula: {reason(was)})" if was else ""), *keys)
    elif was and not new.alasan:
        told.say(f"alasan penolakan semula: {reason(was)}", *keys)
    for name, words in (("alasan_perubahan", "alasan perubahan"), ("penjelasan", "penjelasan")):
        text = getattr(new, name)
        if text and not (old and getattr(old, name)):
            told.say(f"{words}: {text}", (name,))


def reason(alasan: Alasan) -> str:
    """Why a proposal was rejected, with the clause of the juknis, as one or two sentences."""
    label = ALASAN[alasan.kode]
    facts = [f"pekerjaan tahun {alasan.tahun}"] if alasan.tahun else []
    facts += [f"usulan {alasan.usulan}"] if alasan.usulan else []
    about = f", {', '.join(facts)}" if facts else ""
    return f"{label.nama} ({label.dasar}){about}. {alasan.uraian}"


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
