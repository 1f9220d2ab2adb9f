"""The page for whoever builds on the data keeps its word: its example recomputes every figure."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.city_support import SUMMARY, with_sums, write_site
from tests.conftest import ROOT, write_files
from tests.site_support import render

DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLE, ADDING_UP = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
MOST_LINES = 30


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the example on a site."""
    words = [sys.executable, "-c", EXAMPLE, folder.as_uri(), "2016"]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_thirty_lines_recompute_every_figure_of_a_finished_and_of_an_open_year(
    tmp_path: Path,
) -> None:
    assert sum(bool(line.strip()) for line in EXAMPLE.splitlines()) <= MOST_LINES
    for size in (None, 90):
        write_site(tmp_path / str(size), "31.71.05", "A", size)
        done = checked(tmp_path / str(size))
        assert (done.returncode, done.stderr) == (0, "")
        assert "semua angka cocok" in done.stdout


PLACES = (
    *("semua/total", "skpd/sudin-bina-marga/status/ditolak", "tipe/fisik/total", "sementara"),
    *("kelurahan/rawasari/total", "alasan/pendanaan-lain", "dikerjakan_tahun_berjalan"),
    *("diubah", "perubahan/naik", "corong/kirim", "tindak_lanjut/sampai/apbd"),
    *("tindak_lanjut/keadaan/tidak", "tindak_lanjut/semua"),
)


@pytest.mark.parametrize("place", PLACES)
def test_a_figure_that_was_changed_is_named(tmp_path: Path, place: str) -> None:
    files = write_site(tmp_path, "31.71.05", "A")
    summary = json.loads(files[SUMMARY])
    part = summary
    for name in place.split("/"):
        part = part[name]
    part["jumlah"] += 1
    changed = with_sums({**files, SUMMARY: json.dumps(summary).encode()})
    done = checked(write_files(tmp_path, changed))
    assert done.returncode == 1
    assert done.stderr.endswith(f"AssertionError: {place}/jumlah\n")


def test_every_file_of_the_page_is_one_that_a_site_has() -> None:
    site = render(ROOT)
    for path in re.findall(r"`((?:api/v1|<year>/data)/[^`*]+)`", DOCUMENT):
        assert path.replace("<year>", "2016") in site


def test_the_sum_of_a_city_is_that_of_its_parts() -> None:
    total = {"jumlah": 3}
    city = {"wilayah": {"a": {"semua": {"total": total}}, "b": {"semua": None}}}
    exec(ADDING_UP, {"city": {**city, "semua": {"total": total}}})  # noqa: S102 - our own page
    with pytest.raises(AssertionError):
        exec(ADDING_UP, {"city": {**city, "semua": {"total": {"jumlah": 4}}}})  # noqa: S102 - as above
