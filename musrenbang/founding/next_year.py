"""The next year from the last one: what carries over, what is asked anew, who was rejected."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from musrenbang.files.paths import Kind, kelurahan_path, settings_path
from musrenbang.records import canonical
from musrenbang.records.shipped_guide import local, shipped
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import tanggal
from musrenbang.year.cases import Case, Status
from musrenbang.year.guide import WINDOWS, Guide
from musrenbang.year.views import View
from schemas import DaftarSkpd, DaftarTemplate, Juknis, Kelurahan
from schemas.musrenbang import Jadwal, Pejabat

_SCHEDULE = """\
# Jadwal {tahun} belum ditetapkan. Jendelanya menurut juknis:
# - Tim Penyelenggara ditetapkan paling lambat {team} (juknis C.1.a);
# - survei selesai sebelum Musrenbang (juknis C.1.e);
# - Musrenbang {opens} sampai {closes} (juknis A);
# - laporan paling lambat {report}, atau sebelum Musrenbang Kota/Kabupaten (juknis C.3.b).
# Tulis di sini, misalnya:
# jadwal:
#   penetapan_tim: {example_team}
#   survei: {{mulai: {example_team}, selesai: {example_survey}}}
#   musrenbang: {{mulai: {example_from}, selesai: {example_to}, jam: 08.00–15.30, tempat: Aula}}
#   batas_laporan: {example_report}
"""


_OR = ", atau sebelum Musrenbang Kota/Kabupaten"


def schedule_to_come(tahun: int, juknis: Juknis | None = None) -> str:
    """The comment at the end of a year's settings that says when what has to be, by the guide."""
    guide = Guide(tahun, juknis or shipped())
    (_, team), (opens, closes), (_, report) = map(guide.days, WINDOWS)
    day = timedelta(days=1)
    tuesday = min(opens + (8 - opens.weekday()) % 7 * day, closes)
    text = _SCHEDULE if guide.juknis.jadwal.laporan_sebelum_kota else _SCHEDULE.replace(_OR, "")
    return guide.cited(text).format(
        tahun=tahun,
        team=tanggal(team),
        opens=tanggal(opens),
        closes=tanggal(closes),
        report=tanggal(report),
        example_team=team - 6 * day,
        example_survey=team,
        example_from=tuesday,
        example_to=min(tuesday + day, closes),
        example_report=report,
    )


def files_of(last: Year, tahun: int, juknis: Juknis) -> dict[str, bytes]:
    """The settings of a year, from those of the last one, with the guide that will be in force.

    Raises `CommandError` where that has none. A kelurahan without a lurah gets an unnamed one:
    appointing somebody is a change of settings, as the rest of this is.
    """
    settings = last.musrenbang
    if settings is None:
        path = settings_path(last.tahun, Kind.MUSRENBANG)
        raise CommandError(f"{path} tidak ada, jadi tidak ada yang dapat diteruskan.")
    following = settings.model_copy(
        update={
            "tahun": tahun,
            "tahun_rencana": tahun + settings.tahun_rencana - settings.tahun,
            "jadwal": Jadwal(),
            "tim_penyelenggara": (),
        }
    )
    prices = {
        code: one.model_copy(update={"tahun_harga": one.tahun_harga or last.tahun})
        if one.harga_satuan is not None
        else one
        for code, one in last.template.items()
    }
    found = {
        settings_path(tahun, Kind.MUSRENBANG): canonical.dump(following)
        + schedule_to_come(tahun, juknis),
        settings_path(tahun, Kind.SKPD): canonical.dump(DaftarSkpd(dict(last.skpd))),
        settings_path(tahun, Kind.TEMPLATE): canonical.dump(DaftarTemplate(prices)),
    }
    if juknis != local(shipped(), settings.kota.kode):
        found[settings_path(tahun, Kind.JUKNIS)] = canonical.dump(juknis)
    for slug, folder in last.kelurahan.items():
        profil = folder.profil or Kelurahan(nama=folder.nama)
        found[kelurahan_path(tahun, slug)] = canonical.dump(
            Kelurahan(
                kode=profil.kode,
                nama=profil.nama,
                lurah=profil.lurah or Pejabat(),
                jumlah_rw=profil.jumlah_rw,
            )
        )
    return {path: text.encode() for path, text in found.items()}


UNCONFIRMED = " (judul perlu dipastikan)"
_YEAR = re.compile(r"\b20[0-9]{2}\b")


def with_windows(juknis: Juknis, told: Mapping[str, str], tahun: int) -> Juknis:
    """The guide of a year, with some windows of its schedule as they are told.

    A title that names another year is put into this one, to be confirmed: nobody knows yet what the
    guide of that year is called. Where all stays as it is shipped, so does the title.
    """
    jadwal = juknis.jadwal.model_copy(update=dict(told))
    found = juknis.model_copy(update={"jadwal": jadwal})
    judul = _YEAR.sub(str(tahun), juknis.judul.removesuffix(UNCONFIRMED))
    if found in (shipped(), local(shipped(), "")) or judul == juknis.judul:
        return found
    return found.model_copy(update={"judul": judul + UNCONFIRMED})


def windows_of(juknis: Juknis) -> str:
    """The windows of a guide in one line."""
    windows = juknis.jadwal
    return (
        f"Tim {windows.penetapan_tim}; Musrenbang {windows.musrenbang}; laporan {windows.laporan}"
    )


def next_step(case: Case) -> str:
    """What the proposer of a rejected proposal can do, by the guide, and what the camat advises."""
    said = case.keputusan.alasan if case.keputusan else None
    steps = (case.alasan.langkah if case.alasan else "", said.saran if said else "")
    return " ".join(step for step in steps if step)


def rejected(view: View) -> Iterator[tuple[str, tuple[Case, ...]]]:
    """The rejected proposals of a year by the name of their kelurahan, where it has any."""
    for folder in view.year.kelurahan.values():
        cases = view.cases_by_folder.get(folder.slug, {}).values()
        found = tuple(case for case in cases if case.status is Status.DITOLAK)
        if found:
            yield folder.nama, found


def why_and_when_again(case: Case) -> str:
    """Why a proposal was rejected, and when it may be proposed again, in one sentence."""
    reason = case.keputusan.alasan if case.keputusan else None
    if reason is None or case.alasan is None:
        return "ditolak tahun lalu; alasannya tidak tercatat"
    text = reason.uraian.strip().rstrip(".")
    return (
        f"ditolak tahun lalu karena {case.alasan.nama[:1].lower()}{case.alasan.nama[1:]}: {text}. "
        f"{next_step(case)}"
    )
