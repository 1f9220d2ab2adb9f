"""The outcome of a change in a few sentences: decisions, Kirim, proposals, budget."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from musrenbang.files.paths import Kind
from musrenbang.review.effects import entries_counted
from musrenbang.review.facts import Facts
from musrenbang.review.following_year import prepared
from musrenbang.review.review_model import ALLOWED_SIGNERS, HOST_KEYS, Action, Area, YearTotals
from musrenbang.review.words import change_of, counted, is_edited, listed, moved, sum_of
from musrenbang.text.indonesian import angka, tanggal
from musrenbang.year.cases import Status
from musrenbang.year.figures import Tally
from musrenbang.year.follow_up import ORDER, title_of
from schemas import BeritaAcara, HasilSurvei, Kelurahan, Keputusan, Usulan
from schemas.musrenbang import Pejabat


def headline(facts: Facts, totals: Sequence[YearTotals]) -> tuple[str, ...]:
    """Whole sentences, the camat's decisions first."""
    outcome = [
        sentence
        for tell in (_decisions, _kirim, _news, _kelurahan, _proposals, settings, minutes, software)
        for sentence in tell(facts)
    ]
    if not outcome and facts.touched:
        outcome = [f"{counted(facts.touched)}."]
    return (*outcome, *_budget(totals))


def _budget(totals: Sequence[YearTotals]) -> Iterator[str]:
    for year in totals:
        before, after = (
            side.status[Status.DISETUJUI].anggaran for side in (year.before, year.after)
        )
        if before != after:
            yield f"Anggaran disetujui {year.tahun}, seluruh kecamatan: {change_of(before, after)}."


def _decisions(facts: Facts) -> Iterator[str]:
    items = facts.of(Kind.KEPUTUSAN)
    decided = [(_decision(item.before), _decision(item.after)) for item in items]
    new = [after for before, after in decided if before is None and after is not None]
    if new:
        yield f"{angka(len(new))} usulan diputuskan dalam perubahan ini: {_outcomes(new)}."
    changed = [(before, after) for before, after in decided if before and after and before != after]
    turned = sum(before.keputusan != after.keputusan for before, after in changed)
    if changed:
        turns = f", {angka(turned)} di antaranya berbalik" if turned else ""
        yield f"{angka(len(changed))} keputusan diubah{turns}."
    surveyed = sum(isinstance(item.after, HasilSurvei) for item in items)
    if surveyed:
        yield f"{angka(surveyed)} usulan disurvei, belum diputuskan."
    gone = sum(item.withdraws_decision for item in items)
    if gone:
        yield f"{angka(gone)} keputusan dihapus."


def _decision(record: object) -> Keputusan | None:
    return record if isinstance(record, Keputusan) else None


def _outcomes(decisions: Sequence[Keputusan]) -> str:
    approved = [decision for decision in decisions if decision.keputusan == "disetujui"]
    volumes = sum(decision.volume is not None for decision in approved)
    amounts = sum(decision.volume is None and is_edited(decision) for decision in approved)
    edits = listed(((volumes, "dengan volume dikoreksi"), (amounts, "dengan anggaran dikoreksi")))
    return listed(
        (
            (len(approved), "disetujui" + (f" ({edits})" if edits else "")),
            (len(decisions) - len(approved), "ditolak"),
        )
    )


def _kirim(facts: Facts) -> Iterator[str]:
    for item in facts.of(Kind.KIRIM):
        name = facts.nama_kelurahan(item.place)
        if item.file.is_gone:
            yield f"Kirim Kelurahan {name} dihapus."
        elif item.before is None and item.after is not None:
            left = listed([(len(item.after.tanpa_validasi), "usulan tanpa validasi")])
            with_left = f", {left}" if left else ""
            yield f"Kirim: Kelurahan {name} diteruskan ke kota dan terkunci{with_left}."
        elif corrections := facts.corrections(item.place):
            numbers = ", ".join(row.nomor for row in corrections)
            yield f"Koreksi sesudah Kirim di Kelurahan {name}: usulan {numbers}."


def _news(facts: Facts) -> Iterator[str]:
    """What is told anew of what came after the kecamatan, year by year."""
    items = facts.of(Kind.TINDAK_LANJUT)
    for tahun in sorted({item.place.tahun for item in items}):
        told = [item.kabar_baru for item in items if item.place.tahun == tahun]
        counts = Counter((one.tahap, one.hasil) for kabar in told for one in kabar)
        ordered = sorted(counts.items(), key=lambda pair: (ORDER[pair[0][0]], pair[0][1]))
        words = listed((count, _inside(title_of(*what))) for what, count in ordered)
        if words:
            touched = sum(bool(kabar) for kabar in told)
            yield f"Tindak lanjut {tahun}: kabar baru tentang {angka(touched)} usulan ({words})."
    other = sum(not item.kabar_baru and item.before != item.after for item in items)
    if other:
        yield f"Tindak lanjut: {angka(other)} berkas diubah isinya atau dihapus."


def _inside(title: str) -> str:
    """A title within a sentence."""
    return title[:1].lower() + title[1:]


def _proposals(facts: Facts) -> Iterator[str]:
    items = [item for item in facts.touched if isinstance(item.after or item.before, Usulan)]
    new = [item.after for item in items if item.before is None and item.after is not None]
    if new:
        yield f"{angka(len(new))} usulan baru, seluruhnya {sum_of(_asked(new))}."
    changed = [item for item in items if item.before and item.after and item.before != item.after]
    if changed:
        before = _asked(item.before for item in changed)
        after = _asked(item.after for item in changed)
        cost = "" if before == after else f"; perkiraannya {moved(sum_of(before), sum_of(after))}"
        yield f"{angka(len(changed))} usulan diubah{cost}."
    gone = sum(item.file.is_gone for item in items)
    if gone:
        yield f"{angka(gone)} usulan dihapus."
    photos = facts.of(Kind.FOTO)
    if photos:
        yield f"Foto: {counted(photos)}."


def _asked(proposals: Iterable[Usulan]) -> Tally:
    """What proposals ask for."""
    amounts = [usulan.perkiraan_anggaran for usulan in proposals]
    known = [value for value in amounts if value is not None]
    return Tally(len(amounts), sum(known), len(amounts) - len(known))


def _kelurahan(facts: Facts) -> Iterator[str]:
    for item in facts.of(Kind.KELURAHAN):
        before, after = item.before, item.after
        if not isinstance(after, Kelurahan):
            continue
        if after.dikirim and (before is None or before.dikirim != after.dikirim):
            folder = facts.folder(facts.head, item.place)
            counts = _sent(folder.usulan.values() if folder else ())
            yield f"Lurah {after.nama} mengirim ({tanggal(after.dikirim)}): {counts}."


def _sent(proposals: Iterable[Usulan]) -> str:
    """How many proposals a lurah sends on; those not validated yet count as sent."""
    kept: list[Usulan] = []
    sent: list[Usulan] = []
    for usulan in proposals:
        result = usulan.validasi_lurah
        (kept if result and result.hasil == "tidak-diteruskan" else sent).append(usulan)
    cost = f"usulan diteruskan ke kecamatan ({sum_of(_asked(sent))})"
    return listed(((len(sent), cost), (len(kept), "tidak diteruskan"))) or "tanpa usulan"


def settings(facts: Facts) -> Iterator[str]:
    """Officials and keys first, then years and lists."""
    yield from _officials(facts)
    yield from _lurah(facts)
    if facts.touches(ALLOWED_SIGNERS):
        yield "Kunci tanda tangan pejabat berubah."
    if facts.touches(HOST_KEYS):
        yield "Kunci tanda tangan peladen Git berubah."
    yield from prepared(facts)
    for kind, name in (
        (Kind.TEMPLATE, "Template kegiatan"),
        (Kind.SKPD, "Daftar perangkat daerah"),
    ):
        counts = entries_counted(facts, kind)
        if counts:
            yield f"{name}: {counts}."
    items = [item for item in facts.touched if item.area is Area.PENGATURAN]
    if items:
        yield f"Pengaturan: {counted(items)}."


def _officials(facts: Facts) -> Iterator[str]:
    for item in facts.of(Kind.MUSRENBANG):
        if not (item.before and item.after) or item.before.pejabat == item.after.pejabat:
            continue
        old, new = item.before.pejabat.camat, item.after.pejabat.camat
        if old == new:
            yield "Data pejabat berubah; camat tetap."
        else:
            yield f"Data camat berubah: {moved(_name(old), _name(new))}."


def _lurah(facts: Facts) -> Iterator[str]:
    for item in facts.of(Kind.KELURAHAN):
        if item.before and item.after and item.before.lurah != item.after.lurah:
            names = moved(_name(item.before.lurah), _name(item.after.lurah))
            yield f"Data lurah {item.after.nama} berubah: {names}."


def _name(official: Pejabat | None) -> str:
    if official is None or not (official.nama or official.akun):
        return "belum ada"
    return f"{official.nama or 'tanpa nama'} (akun {official.akun or 'belum ada'})"


def minutes(facts: Facts) -> Iterator[str]:
    """The Berita Acara and the notices."""
    for item in facts.of(Kind.BERITA_ACARA):
        name = f"Berita Acara {item.place.tahun}"
        after = item.after
        if item.before is None and isinstance(after, BeritaAcara):
            state = f"ditetapkan {tanggal(after.ditetapkan)}" if after.ditetapkan else "konsep"
            yield f"{name}: baru, {state}."
        elif after and item.before and after.ditetapkan and not item.before.ditetapkan:
            yield f"{name}: ditetapkan {tanggal(after.ditetapkan)}."
        elif item.action is Action.DIUBAH:
            known = len(item.before.adendum) if item.before else 0
            added = after.adendum[known:] if isinstance(after, BeritaAcara) else ()
            days = ", ".join(tanggal(row.tanggal) for row in added)
            yield f"{name}: adendum {days} ditambah." if days else f"{name}: isinya diubah."
        else:
            yield f"{name}: {counted([item])}."
    notices = facts.of(Kind.PENGUMUMAN)
    if notices:
        yield f"Pengumuman: {counted(notices)}."
    papers = facts.of(Kind.BERTANDA_TANGAN)
    if papers:
        names = ", ".join(item.place.name for item in papers)
        yield f"Dokumen bertanda tangan: {counted(papers)} ({names})."


def software(facts: Facts) -> Iterator[str]:
    """Everything that is no record."""
    items = [item for item in facts.touched if item.area is Area.PERANGKAT_LUNAK]
    if items:
        yield f"Perangkat lunak: {counted(items)}."
