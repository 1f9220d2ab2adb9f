"""The outcome of a change in a few sentences, and what it does to totals and forms."""

from collections.abc import Callable, Iterator, Sequence

from musrenbang.cases import Status
from musrenbang.figures import Tally
from musrenbang.indonesian import angka, rupiah, tanggal
from musrenbang.paths import Kind
from musrenbang.reviewing.areas import Area
from musrenbang.reviewing.facts import Facts, Touched
from musrenbang.reviewing.model import Totals, YearTotals
from musrenbang.reviewing.phrases import is_edited
from schemas import HasilSurvei, Kelurahan, Keputusan

_PROPOSALS = frozenset({Kind.USULAN, Kind.USULAN_LANGSUNG})


def headline(facts: Facts, totals: Sequence[YearTotals]) -> tuple[str, ...]:
    """Whole sentences, the camat's decisions first."""
    outcome = [
        sentence
        for tell in (_decisions, _kirim, _proposals, _kelurahan, _settings, _minutes, _software)
        for sentence in tell(facts)
    ]
    if not outcome and facts.touched:
        outcome = [f"{angka(len(facts.touched))} berkas berubah."]
    return (*outcome, *_budget(totals))


def change_of(before: int, after: int) -> str:
    """An amount before and after, with the difference."""
    sign = "+" if after >= before else "-"
    return f"{rupiah(before)} → {rupiah(after)} ({sign}{rupiah(abs(after - before))})"


def _budget(totals: Sequence[YearTotals]) -> Iterator[str]:
    for year in totals:
        before, after = (_approved(side).anggaran for side in (year.before, year.after))
        if before != after:
            yield f"Anggaran disetujui {year.tahun}: {change_of(before, after)}."


def _approved(totals: Totals) -> Tally:
    return totals.status[Status.DISETUJUI]


def notes(totals: Sequence[YearTotals]) -> tuple[str, ...]:
    """What the change does to Forms 3 and 4 and to what is still undecided."""
    found = []
    for year in totals:
        before, after = year.before.status, year.after.status
        rows = (
            ("Lampiran II (Form 3)", (Status.DISETUJUI,)),
            ("Lampiran III (Form 4)", (Status.DITOLAK, Status.BELUM_DIVALIDASI)),
        )
        for name, states in rows:
            counts = [sum(side[state].jumlah for state in states) for side in (before, after)]
            if counts[0] != counts[1]:
                found.append(f"{name} {year.tahun}: {angka(counts[0])} → {angka(counts[1])} baris.")
        waiting = [side[Status.BELUM_DIVALIDASI].jumlah for side in (before, after)]
        if waiting[0] != waiting[1]:
            found.append(
                f"Belum divalidasi {year.tahun}: {angka(waiting[0])} → {angka(waiting[1])} usulan."
            )
    return tuple(found)


def _of(facts: Facts, *kinds: Kind) -> list[Touched]:
    return [item for item in facts.records if item.place and item.place.kind in kinds]


def _decisions(facts: Facts) -> Iterator[str]:
    items = _of(facts, Kind.KEPUTUSAN)
    decided = [(_decision(item.before), _decision(item.after), item) for item in items]
    new = [after for before, after, _ in decided if before is None and after is not None]
    if new:
        yield f"{angka(len(new))} usulan diputuskan: {_outcomes(new)}."
    changed = [
        (before, after) for before, after, _ in decided if before and after and before != after
    ]
    turned = sum(before.keputusan != after.keputusan for before, after in changed)
    if changed:
        turns = f", {angka(turned)} di antaranya berbalik" if turned else ""
        yield f"{angka(len(changed))} keputusan diubah{turns}."
    surveyed = sum(isinstance(item.after, HasilSurvei) for _, _, item in decided)
    if surveyed:
        yield f"{angka(surveyed)} usulan disurvei."
    gone = sum(
        before is not None and (item.file.is_gone or isinstance(item.after, HasilSurvei))
        for before, _, item in decided
    )
    if gone:
        yield f"{angka(gone)} keputusan dihapus."


def _decision(record: object) -> Keputusan | None:
    return record if isinstance(record, Keputusan) else None


def _outcomes(decisions: Sequence[Keputusan]) -> str:
    approved = [decision for decision in decisions if decision.keputusan == "disetujui"]
    volumes = sum(decision.volume is not None for decision in approved)
    amounts = sum(decision.volume is None and is_edited(decision) for decision in approved)
    edits = [f"{angka(volumes)} dengan volume dikoreksi"] if volumes else []
    edits += [f"{angka(amounts)} dengan anggaran dikoreksi"] if amounts else []
    parts = []
    if approved:
        parts.append(
            f"{angka(len(approved))} disetujui" + (f" ({', '.join(edits)})" if edits else "")
        )
    rejected = len(decisions) - len(approved)
    if rejected:
        parts.append(f"{angka(rejected)} ditolak")
    return ", ".join(parts)


def _kirim(facts: Facts) -> Iterator[str]:
    for item in _of(facts, Kind.KIRIM):
        if item.place is None:
            continue
        folder = facts.folder(facts.head, item.place) or facts.folder(facts.base, item.place)
        name = folder.nama if folder else item.place.kelurahan
        if item.file.is_gone:
            yield f"Kirim Kelurahan {name} dihapus."
        elif item.before is None and item.after is not None:
            yield f"Kirim: Kelurahan {name} diteruskan ke kota dan terkunci."
        else:
            corrections = facts.corrections(item.place)
            if corrections:
                numbers = ", ".join(row.nomor for row in corrections)
                yield f"Koreksi sesudah Kirim di Kelurahan {name}: usulan {numbers}."


def _proposals(facts: Facts) -> Iterator[str]:
    items = _of(facts, *_PROPOSALS)
    counts: tuple[tuple[str, Callable[[Touched], bool]], ...] = (
        ("usulan baru", lambda item: item.before is None and item.after is not None),
        (
            "usulan diubah",
            lambda item: bool(item.before and item.after) and item.before != item.after,
        ),
        ("usulan dihapus", lambda item: item.file.is_gone),
    )
    for text, holds in counts:
        found = [item for item in items if holds(item)]
        if found:
            cost = sum(item.after.perkiraan_anggaran or 0 for item in found if item.after)
            amount = f", seluruhnya {rupiah(cost)}" if cost and text == "usulan baru" else ""
            yield f"{angka(len(found))} {text}{amount}."


def _kelurahan(facts: Facts) -> Iterator[str]:
    for item in _of(facts, Kind.KELURAHAN):
        before, after = item.before, item.after
        if not isinstance(after, Kelurahan):
            continue
        if after.dikirim and (before is None or before.dikirim != after.dikirim):
            yield f"Lurah {after.nama} mengirim usulannya ({tanggal(after.dikirim)})."
        if before is not None and before.lurah != after.lurah:
            yield f"Lurah {after.nama} berganti."


def _settings(facts: Facts) -> Iterator[str]:
    names = sorted(item.path for item in facts.touched if item.area is Area.PENGATURAN)
    if names:
        yield f"{angka(len(names))} berkas pengaturan berubah."
    for item in _of(facts, Kind.MUSRENBANG):
        if item.before and item.after and item.before.pejabat != item.after.pejabat:
            yield "Pejabat berubah: yang berhak menyetujui menjadi lain."


def _minutes(facts: Facts) -> Iterator[str]:
    if _of(facts, Kind.BERITA_ACARA):
        yield "Berita Acara berubah."
    notices = _of(facts, Kind.PENGUMUMAN)
    if notices:
        yield f"{angka(len(notices))} pengumuman berubah."


def _software(facts: Facts) -> Iterator[str]:
    count = sum(item.area is Area.PERANGKAT_LUNAK for item in facts.touched)
    if count:
        yield f"{angka(count)} berkas perangkat lunak berubah."
