"""The year-wide files: written where a year does not have them, added to where it does."""

from collections.abc import Mapping, Sequence

from musrenbang.files.paths import Kind, settings_path
from musrenbang.importing.mapping import Pemetaan, TahunBaru
from musrenbang.importing.sheet_files import Row
from musrenbang.importing.target_year import Target
from musrenbang.records import canonical
from musrenbang.sheets.cells import as_text
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.name_keys import column_key, squeezed
from schemas import DaftarSkpd, DaftarTemplate, Musrenbang
from schemas.musrenbang import (
    DaftarPejabat,
    Kecamatan,
    KepalaPerencanaan,
    Pejabat,
    Skpd,
    TemplateKegiatan,
)

_SHOWN = 40


EXAMPLE = """\
tahun_baru:
  tahun: {tahun}
  tahun_rencana: {berikut}
  kota: {{kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}}
  kecamatan: {{kode: {{Cempaka Putih: "31.71.05"}}}}
  kepala_perencanaan: Kepala Kanppeko Jakarta Pusat
"""


def missing_year(tahun: int) -> UsageError:
    """The refusal of a folder without the year where the mapping cannot make it."""
    return UsageError(
        f"Tahun {tahun} belum ada di folder data ini, dan pemetaan ini tidak memuat `tahun_baru` "
        "untuk membuatnya. Salin berkas pemetaannya, tambahkan bagian ini dengan nama dan kode "
        "wilayah Anda, lalu impor dengan --mapping SALINAN:\n\n"
        + EXAMPLE.format(tahun=tahun, berikut=tahun + 1)
    )


def new_settings(mapping: Pemetaan, target: Target, rows: Sequence[Row]) -> Musrenbang | None:
    """The settings of a year that has none; rows of another kecamatan are refused."""
    settings, new = target.year.musrenbang, mapping.tahun_baru
    if new is None:
        if settings is None:
            raise missing_year(target.tahun)
        return None
    names = _kecamatan_names(new, rows)
    if len(names) > 1:
        raise CommandError(
            f"Ada baris dari {len(names)} kecamatan, sedangkan satu folder data untuk satu "
            f'kecamatan. Pilih satu, misalnya --pilih {new.kecamatan.kolom}="{names[0]}". '
            f"Yang ada: {', '.join(names[:_SHOWN])}."
        )
    if settings is not None:
        for name in names:
            if squeezed(name) != squeezed(settings.kecamatan.nama):
                raise CommandError(
                    f"Folder data ini untuk Kecamatan {settings.kecamatan.nama}, sedangkan lembar "
                    f"memuat Kecamatan {name}. Pilih folder lain dengan --root."
                )
        return None
    return _musrenbang(new, target.tahun, names[0]) if names else None


def _kecamatan_names(new: TahunBaru, rows: Sequence[Row]) -> list[str]:
    column = new.kecamatan.kolom
    if column is None:
        return list(new.kecamatan.kode) if rows else []
    names = (" ".join(as_text(row.cell(column)).split()) for row in rows)
    return sorted({column_key(name): name for name in names if name}.values())


def _musrenbang(new: TahunBaru, tahun: int, name: str) -> Musrenbang:
    codes = {column_key(known): (known, code) for known, code in new.kecamatan.kode.items()}
    if column_key(name) not in codes:
        raise CommandError(
            f"Kode Kecamatan {name} tidak ada dalam pemetaan. Tambahkan pada "
            "`tahun_baru: kecamatan: kode`."
        )
    known, code = codes[column_key(name)]
    return Musrenbang(
        tahun=tahun,
        tahun_rencana=tahun + new.tahun_rencana - new.tahun,
        kecamatan=Kecamatan(kode=code, nama=known),
        kota=new.kota,
        pejabat=DaftarPejabat(
            camat=Pejabat(), kepala_perencanaan=KepalaPerencanaan(jabatan=new.kepala_perencanaan)
        ),
    )


def catalogue_files(
    target: Target, skpd: Mapping[str, Skpd], templates: Mapping[str, TemplateKegiatan]
) -> dict[str, bytes]:
    """`skpd.yaml` and `template-kegiatan.yaml` with what is new at the end; the rest untouched."""
    files: dict[str, bytes] = {}
    for kind, text in (
        (Kind.SKPD, canonical.dump(DaftarSkpd(dict(skpd))) if skpd else ""),
        (Kind.TEMPLATE, canonical.dump(DaftarTemplate(dict(templates))) if templates else ""),
    ):
        if not text:
            continue
        path = settings_path(target.tahun, kind)
        before = target.text(path)
        gap = "" if not before or before.endswith("\n") else "\n"
        files[path] = f"{before}{gap}{text}".encode()
    return files
