"""The kecamatan that sheets are of, where its year is new, and which of several is meant."""

from collections.abc import Sequence

from musrenbang.importing.found_sheet import (
    KECAMATAN,
    FoundSheet,
)
from musrenbang.importing.region import (
    FORM,
    Area,
    area_written,
    areas_named,
    areas_with,
)
from musrenbang.importing.sheet_answers import NeedAnswerError
from musrenbang.importing.sheet_year import SheetYear
from musrenbang.text.errors import CommandError
from musrenbang.text.name_keys import squeezed
from schemas import Musrenbang


class SheetKecamatan(SheetYear):
    """The kecamatan of sheets whose year is known."""

    @property
    def kode(self) -> str:
        """The code of the kecamatan, empty where it is not known."""
        settings = self._settings
        return settings.kecamatan.kode if settings else self.area.kode if self.area else ""

    def _area(self, founds: Sequence[FoundSheet]) -> Area | None:
        """The kecamatan of a year that is not there yet; rows of others are left out."""
        settings, answer = self._settings, self.answers.kecamatan
        names = self._kecamatan_names(founds)
        column = next((title for one in founds if (title := one.table.title("kecamatan"))), None)
        wanted = answer or (settings.kecamatan.nama if settings else "")
        wanted = wanted.partition(",")[0].strip()
        if len(names) > 1 and column:
            if wanted and squeezed(wanted) in set(map(squeezed, names)):
                name = next(one for one in names if squeezed(one) == squeezed(wanted))
                self.chosen = {**self.chosen, column: [name]}
                names = [name]
            elif wanted:
                raise CommandError(
                    f"Tidak ada baris dari Kecamatan {wanted}. Yang ada: {', '.join(names[:40])}."
                )
            else:
                raise NeedAnswerError(
                    '--kecamatan "NAMA"',
                    f"Ada baris dari {len(names)} kecamatan, sedangkan satu folder data untuk satu "
                    "kecamatan. Kecamatan mana?",
                    names,
                )
        said = (
            names[0]
            if len(names) == 1
            else next(filter(None, (one.named(KECAMATAN) for one in founds)), "")
        )
        if settings is not None:
            self._compare_kecamatan(settings, said)
            return None
        return self._new_area(founds, answer or said)

    def _compare_kecamatan(self, settings: Musrenbang, said: str) -> None:
        ours = settings.kecamatan.nama
        if not said or squeezed(said) == squeezed(ours):
            return
        answered = squeezed(self.answers.kecamatan) == squeezed(ours)
        if answered:
            self.sebutan.append(said)
        if answered or self._is_remembered(self.tahun, said):
            self.guess(f"Lembar menyebut Kecamatan {said}; dicatat pada Kecamatan {ours}.")
            return
        raise CommandError(
            f"Folder data ini untuk Kecamatan {ours}, sedangkan lembar memuat Kecamatan {said}. "
            f'Pilih folder lain dengan --root, atau tulis --kecamatan "{ours}" bila memang di sini.'
        )

    def _kecamatan_names(self, founds: Sequence[FoundSheet]) -> list[str]:
        names = {
            squeezed(value): value
            for found in founds
            for value in found.table.values("kecamatan")
            if value
        }
        return sorted(names.values())

    def _new_area(self, founds: Sequence[FoundSheet], said: str) -> Area:
        villages = {
            value
            for found in founds
            for value in found.table.values("kelurahan")
            if value and not self.chosen
        }
        kota = next((value for one in founds for value in one.table.values("kota") if value), "")
        area = area_written(said) if said else None
        if area is None:
            offered = areas_named(said, villages, kota) if said else areas_with(villages)
            area = offered[0] if len(offered) == 1 else None
        before = [year.musrenbang for year in self.snapshot.years.values() if year.musrenbang]
        if (
            area is None
            and before
            and (not said or squeezed(said) == squeezed(before[-1].kecamatan.nama))
        ):
            last = before[-1]
            area = Area(last.kecamatan.kode, last.kecamatan.nama, last.kota)
        if area is None:
            asks = (
                f"Kode Kecamatan {said} belum dikenal"
                if said
                else "Lembar tidak menyebut kecamatan"
            )
            raise NeedAnswerError(
                f'--kecamatan "{FORM}"',
                f"{asks}. Tulis nama, kota atau kabupaten, dan kode wilayahnya.",
            )
        if not said:
            self.guess(f"Kecamatan {area.nama}, menurut kelurahannya.")
        return area
