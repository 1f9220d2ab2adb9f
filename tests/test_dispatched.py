"""Kirim and koreksi from a form on the host, over a real repository as the host."""

import json
import shutil
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.history.branches import whole_review
from musrenbang.history.replay import read_audit
from musrenbang.review.review_model import HOST_KEYS
from tests.audit_support import AFTER_DECISIONS, KEYS, PEOPLE, Story, honest_demo
from tests.conftest import GitFolder
from tests.hall_support import CAMAT, FOUND, Hall, by_host, gabungkan, hall
from tests.host_support import Host, host

__all__ = ["hall", "honest_demo", "host"]

P, D = "proposals/2016/rawasari", "decisions/2016/rawasari"
REJECTED = (
    "keputusan: ditolak\ntanggal: 2016-03-09\n"
    "alasan: {kode: bukan-prioritas, uraian: Mendahulukan penanganan banjir.}\n"
)
DECIDED = {f"{D}/000{number}.yaml": REJECTED for number in (2, 4)} | {
    f"{D}/000{number}.yaml": f"{REJECTED}survei: {{tanggal: 2016-03-02, lokasi_sesuai: true, "
    "layak_teknis: true, layak_administratif: true, volume_terukur: 60}\n"
    for number in (1, 3)
}
KIRIM = {"kelurahan": "Rawasari", "tanggal": "2016-03-10", "tanpa_keputusan": ""}
KOREKSI = {
    "usulan": "2016/kramat/0002",
    "sebab": "Salah tulis pada hari Musrenbang.",
    "berita_acara": "15/BA/2016",
    "hari": "2016-03-15",
    "keputusan": "tetap",
    "volume": "",
    "alasan_perubahan": "",
    "kode": "",
    "uraian": "",
}
SENT = "decisions/2016/kramat/kirim.yaml"
Said = pytest.CaptureFixture[str]


@pytest.fixture
def decided(hall: Hall) -> Hall:
    hall.origin.commit("Keputusan", DECIDED)
    return hall


def nothing_was_made(hall: Hall) -> bool:
    """Whether the host has been asked for no branch, commit, pull request or status."""
    untouched = not Path(hall.gh["GH_STATE"]).exists() or hall.state["pulls"] == []
    return untouched and hall.branches() == {"main"}


def test_what_is_complete_becomes_one_commit_and_a_pull_request(
    decided: Hall, capsys: Said
) -> None:
    assert decided.start("kirim", KIRIM) == 0
    (pull,) = decided.state["pulls"]
    branch, git = pull["head"], decided.origin.git
    assert branch.startswith("kirim/2016-rawasari-")
    assert pull["title"] == "Kirim Musrenbang 2016: Rawasari"
    assert git("diff", "--name-only", "main", branch).split() == [f"{D}/kirim.yaml"]
    assert git("show", f"{branch}:{D}/kirim.yaml") == "tanggal: 2016-03-10\n"
    assert git("log", "-1", "--format=%B", branch).strip() == (
        "Kirim Musrenbang 2016: Rawasari\n\nKelurahan: rawasari\n"
        "Diunggah-oleh: operator-contoh <103+operator-contoh@users.noreply.github.com>"
    )
    assert whole_review(decided.origin.root, "main", branch).allowed
    (status,) = decided.state["statuses"][decided.tip(branch)]
    assert (status["context"], status["state"]) == (FOUND, "success")
    assert "Dapat digabung" in decided.state["comments"]["20"][0]["body"]
    said = capsys.readouterr().out
    link = "[#20](https://github.com/contoh/musrenbang/pull/20)"
    assert said.startswith(f"## Kirim: diajukan\n\n- Diajukan: {link}, Kirim Musrenbang 2016")
    assert "Rawasari, 5 usulan: 1 disetujui" in said
    assert "camat menggabungkannya" in said
    assert decided.start("kirim", KIRIM) == 0
    assert "Sudah diajukan: [#20]" in capsys.readouterr().out
    assert len(decided.state["pulls"]) == 1


def test_whatever_is_open_is_all_told_and_nothing_is_made(hall: Hall, capsys: Said) -> None:
    hall.origin.commit("Keputusan", {f"{D}/0001.yaml": DECIDED[f"{D}/0001.yaml"]})
    assert hall.start("kirim", {**KIRIM, "kelurahan": "SEMUA"}) == 1
    said = capsys.readouterr().out
    for line in (
        "## ⛔ Kirim: belum dapat diajukan",
        "**Rawasari** belum dapat dikirim:\n\n- Belum diputuskan (3):\n  - 0002 Pelatihan",
        "- Usulan fisik tanpa hasil survei (juknis C.1.e) (1):\n  - 0003 Perbaikan dinding",
        "**Utara** belum dapat dikirim:\n\n- Belum dikirim lurah (juknis C.2.c.3.f)",
    ):
        assert line in said, said
    assert "Kramat" not in said
    assert nothing_was_made(hall)


def test_what_goes_out_undecided_is_named_with_its_reason(decided: Hall) -> None:
    gone = (f"{D}/0002.yaml", f"{D}/0004.yaml", "proposals/2016/utara")
    decided.origin.git("rm", "--quiet", "-r", *gone)
    decided.origin.git("commit", "--quiet", "-m", "Belum diputuskan")
    named = '2 = "Menunggu pelatih."; rawasari/0004=Menunggu harga;'
    typed = {**KIRIM, "kelurahan": "semua", "tanpa_keputusan": named}
    assert decided.start("kirim", typed) == 0
    (pull,) = decided.state["pulls"]
    assert decided.origin.git("show", f"{pull['head']}:{D}/kirim.yaml") == (
        "tanggal: 2016-03-10\ntanpa_validasi:\n"
        '  - {nomor: "0002", alasan: Menunggu pelatih.}\n'
        '  - {nomor: "0004", alasan: Menunggu harga}\n'
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kelurahan": "Rawasri"}, "Maksud Anda rawasari?"),
        ({"kelurahan": " , "}, "Tidak ada kelurahan"),
        ({"kelurahan": "kramat"}, "Kirim Kramat tercatat 10 Maret 2016."),
        ({"tanggal": ""}, "Sebut harinya pada “Hari Kirim”"),
        ({"tanggal": "10/3"}, "“Hari Kirim”"),
        ({"tanggal": "2016-03-08"}, "sesudah Kirim 2016-03-08"),
        ({"tanpa_keputusan": "0002 menunggu"}, "“Tanpa keputusan”: 0002 menunggu: tulis NOMOR="),
        ({"tanpa_keputusan": "0002 = a; 2 = b"}, "disebut dua kali"),
        ({"tanpa_keputusan": "0002 = Menunggu"}, "0002 Pelatihan memilah sampah: berstatus"),
        ({"tanpa_keputusan": "99 = a @camat-contoh `x`"}, "tidak ada usulan bernomor ini"),
    ],
)
def test_what_cannot_be_sent_as_typed_is_told(
    typed: dict[str, str], told: str, decided: Hall, capsys: Said
) -> None:
    assert decided.start("kirim", {**KIRIM, **typed}) == 1
    said = capsys.readouterr().out
    assert told in said
    assert "--" not in said
    assert "@camat-contoh" not in said
    assert nothing_was_made(decided)


def test_nobodys_number_gets_into_the_repository_or_the_summary(hall: Hall, capsys: Said) -> None:
    hall.origin.commit("Keputusan", {path: DECIDED[path] for path in sorted(DECIDED)[:3]})
    named = "0004 = Tanya Bu Siti, NIK 3171051203850004."
    assert hall.start("kirim", {**KIRIM, "tanpa_keputusan": named}) == 1
    said = capsys.readouterr().out
    assert "memuat NIK (3171…)" in said
    assert "3171051203850004" not in said
    assert nothing_was_made(hall)


def test_what_the_camat_starts_the_camat_cannot_approve(decided: Hall, capsys: Said) -> None:
    decided.origin.commit("Kunci peladen", {HOST_KEYS: "-"})
    assert decided.start("kirim", KIRIM, CAMAT) == 1
    assert "Camat Contoh sebagai penulis" in capsys.readouterr().out
    assert nothing_was_made(decided)


def test_a_koreksi_changes_the_decision_and_names_itself(hall: Hall, capsys: Said) -> None:
    assert hall.start("koreksi", {**KOREKSI, "keputusan": "disetujui"}) == 0
    (pull,) = hall.state["pulls"]
    git = hall.origin.git
    assert pull["head"].startswith("koreksi/2016-kramat-0002-")
    assert pull["title"] == "Koreksi Musrenbang 2016: Kramat"
    decision = git("show", f"{pull['head']}:decisions/2016/kramat/0002.yaml")
    assert decision == "keputusan: disetujui\ntanggal: 2016-03-09\n"
    assert git("show", f"{pull['head']}:{SENT}") == (
        'tanggal: 2016-03-10\nkoreksi:\n  - nomor: "0002"\n    tanggal: 2016-03-15\n'
        "    alasan: Salah tulis pada hari Musrenbang.\n    berita_acara: 15/BA/2016\n"
    )
    assert whole_review(hall.origin.root, "main", pull["head"]).allowed
    assert "Sebelum koreksi ini: ditolak" in capsys.readouterr().out


def test_a_volume_is_corrected_and_its_amount_follows(hall: Hall) -> None:
    typed = {"usulan": "2016/Kramat/1", "volume": "120", "alasan_perubahan": "Ukur ulang kedua."}
    assert hall.start("koreksi", {**KOREKSI, **typed}) == 0
    (pull,) = hall.state["pulls"]
    decision = hall.origin.git("show", f"{pull['head']}:decisions/2016/kramat/0001.yaml")
    assert "volume: 120\nperkiraan_anggaran: 96000000\nalasan_perubahan: Ukur ulang" in decision


def test_what_went_out_undecided_is_decided_by_a_koreksi(hall: Hall, capsys: Said) -> None:
    hall.origin.git("rm", "--quiet", "decisions/2016/kramat/0002.yaml")
    undecided = 'tanggal: 2016-03-10\ntanpa_validasi: [{nomor: "0002", alasan: Menunggu.}]\n'
    hall.origin.commit("Tanpa keputusan", {SENT: undecided})
    assert hall.start("koreksi", KOREKSI) == 1
    assert "pilih “Keputusan”" in capsys.readouterr().out
    reason = {"kode": "bukan-prioritas", "uraian": "Mendahulukan penanganan banjir."}
    assert hall.start("koreksi", {**KOREKSI, "keputusan": "ditolak", **reason}) == 0
    (pull,) = hall.state["pulls"]
    decision = hall.origin.git("show", f"{pull['head']}:decisions/2016/kramat/0002.yaml")
    assert decision.startswith("keputusan: ditolak\ntanggal: 2016-03-15\n")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"usulan": "kramat 2"}, "TAHUN/kelurahan/nomor"),
        ({"usulan": "2015/kramat/0002"}, "2015"),
        ({"usulan": "2016/kramat/0099"}, "Tidak ada usulan nomor 0099 di Kramat"),
        ({"usulan": "2016/rawasari/0005"}, "Rawasari belum dikirim"),
        ({"sebab": ""}, "Isi “Sebab koreksi”."),
        ({"keputusan": "tetap"}, "⛔"),
        ({"volume": "2"}, "“Volume”: hanya untuk usulan yang disetujui"),
        ({"usulan": "2016/kramat/0001", "keputusan": "ditolak"}, "isi “Kode alasan” (bukan-"),
        ({"usulan": "2016/kramat/0001", "volume": "banyak"}, "“Volume”"),
        ({"uraian": "Hubungi 3171051203850004."}, "memuat NIK (3171…)"),
    ],
)
def test_a_koreksi_that_cannot_be_as_typed_is_told(
    typed: dict[str, str], told: str, hall: Hall, capsys: Said
) -> None:
    assert hall.start("koreksi", {**KOREKSI, **typed}) == 1
    said = capsys.readouterr().out
    assert told in said
    assert "--" not in said
    assert "3171051203850004" not in said
    assert nothing_was_made(hall)


def test_at_peladen_both_are_merged_by_gabungkan_and_the_audit_is_clean(
    decided: Hall, host: Host, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    decided.origin.commit("Peladen", by_host(host))
    merged = []
    for workflow, typed in (("kirim", KIRIM), ("koreksi", {**KOREKSI, "keputusan": "disetujui"})):
        assert decided.start(workflow, typed) == 0
        assert "*Gabungkan*, *Run workflow*" in capsys.readouterr().out
        merged.append(gabungkan(decided, host, monkeypatch))
    audit = read_audit(decided.origin.root)
    assert [one for one in audit.violations if one.commit in merged] == []
    assert [one.nama for one in audit.merges[-1].penulis] == ["Operator Contoh"]


def test_at_kunci_the_camat_merges_it_with_the_key_and_the_audit_is_clean(
    honest_demo: Path, hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):  # the keys of the demo count in 2016
        monkeypatch.setenv(f"GIT_{role}_DATE", "2016-03-11T09:00:00+07:00")
    story = Story(tmp_path / "demo")
    shutil.copytree(honest_demo, story.root)
    story.rewind(AFTER_DECISIONS)
    monkeypatch.setenv("GH_HOST", str(story.root))
    of_demo = Hall(GitFolder(story.root), tmp_path, hall.gh)
    assert of_demo.start("kirim", {**KIRIM, "tanpa_keputusan": "0004 = Menunggu survei"}) == 0
    (pull,) = of_demo.state["pulls"]
    story.git("config", "user.name", PEOPLE["camat"])
    story.git("config", "user.email", "camat@contoh.example")
    story.git("config", "user.signingKey", f"{KEYS}/camat")
    assert main(["--root", str(story.root), "merge", pull["head"], "--nomor", "20"]) == 0
    audit = story.audit()
    assert audit.violations == ()
    assert audit.merges[-1].pull_request == "20"


def test_what_was_broken_off_is_completed_by_the_same_form(decided: Hall, capsys: Said) -> None:
    gh = decided.tmp_path / "gh/gh"
    honest = gh.read_text("utf-8")
    refuse = 'case "$3$4" in POST*/pulls) echo "not permitted" >&2; exit 1;; esac\n'
    gh.write_text(honest.replace("exec", f"{refuse}exec"), "utf-8")
    assert decided.start("kirim", KIRIM) == 1
    said = capsys.readouterr().out
    assert "GitHub menolak: not permitted" in said
    assert "Pengajuannya terputus." in said
    assert "Tidak ada yang dibuat" not in said
    gh.write_text(honest, "utf-8")
    assert decided.start("kirim", KIRIM) == 0
    assert len(decided.state["pulls"]) == 1
    assert len(decided.branches()) == 2


@pytest.mark.parametrize("typed", ["", "[]", "{}", json.dumps({**KIRIM, "tanggal": None})])
def test_what_no_form_of_the_host_says_is_no_use_of_it(
    typed: str, hall: Hall, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    for name, value in {"ISIAN": typed, "GITHUB_ACTOR": "x", "GITHUB_ACTOR_ID": "1"}.items():
        monkeypatch.setenv(name, value)
    assert main(["--root", str(hall.origin.root), "github", "kirim"]) == 2
    assert "ISIAN tidak seperti yang diisi GitHub" in capsys.readouterr().err
    assert nothing_was_made(hall)
