"""What an audit tells of a history, in which forms, and what it accepts and remembers."""

import csv
import errno
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.commands.demo import make
from musrenbang.demo import demo_records
from musrenbang.files.tree import FolderTree
from musrenbang.git.repository import Repository
from musrenbang.history import history_model
from musrenbang.history.history_model import Peristiwa, Tanda
from musrenbang.history.people import officials, trailers
from musrenbang.history.replay import read_audit
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from tests.audit_support import (
    NOTICE,
    NOTICE_TEXT,
    SIGNERS,
    D,
    P,
    Story,
    broken,
    rules,
)
from tests.conftest import ROOT, GitFolder, RunBuild, write_files
from tests.small_year import SMALL_YEAR

ACCEPTED = ".github/riwayat-diterima.yaml"
AMOUNT = "Perkiraan anggaran"
MEASURED = "Hasil ukur ulang Tim Teknis."
RETYPED = (
    "Survei, Volume terukur: 100 m → 96 m; "
    "Salah ketik volume; hasil ukur Tim Teknis 96 m. (15/BA/2016)"
)


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both demos, as `demo` makes them; not to be changed."""
    root = tmp_path_factory.mktemp("demo")
    assert main(["demo", str(root / "jujur")]) == 0
    assert main(["demo", str(root / "curang"), "--tampered"]) == 0
    return root


@pytest.fixture
def copy(demos: Path, tmp_path: Path) -> Callable[[str], Story]:
    """A copy of one demo that a test may go on with."""

    def make_copy(name: str) -> Story:
        ignored = shutil.ignore_patterns(".cache")
        shutil.copytree(demos / name, tmp_path / name, ignore=ignored)
        return Story(tmp_path / name)

    return make_copy


def test_the_honest_demo_passes_check_and_audit(demos: Path, run_build: RunBuild) -> None:
    checked = run_build("--root", demos / "jujur", "check")
    assert (checked.returncode, checked.stderr) == (0, "Semua berkas baik.\n")
    audited = run_build("--root", demos / "jujur", "audit")
    assert audited.returncode == 0
    assert audited.stdout.startswith("✔ Tidak ada pelanggaran dalam riwayat.\n")


def test_a_site_built_in_the_demo_is_no_change_of_its_records(
    copy: Callable[[str], Story], run_build: RunBuild
) -> None:
    root = copy("jujur").root
    sums = []
    for _ in range(2):
        assert run_build("build", "--tanpa-dokumen", "--root", root).returncode == 0
        sums.append((root / "_site/SHA256SUMS").read_bytes())
    assert sums[0] == sums[1]
    assert (
        json.loads((root / "_site/api/v1/versi.json").read_bytes())["asal"]["belum_dicatat"]
        is False
    )


def test_what_asked_for_a_whole_audit_still_does(demos: Path, run_build: RunBuild) -> None:
    whole, audited = (
        run_build("audit", *words, "--root", demos / "jujur").stdout
        for words in (("--tanpa-tembolok",), ())
    )
    assert whole == audited != ""


def test_a_proposal_that_never_was_is_said_not_to_be(demos: Path, run_build: RunBuild) -> None:
    names = ("2016/rawasari/0001", "2016/rawasari/0999")
    told = run_build("audit", *names, "--root", demos / "jujur").stdout.splitlines()
    assert told[-2] == "Usulan 2016/rawasari/0999"
    assert told[-1].startswith("    Tidak ada dalam riwayat sampai ")
    assert sum("Tidak ada dalam riwayat" in line for line in told) == 1


def test_git_itself_finds_every_signature_of_the_demo_good(demos: Path) -> None:
    story = Story(demos / "jujur")
    assert set(story.git("log", "--format=%G?").split()) == {"G"}
    merges = story.audit().merges
    signed = {merge.tanda_tangan.oleh and merge.tanda_tangan.oleh.peran for merge in merges[1:]}
    assert signed == {"Camat", "Lurah Rawasari"}
    # Nobody can vouch for the keys of the first commit.
    assert merges[0].tanda_tangan.keadaan is Tanda.TIDAK_DINILAI


def test_the_demo_waits_with_a_branch_that_review_refuses(demos: Path, run_build: RunBuild) -> None:
    done = run_build("--root", demos / "jujur", "review", "main", "keputusan-0004")
    assert done.returncode == 1
    assert "terkunci" in done.stdout


def test_the_tampered_demo_is_reported(demos: Path, run_build: RunBuild) -> None:
    done = run_build("--root", demos / "curang", "audit", "--format", "json")
    assert done.returncode == 1
    assert {item["rule"] for item in json.loads(done.stdout)["violations"]} == {
        "penjaga.terkunci",
        "riwayat.langsung",
        "riwayat.tanpa-tanda-tangan",
        "riwayat.isi-penggabungan",
        "riwayat.setuju-sendiri",
        "riwayat.bukan-wewenang",  # Said to be reviewed by the camat, signed by the operator.
        "riwayat.waktu-mundur",
    }


def test_demo_never_touches_a_folder_that_holds_anything(
    tmp_path: Path, run_build: RunBuild
) -> None:
    (tmp_path / "ada").write_text("isi", encoding="utf-8")
    done = run_build("demo", tmp_path)
    assert done.returncode == 1
    assert "sudah berisi" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ada"]
    empty = tmp_path / "kosong"
    empty.mkdir()
    done = run_build("demo", empty)
    assert done.returncode == 0
    assert f"--root {empty} audit" in done.stdout
    assert not Story(empty).git("ls-files", "*kunci*")


def test_demo_takes_an_empty_folder_where_no_folder_can_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    replace = Path.replace

    def replacing(path: Path, target: Path) -> Path:
        if target.is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replacing)
    monkeypatch.setattr(demo_records, "play", lambda recorder: None)
    make(tmp_path, tampered=False)
    assert [path.name for path in tmp_path.iterdir()] == [".git"]


def test_a_proposal_has_its_whole_life_told(demos: Path) -> None:
    story = History(merges=Story(demos / "jujur").audit().merges).stories["2016/rawasari/0001"]
    told = [
        (
            babak.merge.pull_request,
            history_model.judul(babak.event),
            history_model.rincian(babak.event),
        )
        for babak in story
    ]
    assert told == [
        (
            "1",
            "Diusulkan",
            f"Perbaikan saluran Jl. Rawasari Barat III; Volume: 120 m; {AMOUNT}: Rp96.000.000",
        ),
        ("1", "Diteruskan lurah", ""),
        ("2", "Dikirim lurah ke kecamatan", ""),
        (
            "3",
            "Disurvei: sesuai dan layak",
            "Volume terukur: 100 m; Ujung saluran sudah diperbaiki warga.",
        ),
        (
            "4",
            "Disetujui camat dengan perubahan",
            f"Volume: 120 m → 100 m; {AMOUNT}: Rp96.000.000 → Rp80.000.000; {MEASURED}",
        ),
        ("5", "Dikirim camat ke tingkat kota", ""),
        (
            "6",
            "Dikoreksi sesudah dikirim",
            f"Volume: 100 m → 96 m; {AMOUNT}: Rp80.000.000 → Rp76.800.000; {RETYPED}",
        ),
    ]


def test_what_became_of_the_others_is_told_too(demos: Path) -> None:
    stories = History(merges=Story(demos / "jujur").audit().merges).stories
    assert [history_model.judul(babak.event) for babak in stories["2016/rawasari/0002"]][-2:] == [
        "Ditolak camat",
        "Hasil kelurahan dikirim camat ke tingkat kota, tanpa usulan ini",
    ]
    last = stories["2016/rawasari/0004"][-1].event
    assert history_model.judul(last) == "Dikirim camat tanpa diputuskan"
    assert history_model.rincian(last).startswith("Status lahan masih diperiksa")


def test_changes_of_proposals_photos_and_decisions_are_told(
    copy: Callable[[str], Story],
) -> None:
    story = copy("jujur")
    story.rewind("main~5")
    text = demo_records.PROPOSALS["0001"].replace("volume: 120", "volume: 110")
    photo = {f"{P}/0001-a.jpg": "gambar", f"{P}/0001.yaml": f"{text}foto: [0001-a.jpg]\n"}
    story.commit(photo)
    story.commit({f"{P}/0001-a.jpg": "lain", f"{D}/0002.yaml": demo_records.REJECTED})
    story.commit({f"{D}/0002.yaml": demo_records.APPROVED_TRAINING})
    (story.root / D / "0002.yaml").unlink()
    (story.root / P / "0001-a.jpg").unlink()
    story.commit({})
    merges = story.audit().merges[-4:]
    assert [[event.jenis for event in merge.events] for merge in merges] == [
        [Peristiwa.USULAN_DIUBAH, Peristiwa.FOTO_DITAMBAH],
        [Peristiwa.FOTO_DIUBAH, Peristiwa.DIPUTUSKAN],
        [Peristiwa.KEPUTUSAN_DIUBAH],
        [Peristiwa.FOTO_DIHAPUS, Peristiwa.KEPUTUSAN_DIHAPUS],
    ]
    assert history_model.rincian(merges[0].events[0]) == "Volume: 120 m → 110 m"
    turned = history_model.rincian(merges[2].events[0])
    assert turned.startswith("Keputusan: ditolak → disetujui")


def test_json_is_the_object_the_design_promises(demos: Path, run_build: RunBuild) -> None:
    done = run_build("--root", demos / "jujur", "audit", "--format", "json")
    audit = json.loads(done.stdout)
    assert set(audit) == {"head", "violations", "notes", "accepted", "merges", "proposals"}
    assert audit["violations"] == []
    decided = audit["proposals"]["2016/rawasari/0001"][4]
    assert decided["jenis"] == "diputuskan"
    assert decided["tanggal"] == "2016-03-09"
    assert decided["peninjau"] == ["Ratna Wulandari"]
    assert decided["tanda_tangan"] == "sah"
    assert decided["perubahan"][0] == {
        "kolom": "volume",
        "label": "Volume",
        "semula": "120 m",
        "menjadi": "100 m",
    }
    assert [merge["allowed"] for merge in audit["merges"]] == [True] * 7
    assert "@" not in done.stdout  # Mail addresses stay where they are.


def test_tsv_is_one_line_an_event_and_calculates_nothing(
    copy: Callable[[str], Story], run_build: RunBuild
) -> None:
    story = copy("jujur")
    evil = '=HYPERLINK("http://contoh.example")\tdua\x02'
    text = demo_records.PROPOSALS["0001"].replace("Saluran mampat", "Saluran pampat")
    story.git("switch", "--quiet", "--create", "jahat")
    story.commit({f"{P}/0005.yaml": text}, message=f"{evil}\n\n{evil}")
    story.git("config", "user.name", evil)
    done = run_build("--root", story.root, "audit", "--format", "tsv")
    rows = list(csv.reader(io.StringIO(done.stdout), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in rows} == {13}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "\x02" not in done.stdout


def test_a_message_cannot_pass_for_another_commit(
    copy: Callable[[str], Story], run_build: RunBuild
) -> None:
    story = copy("jujur")
    forged = f"\x02{'a' * 40}\x1f2016-03-09T10:00:00+07:00\x1fCamat\x1fSah\x03\n\n\x1b[2J"
    commit = story.commit({NOTICE: NOTICE_TEXT}, message=forged)
    audit = story.audit()
    assert broken(audit) == {(commit, "riwayat.langsung")}
    shown = run_build("--root", story.root, "audit").stdout
    assert "\x1b" not in shown
    assert "\x02" not in shown


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Judul\n\nReviewed-by: A <a@b>\n", {"reviewed-by": ("A <a@b>",)}),
        (
            "Judul\n\nIsi.\n\nPull-Request: #4\nReviewed-by: A\nReviewed-by: B\n",
            {"pull-request": ("#4",), "reviewed-by": ("A", "B")},
        ),
        ("Reviewed-by: A <a@b>\n", {}),
        ("Judul\n\nReviewed-by: A <a@b>\n\nBelum.\n", {}),
        ("Judul\n\nKata orang\nReviewed-by: A <a@b>\n", {}),
        ("", {}),
    ],
)
def test_only_a_paragraph_of_trailers_counts(
    message: str, found: dict[str, tuple[str, ...]]
) -> None:
    assert trailers(message) == found


def test_without_keys_signatures_are_mentioned_once_and_blamed_on_nobody(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    settings = {path: text for path, text in SMALL_YEAR.items() if path.count("/") == 2}
    git_folder.commit("Pengaturan", settings)
    git_folder.git("switch", "--quiet", "--create", "usulan")
    git_folder.commit(
        "Usulan",
        {
            path: t
            for path, t in SMALL_YEAR.items()
            if "/000" in path and path.startswith("proposals")
        },
    )
    git_folder.git("switch", "--quiet", "main")
    git_folder.git("merge", "--quiet", "--no-ff", "usulan")
    done = run_build("--root", git_folder.root, "audit")
    assert done.returncode == 0
    assert done.stdout.count("belum ada kunci") == 1


def test_records_nobody_reviewed_are_said_even_where_they_are_the_first(
    git_folder: GitFolder,
) -> None:
    commit = git_folder.commit("Semua sekaligus", SMALL_YEAR)
    assert broken(read_audit(git_folder.root)) == {
        (commit, "riwayat.langsung"),
        (commit, "riwayat.tanggal-mendahului"),  # Kirim, the day after the commit.
    }


def test_removing_the_keys_does_not_end_the_duty_to_sign(copy: Callable[[str], Story]) -> None:
    story = copy("jujur")
    story.git("rm", "--quiet", SIGNERS)
    gone = story.record("Tanpa kunci", "camat")
    story.propose("pengumuman", {NOTICE: NOTICE_TEXT})
    merged = story.merge("pengumuman")
    assert broken(story.audit()) >= {
        (gone, "penjaga.hapus"),
        (merged, "riwayat.kunci-tidak-dikenal"),
    }


def accept(story: Story, commit: str, how: str = "commit") -> str:
    """Accept a commit by a reviewed change."""
    text = f"diterima:\n  - {{{how}: {commit}, alasan: Disahkan rapat 18 Maret.}}\n"
    story.propose("terima", {ACCEPTED: text})
    return story.merge("terima")


@pytest.mark.parametrize("how", ["commit", "sampai"])
def test_what_is_accepted_is_still_listed_with_its_reason(
    how: str, copy: Callable[[str], Story], run_build: RunBuild
) -> None:
    story = copy("jujur")
    fraud = story.commit({NOTICE: NOTICE_TEXT}, who="camat", when="2016-03-16T08:00:00+07:00")
    accept(story, fraud, how)
    done = run_build("--root", story.root, "audit")
    assert done.returncode == 0
    assert "1 pelanggaran diterima dengan alasan" in done.stdout
    assert f"{fraud[:12]} riwayat.langsung: Disahkan rapat 18 Maret." in done.stdout


def test_nobody_accepts_their_own_push_by_another_push(copy: Callable[[str], Story]) -> None:
    story = copy("jujur")
    fraud = story.commit({NOTICE: NOTICE_TEXT}, who="camat")
    text = f"diterima:\n  - {{sampai: {fraud}, alasan: Tidak apa-apa.}}\n"
    second = story.commit({ACCEPTED: text}, who="camat")
    assert broken(story.audit()) == {(second, "riwayat.langsung")}


def test_accepting_what_does_not_exist_is_itself_reported(copy: Callable[[str], Story]) -> None:
    story = copy("jujur")
    accept(story, "f" * 40)
    assert broken(story.audit()) == {(story.head, "riwayat.terima")}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("diterima:\n  - {commit: abc, alasan: x}\n", "40 angka"),
        (f"diterima:\n  - {{commit: {'a' * 40}}}\n", "alasan"),
        ("diterima:\n  - {alasan: x}\n", "sampai"),
        ("- satu\n", ""),
    ],
)
def test_a_malformed_list_accepts_nothing_and_check_says_so(
    text: str, hint: str, copy: Callable[[str], Story], run_build: RunBuild
) -> None:
    story = copy("jujur")
    story.propose("terima", {ACCEPTED: text})
    story.merge("terima")
    assert rules(story.audit().violations) == {"riwayat.terima"}
    done = run_build("--root", story.root, "check", ACCEPTED)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{ACCEPTED}:")
    assert hint in done.stdout


def test_a_year_without_accounts_leaves_offices_to_whom_the_last_one_knew(
    copy: Callable[[str], Story],
) -> None:
    story = copy("jujur")
    known = officials(load(FolderTree(story.root)))
    old, new = demo_records.YEAR, demo_records.YEAR.replace("2016", "2017")
    for name in ("musrenbang.yaml", "rawasari/kelurahan.yaml"):
        text = re.sub(r", akun: [^}]*}", "}", story.read(f"{old}/{name}")).replace("2017", "2018")
        write_files(
            story.root, {f"{new}/{name}": text.replace("2016", "2017").replace("02-29", "02-27")}
        )
    snapshot = load(FolderTree(story.root))
    assert snapshot.years[2017].musrenbang is not None
    later = officials(snapshot)
    assert later.camat == known.camat == {"camat-contoh", "camat@contoh.example"}
    assert later.lurah[2017, "rawasari"] == known.lurah[2016, "rawasari"] != frozenset()


TIPS = ".cache/ujung.json"


@pytest.mark.parametrize("damage", [b"bukan json\n", b"", b"\xff\xfe", b'{"main": 1}\n', b"[]"])
def test_a_damaged_list_of_earlier_tips_is_made_anew(
    damage: bytes, copy: Callable[[str], Story]
) -> None:
    story = copy("jujur")
    tips = story.root / TIPS
    read_audit(story.root, remember=True)
    whole = tips.read_bytes()
    tips.write_bytes(damage)
    assert read_audit(story.root, remember=True) == story.audit()
    assert tips.read_bytes() == whole
    assert not story.git("status", "--porcelain", "--", ".cache")


def test_tips_that_came_with_the_files_are_believed(
    copy: Callable[[str], Story], tmp_path: Path
) -> None:
    story = copy("jujur")
    tip = story.head
    read_audit(story.root, remember=True)
    shutil.copytree(story.root, tmp_path / "salinan")
    other = Story(tmp_path / "salinan")
    other.rewind("main~1")
    assert broken(read_audit(other.root, remember=True)) == {(tip, "riwayat.hilang")}


def test_a_folder_that_cannot_be_written_is_audited_all_the_same(
    copy: Callable[[str], Story],
) -> None:
    story = copy("jujur")
    (story.root / ".cache").write_text("bukan folder", encoding="utf-8")
    assert read_audit(story.root, remember=True) == story.audit()


def test_a_linked_folder_for_tips_is_never_written(
    copy: Callable[[str], Story], tmp_path: Path
) -> None:
    story = copy("jujur")
    (tmp_path / "lain").mkdir()
    (story.root / ".cache").symlink_to(tmp_path / "lain")
    assert read_audit(story.root, remember=True) == story.audit()
    assert not list((tmp_path / "lain").iterdir())


def test_a_history_with_holes_is_not_judged(
    demos: Path, tmp_path: Path, run_build: RunBuild
) -> None:
    GitFolder(tmp_path / "x").git(
        "clone", "--quiet", "--depth=2", f"file://{demos / 'jujur'}", str(tmp_path / "dangkal")
    )
    done = run_build("--root", tmp_path / "dangkal", "audit")
    assert done.returncode == 2
    assert "fetch --unshallow" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "--sampai", "tidak-ada"), "Revisi “tidak-ada” tidak ditemukan"),
        (("audit", "rawasari/0007"), "bukan nama usulan"),
        (("audit", "--format", "xml"), "pilihan tidak dikenal"),
    ],
)
def test_wrong_use_is_said_in_indonesian(
    arguments: tuple[str, ...], said: str, demos: Path, run_build: RunBuild
) -> None:
    done = run_build("--root", demos / "jujur", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_folder_without_git_has_nothing_to_audit(tmp_path: Path, run_build: RunBuild) -> None:
    done = run_build("--root", tmp_path, "audit")
    assert done.returncode == 2
    assert "bukan repositori Git" in done.stderr


def test_a_data_folder_inside_a_repository_is_audited_by_itself(
    copy: Callable[[str], Story], git_folder: GitFolder
) -> None:
    story = copy("jujur")
    files = {
        f"data/{path}": story.read(path) for path in story.git("ls-files", "proposals").splitlines()
    }
    commit = git_folder.commit("Salinan", {**files, "lain.txt": "di luar"})
    audit = read_audit(git_folder.root / "data")
    assert broken(audit) == {(commit, "riwayat.langsung")}
    assert len({event.usulan for merge in audit.merges for event in merge.events}) == 4


def test_one_proposal_is_told_by_itself(demos: Path, run_build: RunBuild) -> None:
    done = run_build("--root", demos / "curang", "audit", "2016/rawasari/0003")
    assert done.stdout.startswith("Usulan 2016/rawasari/0003\n")
    assert "Hasil survei diubah: Volume terukur: 80 m → 180 m\n" in done.stdout
    assert "Keputusan diubah: Volume: 80 m → 180 m; " in done.stdout, "approved as asked for before"
    assert "Dimasukkan langsung, tanpa pemeriksaan orang kedua" in done.stdout
    assert "0002" not in done.stdout


def test_what_this_repository_accepts_is_in_its_history() -> None:
    if not Repository(ROOT).exists() or Repository(ROOT).is_shallow():
        pytest.skip("salinan ini tidak membawa riwayatnya")
    audit = read_audit(ROOT)
    assert "riwayat.terima" not in rules(audit.violations)
    assert {item.violation.rule for item in audit.accepted} >= {"riwayat.langsung"}
