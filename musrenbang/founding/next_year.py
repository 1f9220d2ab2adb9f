"""The next year from the last one: what carries over, what is asked anew, who was rejected."""

from collections.abc import Iterator
from datetime import timedelta

from musrenbang.files.paths import Kind, kelurahan_path, settings_path
from musrenbang.records import canonical
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import tanggal
from musrenbang.year.cases import Case, Status
from musrenbang.year.juknis import juknis_of
from musrenbang.year.labels import ALASAN
from musrenbang.year.views import View
from schemas import DaftarSkpd, DaftarTemplate, Kelurahan
from schemas.keputusan import KodeAlasan
from schemas.musrenbang import Jadwal, Pejabat

_SCHEDULE = """\
# Jadwal {tahun} belum ditetapkan. Jendelanya menurut juknis:
# - Tim Penyelenggara ditetapkan paling lambat {team} (C.1.a);
# - survei selesai sebelum Musrenbang (C.1.e);
# - Musrenbang {opens} sampai {closes} (A);
# - laporan paling lambat {report}, atau sebelum Musrenbang Kota/Kabupaten (C.3.b).
# Tulis di sini, misalnya:
# jadwal:
#   penetapan_tim: {example_team}
#   survei: {{mulai: {example_team}, selesai: {example_survey}}}
#   musrenbang: {{mulai: {example_from}, selesai: {example_to}, jam: 08.00–15.30, tempat: Aula}}
#   batas_laporan: {example_report}
"""


def schedule_to_come(tahun: int) -> str:
    """The comment at the end of a year's settings that says when what has to be, by the guide."""
    guide = juknis_of(tahun)
    first, last = guide.minggu_musrenbang
    opens, closes = guide.first_day(tahun, first), guide.last_day(tahun, last)
    team = guide.last_day(tahun, guide.minggu_tim)
    report = guide.last_day(tahun, guide.minggu_laporan)
    meeting = guide.last_day(tahun, first)
    day = timedelta(days=1)
    tuesday = meeting - (meeting.weekday() - 1) * day
    return _SCHEDULE.format(
        tahun=tahun,
        team=tanggal(team),
        opens=tanggal(opens),
        closes=tanggal(closes),
        report=tanggal(report),
        example_team=team - 6 * day,
        example_survey=team,
        example_from=tuesday,
        example_to=tuesday + day,
        example_report=report,
    )


def files_of(last: Year, tahun: int) -> dict[str, bytes]:
    """The settings of a year, from those of the last one.

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
        settings_path(tahun, Kind.MUSRENBANG): canonical.dump(following) + schedule_to_come(tahun),
        settings_path(tahun, Kind.SKPD): canonical.dump(DaftarSkpd(dict(last.skpd))),
        settings_path(tahun, Kind.TEMPLATE): canonical.dump(DaftarTemplate(prices)),
    }
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


_AGAIN: dict[KodeAlasan, str] = {
    "bukan-prioritas": "Rembuk RW menempatkannya sebagai prioritas dan kebutuhannya dijelaskan",
    "kewenangan-kecamatan": "kecamatan ternyata tidak dapat mengerjakannya sendiri; tanyakan "
    "dahulu kepada kelurahan",
    "sasaran-tidak-jelas": "lokasi, penerima dan volumenya disebut dengan jelas",
    "dikerjakan-tahun-berjalan": "ternyata belum selesai dikerjakan",
    "pendanaan-lain": "ternyata tidak jadi didanai dari sumber itu",
    "sudah-dikerjakan": "pekerjaan yang dahulu rusak lagi atau belum mencakup lokasi ini",
    "tidak-sesuai-lapangan": "lokasi dan status lahannya sudah sesuai dengan keadaan di lapangan",
    "volume-tidak-wajar": "volumenya diukur ulang dan sesuai",
}


def when_again(kode: KodeAlasan) -> str:
    """When what was rejected for a reason may be proposed again (juknis D.2)."""
    return _AGAIN.get(kode, "sebab penolakannya sudah tidak ada")


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
    if reason is None:
        return "ditolak tahun lalu; alasannya tidak tercatat"
    text = reason.uraian.strip().rstrip(".")
    return (
        f"ditolak tahun lalu karena {ALASAN[reason.kode].nama.lower()}: {text}. Dapat diajukan "
        f"lagi bila {when_again(reason.kode)}."
    )
