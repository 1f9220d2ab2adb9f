"""The figures of a city: sums of what its parts publish, and nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import reduce
from typing import Any

from musrenbang.city.kept_copies import Taken
from musrenbang.site import api_types
from musrenbang.text.indonesian import WIB, angka, tanggal
from musrenbang.year.cases import Status
from musrenbang.year.figures import Rekap, Ringkasan, Shift, Tally
from musrenbang.year.follow_up import FollowUp, Standing
from schemas import DaftarWilayah

Json = dict[str, Any]

_ADDED = {
    *("semua", "skpd", "tipe", "alasan", "dikerjakan_tahun_berjalan", "diubah", "perubahan"),
    *("sementara", "corong", "tindak_lanjut", "kiriman", "pengesahan"),
}
"""What of a summary adds up."""


def city_summary(tahun: int, listed: DaftarWilayah, taken: Iterable[Taken]) -> Json:
    """The summary of a city or province in one year (`Ringkasan`): its parts, added up."""
    parts = list(taken)
    years = [
        (one, one.published.years[tahun].ringkasan)
        for one in parts
        if one.published and tahun in one.published.years
    ]
    today = newest(parts).astimezone(WIB).date()
    summed: Json = reduce(_added, (found.model_dump(include=_ADDED) for _, found in years))
    plans = {found.tahun_rencana for _, found in years}
    return {
        "versi": 1,
        "tahun": tahun,
        "tahun_rencana": plans.pop() if len(plans) == 1 else None,
        "contoh": any(found.contoh for _, found in years),
        "kecamatan": None,
        "asal": city_origin(parts),
        "kelurahan": {},
        **summed,
        **{group: _named(summed[group], years, group) for group in ("skpd", "alasan")},
        "pengesahan": {**summed["pengesahan"], "cara": None} if summed.get("pengesahan") else None,
        "kode": listed.kode,
        "nama": full_name(listed),
        "jadwal": None,
        "wilayah": {one.wilayah.kode: _part(one, tahun, today) for one in parts},
    }


def _named(summed: Json, years: Iterable[tuple[Taken, api_types.Ringkasan]], group: str) -> Json:
    """The members of a group, each called what most parts call it; of equals, what the first does.

    No part alone can rename what all others have.
    """
    told: dict[str, Counter[tuple[tuple[str, Any], ...]]] = defaultdict(Counter)
    for _, found in years:
        for kode, one in getattr(found, group).items():
            told[kode][tuple(one.model_dump(exclude=_COUNTS).items())] += 1
    return {kode: {**one, **dict(told[kode].most_common(1)[0][0])} for kode, one in summed.items()}


_COUNTS = {"jumlah", "anggaran", "tanpa_anggaran", "total", "status"}


def full_name(listed: DaftarWilayah) -> str:
    """The kind and name of a place: Kota Administrasi Jakarta Pusat."""
    return f"{listed.jenis} {listed.nama}"


def newest(taken: Iterable[Taken]) -> datetime:
    """The moment of the newest thing that any part published: the day by which others are late."""
    return max(one.published.waktu for one in taken if one.published)


def city_origin(taken: Iterable[Taken]) -> Json:
    """What a city says of its own origin: the moment of its newest part, and no commit."""
    return {"commit": None, "waktu": newest(taken).isoformat(), "belum_dicatat": False}


def _part(one: Taken, tahun: int, today: date) -> Json:
    """One part of a city, as its summary names it."""
    published = one.published
    year = published.years.get(tahun) if published else None
    found = year.ringkasan if year else None
    return {
        "nama": one.wilayah.nama,
        "alamat": one.wilayah.alamat,
        "asal": _origin(published.asal) if published and year else None,
        "sha256": year.sha256 if year else None,
        "gangguan": one.fault,
        "terlambat": list(late(found, today)) if found else ["Belum ada data tahun ini."],
        "kiriman": found.kiriman.model_dump() if found and found.kiriman else None,
        "semua": found.semua.model_dump() if found else None,
        "tindak_lanjut": found.tindak_lanjut.model_dump() if found else None,
    }


def _origin(asal: api_types.Asal) -> Json:
    return asal.model_dump(exclude=None if asal.program else {"program"})


def _added(first: Any, second: Any, key: str = "") -> Any:
    """Two values of a summary as one: counts added, groups joined, the later of two days."""
    if first is None or second is None:
        return second if first is None else first
    if isinstance(first, dict):
        keys = dict.fromkeys((*first, *second))
        return {one: _added(first.get(one), second.get(one), one) for one in keys}
    if isinstance(first, int) and not isinstance(first, bool):
        return first + second
    return max(first, second) if key == "kabar_terakhir" else first


def late(found: api_types.Ringkasan, today: date) -> Iterator[str]:
    """What is late in a summary by the guide of its year, as of a day, in sentences."""
    if found.wilayah is not None:
        count = sum(bool(one.terlambat) for one in found.wilayah.values())
        if count:
            yield f"{angka(count)} dari {angka(len(found.wilayah))} kecamatannya terlambat."
        return
    if found.jadwal is None:  # of a version that did not tell
        return
    for name, done, limit in (
        ("Penetapan tim", found.jadwal.penetapan_tim, found.jadwal.juknis_penetapan_tim),
        ("Musrenbang", found.jadwal.musrenbang_selesai, found.jadwal.juknis_musrenbang),
    ):
        if done is None and today.isoformat() > limit:
            yield f"{name} belum berjadwal; batasnya {_told(limit)}."
        elif done is not None and done > limit:
            yield f"{name} {_told(done)}; batasnya {_told(limit)}."
    limit = found.jadwal.batas_laporan or found.jadwal.juknis_laporan
    unsent = sum(one.kirim is None for one in found.kelurahan.values())
    last = max((one.kirim for one in found.kelurahan.values() if one.kirim), default="")
    if unsent and today.isoformat() > limit:
        yield f"{angka(unsent)} kelurahan belum dikirim camat; batas laporan {_told(limit)}."
    elif last > limit:
        yield f"Baru selesai dikirim camat {_told(last)}; batas laporan {_told(limit)}."


def _told(day: str) -> str:
    return tanggal(date.fromisoformat(day))


def figures_of(found: api_types.Ringkasan) -> Ringkasan:
    """A summary as the pages of a kecamatan have it."""
    return Ringkasan(
        semua=rekap_of(found.semua),
        kelurahan={},
        skpd={kode: rekap_of(one) for kode, one in sorted(found.skpd.items())},
        tipe={kode: rekap_of(one) for kode, one in sorted(found.tipe.items())},
        alasan={kode: _tally(one) for kode, one in found.alasan.items()},
        dikerjakan=_tally(found.dikerjakan_tahun_berjalan),
        diubah=_tally(found.diubah),
        perubahan={
            name: Shift(one.jumlah, one.semula, one.menjadi, one.tanpa_anggaran)
            for name, one in found.perubahan.items()
        },
        sementara=_tally(found.sementara),
        menunggu=Tally(),
        corong={name: _tally(one) for name, one in found.corong.items()},
    )


def follow_up_of(found: api_types.TindakLanjut) -> FollowUp:
    """What came after the kecamatan, as the pages of a kecamatan have it."""
    standings: Mapping[Standing, Tally] = {
        one: _tally(found.keadaan[one.value]) for one in Standing if one.value in found.keadaan
    }
    stages: Any = {name: _tally(one) for name, one in found.sampai.items()}
    day = date.fromisoformat(found.kabar_terakhir) if found.kabar_terakhir else None
    semua = _tally(found.semua)
    return FollowUp(semua, standings, stages, found.nilai_apbd, found.tanpa_nilai, day)


def rekap_of(found: api_types.Rekap) -> Rekap:
    """One group of proposals."""
    return Rekap(_tally(found.total), {one: _tally(found.status[one.value]) for one in Status})


def _tally(found: api_types.Jumlah) -> Tally:
    return Tally(found.jumlah, found.anggaran, found.tanpa_anggaran)
