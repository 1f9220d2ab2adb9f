"""The copies a city keeps of what it took from each site: what is shown while a site has a fault.

A copy is a folder of plain files with the site's own `SHA256SUMS`, so that anybody can check it
with `sha256sum --check --ignore-missing`, and so that it can be carried from runner to runner.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from musrenbang.city.published_data import Published, judged, refuse_past, wanted
from musrenbang.city.site_reader import Bounds, SiteFaultError, SiteReader, reader_of
from musrenbang.files.file_writer import write_records
from musrenbang.files.published_folder import CHECKSUMS
from schemas import DaftarWilayah
from schemas.kota import BagianWilayah

_MARKS = "tanda.json"
_LINE = re.compile(r"([0-9a-f]{64})  (\S(?:.*\S)?)")
_AT_ONCE = 16


class Taken(NamedTuple):
    """One site as it is shown: what it published, and what is wrong with it now."""

    wilayah: BagianWilayah
    published: Published | None
    fault: str | None
    """Why what is shown is not the newest; `None` where it is."""


def take_all(
    listed: DaftarWilayah, base: Path, kept: Path, bounds: Bounds
) -> Iterator[Taken]:
    """Every site of a list, in its order, as each is read; `base` is where its folders begin."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(
            lambda one: _taken(one, listed, base, kept / one.kode, bounds), listed.wilayah
        )


def _taken(
    one: BagianWilayah, listed: DaftarWilayah, base: Path, folder: Path, bounds: Bounds
) -> Taken:
    def judge(files: Mapping[str, bytes], sums: Mapping[str, str]) -> Published:
        return judged(files, sums, one, sample=listed.contoh)

    source = one.sumber or one.alamat
    before = _kept(folder, judge)
    try:
        reader = reader_of(source, base, bounds)
        try:
            return Taken(one, _renewed(reader, source, folder, before, judge, one.sejak), None)
        finally:
            reader.close()
    except SiteFaultError as fault:
        return Taken(one, before, str(fault))


_Judge = Callable[[Mapping[str, bytes], Mapping[str, str]], Published]


def _kept(folder: Path, judge: _Judge) -> Published | None:
    """What an earlier run kept, where it is whole and can still be read."""
    try:
        sums = _listed((folder / CHECKSUMS).read_bytes())
        files = {path: (folder / path).read_bytes() for path in wanted(sums)}
        if any(_digest(data) != sums[path] for path, data in files.items()):
            return None
        return judge(files, sums)
    except (OSError, SiteFaultError):
        return None


def _renewed(
    reader: SiteReader,
    source: str,
    folder: Path,
    before: Published | None,
    judge: _Judge,
    since: str | None,
) -> Published:
    """What the site publishes now, kept in the place of what was."""
    marks = _marks(folder, source) if before else {}
    answer = reader.get(CHECKSUMS, marks)
    if answer.data is None and before:
        return before
    for attempt in (1, 2):
        listing = answer.data or b""
        sums = _listed(listing)
        files = {path: _file(reader, path, sums[path], folder) for path in wanted(sums)}
        wrong = [path for path, data in files.items() if _digest(data) != sums[path]]
        if not wrong:
            break
        if attempt == 2:  # noqa: PLR2004 - it may have been published anew between two requests
            raise SiteFaultError(f"{wrong[0]} tidak sama dengan yang disebut {CHECKSUMS}-nya.")
        answer = reader.get(CHECKSUMS)
    now = judge(files, sums)
    if before:
        refuse_past(before, now, since)
    told = json.dumps({"sumber": source, "tanda": dict(answer.marks)}).encode()
    gone = {path: None for path in _paths(folder) if path not in files}
    write_records(folder, {**gone, **files, CHECKSUMS: listing, _MARKS: told})
    return now


def _file(reader: SiteReader, path: str, digest: str, folder: Path) -> bytes:
    """A file of a site: as it is kept, where that is still the same."""
    try:
        data = (folder / path).read_bytes()
        if _digest(data) == digest:
            return data
    except OSError:
        pass
    return reader.get(path).data or b""


def _paths(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.glob("api/**/*.json")]


def _marks(folder: Path, source: str) -> Mapping[str, str]:
    """What the server asked to be told when this was taken."""
    try:
        told = json.loads((folder / _MARKS).read_text(encoding="utf-8"))
        return dict(told["tanda"]) if told["sumber"] == source else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _listed(listing: bytes) -> dict[str, str]:
    """The digests of a site's files; raises `SiteFaultError` for what is no such list."""
    try:
        matches = [_LINE.fullmatch(line) for line in listing.decode().splitlines()]
    except UnicodeDecodeError:
        matches = [None]
    found = {match[2]: match[1] for match in matches if match}
    if not found or len(found) != len(matches):
        web = listing[:200].lstrip().startswith(b"<")
        what = "sebuah halaman web" if web else "bukan daftar sidik berkas"
        raise SiteFaultError(f"{CHECKSUMS} berisi {what}.")
    return found


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
