"""One proposal, as the page shows it across a hall."""

from decimal import Decimal
from statistics import median

from musrenbang.deciding.decision import amount_for, said_of
from musrenbang.desk.overview import Json, agency_name, amount, is_flagged, obstacle
from musrenbang.files.paths import PROPOSALS
from musrenbang.records.fields import further_texts
from musrenbang.review.words import volume
from musrenbang.text.indonesian import angka, rupiah, satuan, tanggal
from musrenbang.year.cases import Case, Status, cases_of
from musrenbang.year.labels import CHANGED, STATUS, TIPE
from musrenbang.year.views import View
from musrenbang.year.vocabulary import activity, unit
from schemas.keputusan import Survei

MOST_SHOWN = 8
MOST_BEFORE = 4


def unit_price(case: Case) -> int | None:
    """Whole rupiah for one unit, as it stands now."""
    return None if case.anggaran is None else round(case.anggaran / case.volume)


def before(view: View, case: Case) -> tuple[Case, ...]:
    """Proposals of the year before with the same activity in the same RW or kelurahan."""
    earlier = [tahun for tahun in view.snapshot.years if tahun < view.year.tahun]
    if not earlier:
        return ()
    key = _likeness(case)
    found = [
        other
        for other in cases_of(view.snapshot.years[max(earlier)])
        if other.kelurahan == case.kelurahan and _likeness(other) == key
    ]
    found.sort(key=lambda other: (other.usulan.rw != case.usulan.rw, other.id))
    return tuple(found[:MOST_BEFORE])


def _likeness(case: Case) -> tuple[str, str]:
    return activity(case), unit(case.satuan or "")


FEW = 3
"""Fewer peers than this have no median worth telling."""
TASKS = {
    "lokasi_sesuai": "Lokasi sesuai",
    "layak_teknis": "Layak teknis",
    "layak_administratif": "Layak administratif",
}


def proposal(view: View, case: Case) -> Json:
    """Everything the hall needs to judge one proposal."""
    usulan = case.usulan
    template = case.template
    return {
        "id": f"{case.folder}/{case.nomor}",
        "nomor": case.nomor,
        "kelurahan": case.kelurahan,
        "nama_kelurahan": case.nama_kelurahan,
        "judul": usulan.usulan_kegiatan,
        "permasalahan": usulan.permasalahan,
        "keterangan": usulan.keterangan or "",
        "bidang_lain": further_texts(usulan),
        "alamat": usulan.lokasi.alamat if usulan.lokasi else "",
        "rw": usulan.rw or "",
        "rt": list(usulan.rt),
        "skpd": case.skpd.nama if case.skpd else agency_name(view, case.kode_skpd or ""),
        "isu": case.isu or "",
        "program": case.program or "",
        "tipe": TIPE[case.tipe or ""],
        "fisik": case.tipe == "fisik",
        "template": template.kegiatan if template else "",
        "definisi": (template.definisi if template else None) or "",
        "syarat": (template.syarat if template else None) or "",
        "prioritas": usulan.prioritas,
        "satuan": satuan(case.satuan or ""),
        "volume_usulan": volume(usulan.volume, case),
        "anggaran_usulan": amount(usulan.perkiraan_anggaran),
        "volume": volume(case.volume, case),
        "anggaran": amount(case.anggaran),
        "diubah": case.diubah,
        "harga": price(case),
        "foto": [
            f"{case.folder}/{name}"
            for name in usulan.foto
            if f"{PROPOSALS}/{case.tahun}/{case.folder}/{name}" in view.year.foto
        ],
        "status": case.status.value,
        "status_nama": CHANGED if case.diubah else STATUS[case.status].nama,
        "halangan": obstacle(view, case),
        "survei_dahulu": case.survei_dahulu,
        "keputusan": _decision(case),
        "survei": _survey(case, case.survei) if case.survei else None,
        "ditandai": is_flagged(view, case),
        "tanda": [flag.message for flag in view.flags.get(case.id, ())],
        "kembar": _twin(view, case),
        "sejenis": _peers(view, case),
        "tahun_lalu": [
            {
                "id": other.id,
                "judul": other.usulan.usulan_kegiatan,
                "rw": other.usulan.rw or "",
                "volume": volume(other.volume, other),
                "status": other.status.value,
                "status_nama": STATUS[other.status].nama,
            }
            for other in before(view, case)
        ],
    }


def price_for(case: Case, typed: Decimal | str) -> Json:
    """What another volume would cost, before anything is decided (C.2.c.3.h, Edit)."""
    if not isinstance(typed, Decimal) or typed <= 0:
        return {"pesan": ""}
    amount_ = amount_for(case, typed)
    told = "" if amount_ is None else f", {rupiah(amount_)}"
    return {"pesan": f"{volume(typed, case)}{told}"}


def price(case: Case) -> Json:
    """The unit price as it stands, against the template's."""
    own = unit_price(case)
    standard = case.template.harga_satuan if case.template else None
    per = f" per {satuan(case.satuan)}" if case.satuan else ""
    compared = ""
    if own is not None and standard:
        percent = round((own / standard - 1) * 100)
        compared = (
            "sama dengan template"
            if not percent
            else f"{angka(abs(percent))} % {'di atas' if percent > 0 else 'di bawah'} template"
        )
    return {
        "sekarang": "" if own is None else f"{rupiah(own)}{per}",
        "template": "" if not standard else f"{rupiah(standard)}{per}",
        "banding": compared,
        "wajar": not compared or compared.startswith("sama"),
    }


def _decision(case: Case) -> Json | None:
    """What was decided, as the forms take it."""
    decision = case.keputusan
    if decision is None:
        return None
    said = said_of(decision)
    amount_ = decision.perkiraan_anggaran
    return {
        "putusan": said.keputusan,
        "tanggal": tanggal(decision.tanggal),
        "volume": _typed(decision.volume),
        "anggaran": "" if amount_ is None else angka(amount_),
        "alasan_perubahan": said.alasan_perubahan,
        "penjelasan": said.penjelasan,
        "kode": said.kode,
        "alasan": case.alasan.nama if case.alasan else "",
        "uraian": said.uraian,
        "saran": said.saran,
        "prioritas": str(said.prioritas),
        "tahun": str(said.tahun),
        "usulan": said.usulan,
        "tanpa_survei": said.tanpa_survei,
    }


def _survey(case: Case, survei: Survei) -> Json:
    measured = survei.volume_terukur
    return {
        "tanggal": f"{survei.tanggal.day}/{survei.tanggal.month}/{survei.tanggal.year}",
        "tanggal_teks": tanggal(survei.tanggal),
        "tugas": [
            {"bidang": field, "nama": name, "hasil": getattr(survei, field)}
            for field, name in TASKS.items()
        ],
        "volume_terukur": _typed(measured),
        "volume_terukur_teks": "" if measured is None else volume(measured, case),
        "berbeda": measured is not None and measured != case.usulan.volume,
        "catatan": survei.catatan or "",
    }


def _typed(value: Decimal | None) -> str:
    """A number as one types it into a form: no dots, a decimal comma."""
    return "" if value is None else f"{value:f}".replace(".", ",")


def _twin(view: View, case: Case) -> Json | None:
    twin = view.twins.get(case.id)
    if twin is None:
        return None
    other = twin.case
    return {
        "id": other.id,
        "judul": other.usulan.usulan_kegiatan,
        "alamat": other.usulan.lokasi.alamat if other.usulan.lokasi else "",
        "volume": volume(other.volume, other),
        "status_nama": STATUS[other.status].nama,
        "sama": twin.reason,
    }


def _peers(view: View, case: Case) -> Json | None:
    """The other proposals of the year with the same activity and unit, as proposed."""
    key = _likeness(case)
    others = [other for other in view.cases if other.id != case.id and _likeness(other) == key]
    if not others:
        return None
    own = case.usulan.volume
    near = sorted(others, key=lambda other: (abs(other.usulan.volume - own), other.id))
    near = sorted(near[:MOST_SHOWN], key=lambda other: (other.usulan.volume, other.id))
    volumes = sorted(other.usulan.volume for other in others)
    prices = [
        other.usulan.perkiraan_anggaran / other.usulan.volume
        for other in others
        if other.usulan.perkiraan_anggaran is not None
    ]
    told = (
        f"Median {volume(median(volumes), case)} pada {angka(len(others))} usulan sejenis lain "
        f"(terkecil {angka(volumes[0])}, terbesar {angka(volumes[-1])})"
    )
    if prices:
        told += f"; median harga satuan {rupiah(round(median(prices)))}"
    return {
        "kalimat": f"{told}." if len(others) >= FEW else "",
        "titik": [float(one) for one in volumes],
        "sendiri": float(case.volume),
        "baris": [
            {
                "id": f"{other.folder}/{other.nomor}",
                "nomor": other.nomor,
                "kelurahan": other.nama_kelurahan,
                "rw": other.usulan.rw or "",
                "volume": volume(other.usulan.volume, other),
                "harga": "–" if (price := unit_price(other)) is None else rupiah(price),
                "status": other.status.value,
                "status_nama": STATUS[other.status].nama
                if other.status is not Status.BELUM_DIVALIDASI
                else "Belum",
            }
            for other in near
        ],
    }
