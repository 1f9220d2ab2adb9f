"""What the site tells of its history: each proposal's life, every merge, what was not allowed."""

import json
import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe
from justhtml import JustHTML
from playwright.sync_api import Browser

from musrenbang.git.objects import Commit, CommittedFiles
from musrenbang.history.history_model import Pelaku, Violation
from musrenbang.history.timeline import History, read_history
from musrenbang.publish.publication import publish
from musrenbang.site.history_pages import PAGE_SIZE, commit_link, pull_request_link
from musrenbang.text.progress import Progress
from tests.conftest import GitFolder, MakeTree
from tests.history_support import CAMAT, DECISION, KIRIM, LivedYear
from tests.site_support import Outline, Site, faults, page, render
from tests.small_year import DISETUJUI, SMALL_YEAR, USULAN

PROPOSAL = "2016/usulan/rawasari/0001/index.html"
HISTORY = "2016/riwayat/index.html"
VIOLATIONS = "2016/riwayat/pelanggaran/index.html"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> LivedYear:
    return LivedYear(tmp_path_factory.mktemp("hidup") / "repo")


@pytest.fixture(scope="module")
def history(year: LivedYear) -> History:
    return read_history(year.root)


@pytest.fixture(scope="module")
def site(year: LivedYear, history: History) -> Site:
    return render(year.root, history)


@pytest.fixture(scope="module")
def pushed(year: LivedYear, tmp_path_factory: pytest.TempPathFactory) -> LivedYear:
    """The same year, after somebody pushed another volume past every review."""
    other = year.copy(tmp_path_factory.mktemp("curang") / "repo")
    text = (other.root / DECISION).read_text().replace("volume: 95", "volume: 119")
    other.record("2016-03-20", "Rapikan <b>berkas</b>", {DECISION: text})
    return other


@pytest.fixture(scope="module")
def tampered(pushed: LivedYear) -> Site:
    return render(pushed.root, read_history(pushed.root))


def broken(site: Site) -> list[str]:
    """What is wrong with links and ids; the forms of taking part do lead to the repository."""
    return [fault for fault in faults(site) if not fault.startswith("partisipasi/")]


def story(site: Site, path: str = PROPOSAL) -> str:
    """The text of the life story on a proposal's page."""
    section = page(site, path).split('<h2 id="kisah">')[1].split("</section>")[0]
    return Outline(f"<h2>{section}").text


def test_a_proposals_life_is_told_from_the_first_day_to_the_last(site: Site) -> None:
    told = story(site)
    decided = "9 Maret 2016 Disetujui camat dengan perubahan Volume: 120 m → 100 m "
    parts = (
        "22 Februari 2016 Diusulkan Volume: 150 m",
        "tanggalnya tidak tercatat Usulan diubah Volume: 150 m → 120 m",
        "24 Februari 2016 Diteruskan lurah",
        "26 Februari 2016 Dikirim lurah ke kecamatan",
        "2 Maret 2016 Disurvei: sesuai dan layak Volume terukur: 100 m",
        decided + "Perkiraan anggaran: Rp96.000.000 → Rp80.000.000 Hasil ukur ulang Tim Teknis.",
        "10 Maret 2016 Dikirim camat ke tingkat kota",
        "15 Maret 2016 Dikoreksi sesudah dikirim Panjang saluran salah ketik. (BA-14/2016)",
        "Volume: 100 m → 95 m",
    )
    positions = [told.find(part) for part in parts]
    assert positions == sorted(positions)
    assert min(positions) >= 0, told
    assert told.count("Disetujui camat") == 1, "nothing is told twice"


def test_a_survey_made_for_other_figures_is_marked(git_folder: GitFolder) -> None:
    """Until it is measured anew, or asked for as it was measured."""
    asked = "proposals/2016/rawasari/0001.yaml"
    files = {
        path: text
        for path, text in SMALL_YEAR.items()
        if path not in {DECISION, "decisions/2016/rawasari/kirim.yaml"}
    }
    survey = "survei:" + DISETUJUI.partition("survei:")[2]

    def shown() -> str:
        site = render(git_folder.root, read_history(git_folder.root))
        return Outline(page(site, PROPOSAL)).text

    git_folder.commit("Usulan", files)
    git_folder.commit("Survei", {DECISION: survey})
    assert "angka lain" not in shown()
    git_folder.commit("Dinaikkan", {asked: files[asked].replace("volume: 120", "volume: 150")})
    git_folder.commit("Lagi", {asked: files[asked].replace("volume: 120", "volume: 180")})
    assert (
        "Survei ini dibuat untuk angka lain. Sesudahnya usulan diubah: volume semula 120 m, "
        "kini 180 m." in shown()
    )
    git_folder.commit("Kembali", {asked: files[asked]})
    assert "angka lain" not in shown()
    git_folder.commit("Naik", {asked: files[asked].replace("96000000", "99000000")})
    assert "perkiraan anggaran semula Rp96.000.000, kini Rp99.000.000." in shown()
    git_folder.commit(
        "Ukur ulang", {DECISION: survey.replace("volume_terukur: 100", "volume_terukur: 110")}
    )
    assert "angka lain" not in shown()


def test_each_step_names_its_reviewer_and_leads_to_commit_and_pull_request(
    site: Site, year: LivedYear
) -> None:
    html = page(site, PROPOSAL)
    commit = year.merges["Keputusan Rawasari"]
    base = "https://git.kota.go.id/musrenbang"
    assert f'<a href="{base}/commit/{commit}" rel="nofollow noopener">' in html
    assert f'<a href="{base}/issues/4" rel="nofollow noopener">' in html
    assert "Catatan 3 : ditinjau oleh Camat" in story(site)
    assert f"Ditulis Fitri Handayani; ditinjau {CAMAT} (Camat); digabung Hasan Basri" in story(site)


def test_a_change_past_review_is_dated_when_it_was_made_and_warned_of(tampered: Site) -> None:
    """The record itself still claims the day of the meeting."""
    told = story(tampered)
    assert "20 Maret 2016 Keputusan diubah Volume: 95 m → 119 m" in told
    assert "belum diperiksa orang kedua, melanggar aturan" in told
    assert "sebagian riwayat usulan ini melanggar aturan" in Outline(page(tampered, PROPOSAL)).text
    other = "2016/usulan/rawasari/0002/index.html"
    assert "melanggar aturan" not in Outline(page(tampered, other)).text


def test_a_survey_rewritten_later_is_dated_when_it_was_rewritten(
    year: LivedYear, tmp_path: Path
) -> None:
    other = year.copy(tmp_path / "repo")
    text = (other.root / DECISION).read_text().replace("volume_terukur: 100", "volume_terukur: 95")
    other.record("2016-03-20", "Ubah survei", {DECISION: text})
    told = story(render(other.root, read_history(other.root)))
    assert told.index("2 Maret 2016 Disurvei") < told.index("20 Maret 2016 Hasil survei diubah")


def test_violations_have_a_page_of_their_own_with_message_and_clause(
    site: Site, tampered: Site
) -> None:
    text = Outline(page(tampered, VIOLATIONS)).text
    assert "Rapikan <b>berkas</b>" in text
    assert "tanpa pemeriksaan orang kedua (pull request)" in text
    assert "data berubah hanya lewat penggabungan pull request" in text
    assert "decisions/2016/rawasari/0001.yaml" in text
    assert "Kirim Rawasari" not in text
    assert "Keputusan Rawasari" not in Outline(page(site, VIOLATIONS)).text


def test_what_a_reviewed_file_accepts_is_told_with_its_reason(
    pushed: LivedYear, tmp_path: Path
) -> None:
    """So the sample years need no special case: the commit that brought them is named there."""
    year = pushed.copy(tmp_path / "repo")
    accepted = (
        f"diterima: [{{commit: {year.git('rev-parse', 'HEAD')}, alasan: Salin dari kertas.}}]"
    )
    year.merge("2016-03-21", "Terima", {".github/riwayat-diterima.yaml": accepted})
    site = render(year.root, read_history(year.root))
    text = Outline(page(site, VIOLATIONS)).text
    assert "1 catatan menyimpang dari aturan dan diterima dengan alasan tertulis." in text
    assert "Tidak menurut aturan, tetapi diterima: Salin dari kertas." in text
    assert "melanggar aturan" not in Outline(page(site, PROPOSAL)).text
    assert "tanpa pemeriksaan orang kedua (pull request). Alasannya: Salin dari kertas." in story(
        site
    )


@pytest.mark.parametrize(
    ("part", "present", "absent"),
    [
        ("jenis-kirim", ["Kirim Rawasari"], ["Keputusan Rawasari", "Usulan Rawasari"]),
        ("jenis-koreksi", ["Koreksi Rawasari 0001"], ["Keputusan Rawasari"]),
        ("kelurahan-rawasari", ["Kirim Rawasari", "Keputusan Rawasari"], []),
    ],
)
def test_every_filter_is_a_page_that_needs_no_script(
    site: Site, part: str, present: list[str], absent: list[str]
) -> None:
    path = f"2016/riwayat/{part}/index.html"
    assert f'{path}"' in page(site, VIOLATIONS)
    outline = Outline(page(site, path))
    for title in present:
        assert title in outline.text
    for title in absent:
        assert title not in outline.text
    assert "<script" not in page(site, path)


def test_the_feed_has_every_merge_newest_first(site: Site, year: LivedYear) -> None:
    feed = ET.fromstring(page(site, "2016/riwayat/feed.xml"))  # noqa: S314 - we wrote it
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[:-1] == [*reversed(year.merges)][:-1]
    assert titles[-1] == "Data awal", "its subject is for those who made the program"
    (first, *_) = feed.iter(f"{ATOM}entry")
    link = first.find(f"{ATOM}link")
    assert link is not None
    anchor = link.get("href", "").partition("#")[2]
    assert f'id="{anchor}"' in page(site, HISTORY)


def test_a_long_history_is_spread_over_pages(year: LivedYear, history: History) -> None:
    merge, change = history.merges[-1], history.changes[0]
    count = 2 * PAGE_SIZE + 1
    merges, changes = [], []
    for number in range(count):
        time = merge.waktu + timedelta(minutes=number)
        commit = Commit(f"{number:03x}" + "0" * 37, time, "Operator", f"Nomor {number}")
        merges.append(merge._replace(commit=commit.id, waktu=time, judul=commit.subject))
        changes.append(CommittedFiles(commit, change.files))
    long = replace(history, merges=tuple(merges), changes=tuple(reversed(changes)))
    site = render(year.root, long)
    pages = [HISTORY, "2016/riwayat/2/index.html", "2016/riwayat/3/index.html"]
    told = [re.findall(r"<b><bdi>Nomor (\d+)</bdi></b>", page(site, path)) for path in pages]
    assert [int(number) for part in told for number in part] == list(reversed(range(count)))
    assert len(told[2]) == 1
    assert broken(site) == []


def test_what_was_not_allowed_is_shown_whatever_file_it_touched(
    year: LivedYear, tmp_path: Path
) -> None:
    other = year.copy(tmp_path / "repo")
    other.record("2016-03-20", "Tulis catatan", {"proposals/2016/README.md": "Catatan.\n"})
    assert read_history(other.root).merges[-1].violations
    assert "Tulis catatan" in page(render(other.root, read_history(other.root)), VIOLATIONS)


def test_history_pages_are_sound(site: Site, tampered: Site) -> None:
    for rendered in (site, tampered):
        assert broken(rendered) == []
        for path in (PROPOSAL, HISTORY, VIOLATIONS):
            assert JustHTML(page(rendered, path), collect_errors=True).errors == []


def test_what_git_lets_anybody_write_harms_neither_page_nor_feed(
    year: LivedYear, history: History
) -> None:
    odd = "\x0b\x1b[2J\u202e\udcff</title><script>"
    last = history.merges[-1]
    fault = Violation(last.commit, "riwayat.langsung", odd, odd, "dasar")
    merge = last._replace(
        judul=odd,
        penulis=(Pelaku(odd),),
        peninjau=(Pelaku(odd),),
        pull_request=odd,
        violations=(fault,),
    )
    site = render(year.root, replace(history, merges=(*history.merges[:-1], merge)))
    assert broken(site) == []
    ET.fromstring(page(site, "2016/riwayat/feed.xml"))  # noqa: S314 - we wrote it
    for path in (PROPOSAL, HISTORY, VIOLATIONS):
        assert JustHTML(page(site, path), collect_errors=True).errors == []
        assert "\\u000b\\u001b[2J\\u202e\\xff" in page(site, path)


@pytest.mark.browser
def test_history_pages_are_for_everyone(browser: Browser, tampered: Site, tmp_path: Path) -> None:
    for path, content in tampered.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        target.write_bytes(content)
    tab = browser.new_context(bypass_csp=True).new_page()
    tab.set_viewport_size({"width": 320, "height": 640})
    for path in (PROPOSAL, VIOLATIONS):
        tab.goto(f"{tmp_path.as_uri()}/{path}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        tab.emulate_media(color_scheme="light")
        assert [item["id"] for item in Axe().run(tab).response["violations"]] == []
        tab.emulate_media(color_scheme="dark")
        contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        assert Axe().run(tab, options=contrast).response["violations"] == []
    tab.context.close()


def test_what_was_recorded_late_keeps_the_order_in_which_it_happened(git_folder: GitFolder) -> None:
    """One commit brought the whole year: proposing still comes first, with the day it was told."""
    git_folder.git("config", "user.name", "x")
    corrected = "koreksi: [{nomor: '0002', tanggal: 2016-03-15, alasan: Salah ketik.}]\n"
    git_folder.commit("Semua", {**SMALL_YEAR, KIRIM: f"tanggal: 2016-03-10\n{corrected}"})
    site = render(git_folder.root, read_history(git_folder.root))
    told = story(site)
    assert told.index("tanggalnya tidak tercatat Diusulkan dalam Rembuk RW") < told.index(
        "24 Februari 2016 Diteruskan"
    )
    assert told.index("Disurvei") < told.index("9 Maret 2016 Disetujui camat dengan perubahan")
    assert "pencatatan bisa belakangan" in told
    other = story(site, PROPOSAL.replace("0001", "0002"))
    assert "15 Maret 2016 Dikoreksi sesudah dikirim Salah ketik. Alasan: Bukan prioritas" in other
    assert "Permasalahan:" not in other, "what was there before is not known"


def test_a_folder_without_git_still_tells_what_the_records_say(make_tree: MakeTree) -> None:
    root = make_tree(
        {
            **SMALL_YEAR,
            DECISION: DISETUJUI,
            KIRIM: 'tanggal: 2016-03-10\nkoreksi: [{nomor: "0001", tanggal: 2016-03-15, '
            "alasan: Salah ketik., berita_acara: BA}]\n",
        }
    )
    told = story(render(root, read_history(root)))
    assert "9 Maret 2016 Diputuskan camat" in told
    assert "15 Maret 2016 Dikoreksi: volume 100 m" in told
    assert "tanpa riwayat Git, sehingga tidak terlihat siapa mencatat apa" in told


def test_a_survey_before_the_decision_is_told_without_git_too(make_tree: MakeTree) -> None:
    survey = DISETUJUI[DISETUJUI.index("survei:") :]
    told = story(
        render(make_tree({**SMALL_YEAR, DECISION: survey, KIRIM: "tanggal: 2016-03-10\n"}))
    )
    assert "2 Maret 2016 Disurvei camat bersama tim teknis" in told


def test_a_shallow_clone_builds_and_says_what_is_missing(year: LivedYear, tmp_path: Path) -> None:
    clone = tmp_path / "dangkal"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", year.root.as_uri(), clone], check=True)
    publish(clone, clone / "_site", Progress(), papers=False)
    text = (clone / "_site" / HISTORY).read_text()
    assert "tidak memuat riwayat lama" in text
    assert not (clone / "_site" / VIOLATIONS).exists(), "nothing is judged"
    proposal = (clone / "_site" / PROPOSAL).read_text()
    assert "salinan tanpa riwayat lama, sehingga tidak terlihat siapa mencatat apa" in proposal
    assert '"riwayat": "dangkal"' in (clone / "_site/api/v1/versi.json").read_text()


@pytest.mark.parametrize(
    ("repository", "commit", "pull_request"),
    [
        ("https://github.com/a", "https://github.com/a/commit/0a", "https://github.com/a/issues/7"),
        ("https://git.id/a/", "https://git.id/a/commit/0a", "https://git.id/a/issues/7"),
        (
            "https://gitlab.com/a",
            "https://gitlab.com/a/-/commit/0a",
            "https://gitlab.com/a/-/merge_requests/7",
        ),
        ("https://repo.contoh.example/a", "", ""),
        (None, "", ""),
    ],
)
def test_links_follow_the_habits_of_the_host(
    repository: str | None, commit: str, pull_request: str
) -> None:
    assert commit_link(repository, "0a") == commit
    assert pull_request_link(repository, "7") == pull_request


def test_an_address_named_by_a_commit_is_followed_only_within_the_repository() -> None:
    base = "https://github.com/a/b"
    assert pull_request_link(base, f"{base}/pull/7") == f"{base}/pull/7"
    for odd in ("https://evil.go.id/x", "javascript:alert(1)", f"{base}.evil.go.id/7", "7/../8"):
        assert not pull_request_link(base, odd)


def test_what_has_no_day_stands_above_news_recorded_later_of_days_before(
    git_folder: GitFolder,
) -> None:
    direct = 'kelurahan: rawasari\nrw: "001"\n' + USULAN.partition("\n")[2].replace(
        "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}\n", ""
    )
    folder, name = "usulan-langsung/0001", "2016/usulan/usulan-langsung/0001/index.html"
    git_folder.git("config", "user.name", "x")
    git_folder.clock = "2016-12-01T10:00:00+07:00"
    git_folder.commit("Semua", {**SMALL_YEAR, f"proposals/2016/{folder}.yaml": direct})
    git_folder.clock = "2016-12-02T10:00:00+07:00"
    news = "- {tahap: forum-ukpd, hasil: diterima, tanggal: 2016-03-18, sumber: Forum UKPD}\n"
    git_folder.commit("Kabar", {f"decisions/2016/tindak-lanjut/{folder}.yaml": news})
    told = Outline(page(render(git_folder.root, read_history(git_folder.root)), name)).text
    undated = told.index("tanggalnya tidak tercatat Diusulkan")
    assert undated < told.index("18 Maret 2016 Diterima forum")


def test_the_api_tells_the_whole_line_and_how_decisions_were_approved(
    year: LivedYear, site: Site
) -> None:
    words = ["git", "rev-list", "--first-parent", "--reverse", "HEAD"]
    line = subprocess.run(words, cwd=year.root, capture_output=True, text=True, check=True).stdout
    assert json.loads(page(site, "api/v1/riwayat.json"))["commit"] == line.split()
    summary = json.loads(page(site, "api/v1/2016/ringkasan.json"))
    decided = [summary["semua"]["status"][one]["jumlah"] for one in ("disetujui", "ditolak")]
    assert sum(summary["pengesahan"]["keputusan"].values()) == sum(decided) > 0
    assert summary["pengesahan"]["keputusan"].keys() == {"tanpa-tanda-tangan"}
