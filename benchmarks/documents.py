"""Form 3 of made-up years: our press beside WeasyPrint setting the same table in one process.

Run as `python -m benchmarks.documents [ROWS…]`. The peer is plain WeasyPrint: the same HTML and
style with the furniture on every page, tagged, with the same attachments, written at once. Every
run is a process of its own; memory is the largest of its processes.
"""

import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import weasyprint

from benchmarks import made_up
from musrenbang.files.memo import Memo
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import History
from musrenbang.papers import markup
from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.naskah import Naskah, Penggal, Potongan
from musrenbang.papers.press import Press
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.qr import qr_image
from musrenbang.year.views import View

# ruff: noqa: SLF001 - the peer is made of the press's own parts
TAGGED = "pdf/a-3a"
ROUNDS = {1_000: 3}
PER_APPROVED = 1.23
"""Proposals of a made-up year for each approved one."""
LAYERS: tuple[markup.Lapisan, ...] = ("isi", "bingkai")
NUMBERS = """
.nomor-halaman { text-align: right; font-size: 8.5pt }
.nomor-halaman::after { content: "Halaman " counter(page) " dari " counter(pages) }
"""
Run = dict[str, float]


def main(sizes: Iterable[int]) -> None:
    """Measure in turn and print one table."""
    print("| rows | | time | of plain | CPU | of plain | memory | of plain |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    for size in sizes:
        with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
            _measure(size, Path(folder))


def _measure(size: int, folder: Path) -> None:
    root = folder / "data"
    made_up.record(root, round(size * PER_APPROVED))
    names = ("plain", "cold", "kept", "one")
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(ROUNDS.get(size, 1)):
        for name in names:
            command = [sys.executable, "-m", "benchmarks.documents", name, str(root)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs[name].append(json.loads(done.stdout))
    titles = ("plain WeasyPrint", "press, cold", "press, nothing changed", "press, one decision")
    base = {key: _median(runs["plain"], key) for key in ("seconds", "cpu", "memory")}
    rows = int(runs["plain"][0]["rows"])
    for name, title in zip(names, titles, strict=True):
        cells = [f"{rows:,}", title]
        for key, unit in (("seconds", "s"), ("cpu", "s"), ("memory", "MB")):
            value = _median(runs[name], key)
            cells += [f"{value:.1f} {unit}", f"{value / base[key]:.2f}"]
        print(f"| {' | '.join(cells)} |", flush=True)


def _median(runs: list[Run], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def _one(name: str, root: Path) -> None:
    """One run: the same year and the same paper, set in one of the ways."""
    snapshot = load(FolderTree(root))
    if name == "one":
        snapshot = _corrected(snapshot)
    view = View(snapshot, snapshot.years[made_up.TAHUN])
    (file,) = (file for file in cetakan_of(view) if file.nama == "lampiran-2")
    memo = Memo(root, "ukur", room=0 if name == "cold" else 1_000)
    press = Press(view, History(), read_theme(), {}, memo)
    start, cpu = time.perf_counter(), _cpu()
    if name == "plain":
        _plain(press, file.naskah[0])
    else:
        gc.disable()  # as a build does
        next(press.papers([file]))
    run = {
        "seconds": time.perf_counter() - start,
        "cpu": _cpu() - cpu,
        "memory": max(resource.getrusage(who).ru_maxrss for who in _WHO) / 1024,
        "rows": sum(len(group.baris) for group in file.naskah[0].isi["kelompok"]),
    }
    print(json.dumps(run))


def _corrected(snapshot: Snapshot) -> Snapshot:
    """The same year with another amount in one decision, in the middle of the year."""
    year = snapshot.years[made_up.TAHUN]
    folders = dict(year.kelurahan)
    slug = sorted(folders)[len(folders) // 2]
    decisions = dict(folders[slug].keputusan)
    nomor = next(key for key, item in decisions.items() if item.keputusan == "disetujui")
    other = {"perkiraan_anggaran": 1_234_000, "alasan_perubahan": "Harga satuan diperbarui."}
    decisions[nomor] = decisions[nomor].model_copy(update=other)
    folders[slug] = replace(folders[slug], keputusan=decisions)
    return replace(snapshot, years={made_up.TAHUN: replace(year, kelurahan=folders)})


def _plain(press: Press, naskah: Naskah) -> bytes:
    """The whole table with its furniture in one go, as WeasyPrint alone would set and tag it."""
    groups = naskah.isi["kelompok"]
    whole = Potongan(tuple(Penggal(group, group.baris, awal=True, akhir=True) for group in groups))
    body = markup.render(press._jinja, naskah, whole, press._theme)
    frame = markup.render_frame(press._jinja, naskah, History())
    html = frame.partition('<div class="lembar">')[0] + body.partition("<body>")[2]
    layers = (markup.stylesheet(press._jinja, naskah, press._theme, it) for it in LAYERS)
    css = "".join((*layers, NUMBERS))
    picture = {markup.QR_FILE: qr_image(naskah.tautan)}
    document = press._typesetter.value._layout(html, css, picture)
    attached = weasyprint.Attachment(string=naskah.data, name=f"{naskah.nama}.json")
    weasyprint.pdf.add_tags = weasyprint.pdf.tags.add_tags
    data: bytes = document.write_pdf(pdf_variant=TAGGED, attachments=[attached])
    return data


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in _WHO)


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].isalpha():
        _one(sys.argv[1], Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 5_000])
