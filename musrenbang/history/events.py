"""What a merge did to proposals, told as events; a pure function of the records before and after.

Each proposal's events stand in the order of `Peristiwa`, which is that of the procedure: what one
merge records at once (initial data, an import) still reads as a story.
"""

from collections.abc import Iterator
from decimal import Decimal

from musrenbang.files.paths import Kind, Place
from musrenbang.history.history_model import Event, Peristiwa, PerubahanKolom
from musrenbang.records.snapshot import KelurahanFolder, Snapshot
from musrenbang.review.changes import differences
from musrenbang.review.facts import Facts, Touched
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Status, status_of
from schemas import HasilSurvei, Keputusan, Kirim, Usulan
from schemas.keputusan import Koreksi

_ORDER = {jenis: index for index, jenis in enumerate(Peristiwa)}
_WITHIN_CORRECTION = frozenset(
    {
        Peristiwa.USULAN_DIUBAH,
        Peristiwa.DISURVEI,
        Peristiwa.SURVEI_DIUBAH,
        Peristiwa.DIPUTUSKAN,
        Peristiwa.KEPUTUSAN_DIUBAH,
    }
)
"""What a correction is made of, and therefore tells itself."""
_SENT = {
    Status.DISETUJUI: "disetujui",
    Status.DITOLAK: "ditolak",
    Status.BELUM_DIVALIDASI: "tanpa-validasi",
}
"""What Kirim sends on; nothing else is the camat's to send."""
_VALIDATION = "validasi_lurah"
_SURVEY = "survei"


def events_of(facts: Facts) -> tuple[Event, ...]:
    """Everything that a change did to proposals, by proposal."""
    found = _Events(facts)
    corrections = {event.usulan for event in found.corrections}
    kept = (
        event
        for item in facts.records
        for event in found.events(item)
        if event.usulan not in corrections or event.jenis not in _WITHIN_CORRECTION
    )
    return tuple(
        sorted((*kept, *found.corrections), key=lambda event: (event.usulan, _ORDER[event.jenis]))
    )


class _Events:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.with_photo = {
            _id(item.place, item.nomor)
            for item in facts.records
            if item.place and item.place.kind is Kind.FOTO and item.nomor
        }
        self.corrections = tuple(self._corrections())

    def events(self, item: Touched) -> Iterator[Event]:
        """What one file tells."""
        place = item.place
        if place is None:
            return
        match place.kind:
            case Kind.USULAN | Kind.USULAN_LANGSUNG:
                yield from self._proposal(item, _id(place, place.name))
            case Kind.KEPUTUSAN:
                yield from self._survey(item, _id(place, place.name))
                yield from self._decision(item, place)
            case Kind.KELURAHAN:
                yield from self._sent_by_lurah(item, place)
            case Kind.KIRIM if item.before is None and isinstance(item.after, Kirim):
                yield from self._sent_by_camat(item.after, place)
            case Kind.FOTO if item.nomor:
                yield Event(_id(place, item.nomor), _photo(item))

    def _proposal(self, item: Touched, name: str) -> Iterator[Event]:
        before, after = item.before, item.after
        if item.file.is_gone:
            yield Event(name, Peristiwa.USULAN_DIHAPUS)
        if not isinstance(after, Usulan):
            return
        unit = _unit(self.facts.head, item.place, after)
        if item.file.is_new:
            rows = tuple(_figures(None, None, after.volume, after.perkiraan_anggaran, unit))
            yield Event(name, Peristiwa.DIUSULKAN, uraian=after.usulan_kegiatan, perubahan=rows)
        elif changes := self._changes(item, unit):
            yield Event(name, Peristiwa.USULAN_DIUBAH, perubahan=changes)
        old = before.validasi_lurah if isinstance(before, Usulan) else None
        new = after.validasi_lurah
        if new and new != old:
            yield Event(
                name,
                Peristiwa.DIVALIDASI,
                tanggal=new.tanggal,
                hasil=new.hasil,
                uraian=new.catatan or "",
            )

    def _survey(self, item: Touched, name: str) -> Iterator[Event]:
        old, new = (
            record.survei if isinstance(record, Keputusan | HasilSurvei) else None
            for record in (item.before, item.after)
        )
        if new is None or new == old:
            return
        if old is not None:
            rows = tuple(_rows(old, new, "", ()))
            yield Event(name, Peristiwa.SURVEI_DIUBAH, tanggal=new.tanggal, perubahan=rows)
            return
        place = item.place
        folder = self.facts.folder(self.facts.head, place) if place else None
        usulan = folder.usulan.get(place.name) if folder and place else None
        measured = _volume(
            new.volume_terukur, _unit(self.facts.head, place, usulan) if usulan else ""
        )
        row = PerubahanKolom("survei.volume_terukur", "Volume terukur", None, measured)
        sound = new.lokasi_sesuai and new.layak_teknis and new.layak_administratif
        yield Event(
            name,
            Peristiwa.DISURVEI,
            tanggal=new.tanggal,
            hasil="layak" if sound else "tidak-layak",
            uraian=new.catatan or "",
            perubahan=(row,) if measured else (),
        )

    def _decision(self, item: Touched, place: Place) -> Iterator[Event]:
        name = _id(place, place.name)
        before, after = item.before, item.after
        if isinstance(before, Keputusan) and not isinstance(after, Keputusan):
            if item.file.is_gone or after is not None:
                yield Event(name, Peristiwa.KEPUTUSAN_DIHAPUS, hasil=before.keputusan)
            return
        if not isinstance(after, Keputusan):
            return
        folder = self.facts.folder(self.facts.head, place)
        usulan = folder.usulan.get(place.name) if folder else None
        unit = _unit(self.facts.head, place, usulan) if usulan else ""
        jenis, rows = Peristiwa.DIPUTUSKAN, tuple(_edit(usulan, after, unit))
        if not item.file.is_new and not isinstance(before, HasilSurvei):
            jenis, rows = Peristiwa.KEPUTUSAN_DIUBAH, self._changes(item, unit)
            if not rows:
                return
        yield Event(
            name,
            jenis,
            tanggal=after.tanggal,
            hasil=after.keputusan,
            alasan=after.alasan.kode if after.alasan else "",
            uraian=(after.alasan.uraian if after.alasan else after.alasan_perubahan) or "",
            perubahan=rows,
        )

    def _sent_by_lurah(self, item: Touched, place: Place) -> Iterator[Event]:
        old, new = (record.dikirim if record else None for record in (item.before, item.after))
        folder = self.facts.folder(self.facts.head, place)
        if new is None or new == old or folder is None:
            return
        for nomor, usulan in folder.usulan.items():
            if status_of(folder, usulan, None) is not Status.TIDAK_DITERUSKAN:
                yield Event(_id(place, nomor), Peristiwa.DIKIRIM_LURAH, tanggal=new)

    def _sent_by_camat(self, kirim: Kirim, place: Place) -> Iterator[Event]:
        folder = self.facts.folder(self.facts.head, place) or KelurahanFolder(place.kelurahan)
        reasons = {row.nomor: row.alasan for row in kirim.tanpa_validasi}
        for nomor, usulan in folder.usulan.items():
            status = status_of(folder, usulan, folder.keputusan.get(nomor))
            if status in _SENT:
                yield Event(
                    _id(place, nomor),
                    Peristiwa.KIRIM,
                    tanggal=kirim.tanggal,
                    hasil=_SENT[status],
                    uraian=reasons.get(nomor, ""),
                )

    def _corrections(self) -> Iterator[Event]:
        for item in self.facts.records:
            place = item.place
            if place and place.kind is Kind.KIRIM and isinstance(item.after, Kirim):
                for row in self.facts.corrections(place):
                    yield self._correction(place, row)

    def _correction(self, place: Place, row: Koreksi) -> Event:
        files = [
            item
            for item in self.facts.records
            if item.place
            and item.nomor == row.nomor
            and item.place.kind in {Kind.USULAN, Kind.KEPUTUSAN}
            and (item.place.tahun, item.place.kelurahan) == (place.tahun, place.kelurahan)
        ]
        folder = self.facts.folder(self.facts.head, place)
        decision = folder.keputusan.get(row.nomor) if folder else None
        usulan = folder.usulan.get(row.nomor) if folder else None
        unit = _unit(self.facts.head, place, usulan) if usulan else ""
        basis = f" ({row.berita_acara})" if row.berita_acara else ""
        return Event(
            _id(place, row.nomor),
            Peristiwa.DIKOREKSI,
            tanggal=row.tanggal,
            hasil=decision.keputusan if decision else "",
            alasan=decision.alasan.kode if decision and decision.alasan else "",
            uraian=row.alasan + basis,
            perubahan=tuple(
                change for item in files for change in _rows(item.before, item.after, unit, ())
            ),
        )

    def _changes(self, item: Touched, unit: str) -> tuple[PerubahanKolom, ...]:
        told_apart = {_VALIDATION, _SURVEY}
        if item.place and _id(item.place, item.nomor) in self.with_photo:
            told_apart.add("foto")
        return tuple(_rows(item.before, item.after, unit, told_apart))


def _id(place: Place, nomor: str) -> str:
    return f"{place.tahun}/{place.kelurahan}/{nomor}"


def _photo(item: Touched) -> Peristiwa:
    if item.file.is_new:
        return Peristiwa.FOTO_DITAMBAH
    return Peristiwa.FOTO_DIHAPUS if item.file.is_gone else Peristiwa.FOTO_DIUBAH


def _unit(snapshot: Snapshot, place: Place | None, usulan: Usulan) -> str:
    if usulan.satuan:
        return usulan.satuan
    year = snapshot.years.get(place.tahun) if place else None
    template = year.template.get(usulan.template) if year and usulan.template else None
    return template.satuan if template else ""


def _rows(
    before: object, after: object, unit: str, told_apart: "frozenset[str] | set[str] | tuple[()]"
) -> Iterator[PerubahanKolom]:
    for keys, change in differences(before, after):
        if keys[:1] and keys[0] in told_apart:
            continue
        old, new = change.before, change.after
        if keys == ("volume",) and unit:
            old, new = (text and f"{text} {unit}" for text in (old, new))
        yield PerubahanKolom(".".join(map(str, keys)), change.label, old, new)


def _edit(usulan: Usulan | None, decision: Keputusan, unit: str) -> Iterator[PerubahanKolom]:
    """What the camat decided otherwise than was proposed (Edit, juknis C.2.c.3.h)."""
    if usulan is None:
        return
    volume, amount = decision.volume, decision.perkiraan_anggaran
    yield from _figures(
        usulan.volume if volume is not None else None,
        usulan.perkiraan_anggaran if amount is not None else None,
        volume,
        amount,
        unit,
    )


def _figures(
    old_volume: Decimal | None,
    old_amount: int | None,
    volume: Decimal | None,
    amount: int | None,
    unit: str,
) -> Iterator[PerubahanKolom]:
    if volume is not None and volume != old_volume:
        yield PerubahanKolom("volume", "Volume", _volume(old_volume, unit), _volume(volume, unit))
    if amount is not None and amount != old_amount:
        old = None if old_amount is None else rupiah(old_amount)
        yield PerubahanKolom("perkiraan_anggaran", "Perkiraan anggaran", old, rupiah(amount))


def _volume(value: Decimal | None, unit: str) -> str | None:
    return None if value is None else f"{angka(value)} {unit}".rstrip()
