"""What a city of forty-four kecamatan costs, and the sums of seven thousand.

Run as `python -m benchmarks.city`. The sites repeat the sample's proposals; a plain file server on
this computer serves them. Processor time is that of all processes; memory is the largest process.
"""

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from musrenbang.city.city_figures import city_summary
from musrenbang.city.kept_copies import Taken
from musrenbang.city.published_data import Published, PublishedYear
from musrenbang.site.api_types import Asal, Ringkasan
from schemas import DaftarWilayah
from schemas.kota import BagianWilayah
from tests.city_support import LIST, SUMMARY, city_list, write_site
from tests.conftest import ROOT, chromium

KECAMATAN, PROPOSALS = 44, 15_000
ALL_KECAMATAN, PER_CITY, PER_PROVINCE = 7_000, 14, 13
SLOWER = 4
ADDRESS = "https://kampung.example/"


def main() -> None:
    """Measure and print one line for each case."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _made(folder, changed=False)
        with _served(folder / "situs") as address:
            kodes = [f"31.71.{at:02d}" for at in range(1, KECAMATAN + 1)]
            sources = {one: (f"Kampung {one[-2:]}", f"{address}/{one}") for one in kodes}
            file = city_list(folder, sources)
            for case in ("cold", "nothing changed"):
                _timed(case, file)
            _made(folder, changed=True)
            _timed("one kecamatan changed", file)
        for path in ("SHA256SUMS", SUMMARY, LIST):
            print(f"{path} of a kecamatan: {_sizes([files[path]])}")
        index = [one.read_bytes() for one in (folder / "_site/2016/usulan").glob("indeks-*.js")]
        print(f"search index of the city, {len(index)} parts: {_sizes(index)}")
        summary = (folder / "_site" / SUMMARY).read_bytes()
        print(f"{SUMMARY} of the city: {_sizes([summary])}")
        _search(folder / "_site/2016/usulan/index.html")
    _joined(files[SUMMARY])


def _made(folder: Path, *, changed: bool) -> dict[str, bytes]:
    """Write the sites, or only the first of them with another proposal; the files of the first."""
    first: dict[str, bytes] = {}
    for at in range(1, 2 if changed else KECAMATAN + 1):
        kode, size = f"31.71.{at:02d}", PROPOSALS // KECAMATAN + changed
        place = folder / "situs" / kode
        name = f"Kampung {kode[-2:]}"
        files = write_site(place, kode, name, size, commits=300 + changed, days=int(changed))
        first = first or files
    return first


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=quiet, text=True
    ) as server:
        assert server.stdout  # noqa: S101 - asked for above
        port = server.stdout.readline().partition("port ")[2].split()[0]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _timed(case: str, file: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    words = [sys.executable, str(ROOT / "build.py"), "city", str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    faults = done.stdout.count("⚠")
    print(f"{case}: {wall:.1f} s, {cpu:.1f} s CPU, {after.ru_maxrss / 1e3:.0f} MB, {faults} faults")


def _sizes(files: list[bytes]) -> str:
    whole, small = sum(map(len, files)), sum(len(gzip.compress(one, 6)) for one in files)
    return f"{whole / 1e3:.0f} kB, compressed {small / 1e3:.0f} kB"


def _search(page: Path) -> None:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        for name, query in (("nothing asked", ""), ("everything", "?status=ditolak")):
            tab = browser.new_page()
            session = tab.context.new_cdp_session(tab)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            start = time.perf_counter()
            tab.goto(page.as_uri() + query)
            tab.wait_for_function("document.getElementById('kabar').textContent.length > 30")
            print(f"search page, {name}: ready in {time.perf_counter() - start:.1f} s")
            tab.close()
        browser.close()


def _joined(summary: bytes) -> None:
    """Add up so many summaries: kecamatan to cities, cities to provinces, provinces to one."""
    start = time.process_time()

    def of_kecamatan(at: int) -> Taken:
        value: dict[str, Any] = json.loads(summary)
        return _taken(f"{at % 99:02d}", value)

    provinces = []
    cities = []
    for at in range(0, ALL_KECAMATAN, PER_CITY):
        cities.append(_sum(of_kecamatan, range(at, at + PER_CITY)))
        if len(cities) == PER_PROVINCE:
            provinces.append(_sum_of(cities))
            cities = []
    whole = _sum_of([*provinces, *cities])
    count = whole["semua"]["total"]["jumlah"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{ALL_KECAMATAN:,} summaries joined, {count:,} proposals: "
        f"{time.process_time() - start:.1f} s CPU, {peak / 1e3:.0f} MB"
    )


def _sum_of(summaries: list[dict[str, Any]]) -> dict[str, Any]:
    return _sum(lambda number: _taken("", summaries[number]), range(len(summaries)))


def _sum(part: Callable[[int], Taken], numbers: range) -> dict[str, Any]:
    taken = [part(number) for number in numbers]
    listed = DaftarWilayah.model_construct(
        kode="31.71", nama="Uji", jenis="Kota", wilayah=tuple(one.wilayah for one in taken)
    )
    return city_summary(2016, listed, taken)


def _taken(kode: str, value: dict[str, Any]) -> Taken:
    """A summary as it is read."""
    found = Ringkasan.model_validate(value)
    moment = datetime(2016, 3, 20, tzinfo=UTC)
    asal = Asal(commit=None, waktu=moment.isoformat(), belum_dicatat=False)
    year = PublishedYear(2016, found, "0" * 64, None)
    place = BagianWilayah.model_construct(kode=kode, nama="Uji", alamat=ADDRESS)
    return Taken(place, Published(asal, moment, None, {2016: year}), None)


if __name__ == "__main__":
    main()
