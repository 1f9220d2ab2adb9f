"""Cases: each proposal joined with its decision, its template and its derived state.

The state is never stored; this is the one place that derives it, and that says whether a proposal
may be decided now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from musrenbang.files.paths import USULAN_LANGSUNG, keputusan_path, tindak_lanjut_path, usulan_path
from musrenbang.records.snapshot import KelurahanFolder, Year
from musrenbang.year.guide import Guide, guide_of
from schemas import Keputusan, Usulan, UsulanLangsung
from schemas.juknis import AlasanJuknis
from schemas.keputusan import Survei
from schemas.musrenbang import Skpd, TemplateKegiatan
from schemas.tindak_lanjut import Kabar


class Status(StrEnum):
    """What has become of a proposal, in the order people ask for it."""

    DISETUJUI = "disetujui"
    DITOLAK = "ditolak"
    BELUM_DIVALIDASI = "belum-divalidasi"
    FORUM_UKPD = "forum-ukpd"
    BELUM_DIKIRIM = "belum-dikirim"
    TIDAK_DITERUSKAN = "tidak-diteruskan"


VERDICTS = frozenset({Status.DISETUJUI, Status.DITOLAK})
UNTUK_CAMAT = VERDICTS | {Status.BELUM_DIVALIDASI}
"""What the lurah sent to the camat to decide, decided or not."""


class Obstacle(Enum):
    """Why the camat does not decide a proposal now: never, not yet, no longer, or not this way."""

    FORUM_UKPD = "forum-ukpd"
    TIDAK_DITERUSKAN = "tidak-diteruskan"
    KELURAHAN_RUSAK = "kelurahan-rusak"
    """Its kelurahan.yaml is missing or broken, so nobody knows whether the lurah has sent it."""
    BELUM_DIKIRIM = "belum-dikirim"
    TERKUNCI = "terkunci"
    """Kirim: since then only a correction changes anything (C.2.c.4)."""
    KEPUTUSAN_RUSAK = "keputusan-rusak"
    """Its decision file cannot be read."""


_NEVER = {
    Status.FORUM_UKPD: Obstacle.FORUM_UKPD,
    Status.TIDAK_DITERUSKAN: Obstacle.TIDAK_DITERUSKAN,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One proposal with everything that is known of it.

    Volumes are in `satuan`, amounts in whole rupiah. Fields that a proposal leaves out come from
    its template.
    """

    tahun: int
    folder: str
    nomor: str
    kelurahan: str
    """The kelurahan the proposal is for; differs from `folder` for direct proposals."""
    nama_kelurahan: str
    usulan: Usulan
    template: TemplateKegiatan | None
    skpd: Skpd | None
    keputusan: Keputusan | None
    alasan: AlasanJuknis | None
    """The reason it was rejected for, as the guide of its year has it."""
    survei: Survei | None
    """What the technical team found, decided or not."""
    status: Status
    sudah_kirim: bool
    """Whether the camat has sent this kelurahan on (Kirim)."""
    obstacle: Obstacle | None
    """Why it may not be decided now, as far as its own files and its kelurahan's say."""
    kabar: tuple[Kabar, ...] = ()
    """What became of it after the kecamatan, the oldest news first."""

    @property
    def id(self) -> str:
        """Its identity, which its path says: ``2016/rawasari/0007``."""
        return f"{self.tahun}/{self.folder}/{self.nomor}"

    @property
    def file(self) -> str:
        """The proposal's file."""
        return usulan_path(self.tahun, self.folder, self.nomor)

    @property
    def decision_file(self) -> str:
        """The decision's file, whether or not it exists."""
        return keputusan_path(self.tahun, self.folder, self.nomor)

    @property
    def follow_up_file(self) -> str:
        """The file of what became of it after the kecamatan, whether or not it exists."""
        return tindak_lanjut_path(self.tahun, self.folder, self.nomor)

    @property
    def langsung(self) -> bool:
        """Whether a resident sent it in directly, outside Rembuk RW (juknis D.5)."""
        return self.folder == USULAN_LANGSUNG

    @property
    def meant(self) -> str:
        """The proposal that its rejection points to, by id; empty where it points to none."""
        reason = self.keputusan.alasan if self.keputusan else None
        return (reason.usulan or "") if reason else ""

    @property
    def isu(self) -> str | None:
        return self.usulan.isu or (self.template.isu if self.template else None)

    @property
    def program(self) -> str | None:
        return self.usulan.program or (self.template.program if self.template else None)

    @property
    def tipe(self) -> str | None:
        return self.usulan.tipe or (self.template.tipe if self.template else None)

    @property
    def satuan(self) -> str | None:
        return self.usulan.satuan or (self.template.satuan if self.template else None)

    @property
    def kode_skpd(self) -> str | None:
        return self.usulan.skpd_tujuan or (self.template.skpd if self.template else None)

    @property
    def volume(self) -> Decimal:
        """The volume that holds now: the camat's correction, or the proposed one."""
        if self.keputusan and self.keputusan.volume is not None:
            return self.keputusan.volume
        return self.usulan.volume

    @property
    def anggaran(self) -> int | None:
        """The estimate that holds now: the camat's correction, or the proposed one."""
        if self.keputusan and self.keputusan.perkiraan_anggaran is not None:
            return self.keputusan.perkiraan_anggaran
        return self.usulan.perkiraan_anggaran

    @property
    def diubah(self) -> bool:
        """Whether the camat approved it with another volume or amount (Edit, C.2.c.3.h)."""
        return self.status is Status.DISETUJUI and (
            self.volume != self.usulan.volume or self.anggaran != self.usulan.perkiraan_anggaran
        )

    @property
    def prioritas(self) -> int | None:
        """The rank the kecamatan gave what it approved, where its guide asks for one."""
        approved = self.keputusan if self.status is Status.DISETUJUI else None
        return approved.prioritas if approved else None

    @property
    def perlu_survei(self) -> bool:
        """Whether the technical team surveys it: physical, validated by its lurah (juknis C.1.e).

        It need not wait for the lurah to send: the survey comes before the meeting. What has no
        decision that could hold the result is left out: proposals for the UKPD forum (D.5) and
        those that were sent on undecided (D.4).
        """
        unsent = self.status is Status.BELUM_DIKIRIM
        return (
            self.tipe == "fisik"
            and self.usulan.template is not None
            and self.status not in {Status.FORUM_UKPD, Status.TIDAK_DITERUSKAN}
            and not (unsent and self.usulan.validasi_lurah is None)
            and not (self.sudah_kirim and self.keputusan is None)
        )

    @property
    def disurvei(self) -> bool:
        """Whether the site was surveyed, or the decision says why it could not be."""
        return self.survei is not None or bool(self.keputusan and self.keputusan.tanpa_survei)

    @property
    def menunggu_survei(self) -> bool:
        """Whether the team still has to go: not once the kelurahan is sent on (Kirim)."""
        return self.perlu_survei and not self.disurvei and not self.sudah_kirim

    @property
    def survei_dahulu(self) -> bool:
        """Whether a survey may be recorded though its lurah has yet to send it.

        What was validated is surveyed before the meeting (C.1.e).
        """
        return self.obstacle is Obstacle.BELUM_DIKIRIM and self.perlu_survei

    @property
    def sementara(self) -> bool:
        """Whether its verdict may still change: its kelurahan has not been sent on (Kirim)."""
        return self.status in VERDICTS and not self.sudah_kirim

    @property
    def menunggu_keputusan(self) -> bool:
        """Whether the camat may decide it and has not."""
        return self.status is Status.BELUM_DIVALIDASI and not self.sudah_kirim

    @property
    def tanpa_keputusan(self) -> bool:
        """Whether the camat has sent it on undecided (D.4)."""
        return self.status is Status.BELUM_DIVALIDASI and self.sudah_kirim


def by_rank(case: Case) -> tuple[bool, int]:
    """The order of what has a rank; the others after it."""
    return case.prioritas is None, case.prioritas or 0


def status_of(folder: KelurahanFolder, usulan: Usulan, keputusan: Keputusan | None) -> Status:
    """Derive the state of a proposal (juknis C.2.c.3.f, D.4, D.5)."""
    if isinstance(usulan, UsulanLangsung):
        return Status.FORUM_UKPD
    if usulan.validasi_lurah and usulan.validasi_lurah.hasil == "tidak-diteruskan":
        return Status.TIDAK_DITERUSKAN
    if folder.dikirim_lurah is None:
        return Status.BELUM_DIKIRIM
    if usulan.template is None:
        return Status.FORUM_UKPD
    if keputusan is None:
        return Status.BELUM_DIVALIDASI
    return Status(keputusan.keputusan)


def obstacle_of(folder: KelurahanFolder) -> Obstacle | None:
    """Why nothing of a kelurahan can be decided now; `None` where it can."""
    if folder.profil is None:
        return Obstacle.KELURAHAN_RUSAK
    if folder.profil.dikirim is None:
        return Obstacle.BELUM_DIKIRIM
    return Obstacle.TERKUNCI if folder.kirim else None


def cases_of(year: Year) -> Iterator[Case]:
    """All cases of a year, by folder and number, direct proposals last."""
    guide = guide_of(year)
    for folder in year.folders:
        for nomor in folder.usulan:
            yield _case_of(year, guide, folder, nomor)


def _case_of(year: Year, guide: Guide, folder: KelurahanFolder, nomor: str) -> Case:
    usulan = folder.usulan[nomor]
    slug = usulan.kelurahan if isinstance(usulan, UsulanLangsung) else folder.slug
    home = year.kelurahan.get(slug)
    template = year.template.get(usulan.template) if usulan.template else None
    kode_skpd = usulan.skpd_tujuan or (template.skpd if template else None)
    keputusan = folder.keputusan.get(nomor)
    hasil = keputusan or folder.survei.get(nomor)
    status = status_of(folder, usulan, keputusan)
    told = folder.tindak_lanjut.get(nomor)
    reason = keputusan.alasan if keputusan and keputusan.keputusan == "ditolak" else None
    return Case(
        tahun=year.tahun,
        folder=folder.slug,
        nomor=nomor,
        kelurahan=slug,
        nama_kelurahan=home.nama if home else slug,
        usulan=usulan,
        template=template,
        skpd=year.skpd.get(kode_skpd) if kode_skpd else None,
        keputusan=keputusan,
        alasan=guide.reason(reason.kode) if reason else None,
        survei=hasil.survei if hasil else None,
        status=status,
        sudah_kirim=folder.kirim is not None,
        obstacle=_NEVER.get(status) or obstacle_of(folder),
        kabar=told.root if told else (),
    )


def photo_files(case: Case) -> tuple[str, ...]:
    """The files of the photos that a proposal names, whether or not they exist."""
    folder = case.file.rsplit("/", 1)[0]
    return tuple(f"{folder}/{name}" for name in case.usulan.foto)
