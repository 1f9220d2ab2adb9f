"""new: one record by options or by answering questions, judged as a pull request would be."""

import re
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.records.fields import fields_of, flat, nested
from schemas import Keputusan
from tests.conftest import GitFolder, MakeTree
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, KIRIM, PELATIHAN, SMALL_YEAR
from tests.terminal import Terminal

P, D = "proposals/2016/rawasari", "decisions/2016/rawasari"
UNDECIDED = {name: text for name, text in SMALL_YEAR.items() if name.startswith("proposals/")}
UNSENT = {**UNDECIDED, f"{P}/kelurahan.yaml": KELURAHAN.replace("dikirim: 2016-02-26\n", "")}
PROPOSAL = (
    *("--permasalahan", "Jalan gelap.", "--usulan-kegiatan", "Perbaikan saluran gang"),
    *("--volume", "60", "--rw", "003", "--template", "perbaikan-saluran"),
    *("--lokasi-alamat", "Gang Mawar", "--lokasi-koordinat", "-6.19, 106.87"),
)
SURVEY = (
    *("--survei-tanggal", "2016-03-02", "--survei-lokasi-sesuai", "ya"),
    *("--survei-layak-teknis", "ya", "--survei-layak-administratif", "y"),
    *("--survei-volume-terukur", "100"),
)


def run(root: Path, *words: str) -> int:
    return main(["new", *words, "--root", str(root)])


def files_of(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in root.rglob("*")
        if path.is_file() and ".git/" not in str(path)
    }


def test_a_proposal_gets_the_next_number(make_tree: MakeTree) -> None:
    root = make_tree(UNSENT)
    assert run(root, "usulan", "Rawasari", *PROPOSAL) == 0
    assert (root / P / "0003.yaml").read_text() == (
        'rw: "003"\n'
        "permasalahan: Jalan gelap.\n"
        "usulan_kegiatan: Perbaikan saluran gang\n"
        "template: perbaikan-saluran\n"
        "lokasi: {alamat: Gang Mawar, koordinat: [-6.19, 106.87]}\n"
        "volume: 60\n"
    )


def test_a_number_that_only_history_remembers_is_not_given_again(git_folder: GitFolder) -> None:
    git_folder.commit("awal", {**UNSENT, f"{P}/0007.yaml": PELATIHAN})
    (git_folder.root / P / "0007.yaml").unlink()
    git_folder.commit("salah kelurahan")
    assert run(git_folder.root, "usulan", "rawasari", *PROPOSAL) == 0
    assert (git_folder.root / P / "0008.yaml").exists()


def test_what_is_missing_or_wrong_is_told_by_option(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(UNSENT)
    before = files_of(root)
    words = ("--volume", "5.000", "--permasalahan", "Gelap.", "--lokasi-koordinat", "-6.19, 106.8")
    assert run(root, "usulan", "rawasari", *words) == 1
    told = capsys.readouterr().err
    assert "--volume: “5.000” dapat dibaca dua cara." in told
    assert "--usulan-kegiatan: Bidang `usulan_kegiatan` belum ada." in told
    assert "--lokasi-alamat: Bidang `alamat` belum ada." in told
    assert files_of(root) == before


def test_a_sent_kelurahan_takes_no_new_proposal(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(make_tree(UNDECIDED), "usulan", "rawasari", *PROPOSAL) == 1
    assert "sudah mengirim usulannya" in capsys.readouterr().err


def test_a_decision_is_the_file_that_desk_and_worksheet_write(make_tree: MakeTree) -> None:
    root = make_tree(UNDECIDED)
    approved = (
        *("--keputusan", "disetujui", "--tanggal", "2016-03-09", "--volume", "100"),
        *("--alasan-perubahan", "Hasil ukur ulang Tim Teknis."),
    )
    assert run(root, "keputusan", "rawasari", "1", *approved, *SURVEY) == 0
    assert (root / D / "0001.yaml").read_text() == DISETUJUI
    rejected = (
        *("--keputusan", "ditolak", "--tanggal", "2016-03-09", "--alasan-kode", "bukan-prioritas"),
        *("--alasan-uraian", "Akan dilayani pelatihan kota tahun ini."),
    )
    assert run(root, "keputusan", "rawasari", "0002", *rejected) == 0
    assert (root / D / "0002.yaml").read_text() == DITOLAK


def test_a_survey_recorded_before_stays_in_the_decision(make_tree: MakeTree) -> None:
    survey = DISETUJUI[DISETUJUI.index("survei:") :]
    root = make_tree({**UNDECIDED, f"{D}/0001.yaml": survey})
    words = ("--keputusan", "disetujui", "--tanggal", "2016-03-09", "--volume", "100")
    why = ("--alasan-perubahan", "Hasil ukur ulang Tim Teknis.")
    assert run(root, "keputusan", "rawasari", "0001", *words, *why) == 0
    assert (root / D / "0001.yaml").read_text() == DISETUJUI


def test_a_decision_the_rules_refuse_is_not_written(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(UNDECIDED)
    before = files_of(root)
    words = ("--keputusan", "disetujui", "--tanggal", "2016-03-09")
    assert run(root, "keputusan", "rawasari", "0001", *words) == 1
    assert "[keputusan.survei]" in capsys.readouterr().err
    assert files_of(root) == before


def test_what_is_decided_is_not_decided_anew(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree({**UNDECIDED, f"{D}/0002.yaml": DITOLAK})
    assert run(root, "keputusan", "rawasari", "0002", "--keputusan", "disetujui") == 1
    assert "sudah ditolak" in capsys.readouterr().err


def test_a_correction_changes_the_locked_file_and_kirim_in_one_go(git_folder: GitFolder) -> None:
    git_folder.commit("awal", {**SMALL_YEAR, f"{D}/kirim.yaml": f"# Kirim pertama.\n{KIRIM}"})
    root = git_folder.root
    words = ("--sebab", "Salah ketik.", "--hari", "2016-03-15", "--berita-acara", "15/BA/2016")
    assert run(root, "koreksi", "rawasari", "0001", *words, "--volume", "90") == 0
    assert (root / D / "kirim.yaml").read_text() == (
        "# Kirim pertama.\n"
        "tanggal: 2016-03-10\n"
        "koreksi:\n"
        '  - nomor: "0001"\n'
        "    tanggal: 2016-03-15\n"
        "    alasan: Salah ketik.\n"
        "    berita_acara: 15/BA/2016\n"
    )
    changed = (root / D / "0001.yaml").read_text()
    assert "volume: 90\nperkiraan_anggaran: 72000000\n" in changed
    git_folder.git("switch", "--quiet", "--create", "koreksi")
    git_folder.clock = "2016-03-15T10:00:00+07:00"
    git_folder.commit("koreksi")
    assert main(["review", "main", "HEAD", "--root", str(root)]) == 0


def test_a_reason_that_looks_like_a_trailer_is_none(git_folder: GitFolder) -> None:
    """Who reviewed a change is never said by the text of a record."""
    git_folder.commit("awal", SMALL_YEAR)
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    reason = "Salah ketik.\n\nReviewed-by: Camat Contoh"
    words = ("--sebab", reason, "--hari", "2016-03-15", "--volume", "90", "--catat")
    assert run(git_folder.root, "koreksi", "rawasari", "0001", *words) == 0
    assert git_folder.git("log", "-1", "--format=%(trailers)").split() == ["Kelurahan:", "rawasari"]


def test_a_correction_may_reverse_a_decision(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says all that went with the old one."""
    root = make_tree(SMALL_YEAR)
    words = ("--sebab", "Kota batal.", "--hari", "2016-03-15", "--tanggal", "2016-03-15")
    assert run(root, "koreksi", "rawasari", "0002", *words, "--keputusan", "disetujui") == 0
    assert (root / D / "0002.yaml").read_text() == "keputusan: disetujui\ntanggal: 2016-03-15\n"
    gone = [one for one in capsys.readouterr().out.splitlines() if "jadi dihapus" in one]
    assert gone == [
        f"Tidak berlaku lagi, jadi dihapus: {text}"
        for text in (
            "Alasan penolakan: Kode alasan: bukan-prioritas",
            "Alasan penolakan: Uraian: Akan dilayani pelatihan kota tahun ini.",
        )
    ]


@pytest.mark.parametrize(
    ("files", "words", "told"),
    [
        (UNDECIDED, ("--sebab", "x"), "belum dikirim, jadi tidak ada yang perlu dikoreksi"),
        (SMALL_YEAR, (), "Koreksi perlu sebab"),
        (SMALL_YEAR, ("--sebab", "x", "--hari", "2016-03-15"), "tidak disertai perubahan"),
        (SMALL_YEAR, ("--sebab", "x", "--hari", "besok", "--volume", "90"), "bukan tanggal"),
    ],
)
def test_a_correction_without_a_reason_to_be_is_refused(
    files: dict[str, str],
    words: tuple[str, ...],
    told: str,
    make_tree: MakeTree,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = make_tree(files)
    before = files_of(root)
    assert run(root, "koreksi", "rawasari", "0001", *words) == 1
    assert told in capsys.readouterr().err
    assert files_of(root) == before


@pytest.mark.parametrize(
    ("nomor", "words", "told"),
    [
        ("0002", ("--volume", "90"), "--volume: hanya untuk usulan yang disetujui"),
        ("0002", ("--prioritas", "1"), "tambahkan --keputusan disetujui"),
        ("0001", ("--alasan-uraian", "Batal."), "--alasan-uraian: hanya untuk usulan yang ditolak"),
        ("0001", ("--keputusan", "ditolak", "--volume", "90"), "--volume: hanya untuk usulan"),
    ],
)
def test_what_a_decision_has_no_place_for_is_refused_and_not_dropped(
    nomor: str,
    words: tuple[str, ...],
    told: str,
    make_tree: MakeTree,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = make_tree(SMALL_YEAR)
    before = files_of(root)
    why = ("--sebab", "Salah ketik.", "--hari", "2016-03-15")
    assert run(root, "koreksi", "rawasari", nomor, *why, *words) == 1
    assert told in capsys.readouterr().err
    assert files_of(root) == before


def test_a_correction_asks_for_what_it_needs(make_tree: MakeTree) -> None:
    """The reason, and what to correct; what the rules then miss is asked for as well."""
    plain = DISETUJUI.replace("volume: 100\nperkiraan_anggaran: 80000000\n", "").replace(
        "alasan_perubahan: Hasil ukur ulang Tim Teknis.\n", ""
    )
    root = make_tree({**SMALL_YEAR, f"{D}/0001.yaml": plain})
    terminal = Terminal(root, "new", "koreksi", "rawasari", "0001", "--hari", "2016-03-15")
    surveyed = [(f"{title} [", "\n") for title in ("sesuai", "teknis", "administratif", "terukur")]
    first = [("Volume: ", "90\n"), ("Perkiraan anggaran: ", "\n"), ("Alasan perubahan: ", "\n")]
    again = [("Volume [90]: ", "\n"), ("Perkiraan anggaran: ", "\n")]
    rest = [("Tanggal survei [", "\n"), *surveyed, ("Catatan: ", "\n"), ("Penjelasan: ", "\n")]
    known = [("Keputusan [disetujui]: ", "\n"), ("Tanggal [2016-03-09]: ", "\n")]
    terminal.type([("Sebab koreksi: ", "Salah ketik.\n"), *known, *first, *rest])
    terminal.type([("Perbaiki jawabannya? [Y/t] ", "y\n"), *known, *again])
    terminal.type([("Alasan perubahan: ", "Salah ketik.\n"), *rest])
    assert terminal.end() == 0, terminal.said
    assert "volume: 90\nperkiraan_anggaran: 72000000\n" in (root / D / "0001.yaml").read_text()


def test_a_number_of_another_year_is_told_with_its_year(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    """The open year that fits is meant unless another one is named, and it is told."""
    later = {
        path.replace("2016", "2017"): text.replace("2017", "2018").replace("2016", "2017")
        for path, text in SMALL_YEAR.items()
        if path.startswith("proposals/") and "/0002" not in path
    }
    root = make_tree({**SMALL_YEAR, **later})
    why = ("--sebab", "Salah ketik.", "--volume", "90")
    assert run(root, "koreksi", "rawasari", "0001", *why) == 0
    assert "2016" in capsys.readouterr().out
    assert run(root, "koreksi", "rawasari", "0001", "--tahun", "2017", *why) == 1
    assert "belum dikirim" in capsys.readouterr().err


def test_a_kind_has_the_choices_of_its_model(make_tree: MakeTree) -> None:
    root = make_tree(UNSENT)
    terminal = Terminal(root, "new", "usulan", "rawasari", *PROPOSAL[:4])
    asked = ("RW", "RT", "Isu", "Program", "Template kegiatan")
    terminal.type([(f"{title}: ", "\n") for title in asked])
    terminal.until("Tipe: ")
    assert "1 fisik\r\n  2 non-fisik\r\n  3 barang" in terminal.said
    terminal.interrupt()


def test_a_kelurahan_gets_its_folder(make_tree: MakeTree) -> None:
    root = make_tree(UNDECIDED)
    words = ("--kode", "31.71.05.1001", "--jumlah-rw", "8")
    assert run(root, "kelurahan", "Cempaka Putih Timur", *words) == 0
    path = root / "proposals/2016/cempaka-putih-timur/kelurahan.yaml"
    assert path.read_text() == 'kode: "31.71.05.1001"\nnama: Cempaka Putih Timur\njumlah_rw: 8\n'
    assert run(root, "kelurahan", "Rawasari") == 1


def test_a_notice_is_titled_and_never_overwritten(make_tree: MakeTree) -> None:
    root = make_tree(UNDECIDED)
    words = ("--judul", "Hasil Musrenbang", "--tanggal", "2016-03-11", "--isi", "Sudah terbit.")
    assert run(root, "pengumuman", *words) == 0
    path = root / "decisions/2016/pengumuman/2016-03-11-hasil-musrenbang.md"
    assert path.read_text() == "# Hasil Musrenbang\n\nSudah terbit.\n"
    assert run(root, "pengumuman", *words) == 1


def test_fields_come_from_the_model_and_go_back_into_it() -> None:
    record = Keputusan.model_validate(
        {
            "keputusan": "ditolak",
            "tanggal": "2016-03-09",
            "alasan": {"kode": "bukan-prioritas", "uraian": "Lain kali."},
        }
    )
    fields = fields_of(Keputusan)
    content = record.model_dump(exclude_none=True)
    assert Keputusan.model_validate(nested(fields, flat(fields, content))) == record


def test_a_decision_is_asked_for_field_by_field(make_tree: MakeTree) -> None:
    """A wrong answer is told at once, in the words of the check, and asked for again."""
    root = make_tree({**UNDECIDED, f"{D}/0002.yaml": DITOLAK})
    terminal = Terminal(root, "new", "keputusan", "rawasari", "0001")
    terminal.type(
        [
            ("Keputusan: ", "1\n"),
            ("Tanggal: ", "9-3-2016\n"),
            ("Tulis tahun-bulan-hari: 2016-03-09.", ""),
            ("Tanggal: ", "2016-03-09\n"),
            ("Volume: ", "100\n"),
            ("Perkiraan anggaran: ", "\n"),
            ("Alasan perubahan: ", "Hasil ukur ulang Tim Teknis.\n"),
            ("Survei: Tanggal survei: ", "2016-03-02\n"),
            ("Survei: Lokasi sesuai: ", "ya\n"),
            ("Survei: Layak teknis: ", "1\n"),
            ("Survei: Layak administratif: ", "y\n"),
            ("Survei: Volume terukur: ", "100\n"),
            ("Survei: Catatan: ", "\n"),
            ("Penjelasan: ", "\n"),
        ]
    )
    assert terminal.end() == 0, terminal.said
    assert (root / D / "0001.yaml").read_text() == DISETUJUI


def test_answers_that_make_no_record_are_kept_and_may_be_mended(make_tree: MakeTree) -> None:
    root = make_tree(UNDECIDED)
    terminal = Terminal(root, "new", "keputusan", "rawasari", "0002")
    first = [("Keputusan: ", "ditolak\n"), ("Tanggal: ", "2016-02-09\n")]
    reason = [
        ("Kode alasan: ", "1\n"),
        ("Uraian: ", "Akan dilayani pelatihan kota tahun ini.\n"),
        ("Tahun pekerjaan: ", "\n"),
        ("Usulan yang dimaksud: ", "\n"),
        ("Saran: ", "\n"),
    ]
    again = [
        ("Perbaiki jawabannya? [Y/t] ", "\n"),
        ("Keputusan [ditolak]: ", "\n"),
        ("Tanggal [2016-02-09]: ", "2016-03-09\n"),
        ("Kode alasan [bukan-prioritas]: ", "\n"),
        ("Uraian [Akan dilayani pelatihan kota tahun ini.]: ", "\n"),
        ("Tahun pekerjaan: ", "\n"),
        ("Usulan yang dimaksud: ", "\n"),
        ("Saran: ", "\n"),
    ]
    terminal.type([*first, *reason, *again])
    assert terminal.end() == 0, terminal.said
    assert (root / D / "0002.yaml").read_text() == DITOLAK


def test_ctrl_c_writes_nothing(make_tree: MakeTree) -> None:
    root = make_tree(UNSENT)
    before = files_of(root)
    terminal = Terminal(root, "new", "usulan", "rawasari")
    terminal.type([("RW: ", "3\n"), ('Tulis "003"', ""), ("RW: ", "003\n"), ("RT: ", "")])
    terminal.interrupt()
    assert terminal.end() == 130
    assert files_of(root) == before


def test_every_question_has_a_title_and_says_what_is_meant() -> None:
    for kind in ("usulan", "keputusan", "kelurahan", "pengumuman", "koreksi"):
        assert main(["new", kind, "--help"]) == 0
    for field in fields_of(Keputusan):
        assert re.search(r"\w", field.title)
        assert field.description.endswith(".")


NEWS = (
    *("--tahap", "rkpd", "--hasil", "diterima", "--tanggal", "2016-06-30"),
    *("--sumber", "RKPD 2017"),
)
FOLLOW_UP = "decisions/2016/tindak-lanjut/rawasari"
TOLD = (
    "# surat kota, diterima 7 April\n"
    "- tahap: kota   # lisan lebih dahulu\n"
    "  hasil: diterima\n"
    "  tanggal: 2016-04-05\n"
    "  sumber: Berita Acara Musrenbang Kota\n"
)


def test_news_is_added_below_what_was_told_which_keeps_its_bytes(make_tree: MakeTree) -> None:
    root = make_tree({**SMALL_YEAR, f"{FOLLOW_UP}/0001.yaml": TOLD})
    assert run(root, "tindak-lanjut", "Rawasari", "1", *NEWS, "--nilai", "80000000") == 0
    news = "{tahap: rkpd, hasil: diterima, tanggal: 2016-06-30, sumber: RKPD 2017, nilai: 80000000}"
    assert (root / FOLLOW_UP / "0001.yaml").read_text() == f"{TOLD}- {news}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("1", *NEWS, "--tahap", "apbt"), "Maksud Anda `apbd`?"),
        (("1", *NEWS, "--hasil", "selesai"), "tidak mengenal hasil `selesai`"),
        (("1", *NEWS, "--tanggal", "2016-02-01"), "mendahului Kirim"),
        (("2", *NEWS), "ditolak camat"),
        (("9", *NEWS), "nomor 9 di Rawasari"),
        (("1", "--tahap", "rkpd"), "--sumber"),
    ],
)
def test_news_that_cannot_be_leaves_nothing(
    words: tuple[str, ...], told: str, make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(SMALL_YEAR)
    assert run(root, "tindak-lanjut", "rawasari", *words) == 1
    assert told in capsys.readouterr().err
    assert not (root / FOLLOW_UP).exists()


def test_what_news_could_not_be_added_to_stays_as_it_is(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree({**SMALL_YEAR, f"{FOLLOW_UP}/0001.yaml": "- tahap: [\n"})
    assert run(root, "tindak-lanjut", "rawasari", "1", *NEWS) == 1
    assert "tidak dapat dibaca" in capsys.readouterr().err
    assert (root / FOLLOW_UP / "0001.yaml").read_text() == "- tahap: [\n"


def test_news_that_is_not_written_item_by_item_is_with_its_comments(make_tree: MakeTree) -> None:
    first = "{tahap: kota, hasil: diterima, tanggal: 2016-04-05, sumber: Berita Acara}"
    root = make_tree({**SMALL_YEAR, f"{FOLLOW_UP}/0001.yaml": f"# surat 12\n[{first}]  # asli\n"})
    assert run(root, "tindak-lanjut", "rawasari", "1", *NEWS) == 0
    lines = (root / FOLLOW_UP / "0001.yaml").read_text().splitlines()
    assert lines[:3] == ["# surat 12", "# asli", f"- {first}"]
    assert len(lines) > 3
