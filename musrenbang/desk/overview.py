"""The overview: Rekap Usulan of every kelurahan and its list, as the page shows them."""

from typing import Any

from musrenbang.files.program import COMMAND
from musrenbang.review.words import volume
from musrenbang.text.indonesian import rupiah, tanggal
from musrenbang.year.cases import UNTUK_CAMAT, Case, Obstacle, Status, obstacle_of
from musrenbang.year.figures import Rekap, rekap
from musrenbang.year.guide import dasar
from musrenbang.year.labels import STATUS
from musrenbang.year.views import View

Json = dict[str, Any]


def overview(view: View) -> Json:
    """The year, its reasons to reject, the figures of every kelurahan, agency and of all."""
    figures = view.ringkasan
    settings = view.year.musrenbang
    nama = {folder.slug: folder.nama for folder in view.year.kelurahan.values()}
    return {
        "tahun": view.year.tahun,
        "kecamatan": settings.kecamatan.nama if settings else "",
        "contoh": bool(settings and settings.contoh),
        "alasan": [
            {
                "kode": kode,
                "nama": one.nama,
                "dasar": dasar(one),
                "langkah": one.langkah,
                "pekerjaan": (one.bukti or "").startswith("pekerjaan"),
                "usulan": one.bukti in {"pekerjaan-lalu", "pekerjaan-berjalan"},
            }
            for kode, one in view.guide.alasan.items()
        ],
        "urutan": view.guide.ranks,
        "uraian": _wordings(view),
        "kelurahan": [
            {"slug": slug, "nama": nama.get(slug, slug), "kunci": lock_of(view, slug)}
            | _counts(rekap)
            for slug, rekap in figures.kelurahan.items()
        ],
        "skpd": [
            {"nama": agency_name(view, kode), **_counts(rekap)}
            for kode, rekap in figures.skpd.items()
        ],
        "semua": _counts(figures.semua),
    }


def _wordings(view: View) -> dict[str, list[str]]:
    """What rejections of this year said so far, by reason, to be said again."""
    found: dict[str, dict[str, None]] = {}
    for _, decision in view.decisions:
        if decision.alasan:
            found.setdefault(decision.alasan.kode, {})[decision.alasan.uraian] = None
    return {kode: list(texts) for kode, texts in found.items()}


def kelurahan(view: View, slug: str) -> Json | None:
    """One kelurahan with every proposal for it, direct ones included; `None` for an unknown one."""
    folder = view.year.kelurahan.get(slug)
    if folder is None:
        return None
    return {
        "slug": slug,
        "nama": folder.nama,
        "kunci": lock_of(view, slug),
        "jumlah": totals(view, slug),
        "usulan": [row(view, case) for case in _cases_for(view, slug)],
    }


def _cases_for(view: View, slug: str) -> list[Case]:
    """The proposals for a kelurahan, by number, direct ones last."""
    return [case for case in view.cases if case.kelurahan == slug]


def totals(view: View, slug: str) -> Json:
    """The running totals of one kelurahan."""
    return _counts(rekap(_cases_for(view, slug)))


def lock_of(view: View, slug: str) -> str:
    """Why nothing of a kelurahan can be decided now; empty where it can."""
    folder = view.year.kelurahan.get(slug)
    if folder is None:
        return "Kelurahan ini tidak dikenal."
    day = tanggal(folder.kirim.tanggal) if folder.kirim else ""
    return {
        None: "",
        Obstacle.KELURAHAN_RUSAK: "Berkas kelurahan.yaml-nya hilang atau rusak.",
        Obstacle.BELUM_DIKIRIM: (
            "Lurah belum mengirim usulannya, jadi belum dapat diputuskan camat."
        ),
        Obstacle.TERKUNCI: (
            f"Sudah Kirim pada {day}: keputusannya terkunci dan hanya berubah lewat koreksi."
        ),
    }[obstacle_of(folder)]


def obstacle(view: View, case: Case) -> str:
    """Why the camat does not decide this proposal now; empty where it is for the camat."""
    match view.obstacle(case):
        case Obstacle.FORUM_UKPD:
            kind = "Usulan langsung warga" if case.langsung else "Usulan tanpa template kegiatan"
            told = f"{kind}: dibahas forum UKPD, tidak diputuskan camat (juknis D.5)."
            return view.guide.cited(told)
        case Obstacle.TIDAK_DITERUSKAN:
            return "Lurah tidak meneruskan usulan ini ke kecamatan."
        case Obstacle.KEPUTUSAN_RUSAK:
            path = case.decision_file
            return f"Berkas {path} tidak dapat dibaca; perbaiki dahulu ({COMMAND} check)."
        case _:
            early = " Hasil surveinya sudah dapat diisi (V)." if case.survei_dahulu else ""
            return lock_of(view, case.kelurahan) + early


def row(view: View, case: Case) -> Json:
    """One proposal as a line of a list."""
    usulan = case.usulan
    address = usulan.lokasi.alamat if usulan.lokasi else ""
    agency = agency_name(view, case.kode_skpd or "")
    return {
        "id": f"{case.folder}/{case.nomor}",
        "nomor": case.nomor,
        "judul": usulan.usulan_kegiatan,
        "alamat": address,
        "rw": usulan.rw or "",
        "skpd": agency,
        "volume": volume(case.volume, case),
        "anggaran": amount(case.anggaran),
        "status": case.status.value,
        "status_nama": STATUS[case.status].nama if not case.diubah else "Disetujui, diubah",
        "bisa": view.obstacle(case) is None,
        "ditandai": is_flagged(view, case),
        "tanpa_survei": case.menunggu_survei,
        "cari": f"{case.nomor} {usulan.usulan_kegiatan} {usulan.permasalahan} {address}".casefold(),
    }


def is_flagged(view: View, case: Case) -> bool:
    """Whether the fairness check or a probable twin asks for a second look."""
    return case.id in view.flags or case.id in view.twins


def agency_name(view: View, kode: str) -> str:
    """An agency in short."""
    skpd = view.year.skpd.get(kode)
    return (skpd.singkatan or skpd.nama) if skpd else kode or view.guide.worded("Tanpa SKPD")


def amount(value: int | None) -> str:
    """An amount in rupiah, or that there is none."""
    return "tanpa anggaran" if value is None else rupiah(value)


def _counts(group_: Rekap) -> Json:
    status = group_.status
    sent = [status[one] for one in UNTUK_CAMAT]
    return {
        "untuk_camat": sum(item.jumlah for item in sent),
        "disetujui": status[Status.DISETUJUI].jumlah,
        "ditolak": status[Status.DITOLAK].jumlah,
        "belum": status[Status.BELUM_DIVALIDASI].jumlah,
        "forum": status[Status.FORUM_UKPD].jumlah,
        "belum_dikirim": status[Status.BELUM_DIKIRIM].jumlah,
        "tidak_diteruskan": status[Status.TIDAK_DITERUSKAN].jumlah,
        "rupiah_untuk_camat": rupiah(sum(item.anggaran for item in sent)),
        "rupiah_disetujui": rupiah(status[Status.DISETUJUI].anggaran),
        "rupiah_belum": rupiah(status[Status.BELUM_DIVALIDASI].anggaran),
    }
