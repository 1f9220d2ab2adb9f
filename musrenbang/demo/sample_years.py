"""What was recorded in the sample years, and when: worked out from their records as they ended.

A record says itself on which day a lurah validated, a team surveyed, the camat decided. So each day
of the history holds what was known then: files as they ended, or without what came later. Only
what the records tell of and no longer hold is written here: a slip of the pen that a correction
mended, and a change that its review refused.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from musrenbang.files.paths import (
    DECISIONS,
    PROPOSALS,
    USULAN_LANGSUNG,
    Kind,
    Place,
    kelurahan_path,
    place_of,
    settings_path,
)
from musrenbang.files.program import FROM_FOLDER
from musrenbang.files.tree import FolderTree
from musrenbang.records import canonical
from musrenbang.records.loader import load
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import tanggal
from schemas import BeritaAcara, HasilSurvei, Keputusan, Kirim, TindakLanjut, Usulan
from schemas.keputusan import Adendum, Survei

FIRST, SECOND = YEARS = (2016, 2017)
Files = Mapping[str, str]
"""Texts by path."""

_DIRECT = {FIRST: date(2016, 2, 29), SECOND: date(2017, 3, 3)}
"""When the kecamatan recorded what residents had sent in, which says no day itself."""
_REWORKED = f"{PROPOSALS}/{FIRST}/cempaka-putih-barat/0011.yaml"
"""A proposal with a slip of the unit: 3,000 m for 300. A decision corrects it, not the proposal."""
_CORRECTED = f"{DECISIONS}/{FIRST}/rawasari/0032.yaml"
"""A decision that a correction mended: what was asked for had been typed as measured."""
_WITHOUT_EDIT = {"volume": None, "perkiraan_anggaran": None, "alasan_perubahan": None}


_SETTINGS = (
    *(Kind.SKPD, Kind.TEMPLATE, Kind.JUKNIS, Kind.PEMETAAN),
    *(Kind.ARAH_KEBIJAKAN, Kind.PROGRAM_PRIORITAS),
)
"""What a year begins with besides its main settings."""


@dataclass(frozen=True)
class Step:
    """One pull request: what its commits hold and whose office merges it.

    `kelurahan` names the lurah's; without it is the camat's. `commits` are messages and files.
    """

    day: date
    branch: str
    title: str
    commits: tuple[tuple[str, Files], ...]
    kelurahan: str = ""


class SampleYears:
    """The records of a folder that holds both years as they ended.

    Raises `CommandError` where it does not, or where any of them cannot be read.
    """

    def __init__(self, root: Path) -> None:
        tree = FolderTree(root)
        self.snapshot = load(tree)
        missing = set(YEARS) - self.snapshot.years.keys()
        if missing or self.snapshot.problems:
            raise CommandError(_MISSING.format(root))
        paths = [one.path for one in tree.entries() if one.path.endswith((".yaml", ".md"))]
        self.texts: Files = {
            path: (data or b"").decode().replace("\r\n", "\n") for path, data in tree.read(paths)
        }

    def settings(self, tahun: int, pengesahan: str) -> Files:
        """The settings with which a year begins, and its kelurahan before they met."""
        main = settings_path(tahun, Kind.MUSRENBANG)
        return {
            main: self._form(main, pengesahan=pengesahan),
            **self._of(tahun, *_SETTINGS),
            **{
                path: self._form(path, berita_acara=None, dikirim=None, delegasi=())
                for path in self._of(tahun, Kind.KELURAHAN)
            },
        }

    def steps(self) -> list[Step]:
        """All that was recorded besides the settings of the two years, in order."""
        found: list[Step] = []
        for tahun in YEARS:
            for slug, folder in self.snapshot.years[tahun].kelurahan.items():
                found += self._proposed(tahun, slug, folder)
            found += self._direct(tahun)
            found += self._surveyed(tahun)
            found += self._decided(tahun)
            found += self._established(tahun)
        found += self._corrections()
        found += (step for tahun in YEARS for step in self._announced(tahun))
        found += self._followed_up()
        return sorted(found, key=lambda step: step.day)

    def _of(self, tahun: int, *kinds: Kind, kelurahan: str = "") -> dict[str, str]:
        """The files of some kinds as they ended."""
        return {
            path: text
            for path, text in self.texts.items()
            if (place := place_of(path))
            and place.tahun == tahun
            and place.kind in kinds
            and kelurahan in {"", place.kelurahan}
        }

    def _form(self, path: str, **changes: Any) -> str:
        """A record with other values than it had in the end."""
        record: BaseModel = self.snapshot.record(path)
        return canonical.dump(record.model_copy(update=changes))

    def _proposed(self, tahun: int, slug: str, folder: KelurahanFolder) -> Iterator[Step]:
        profil = folder.profil
        if profil is None or profil.berita_acara is None:
            return
        proposals = self._of(tahun, Kind.USULAN, kelurahan=slug)
        checks = [one.validasi_lurah for one in folder.usulan.values() if one.validasi_lurah]
        validated = [check.tanggal for check in checks if check.tanggal]
        own, name = kelurahan_path(tahun, slug), f"Kelurahan {folder.nama}"
        yield Step(
            min(validated),
            f"usulan/{tahun}-{slug}",
            f"Usulan hasil Rembuk RW {name}",
            (
                (
                    f"Impor usulan hasil Rembuk RW {name}",
                    {path: self._form(path, validasi_lurah=None) for path in proposals},
                ),
            ),
            slug,
        )
        checked = {path: text for path, text in proposals.items() if "validasi_lurah" in text}
        yield Step(
            max(*validated, profil.berita_acara.tanggal),
            f"usulan/{tahun}-{slug}-validasi",
            f"Validasi lurah dan Berita Acara Musrenbang {name}",
            ((f"Validasi usulan {name}", {**checked, own: self._form(own, dikirim=None)}),),
            slug,
        )
        if profil.dikirim:
            yield Step(
                profil.dikirim,
                f"usulan/{tahun}-{slug}-dikirim",
                f"Usulan {name} dikirim ke kecamatan",
                ((f"Kirim usulan {name}", {own: self.texts[own]}),),
                slug,
            )

    def _direct(self, tahun: int) -> Iterator[Step]:
        files = self._of(tahun, Kind.USULAN_LANGSUNG)
        title = f"Usulan langsung warga {tahun}"
        yield Step(_DIRECT[tahun], f"usulan/{tahun}-{USULAN_LANGSUNG}", title, ((title, files),))

    def _surveyed(self, tahun: int) -> Iterator[Step]:
        days: dict[date, dict[str, str]] = defaultdict(dict)
        for path in self._of(tahun, Kind.KEPUTUSAN):
            survei = self._mistyped() if path == _CORRECTED else self.snapshot.record(path).survei
            if survei:
                days[survei.tanggal][path] = canonical.dump(HasilSurvei(survei=survei))
        for day, files in days.items():
            title = f"Hasil survei {tanggal(day)}"
            yield Step(day, f"survei/{day}", title, ((title, files),))

    def _mistyped(self) -> Survei:
        """The survey of the decision that was corrected, before."""
        asked: Usulan = self.snapshot.record(_CORRECTED.replace(DECISIONS, PROPOSALS))
        survei: Survei = self.snapshot.record(_CORRECTED).survei
        return survei.model_copy(update={"volume_terukur": asked.volume, "catatan": None})

    def _decided(self, tahun: int) -> Iterator[Step]:
        days: dict[tuple[date, str], dict[str, str]] = defaultdict(dict)
        for path, text in self._of(tahun, Kind.KEPUTUSAN).items():
            record = self.snapshot.record(path)
            if isinstance(record, Keputusan):
                days[record.tanggal, _place(path).kelurahan][path] = text
        for (day, slug), files in days.items():
            name = self.snapshot.years[tahun].kelurahan[slug].nama
            title = f"Keputusan Kelurahan {name}, {tanggal(day)}"
            if _CORRECTED in files:
                files[_CORRECTED] = self._form(_CORRECTED, survei=self._mistyped(), **_WITHOUT_EDIT)
            commits = tuple(self._reworked(title, files))
            yield Step(day, f"keputusan/{day}-{slug}", title, commits)

    def _reworked(self, title: str, files: Files) -> Iterator[tuple[str, Files]]:
        """The commits of some decisions; two of those that a review refused at first."""
        path = _REWORKED.replace(PROPOSALS, DECISIONS)
        if path not in files:
            yield title, files
            return
        decision: Keputusan = self.snapshot.record(path)
        asked = {"volume": decision.volume, "perkiraan_anggaran": decision.perkiraan_anggaran}
        wrong = {
            _REWORKED: self._form(_REWORKED, **asked),
            path: self._form(path, **_WITHOUT_EDIT),
        }
        yield title, {**files, **wrong}
        message = "Usulan lurah dikembalikan; volume dikoreksi dalam keputusan"
        yield message, {name: self.texts[name] for name in wrong}

    def _established(self, tahun: int) -> Iterator[Step]:
        for path in self._of(tahun, Kind.KIRIM):
            record: Kirim = self.snapshot.record(path)
            slug = _place(path).kelurahan
            title = f"Kirim Kelurahan {self.snapshot.years[tahun].kelurahan[slug].nama}"
            files = {path: self._form(path, koreksi=())}
            yield Step(record.tanggal, f"kirim/{tahun}-{slug}", title, ((title, files),))
        for path in self._of(tahun, Kind.BERITA_ACARA):
            minutes: BeritaAcara = self.snapshot.record(path)
            if minutes.ditetapkan:
                title = f"Berita Acara Musrenbang Kecamatan {tahun}"
                files = {path: self._form(path, adendum=())}
                yield Step(
                    minutes.ditetapkan, f"naskah/{tahun}-berita-acara", title, ((title, files),)
                )

    def _announced(self, tahun: int) -> Iterator[Step]:
        for path, text in self._of(tahun, Kind.PENGUMUMAN).items():
            name = _place(path).name
            title = text.partition("\n")[0].removeprefix("# ")
            day = date.fromisoformat(name[: len("2016-03-11")])
            yield Step(day, f"naskah/{name}", title, ((f"Pengumuman: {title}", {path: text}),))

    def _corrections(self) -> Iterator[Step]:
        """The corrections of a decision, and what the minutes say of them."""
        for path in self._of(FIRST, Kind.KIRIM):
            record: Kirim = self.snapshot.record(path)
            slug = _place(path).kelurahan
            for row in record.koreksi:
                decision = f"{DECISIONS}/{FIRST}/{slug}/{row.nomor}.yaml"
                name = f"{row.nomor} Kelurahan {self.snapshot.years[FIRST].kelurahan[slug].nama}"
                title = f"Koreksi usulan {name}"
                files = {path: self.texts[path], decision: self.texts[decision]}
                yield Step(row.tanggal, f"koreksi/{slug}-{row.nomor}", title, ((title, files),))
                title = f"Adendum Berita Acara: koreksi usulan {name}"
                minutes = settings_path(FIRST, Kind.BERITA_ACARA)
                added = Adendum(
                    tanggal=row.tanggal,
                    alasan=f"Koreksi keputusan usulan {name}.",
                    berita_acara=row.berita_acara,
                    isi=row.alasan,
                )
                files = {minutes: self._form(minutes, adendum=(added,))}
                branch = f"naskah/{FIRST}-adendum"
                yield Step(row.tanggal, branch, title, ((title, files),))

    def _followed_up(self) -> Iterator[Step]:
        """News as it came: what had come until the end of a month's news."""
        paths = self._of(FIRST, Kind.TINDAK_LANJUT)
        days = {row.tanggal for path in paths for row in self.snapshot.record(path).root}
        last: dict[str, date] = {}
        for day in sorted(days):
            last[f"{day:%Y-%m}"] = day
        before = date.min
        for month, day in last.items():
            files = {}
            for path in paths:
                record: TindakLanjut = self.snapshot.record(path)
                known = tuple(row for row in record.root if row.tanggal <= day)
                if any(row.tanggal > before for row in known):
                    files[path] = canonical.dump(TindakLanjut(known))
            title = f"Tindak lanjut sampai {tanggal(day)}"
            yield Step(day, f"tindak-lanjut/{month}", title, ((title, files),))
            before = day


def _place(path: str) -> Place:
    place = place_of(path)
    if place is None:
        raise ValueError(path)
    return place


_MISSING = (
    "Tahun contoh 2016 dan 2017 tidak ada di {0}, atau tidak utuh. Contoh lengkap dibuat dari "
    "folder perangkat lunak, yang memuat keduanya; program yang dipasang sebagai roda tidak "
    "membawanya. Ambil foldernya dengan git clone, lalu jalankan di sana: "
    f"{FROM_FOLDER} demo --lengkap FOLDER"
)
