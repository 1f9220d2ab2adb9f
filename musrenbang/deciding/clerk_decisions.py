"""Entering a decision, and a correction of one after Kirim."""

from collections.abc import Callable, Mapping
from datetime import date

from musrenbang.deciding.clerk_records import Entry, InvalidError, checked, quoted
from musrenbang.deciding.decision import decision_of, said_of
from musrenbang.deciding.entry_form import Form
from musrenbang.deciding.submission import branch_name
from musrenbang.files.overlay import Files
from musrenbang.files.paths import kirim_path
from musrenbang.records import canonical
from musrenbang.records.canonical import rewritten
from musrenbang.records.fields import Field, Keys, Values, fields_of, flat, nested
from musrenbang.records.snapshot import KelurahanFolder, chosen_kelurahan
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import angka, rupiah, satuan
from musrenbang.year.cases import Case, Status
from musrenbang.year.labels import STATUS
from musrenbang.year.views import View
from schemas import Keputusan, Kirim
from schemas.keputusan import Koreksi

DECISION_FIELDS = fields_of(Keputusan)
CORRECTION_FIELDS: Mapping[str, Field] = {
    field.keys[-1]: field for field in fields_of(Koreksi, {"nomor"})
}
_ONLY_APPROVED = frozenset({"volume", "perkiraan_anggaran", "alasan_perubahan", "penjelasan"})
_ONLY_REJECTED = frozenset({"alasan", "tanpa_survei"})


def keputusan(view: View, kelurahan: str, nomor: str, day: date | None) -> Entry:
    """A decision on a proposal that has none yet; its survey may be recorded already."""
    folder = chosen_kelurahan(view.year, kelurahan)
    case = _case(view, folder, nomor)
    if case.dikirim:
        raise CommandError(f"{folder.nama} sudah dikirim dan terkunci; pakai `new koreksi`.")
    if case.keputusan is not None:
        raise CommandError(
            f"Usulan {case.nomor} sudah {STATUS[case.status].nama.lower()}. Ubah keputusannya di "
            "berkasnya atau di tempat keputusan itu dibuat; perintah ini hanya menulis yang baru."
        )
    known = _known(view, case)
    if day:
        known[("tanggal",)] = day.isoformat()
    return Entry(
        _form(case),
        known,
        lambda values: _decision_file(case, values),
        branch_name("keputusan", view.year.tahun, folder.slug),
        lambda values: f"Keputusan {case.id}: {values[('keputusan',)]}",
        _about(case),
        (("Kelurahan", folder.slug),),
    )


def koreksi(
    view: View, kelurahan: str, nomor: str, row: Mapping[str, str], kirim_text: Callable[[str], str]
) -> Entry:
    """Another decision on a locked proposal, together with the row of kirim.yaml that allows it.

    `row` holds the fields of the correction; `kirim_text` gives the kirim.yaml of a kelurahan.
    """
    folder = chosen_kelurahan(view.year, kelurahan)
    case = _case(view, folder, nomor)
    kirim = folder.kirim
    if kirim is None:
        raise CommandError(f"{folder.nama} belum dikirim, jadi tidak ada yang perlu dikoreksi.")
    known = _known(view, case)
    known.setdefault(("tanggal",), row["tanggal"])

    def files(values: Values) -> Files:
        entry = checked(Koreksi, {"nomor": case.nomor, **row}, CORRECTION_FIELDS.values())
        decided = _decision_file(case, values)
        longer: Kirim = kirim.model_copy(update={"koreksi": (*kirim.koreksi, entry)})
        again = rewritten(kirim_text(folder.slug), longer)
        if again.lost:
            lines = ", ".join(map(str, again.lost))
            raise InvalidError(
                f"Komentar dalam kirim.yaml pada baris {lines} akan hilang. Pindahkan ke atas "
                "bidang terluar, lalu ulangi."
            )
        return {**decided, kirim_path(view.year.tahun, folder.slug): again.text.encode()}

    return Entry(
        _form(case),
        known,
        files,
        branch_name("koreksi", view.year.tahun, folder.slug, case.nomor),
        lambda _: f"Koreksi {case.id}\n\n{quoted(row['alasan'])}",
        _about(case),
        (("Kelurahan", folder.slug),),
    )


def without_outdated(known: Values, said: Values) -> dict[Keys, str]:
    """What was known, without what no longer holds once something else is said.

    An amount follows its volume, and reasons follow the decision.
    """
    kept = dict(known)
    if ("volume",) in said:
        kept.pop(("perkiraan_anggaran",), None)
    decision = said.get(("keputusan",), kept.get(("keputusan",), ""))
    gone = {"disetujui": _ONLY_REJECTED, "ditolak": _ONLY_APPROVED}.get(decision, frozenset())
    return {keys: value for keys, value in kept.items() if keys[0] not in gone}


def _case(view: View, folder: KelurahanFolder, nomor: str) -> Case:
    number = f"{int(nomor):04d}" if nomor.isdecimal() else nomor
    case = view.cases_by_folder[folder.slug].get(number)
    if case is None:
        raise CommandError(f"Tidak ada usulan nomor {nomor} di {folder.nama}.")
    if case.status in {Status.BELUM_DIKIRIM, Status.TIDAK_DITERUSKAN, Status.FORUM_UKPD}:
        label = STATUS[case.status]
        raise CommandError(f"Usulan {number} tidak dapat diputuskan camat. {label.arti}")
    return case


def _form(case: Case) -> Form:
    def skips(keys: Keys, values: Values) -> bool:
        decision = values.get(("keputusan",), "")
        unsurveyable = case.tipe != "fisik" and case.survei is None
        if keys[0] in {"survei", "tanpa_survei"} and unsurveyable:
            return True
        if keys[0] == "tanpa_survei" and any(one[0] == "survei" for one in values):
            return True
        if decision == "disetujui":
            return keys[0] in _ONLY_REJECTED or (
                keys[0] == "alasan_perubahan"
                and not values.get(("volume",))
                and not values.get(("perkiraan_anggaran",))
            )
        return decision == "ditolak" and keys[0] in _ONLY_APPROVED

    return Form(Keputusan, DECISION_FIELDS, skips)


def _about(case: Case) -> tuple[str, ...]:
    amount = case.usulan.perkiraan_anggaran
    told = rupiah(amount) if amount is not None else "tanpa perkiraan anggaran"
    place = case.usulan.lokasi.alamat if case.usulan.lokasi else "tanpa alamat"
    return (
        f"Usulan {case.id}: {case.usulan.usulan_kegiatan}",
        f"  {place}, {angka(case.usulan.volume)} {satuan(case.satuan or '')}, {told}",
        f"  Kini: {STATUS[case.status].nama.lower()}.",
    )


def _decision_file(case: Case, values: Values) -> Files:
    said = said_of(checked(Keputusan, nested(DECISION_FIELDS, values), DECISION_FIELDS))
    record, _ = decision_of(case, said)
    return {case.decision_file: canonical.dump(record).encode()} if record else {}


def _known(view: View, case: Case) -> dict[Keys, str]:
    record = view.snapshot.record(case.decision_file)
    return flat(DECISION_FIELDS, record.model_dump(exclude_none=True)) if record else {}
