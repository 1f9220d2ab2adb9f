"""What a site published, judged: nothing in it is believed that its own files do not bear out.

Fields that a newer version of the site adds are passed over; columns that an older one lacks are
empty. Whatever else is odd makes all of it unusable: a part of a site is never added up.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from pydantic import ValidationError

from musrenbang.city.published_sums import (
    Row,
    is_day,
    refuse_odd_figures,
    refuse_other_parts,
    refuse_other_sums,
)
from musrenbang.city.site_reader import SiteFaultError
from musrenbang.history.timeline import SITE_ORIGIN
from musrenbang.records.fields import bare
from musrenbang.site import addresses
from musrenbang.site.api_types import ApiType, Asal, Ringkasan, Riwayat, Versi
from musrenbang.site.data_columns import COLUMNS, FIRST_COLUMNS
from musrenbang.text.indonesian import WIB, tanggal
from musrenbang.text.lookalikes import oddities
from musrenbang.year.cases import Status
from musrenbang.year.figures import STEPS
from musrenbang.year.follow_up import TAHAP, Standing
from musrenbang.year.labels import TIPE
from schemas.kota import BagianWilayah
from schemas.scalars import FIRST_YEAR, LAST_YEAR

Model = TypeVar("Model", bound=ApiType)

VERSION = 1
SUMMARY = re.compile(r"api/v1/(20[0-9]{2})/ringkasan\.json")
MOST_NUMBER = 10**16
_KECAMATAN = 2
"""So many dots has the code of what publishes proposals and not sums alone."""
_STATUSES = frozenset(status.value for status in Status)
_ID = re.compile(r"(20[0-9]{2})/([a-z0-9-]+)/([0-9]{4,5})")


@dataclass(frozen=True)
class PublishedYear:
    """One year of a site."""

    tahun: int
    ringkasan: Ringkasan
    sha256: str
    """Of its `ringkasan.json`."""
    rows: tuple[Row, ...] | None
    """Every proposal; `None` of a city, which publishes sums alone."""


@dataclass(frozen=True)
class Published:
    """What a site published at one moment."""

    asal: Asal
    waktu: datetime
    line: tuple[str, ...] | None
    """Every commit it ever published could come from, oldest first; `None` where it is not told."""
    years: Mapping[int, PublishedYear]

    @property
    def told(self) -> str:
        """Its moment in words, and its commit where it has one."""
        commit = f", commit {self.asal.commit[:12]}" if self.asal.commit else ""
        return f"{tanggal(self.waktu.astimezone(WIB).date())}{commit}"


def wanted(paths: Mapping[str, str]) -> list[str]:
    """The files of a site that a city reads, among those that its checksums list."""
    years = [match[0] for match in map(SUMMARY.fullmatch, sorted(paths)) if match]
    lists = [name.replace("ringkasan", "usulan") for name in years]
    return [one for one in (SITE_ORIGIN, addresses.HISTORY_LINE, *years, *lists) if one in paths]


def judged(
    files: Mapping[str, bytes], sums: Mapping[str, str], listed: BagianWilayah, *, sample: bool
) -> Published:
    """What files say, by path; `sums` are their digests.

    Raises `SiteFaultError` where they are not what a site of this place would publish.
    """
    if SITE_ORIGIN not in files:
        raise SiteFaultError(f"Bukan situs musrenbang: {SITE_ORIGIN} tidak ada.")
    origin = _typed(files, SITE_ORIGIN, Versi)
    waktu = _moment(origin.asal)
    line = None
    if addresses.HISTORY_LINE in files:
        line = _typed(files, addresses.HISTORY_LINE, Riwayat).commit
        if line is not None and origin.asal.commit not in line:
            raise SiteFaultError("Riwayatnya tidak memuat commit yang diterbitkannya sendiri.")
    years = {}
    for path in files:
        if match := SUMMARY.fullmatch(path):
            tahun = int(match[1])
            if tahun > waktu.year + 1:
                raise SiteFaultError(f"Memuat tahun {tahun}, padahal datanya tahun {waktu.year}.")
            years[tahun] = _year(tahun, files, sums[path], listed, sample=sample)
            if years[tahun].ringkasan.asal != origin.asal:
                raise SiteFaultError(f"{path} bukan dari commit yang sama dengan situsnya.")
    if not years:
        raise SiteFaultError("Situsnya belum memuat ringkasan tahun mana pun.")
    return Published(origin.asal, waktu, line, years)


def refuse_past(before: Published, now: Published, since: str | None) -> None:
    """Raise `SiteFaultError` where a site is older than it was, or has another past.

    `since` is the commit from which on a new past is accepted.
    """
    if since and now.line and since in now.line:
        return
    if now.waktu < before.waktu:
        raise SiteFaultError(
            f"Situsnya lebih tua daripada sebelumnya: dari {now.told}, padahal pernah dari "
            f"{before.told}."
        )
    commit = before.asal.commit
    if before.line is not None and (now.line is None or commit not in now.line):
        raise SiteFaultError(
            f"Riwayatnya diganti: commit {(commit or '')[:12]} yang pernah terbit tidak ada lagi. "
            "Bila itu memang disengaja, tulis commit pertama yang baru pada `sejak`."
        )
    if gone := sorted(before.years.keys() - now.years.keys()):
        raise SiteFaultError(f"Tahun {gone[0]} yang pernah terbit hilang.")


def _moment(asal: Asal) -> datetime:
    try:
        waktu = datetime.fromisoformat(asal.waktu or "")
    except ValueError:
        waktu = datetime.fromtimestamp(0, WIB)
    if waktu.tzinfo is None or not FIRST_YEAR <= waktu.year <= LAST_YEAR:
        raise SiteFaultError(
            "Situsnya tidak menyebut waktu commit yang diterbitkannya; terbitkan dari Git."
        )
    if waktu > datetime.now(WIB) + timedelta(days=1):
        raise SiteFaultError(f"Situsnya bertanggal {tanggal(waktu.date())}, yang belum terjadi.")
    return waktu


def refuse_misleading(path: str, data: bytes) -> None:
    """Raise `SiteFaultError` where a JSON file holds a text that no record may hold."""
    text = data.decode()
    seen = text if "\\" not in text else "\n".join(_texts(json.loads(text)))
    if odd := next(oddities(seen), None):
        raise SiteFaultError(f"{path} memuat teks yang menyesatkan: {odd.fault}.")


def _json(files: Mapping[str, bytes], path: str) -> Any:
    """One file as JSON of a known version; numbers that no record can hold are refused."""
    try:
        value = json.loads(
            files[path].decode(),
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_decimal,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError):
        start = files[path][:200].lstrip().lower()
        what = "sebuah halaman web" if start.startswith(b"<") else "bukan JSON"
        raise SiteFaultError(f"{path} berisi {what}.") from None
    version = value.get("versi") if isinstance(value, dict) else None
    if version != VERSION:
        raise SiteFaultError(
            f"{path} memakai versi data {str(version)[:20]}, sedangkan program ini "
            f"membaca versi {VERSION}."
        )
    return value


def _texts(value: Any) -> Iterator[str]:
    """All texts of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        value = value.values()
    if isinstance(value, Iterable) and not isinstance(value, str):
        for part in value:
            yield from _texts(part)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; of a key that stands twice, every reader would believe another one."""
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise SiteFaultError(f"Datanya menyebut “{twice[:40]}” dua kali dalam satu catatan.")
    return value


def _integer(text: str) -> int:
    value = int(text) if len(text) < len(str(MOST_NUMBER)) + 1 else MOST_NUMBER
    if abs(value) >= MOST_NUMBER:
        raise ValueError
    return value


def _decimal(text: str) -> float:
    value = float(text)
    if not abs(value) < MOST_NUMBER:  # also what is no number
        raise ValueError
    return value


def _typed(files: Mapping[str, bytes], path: str, model: type[Model]) -> Model:
    try:
        return model.model_validate(_json(files, path), extra="ignore")
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise SiteFaultError(
            f"{path} tidak berbentuk seperti seharusnya, pada {where[:80]}."
        ) from None


def _year(
    tahun: int, files: Mapping[str, bytes], digest: str, listed: BagianWilayah, *, sample: bool
) -> PublishedYear:
    path = addresses.api(tahun, "ringkasan.json")
    found = _typed(files, path, Ringkasan)
    if found.tahun != tahun:
        raise SiteFaultError(f"{path} berisi tahun {found.tahun}.")
    if found.kode not in {None, listed.kode} or (found.kode is None and found.kecamatan is None):
        other = (found.nama or found.kecamatan or "")[:60]
        raise SiteFaultError(
            f"Situs itu milik {other} ({(found.kode or 'tanpa kode')[:10]}), bukan {listed.kode}."
        )
    if found.kode is None and (found.kecamatan or "").lower() != listed.nama.lower():
        raise SiteFaultError(f"Situs itu milik {(found.kecamatan or '')[:60]}.")
    if found.contoh and not sample:
        raise SiteFaultError(f"Data {tahun}-nya data contoh, bukan yang sebenarnya.")
    refuse_odd_figures(path, found)
    rows_path = addresses.api(tahun, "usulan.json")
    rows = None
    if rows_path in files:
        rows = tuple(_rows(_json(files, rows_path), rows_path, found))
        refuse_other_sums(path, rows, found)
    elif found.wilayah is None or listed.kode.count(".") == _KECAMATAN:
        raise SiteFaultError(f"{rows_path} tidak ada.")
    else:
        refuse_other_parts(path, found)
    return PublishedYear(tahun, found, digest, rows)


_KINDS: Mapping[str, tuple[type, ...]] = {
    column.nama: {int: (int,), bool: (bool,), str: (str,), date: (str,)}.get(
        bare(column.kind), (int, float)
    )
    for column in COLUMNS
}
_ALWAYS = frozenset(column.nama for column in FIRST_COLUMNS if not column.kosong)
_DATES = tuple(column.nama for column in COLUMNS if column.kind is date)
_LONGEST = 20_000
_STEPS, _STAGES, _STANDINGS = {None, *STEPS}, {None, *TAHAP}, {None, *Standing}


def _rows(value: Any, path: str, found: Ringkasan) -> Iterator[Row]:
    """The proposals of a year, each with every column that this program knows."""
    listed = value.get("usulan")
    if not isinstance(listed, list):
        raise SiteFaultError(f"{path} tidak memuat daftar usulan.")
    seen: set[str] = set()
    for number, one in enumerate(listed, 1):
        row = _row(one) if isinstance(one, dict) else None
        if row is None or not _is_sound(row, found) or row["id"] in seen:
            raise SiteFaultError(f"{path}: usulan ke-{number} tidak berbentuk seperti seharusnya.")
        seen.add(row["id"])
        yield row


def _row(value: dict[str, Any]) -> Row | None:
    row = {name: value.get(name) for name in _KINDS}
    for name, kinds in _KINDS.items():
        one = row[name]
        if one is None:
            if name in _ALWAYS:
                return None
        elif type(one) not in kinds or (kinds == (str,) and len(one) > _LONGEST):
            return None
    return row


def _is_sound(row: Row, found: Ringkasan) -> bool:
    """Whether codes, dates and addresses are such as can stand on a page."""
    return (
        all(row[name] is None or is_day(row[name]) for name in _DATES)
        and row["status"] in _STATUSES
        and (named := _ID.fullmatch(row["id"])) is not None
        and named[1] == str(row["tahun"]) == str(found.tahun)
        and row["nomor"] == named[3]
        and row["halaman"] == f"{named[1]}/usulan/{named[2]}/{named[3]}/"
        and row["kelurahan"] in found.kelurahan
        and (row["skpd"] or "") in found.skpd
        and (row["tipe"] or "") in TIPE
        and (row["alasan"] is None or row["alasan"] in found.alasan)
        and row["tahap_kecamatan"] in _STEPS
        and row["tahap"] in _STAGES
        and row["tindak_lanjut"] in _STANDINGS
        and min(row["anggaran"] or 0, row["anggaran_usulan"] or 0, row["volume"]) >= 0
    )
