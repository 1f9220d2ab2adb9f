"""What a merge did to proposals, told as events; a pure function of the records before and after.

Each proposal's events stand in the order of `Peristiwa`, which is that of the procedure: what one
merge records at once (initial data, an import) still reads as a story.
"""

from collections.abc import Iterator
from decimal import Decimal

from musrenbang.files.paths import Kind, Place
from musrenbang.history.history_model import Event, Peristiwa
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review.changes import field_changes
from musrenbang.review.facts import Facts, TouchedRecord
from musrenbang.review.review_model import Action, PerubahanKolom
from musrenbang.text.indonesian import angka, rupiah, satuan
from musrenbang.year.cases import Status, status_of
from musrenbang.year.guide import guide_of, named
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
        self.with_photo = {item.usulan for item in facts.of(Kind.FOTO) if item.nomor}
        self.corrections = tuple(self._corrections())

    def events(self, item: TouchedRecord) -> Iterator[Event]:
        """What one file tells."""
        match item.place.kind:
            case Kind.USULAN | Kind.USULAN_LANGSUNG:
                yield from self._proposal(item)
            case Kind.KEPUTUSAN:
                yield from self._survey(item)
                yield from self._decision(item)
            case Kind.KELURAHAN:
                yield from self._sent_by_lurah(item)
            case Kind.KIRIM if item.before is None and isinstance(item.after, Kirim):
                yield from self._sent_by_camat(item.after, item.place)
            case Kind.TINDAK_LANJUT:
                yield from self._news(item)
            case Kind.FOTO if item.nomor:
                yield Event(item.usulan, _PHOTO.get(item.action, Peristiwa.FOTO_DIUBAH))

    def _proposal(self, item: TouchedRecord) -> Iterator[Event]:
        before, after = item.before, item.after
        if item.file.is_gone:
            yield Event(item.usulan, Peristiwa.USULAN_DIHAPUS)
        if not isinstance(after, Usulan):
            return
        _, unit = self._asked(item.place, item.nomor)
        if item.file.is_new:
            rows = tuple(_figures(after, None, unit))
            yield Event(
                item.usulan, Peristiwa.DIUSULKAN, uraian=after.usulan_kegiatan, perubahan=rows
            )
        elif changes := self._changes(item, unit):
            yield Event(item.usulan, Peristiwa.USULAN_DIUBAH, perubahan=changes)
        old = before.validasi_lurah if isinstance(before, Usulan) else None
        new = after.validasi_lurah
        if new and new != old:
            yield Event(
                item.usulan,
                Peristiwa.DIVALIDASI,
                tanggal=new.tanggal,
                hasil=new.hasil,
                uraian=new.catatan or "",
            )

    def _survey(self, item: TouchedRecord) -> Iterator[Event]:
        old, new = (record.survei if record else None for record in (item.before, item.after))
        if new is None or new == old:
            return
        _, unit = self._asked(item.place, item.nomor)
        if old is not None:
            rows = tuple(_rows(old, new, unit))
            yield Event(item.usulan, Peristiwa.SURVEI_DIUBAH, tanggal=new.tanggal, perubahan=rows)
            return
        measured = _volume(new.volume_terukur, unit)
        row = PerubahanKolom("survei.volume_terukur", "Volume terukur", None, measured)
        sound = new.lokasi_sesuai and new.layak_teknis and new.layak_administratif
        yield Event(
            item.usulan,
            Peristiwa.DISURVEI,
            tanggal=new.tanggal,
            hasil="layak" if sound else "tidak-layak",
            uraian=new.catatan or "",
            perubahan=(row,) if measured else (),
        )

    def _decision(self, item: TouchedRecord) -> Iterator[Event]:
        if item.withdraws_decision:
            yield Event(item.usulan, Peristiwa.KEPUTUSAN_DIHAPUS, hasil=item.before.keputusan)
        after = item.after
        if not isinstance(after, Keputusan):
            return
        usulan, unit = self._asked(item.place, item.nomor)
        jenis = Peristiwa.DIPUTUSKAN
        rows = tuple(_figures(after, usulan, unit)) if usulan else ()
        if not item.file.is_new and not isinstance(item.before, HasilSurvei):
            jenis = Peristiwa.KEPUTUSAN_DIUBAH
            rows = tuple(_against(row, usulan, unit) for row in self._changes(item, unit))
            if not rows:
                return
        yield Event(
            item.usulan,
            jenis,
            tanggal=after.tanggal,
            hasil=after.keputusan,
            **self._reason(item.place, after),
            uraian=(after.alasan.uraian if after.alasan else after.alasan_perubahan) or "",
            perubahan=rows,
        )

    def _reason(self, place: Place, decision: Keputusan | None) -> dict[str, str]:
        """Why a proposal was rejected, as a code and in words."""
        alasan = decision.alasan if decision else None
        if alasan is None:
            return {}
        guide = guide_of(self.facts.head.years[place.tahun])
        return {"alasan": alasan.kode, "sebab": named(guide.reason(alasan.kode))}

    def _sent_by_lurah(self, item: TouchedRecord) -> Iterator[Event]:
        old, new = (record.dikirim if record else None for record in (item.before, item.after))
        folder = self.facts.folder(self.facts.head, item.place)
        if new is None or new == old or folder is None:
            return
        for nomor, usulan in folder.usulan.items():
            if status_of(folder, usulan, None) is not Status.TIDAK_DITERUSKAN:
                yield Event(_id(item.place, nomor), Peristiwa.DIKIRIM_LURAH, tanggal=new)

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

    def _news(self, item: TouchedRecord) -> Iterator[Event]:
        for kabar in item.kabar_baru:
            amount = None if kabar.nilai is None else rupiah(kabar.nilai)
            yield Event(
                item.usulan,
                Peristiwa.TINDAK_LANJUT,
                tanggal=kabar.tanggal,
                hasil=f"{kabar.tahap} {kabar.hasil}",
                uraian=". ".join(
                    one.rstrip(".") for one in (kabar.sumber, kabar.keterangan) if one
                ),
                perubahan=(PerubahanKolom("nilai", "Nilai", None, amount),) if amount else (),
            )

    def _corrections(self) -> Iterator[Event]:
        for item in self.facts.of(Kind.KIRIM):
            for row in self.facts.corrections(item.place):
                yield self._correction(item.place, row, told_before=item.before is not None)

    def _correction(self, place: Place, row: Koreksi, *, told_before: bool) -> Event:
        """One correction; what it changed is known only where Kirim was recorded before it."""
        usulan = _id(place, row.nomor)
        files = self.facts.of(Kind.USULAN, Kind.KEPUTUSAN) if told_before else ()
        folder = self.facts.folder(self.facts.head, place)
        decision = folder.keputusan.get(row.nomor) if folder else None
        asked, unit = self._asked(place, row.nomor)
        basis = f" ({row.berita_acara})" if row.berita_acara else ""
        return Event(
            usulan,
            Peristiwa.DIKOREKSI,
            tanggal=row.tanggal,
            hasil=decision.keputusan if decision else "",
            **self._reason(place, decision),
            uraian=row.alasan + basis,
            perubahan=tuple(
                _against(change, asked, unit)
                for item in files
                if item.usulan == usulan
                for change in _rows(item.before, item.after, unit)
            ),
        )

    def _changes(self, item: TouchedRecord, unit: str) -> tuple[PerubahanKolom, ...]:
        """The fields that differ, without those that events of their own tell."""
        apart = {"validasi_lurah", "survei"} | (
            {"foto"} if item.usulan in self.with_photo else set()
        )
        rows = _rows(item.before, item.after, unit)
        return tuple(row for row in rows if row.kolom.partition(".")[0] not in apart)

    def _asked(self, place: Place, nomor: str) -> tuple[Usulan | None, str]:
        """The proposal of a number and the unit of its volume, its own or its template's."""
        year = self.facts.head.years.get(place.tahun)
        folder = year.folder(place.kelurahan) if year else None
        usulan = folder.usulan.get(nomor) if folder else None
        if year is None or usulan is None:
            return None, ""
        template = year.template.get(usulan.template) if usulan.template else None
        return usulan, satuan(usulan.satuan or (template.satuan if template else ""))


def _id(place: Place, nomor: str) -> str:
    return f"{place.tahun}/{place.kelurahan}/{nomor}"


_PHOTO = {Action.BARU: Peristiwa.FOTO_DITAMBAH, Action.DITARIK: Peristiwa.FOTO_DIHAPUS}


def _rows(before: object, after: object, unit: str) -> Iterator[PerubahanKolom]:
    for row in field_changes(before, after):
        if row.kolom.rpartition(".")[2] in {"volume", "volume_terukur"} and unit:
            texts = (text and f"{text} {unit}" for text in (row.semula, row.menjadi))
            yield PerubahanKolom(row.kolom, row.label, *texts)
        else:
            yield row


def _against(row: PerubahanKolom, asked: Usulan | None, unit: str) -> PerubahanKolom:
    """A change of a decision; what it did not name before was approved as asked for."""
    if asked is None or row.semula is not None:
        return row
    if row.kolom == "volume":
        return row._replace(semula=_volume(asked.volume, unit))
    if row.kolom == "perkiraan_anggaran" and asked.perkiraan_anggaran is not None:
        return row._replace(semula=rupiah(asked.perkiraan_anggaran))
    return row


def _figures(
    record: Usulan | Keputusan, asked: Usulan | None, unit: str
) -> Iterator[PerubahanKolom]:
    """Volume and amount, where a record names others than were asked for (juknis C.2.c.3.h)."""
    volume, amount = record.volume, record.perkiraan_anggaran
    old_volume, old_amount = (asked.volume, asked.perkiraan_anggaran) if asked else (None, None)
    if volume is not None and volume != old_volume:
        yield PerubahanKolom("volume", "Volume", _volume(old_volume, unit), _volume(volume, unit))
    if amount is not None and amount != old_amount:
        old = None if old_amount is None else rupiah(old_amount)
        yield PerubahanKolom("perkiraan_anggaran", "Perkiraan anggaran", old, rupiah(amount))


def _volume(value: Decimal | None, unit: str) -> str | None:
    return None if value is None else f"{angka(value)} {unit}".rstrip()
