"""The headline's sentences about officials, keys, lists, minutes and code."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind
from musrenbang.review.areas import ALLOWED_SIGNERS, Area
from musrenbang.review.catalogue_changes import entries_counted
from musrenbang.review.facts import Facts
from musrenbang.review.review_model import Action
from musrenbang.review.review_words import counted, moved
from musrenbang.text.indonesian import tanggal
from schemas import BeritaAcara
from schemas.musrenbang import Pejabat


def settings(facts: Facts) -> Iterator[str]:
    """Officials and keys first, then years and lists."""
    yield from _officials(facts)
    yield from _lurah(facts)
    if any(item.path == ALLOWED_SIGNERS for item in facts.touched):
        yield "Kunci tanda tangan pejabat berubah."
    for tahun, year in facts.head.years.items():
        if tahun not in facts.base.years and year.musrenbang:
            rencana = year.musrenbang.tahun_rencana
            yield f"Tahun baru disiapkan: Musrenbang {tahun} untuk rencana tahun {rencana}."
    for kind, name in ((Kind.TEMPLATE, "Template kegiatan"), (Kind.SKPD, "Daftar SKPD/UKPD")):
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
        name = f"Berita Acara {item.place.tahun}" if item.place else "Berita Acara"
        after = item.after
        if item.before is None and isinstance(after, BeritaAcara):
            state = f"ditetapkan {tanggal(after.ditetapkan)}" if after.ditetapkan else "konsep"
            yield f"{name}: baru, {state}."
        elif after and item.before and after.ditetapkan and not item.before.ditetapkan:
            yield f"{name}: ditetapkan {tanggal(after.ditetapkan)}."
        elif item.action is Action.DIUBAH:
            yield f"{name}: isinya diubah."
        else:
            yield f"{name}: {counted([item])}."
    notices = facts.of(Kind.PENGUMUMAN)
    if notices:
        yield f"Pengumuman: {counted(notices)}."


def software(facts: Facts) -> Iterator[str]:
    """Everything that is no record."""
    items = [item for item in facts.touched if item.area is Area.PERANGKAT_LUNAK]
    if items:
        yield f"Perangkat lunak: {counted(items)}."
