"""The desk: what the clerk does is in its file at once, or nothing is and the reason is said."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from musrenbang.deciding.decision import Said, decision_of
from musrenbang.files.theme import THEME_FOLDER
from musrenbang.records import canonical
from tests.conftest import GitFolder, MakeTree, RunBuild, write_files
from tests.desk_support import (
    BEFORE_THE_MEETING,
    FOLDER,
    MEETING_DAY,
    SLUG,
    SURVEY,
    DeskClient,
    in_git,
    meeting_of,
)
from tests.small_year import DITOLAK, KELURAHAN, KIRIM, PELATIHAN, SMALL_YEAR

DRAIN, COURSE = "0001", "0002"
SURVEYED = {**BEFORE_THE_MEETING, f"{FOLDER}/{DRAIN}.yaml": SURVEY.format(measured=120)}
REASON = {"kode": "bukan-prioritas", "uraian": "Akan dilayani pelatihan kota tahun ini."}
SETTINGS = "proposals/2016/rawasari/kelurahan.yaml"


@pytest.fixture
def desk(make_tree: MakeTree) -> DeskClient:
    return DeskClient(make_tree(SURVEYED))


def refused(answer: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    """The form and field of each refusal."""
    return [(one["formulir"], one["bidang"]) for one in answer["penolakan"]]


def test_an_approval_is_in_its_file_when_it_is_answered(desk: DeskClient) -> None:
    answer = desk.act(COURSE, "setujui")
    assert desk.file(COURSE) == "keputusan: disetujui\ntanggal: 2016-03-09\n"
    assert answer["pesan"] == "0002 disetujui."
    assert answer["jumlah"]["disetujui"] == 1
    assert answer["jumlah"]["rupiah_disetujui"] == "Rp30.000.000"


def test_a_survey_waits_neither_for_the_lurah_nor_for_the_day(make_tree: MakeTree) -> None:
    unsent = KELURAHAN.replace("dikirim: 2016-02-26\n", "")
    desk = DeskClient(make_tree({**BEFORE_THE_MEETING, SETTINGS: unsent}), date(2016, 3, 3))
    shown = desk.get(f"usulan/{SLUG}/{DRAIN}")
    assert "belum mengirim" in shown["halangan"]
    assert shown["survei_dahulu"]
    assert not desk.get(f"usulan/{SLUG}/{COURSE}")["survei_dahulu"]
    assert refused(desk.act(DRAIN, "setujui")) == [("", "")]
    found = dict.fromkeys(("lokasi_sesuai", "layak_teknis", "layak_administratif"), "ya")
    answer = desk.act(DRAIN, "survei", tanggal="2/3/2016", volume_terukur="120", **found)
    assert answer["pesan"] == "Survei 0001 disimpan."
    assert (desk.file(DRAIN) or "").startswith("survei:\n  tanggal: 2016-03-02\n")


def test_an_approval_keeps_the_survey_that_stood_there_before(desk: DeskClient) -> None:
    desk.act(DRAIN, "setujui")
    decided = desk.file(DRAIN)
    assert decided is not None
    assert decided.startswith("keputusan: disetujui\n")
    assert "volume_terukur: 120" in decided


def test_another_volume_moves_the_amount_and_needs_a_reason(desk: DeskClient) -> None:
    assert refused(desk.act(DRAIN, "setujui", volume="100")) == [("setujui", "alasan_perubahan")]
    desk.act(DRAIN, "setujui", volume="100", alasan_perubahan="Sisanya milik RW lain.")
    decided = desk.file(DRAIN) or ""
    assert "volume: 100\nperkiraan_anggaran: 80000000\n" in decided
    shown = desk.get(f"usulan/{SLUG}/{DRAIN}")
    assert (shown["volume"], shown["anggaran"]) == ("100 m", "Rp80.000.000")


def test_numbers_are_read_as_indonesians_write_them(desk: DeskClient) -> None:
    desk.act(
        DRAIN, "setujui", volume="99,5", anggaran="Rp79.000.000", alasan_perubahan="Ukur ulang."
    )
    decided = desk.file(DRAIN) or ""
    assert "volume: 99.5\nperkiraan_anggaran: 79000000\n" in decided
    before = desk.file(DRAIN)
    assert refused(desk.act(DRAIN, "setujui", volume="seratus")) == [("setujui", "volume")]
    assert desk.file(DRAIN) == before


@pytest.mark.parametrize(
    ("typed", "told"), [("50", "50 m, Rp40.000.000"), ("12.5", "bukan angka"), ("", "")]
)
def test_what_a_volume_costs_is_told_while_it_is_typed(
    desk: DeskClient, typed: str, told: str
) -> None:
    assert told in desk.get(f"usulan/{SLUG}/{DRAIN}/anggaran?volume={typed}")["pesan"]


def test_texts_are_cleaned_as_those_of_a_worksheet_are(desk: DeskClient) -> None:
    """No stray blanks, no hidden characters, no line ends of another system."""
    words = "  Akan\tdilayani\u200b \x07 kota.\r\n\r\n\r\nTahun ini. "
    desk.act(COURSE, "tolak", kode="bukan-prioritas", uraian=words)
    shown = desk.get(f"usulan/{SLUG}/{COURSE}")["keputusan"]
    assert shown["uraian"] == "Akan dilayani kota.\n\nTahun ini."
    assert refused(desk.act(COURSE, "tolak", kode="bukan-prioritas", uraian="\ufffd")) == [
        ("tolak", "uraian")
    ]


def test_a_rejection_without_its_words_is_not_written(desk: DeskClient) -> None:
    for fields, field in (
        ({}, "kode"),
        ({"kode": "bukan-prioritas"}, "uraian"),
        ({"kode": "bukan-prioritas", "uraian": "bukan prioritas"}, "uraian"),
        ({"kode": "sudah-dikerjakan", "uraian": "Sudah dibangun tahun lalu."}, "tahun"),
    ):
        assert refused(desk.act(COURSE, "tolak", **fields)) == [("tolak", field)]
        assert desk.file(COURSE) is None
    desk.act(COURSE, "tolak", **REASON)
    assert desk.file(COURSE) == DITOLAK


def test_the_words_of_a_rejection_can_be_used_again(desk: DeskClient) -> None:
    desk.act(COURSE, "tolak", **REASON)
    assert desk.get("rekap")["uraian"] == {"bukan-prioritas": [REASON["uraian"]]}


def test_physical_works_are_surveyed_first(make_tree: MakeTree) -> None:
    desk = DeskClient(make_tree(BEFORE_THE_MEETING))
    assert refused(desk.act(DRAIN, "setujui")) == [("survei", "")]
    assert refused(desk.act(DRAIN, "survei", tanggal="2/3/2016", lokasi_sesuai="ya")) == [
        ("survei", "layak_teknis"),
        ("survei", "layak_administratif"),
    ]
    yes = dict.fromkeys(("lokasi_sesuai", "layak_teknis", "layak_administratif"), "ya")
    desk.act(DRAIN, "survei", tanggal="2/3/2016", volume_terukur="120", **yes)
    assert desk.file(DRAIN) == SURVEY.format(measured=120)
    assert desk.get("rekap")["semua"]["belum"] == 2
    desk.act(DRAIN, "setujui")
    assert (desk.file(DRAIN) or "").startswith("keputusan: disetujui")


def test_what_the_survey_contradicts_is_answered_in_the_form_of_the_edit(
    make_tree: MakeTree,
) -> None:
    measured = {**SURVEYED, f"{FOLDER}/{DRAIN}.yaml": SURVEY.format(measured=100)}
    desk = DeskClient(make_tree(measured))
    assert refused(desk.act(DRAIN, "setujui")) == [("setujui", "volume")]
    assert desk.file(DRAIN) == SURVEY.format(measured=100)


def test_a_flagged_proposal_is_approved_with_an_explanation_only(make_tree: MakeTree) -> None:
    dear = PELATIHAN.replace("30000000", "90000000")
    desk = DeskClient(make_tree({**SURVEYED, f"proposals/2016/rawasari/{COURSE}.yaml": dear}))
    shown = desk.get(f"usulan/{SLUG}/{COURSE}")
    assert "berbeda 200 %" in shown["tanda"][0]
    assert shown["harga"]["banding"] == "200 % di atas template"
    assert refused(desk.act(COURSE, "setujui")) == [("setujui", "penjelasan")]
    desk.act(COURSE, "setujui", penjelasan="Termasuk mesin jahit untuk peserta.")
    assert "penjelasan: Termasuk mesin" in (desk.file(COURSE) or "")


def test_the_same_words_give_the_same_bytes_as_anywhere_else(desk: DeskClient) -> None:
    """The desk and the worksheets come through `deciding`; no file tells which it was."""
    case = desk.desk.case(SLUG, DRAIN)
    assert case is not None
    said = Said(
        "disetujui",
        MEETING_DAY,
        volume=Decimal(100),
        alasan_perubahan="Hasil ukur.",
        survei=case.survei.model_dump(exclude_none=True) if case.survei else None,
    )
    desk.act(DRAIN, "setujui", volume="100", alasan_perubahan="Hasil ukur.")
    record, _ = decision_of(case, said)
    assert record is not None
    assert desk.file(DRAIN) == canonical.dump(record)


def test_a_decision_that_says_nothing_new_keeps_its_day(make_tree: MakeTree) -> None:
    root = make_tree({**SURVEYED, f"{FOLDER}/{COURSE}.yaml": DITOLAK})
    desk = DeskClient(root, date(2016, 3, 10))
    before = (root / FOLDER / f"{COURSE}.yaml").stat().st_ino
    assert "tidak ada yang berubah" in desk.act(COURSE, "tolak", **REASON)["pesan"]
    assert (root / FOLDER / f"{COURSE}.yaml").stat().st_ino == before
    desk.act(COURSE, "setujui")
    assert desk.file(COURSE) == "keputusan: disetujui\ntanggal: 2016-03-10\n"


def test_a_bare_approval_leaves_an_approval_as_it_stands(desk: DeskClient) -> None:
    desk.act(DRAIN, "setujui", volume="100", alasan_perubahan="Sisanya milik RW lain.")
    before = desk.file(DRAIN)
    assert desk.act(DRAIN, "setujui")["pesan"] == "0001 sudah disetujui."
    assert desk.file(DRAIN) == before


@pytest.mark.parametrize("action", ["setujui", "kosongkan"])
def test_nothing_is_said_to_stand_before_the_file_was_looked_at(
    desk: DeskClient, action: str
) -> None:
    """Where the desk knows of an approval, or of no decision, that somebody has replaced since."""
    if action == "setujui":
        desk.act(COURSE, action)
    seen = desk.get(f"usulan/{SLUG}/{COURSE}")["versi"]
    write_files(desk.root, {f"{FOLDER}/{COURSE}.yaml": DITOLAK})
    answer = desk.act(COURSE, action, seen)
    assert "baru saja diubah di luar meja ini" in answer["pesan"]
    assert answer["usulan"]["status_nama"] == "Ditolak"
    assert desk.file(COURSE) == DITOLAK


def test_every_step_can_be_undone_back_to_the_first_byte(desk: DeskClient) -> None:
    survey = desk.file(DRAIN)
    desk.act(DRAIN, "setujui")
    desk.act(COURSE, "tolak", **REASON)
    desk.act(COURSE, "setujui")
    desk.act(COURSE, "kosongkan")
    assert desk.file(COURSE) is None
    told = [desk.post("urung").get_json()["pesan"] for _ in range(4)]
    assert told == [
        "0002 diurungkan: disetujui.",
        "0002 diurungkan: ditolak.",
        "0002 diurungkan: belum diputuskan.",
        "0001 diurungkan: belum diputuskan.",
    ]
    assert (desk.file(DRAIN), desk.file(COURSE)) == (survey, None)
    assert desk.post("urung").status_code == 422


def test_undoing_never_overwrites_what_somebody_else_wrote(desk: DeskClient) -> None:
    desk.act(COURSE, "setujui")
    write_files(desk.root, {f"{FOLDER}/{COURSE}.yaml": DITOLAK})
    desk.look_again()
    assert "sudah diubah lagi" in desk.post("urung").get_json()["pesan"]
    assert desk.file(COURSE) == DITOLAK


def test_undoing_stops_where_kirim_has_locked_the_kelurahan(desk: DeskClient) -> None:
    desk.act(COURSE, "setujui")
    write_files(desk.root, {f"{FOLDER}/kirim.yaml": KIRIM})
    desk.look_again()
    before = desk.file(COURSE)
    for _ in range(2):
        # The step stays: a second try is not about an older decision.
        answer = desk.post("urung")
        assert answer.status_code == 422
        assert "Sudah Kirim" in answer.get_json()["penolakan"][0]["pesan"]
        assert desk.file(COURSE) == before


def test_a_disk_that_refuses_loses_neither_the_decision_nor_the_step(
    desk: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.act(COURSE, "setujui")
    with monkeypatch.context() as full:
        full.setattr("musrenbang.files.file_writer.replace_files", _full_disk)
        assert "tidak dapat ditulis" in desk.post("urung").get_json()["pesan"]
        assert "tidak dapat ditulis" in desk.act(DRAIN, "setujui")["pesan"]
    assert desk.post("urung").get_json()["pesan"] == "0002 diurungkan: belum diputuskan."


def _full_disk(root: Path, _: object) -> None:
    raise OSError(28, "No space left on device", str(root))


def test_a_window_that_shows_an_older_state_decides_nothing(desk: DeskClient) -> None:
    seen = desk.get(f"usulan/{SLUG}/{COURSE}")["versi"]
    desk.act(COURSE, "tolak", **REASON)
    late = desk.act(COURSE, "setujui", version=seen)
    assert "Pilihan Anda tidak disimpan" in late["pesan"]
    assert late["usulan"]["keputusan"]["uraian"] == REASON["uraian"]
    assert desk.file(COURSE) == DITOLAK


def test_a_proposal_that_changed_meanwhile_is_looked_at_again(desk: DeskClient) -> None:
    seen = desk.get(f"usulan/{SLUG}/{COURSE}")["versi"]
    dearer = PELATIHAN.replace("volume: 20", "volume: 19").replace("30000000", "28500000")
    write_files(desk.root, {f"proposals/2016/rawasari/{COURSE}.yaml": dearer})
    desk.look_again()
    late = desk.act(COURSE, "setujui", version=seen)
    assert late["usulan"]["volume"] == "19 orang"
    assert desk.file(COURSE) is None


def test_files_edited_elsewhere_are_noticed_and_told(desk: DeskClient) -> None:
    before = desk.get("keadaan")["perubahan"]
    write_files(desk.root, {f"{FOLDER}/{COURSE}.yaml": DITOLAK})
    desk.look_again()
    state = desk.get("keadaan")
    assert state["perubahan"] == before + 1
    assert "1 berkas diubah di luar meja ini" in state["kabar"]
    assert desk.get(f"usulan/{SLUG}/{COURSE}")["status"] == "ditolak"


def test_a_file_edited_a_moment_ago_is_not_overwritten(desk: DeskClient) -> None:
    """Even before the desk has looked at the folder again."""
    seen = desk.get(f"usulan/{SLUG}/{COURSE}")["versi"]
    write_files(desk.root, {f"{FOLDER}/{COURSE}.yaml": DITOLAK})
    desk.desk._looked = float("inf")
    assert "diubah di luar meja" in desk.act(COURSE, "setujui", version=seen)["pesan"]
    assert desk.file(COURSE) == DITOLAK


def test_another_branch_under_the_desk_is_noticed(git_folder: GitFolder) -> None:
    root = in_git(git_folder, SURVEYED)
    desk = DeskClient(root)
    git_folder.git("switch", "--quiet", "--create", "lain")
    git_folder.commit("kosong")
    desk.look_again()
    assert desk.get("keadaan")["kabar"] == "Cabang Git berganti. Data sudah dimuat ulang."


def test_own_changes_are_no_news(desk: DeskClient) -> None:
    desk.act(COURSE, "setujui")
    desk.post("urung")
    desk.look_again()
    assert desk.get("keadaan")["kabar"] == ""


def test_on_a_day_of_the_meeting_nobody_is_asked_for_it(desk: DeskClient) -> None:
    assert desk.get("keadaan")["hari"]["teks"] == "Rabu, 9 Maret 2016"


def test_on_any_other_day_nothing_is_decided_before_the_clerk_named_it(
    make_tree: MakeTree,
) -> None:
    desk = DeskClient(make_tree(SURVEYED), date(2016, 3, 12))
    day = desk.get("keadaan")["hari"]
    assert day["tanggal"] == ""
    assert [one["tanggal"] for one in day["pilihan"]] == ["2016-03-09", "2016-03-10"]
    assert refused(desk.act(COURSE, "setujui")) == [("hari", "")]
    assert desk.file(COURSE) is None
    assert "9–10 Maret 2016" in desk.post("hari", tanggal="12/3/2016").get_json()["pesan"]
    assert desk.post("hari", tanggal="besok").status_code == 422
    assert (
        desk.post("hari", tanggal="10/3/2016").get_json()["hari"]["teks"] == "Kamis, 10 Maret 2016"
    )
    desk.act(COURSE, "setujui")
    assert "tanggal: 2016-03-10" in (desk.file(COURSE) or "")


def test_an_answer_holds_for_the_calendar_day_it_was_given_on(make_tree: MakeTree) -> None:
    today = [date(2016, 3, 12)]
    desk = DeskClient(make_tree(SURVEYED))
    desk.desk.day._today = lambda: today[0]
    desk.post("hari", tanggal="2016-03-09")
    assert desk.get("keadaan")["hari"]["tanggal"] == "2016-03-09"
    today[0] = date(2016, 3, 13)
    assert desk.get("keadaan")["hari"]["tanggal"] == ""


@pytest.mark.parametrize(
    ("files", "nomor", "told"),
    [
        ({SETTINGS: KELURAHAN.replace("dikirim: 2016-02-26\n", "")}, COURSE, "belum mengirim"),
        ({f"{FOLDER}/{COURSE}.yaml": DITOLAK, f"{FOLDER}/kirim.yaml": KIRIM}, COURSE, "Kirim pada"),
        ({f"{FOLDER}/{COURSE}.yaml": "keputusan: [\n"}, COURSE, "tidak dapat dibaca"),
        (
            {
                "proposals/2016/rawasari/0003.yaml": PELATIHAN.replace(
                    "template: pelatihan-menjahit\n", "tipe: non-fisik\nsatuan: orang\n"
                )
            },
            "0003",
            "forum UKPD",
        ),
        (
            {
                "proposals/2016/rawasari/0003.yaml": PELATIHAN.replace(
                    "hasil: diteruskan", "hasil: tidak-diteruskan"
                )
            },
            "0003",
            "tidak meneruskan",
        ),
    ],
)
def test_what_is_not_for_the_camat_is_shown_with_the_reason_and_not_decided(
    make_tree: MakeTree, files: dict[str, str], nomor: str, told: str
) -> None:
    desk = DeskClient(make_tree({**SURVEYED, **files}))
    before = desk.file(nomor)
    assert told in desk.get(f"usulan/{SLUG}/{nomor}")["halangan"]
    (refusal,) = desk.act(nomor, "setujui")["penolakan"]
    assert told in refusal["pesan"]
    assert desk.file(nomor) == before


def test_direct_proposals_stand_in_the_list_but_are_not_decided(make_tree: MakeTree) -> None:
    direct = {"proposals/2016/usulan-langsung/0001.yaml": PELATIHAN + "kelurahan: rawasari\n"}
    desk = DeskClient(make_tree({**SURVEYED, **direct}))
    row = desk.get(f"kelurahan/{SLUG}")["usulan"][-1]
    assert (row["id"], row["bisa"], row["status"]) == ("usulan-langsung/0001", False, "forum-ukpd")


def test_the_overview_counts_what_was_sent(desk: DeskClient) -> None:
    desk.act(COURSE, "tolak", **REASON)
    (row,) = desk.get("rekap")["kelurahan"]
    assert [row[key] for key in ("untuk_camat", "disetujui", "ditolak", "belum")] == [2, 0, 1, 1]
    assert row["rupiah_untuk_camat"] == "Rp126.000.000"
    assert {item["nama"] for item in desk.get("rekap")["skpd"]} == {"Sudin SDA", "Sudin Dik"}


def test_peers_and_the_year_before_stand_beside_a_proposal(make_tree: MakeTree) -> None:
    past = {
        name.replace("2016", "2015"): text.replace("2016", "2015").replace("2017", "2016")
        for name, text in SMALL_YEAR.items()
    }
    desk = DeskClient(make_tree({**past, **meeting_of(8)}))
    shown = desk.get(f"usulan/{SLUG}/0003")
    peers = shown["sejenis"]
    assert peers["kalimat"].startswith("Median 15 orang pada 3 usulan sejenis lain (terkecil 11,")
    assert [row["nomor"] for row in peers["baris"]] == ["0001", "0005", "0007"]
    assert [other["id"] for other in shown["tahun_lalu"]] == ["2015/rawasari/0002"]


def test_a_photo_is_served_only_where_the_proposal_has_one(make_tree: MakeTree) -> None:
    name = f"proposals/2016/rawasari/{COURSE}.yaml"
    photo = b"\x89PNG\r\n\x1a\n not really"
    root = make_tree({**SURVEYED, name: PELATIHAN + "foto: [0002-a.png, 0002-b.png]\n"})
    write_files(root, {"proposals/2016/rawasari/0002-a.png": photo})
    desk = DeskClient(root)
    assert desk.get(f"usulan/{SLUG}/{COURSE}")["foto"] == ["rawasari/0002-a.png"]
    answer = desk.request("GET", "/api/foto/rawasari/0002-a.png")
    assert (answer.data, answer.mimetype) == (photo, "image/png")


def test_at_the_end_one_commit_holds_the_decisions_and_the_review_is_clean(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    root = in_git(git_folder, SURVEYED)
    write_files(root, {"catatan.txt": "bukan keputusan"})
    desk = DeskClient(root)
    assert desk.post("pengajuan").status_code == 422
    desk.act(DRAIN, "setujui")
    desk.act(COURSE, "tolak", **REASON)
    assert desk.get("pengajuan") == {"keputusan": 2, "lain": ["catatan.txt"], "cabang": "main"}
    done = desk.post("pengajuan").get_json()
    assert done["cabang"] == "keputusan/2016-rawasari"
    assert git_folder.git("show", "--format=%B", "--name-only", done["catatan"]).split("\n") == [
        "Keputusan Musrenbang 2016: Rawasari",
        "",
        "1 disetujui, 1 ditolak.",
        "",
        "Kelurahan: rawasari",
        "",
        "",
        f"{FOLDER}/{DRAIN}.yaml",
        f"{FOLDER}/{COURSE}.yaml",
        "",
    ]
    reviewed = run_build("review", "main", "HEAD", "--root", root)
    assert reviewed.returncode == 0, reviewed.stdout


def test_a_draft_that_may_not_be_merged_is_not_handed_in(git_folder: GitFolder) -> None:
    root = in_git(git_folder, SURVEYED)
    desk = DeskClient(root)
    desk.act(COURSE, "setujui")
    write_files(root, {f"{FOLDER}/0009.yaml": DITOLAK})
    desk.look_again()
    told = desk.post("pengajuan").get_json()["penolakan"]
    assert any("0009" in one["pesan"] for one in told)
    assert git_folder.git("branch", "--show-current").strip() == "main"


def test_without_git_decisions_are_kept_and_the_clerk_is_told(desk: DeskClient) -> None:
    desk.act(COURSE, "setujui")
    assert "bukan repositori Git" in desk.post("pengajuan").get_json()["pesan"]
    assert desk.file(COURSE) is not None


def test_without_proposals_there_is_no_desk(tmp_path: Path, run_build: RunBuild) -> None:
    done = run_build("desk", "--root", tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "Belum ada data" in done.stderr


@pytest.mark.parametrize("words", [("--tahun", "2031"), ("--port", "80"), ("--port", "x")])
def test_a_year_or_port_that_cannot_be_is_refused(
    make_tree: MakeTree, run_build: RunBuild, words: tuple[str, str]
) -> None:
    assert run_build("desk", "--root", make_tree(SURVEYED), *words).returncode == 2


def test_text_in_records_stays_text(make_tree: MakeTree) -> None:
    bad = PELATIHAN.replace("Pelatihan menjahit", '"<img src=x onerror=alert(1)>"')
    desk = DeskClient(make_tree({**SURVEYED, f"proposals/2016/rawasari/{COURSE}.yaml": bad}))
    assert desk.get(f"usulan/{SLUG}/{COURSE}")["judul"] == "<img src=x onerror=alert(1)>"
    answer = desk.request("GET", f"/api/usulan/{SLUG}/{COURSE}")
    assert answer.mimetype == "application/json"


def test_the_desk_has_the_colours_of_the_site() -> None:
    desk, site = (
        dict(
            re.findall(
                r"(--[\w-]+): (#\w+);", (THEME_FOLDER / name).read_text().partition("@media")[0]
            )
        )
        for name in ("desk/meja.css", "aset/situs.css")
    )
    assert desk
    assert desk.items() <= site.items()
