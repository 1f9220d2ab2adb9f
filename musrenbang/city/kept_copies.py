"""The copies a city keeps of what it took from each site: what is shown while a site has a fault.

A copy is a folder of plain files with the site's own `SHA256SUMS`, so that anybody can check it
with `sha256sum --check --ignore-missing`, and so that it can be carried from runner to runner.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from musrenbang.city.published_data import Published, judged, refuse_misleading, refuse_past, wanted
from musrenbang.city.site_reader import Bounds, SiteFaultError, SiteReader, reader_of
from musrenbang.files.file_writer import write_records
from musrenbang.files.published_folder import CHECKSUMS
from schemas import DaftarWilayah
from schemas.kota import BagianWilayah

_MARKS = "tanda.json"
_LINE = re.compile(r"([0-9a-f]{64})  (\S(?:.*\S)?)")
_AT_ONCE = 16
_ONE_AT_A_TIME = Lock()
"""Sites are read side by side, but judged in turn: what a hostile one takes of memory, it takes
alone."""


class Taken(NamedTuple):
    """One site as it is shown: what it published, and what is wrong with it now."""

    wilayah: BagianWilayah
    published: Published | None
    fault: str | None
    """Why what is shown is not the newest; `None` where it is."""


def take_all(listed: DaftarWilayah, base: Path, kept: Path, bounds: Bounds) -> Iterator[Taken]:
    """Every site of a list, in its order, as each is read; `base` is where its folders begin."""
    copies = [KeptCopy(one, kept / one.kode, sample=listed.contoh) for one in listed.wilayah]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(lambda one: one.taken(base, bounds), copies)


class KeptCopy:
    """The copy of one site."""

    def __init__(self, wilayah: BagianWilayah, folder: Path, *, sample: bool) -> None:
        self.wilayah = wilayah
        self.folder = folder
        self.sample = sample
        self.source = wilayah.sumber or wilayah.alamat

    def taken(self, base: Path, bounds: Bounds) -> Taken:
        """What the site publishes now, or what is kept of it, with the reason."""
        before = self._kept()
        try:
            reader = reader_of(self.source, base, bounds)
            try:
                return Taken(self.wilayah, self._renewed(reader, before), None)
            finally:
                reader.close()
        except SiteFaultError as fault:
            return Taken(self.wilayah, before, str(fault))

    def _kept(self) -> Published | None:
        """What an earlier run kept, where it is whole and can still be read."""
        try:
            sums = _listed((self.folder / CHECKSUMS).read_bytes())
            files = {path: (self.folder / path).read_bytes() for path in wanted(sums)}
            if any(_digest(data) != sums[path] for path, data in files.items()):
                return None
            return self._judged(files, sums)
        except (OSError, SiteFaultError):
            return None

    def _judged(self, files: Mapping[str, bytes], sums: Mapping[str, str]) -> Published:
        with _ONE_AT_A_TIME:
            return judged(files, sums, self.wilayah, sample=self.sample)

    def _renewed(self, reader: SiteReader, before: Published | None) -> Published:
        """What the site publishes now, kept in the place of what was."""
        answer = reader.get(CHECKSUMS, self._marks() if before else {})
        if answer.data is None and before:
            return before
        files, wrong = self._files(reader, answer.data or b"")
        if wrong:  # it may have been published anew between two requests
            answer = reader.get(CHECKSUMS)
            files, wrong = self._files(reader, answer.data or b"")
        if wrong:
            raise SiteFaultError(f"{wrong[0]} tidak sama dengan yang disebut {CHECKSUMS}-nya.")
        listing = answer.data or b""
        now = self._judged(files, _listed(listing))
        with _ONE_AT_A_TIME:
            for path, data in files.items():
                refuse_misleading(path, data)
        if before:
            refuse_past(before, now, self.wilayah.sejak)
        told = json.dumps({"sumber": self.source, "tanda": dict(answer.marks)}).encode()
        gone = {path: None for path in self._paths() if path not in files}
        write_records(self.folder, {**gone, **files, CHECKSUMS: listing, _MARKS: told})
        return now

    def _files(self, reader: SiteReader, listing: bytes) -> tuple[dict[str, bytes], list[str]]:
        """The files of a listing that a city reads, and those that are not what it says."""
        sums = _listed(listing)
        files = {path: self._file(reader, path, sums[path]) for path in wanted(sums)}
        return files, [path for path, data in files.items() if _digest(data) != sums[path]]

    def _file(self, reader: SiteReader, path: str, digest: str) -> bytes:
        """A file of the site: as it is kept, where that is still the same."""
        with suppress(OSError):
            data = (self.folder / path).read_bytes()
            if _digest(data) == digest:
                return data
        return reader.get(path).data or b""

    def _paths(self) -> list[str]:
        return [
            path.relative_to(self.folder).as_posix() for path in self.folder.glob("api/**/*.json")
        ]

    def _marks(self) -> Mapping[str, str]:
        """What the server asked to be told when this was taken."""
        try:
            told = json.loads((self.folder / _MARKS).read_text(encoding="utf-8"))
            return dict(told["tanda"]) if told["sumber"] == self.source else {}
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
