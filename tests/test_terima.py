"""*Terima*: what somebody puts into `masuk/` on a branch, over a real repository as the host."""

import argparse
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from musrenbang.cli import main
from musrenbang.commands import accept
from musrenbang.github import uploads
from musrenbang.github.record_requests import SUMMARY
from musrenbang.github.upload_requests import RECEIPT
from musrenbang.history.branches import whole_review
from musrenbang.history.replay import read_audit
from musrenbang.review.review_model import CODEOWNERS, HOST_KEYS
from tests.book_support import edit, row
from tests.desk_support import result_of
from tests.hall_support import (
    BASE,
    CAMAT,
    CHECK,
    FOUND,
    OPERATOR,
    UPLOAD,
    Hall,
    by_host,
    gabungkan,
    hall,
)
from tests.host_repository import host_at
from tests.host_support import Host, host
from tests.workflow_support import Runner, make_repository
from tests.worksheet_support import REJECTED, SURVEYED, fill

__all__ = ["hall", "host"]

D = "decisions/2016/rawasari"
SECOND = f"{D}/0002.yaml"


def test_a_worksheet_becomes_one_commit_from_main_that_may_be_merged(hall: Hall) -> None:
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    result = hall.judged(commit)
    assert not Path(hall.gh["GH_STATE"]).exists()  # the judge has asked the host for nothing
    assert hall.asked(result) == 0
    (pull,) = hall.state["pulls"]
    branch = pull["head"]
    assert hall.branches() == {"main", branch}
    assert branch.startswith("keputusan/2016-rawasari-")
    git = hall.origin.git
    assert git("rev-list", "--parents", f"main..{branch}").split() == [
        hall.tip(branch),
        hall.tip("main"),
    ]
    assert git("diff", "--name-only", "main", branch).split() == [SECOND]
    message = git("log", "-1", "--format=%B", branch)
    assert "Diunggah-oleh: operator-contoh <103+operator-contoh@users.noreply" in message
    assert whole_review(hall.origin.root, "main", branch).allowed
    (status,) = hall.state["statuses"][hall.tip(branch)]
    assert (status["context"], status["state"]) == (FOUND, "success")
    (comment,) = hall.state["comments"]["20"]
    assert comment["body"].startswith(f"{SUMMARY}\n## ✅ Dapat digabung")
    told = hall.told(commit)
    assert told.startswith(f"{RECEIPT}\n@operator-contoh")
    assert "Diambil: 1 keputusan atau hasil survei" in told
    assert "Diajukan: #20" in told
    # A second run on the same branch, or the same file again, asks for nothing twice.
    again = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    hall.receive(again)
    assert "Sudah diajukan: #20" in hall.told(again)
    assert len(hall.state["pulls"]) == 1
    git("merge", "--quiet", "--no-ff", "-m", "Gabung", branch)
    third = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    hall.receive(third)
    assert "Diambil: tidak ada yang baru" in hall.told(third)


def test_each_file_stands_alone_and_what_is_wrong_is_marked_to_be_handed_in_again(
    hall: Hall,
) -> None:
    """Uploaded from a main of yesterday, in a pull request, by two accounts."""
    wrong = {**REJECTED, "uraian": "Hubungi NIK 3171051203850004."}
    good, bad = hall.sheet({2: REJECTED}), hall.sheet({2: wrong})
    first = hall.tip("main")
    hall.origin.commit("Lain", {"docs/lain.md": "x\n"})
    hall.upload({"baik.xlsx": good}, who=("staf-lain", "104"), start=first)
    commit = hall.upload({"salah (1).xlsx": bad, "catatan.txt": b"halo"}, start=UPLOAD)
    state = {
        "pulls": [{"number": 7, "head": UPLOAD}],
        "comments": {},
        "statuses": {},
        "remarks": {},
    }
    Path(hall.gh["GH_STATE"]).write_text(json.dumps(state), "utf-8")
    result = hall.receive(commit)
    (opened,) = hall.state["pulls"][1:]
    git = hall.origin.git
    assert git("rev-parse", f"{opened['head']}^").strip() == hall.tip("main")
    assert "Diunggah-oleh: staf-lain <104+" in git("log", "-1", "--format=%B", opened["head"])
    assert hall.state["remarks"] == {}
    (comment,) = hall.state["comments"]["7"]
    told = comment["body"]
    assert told.startswith(f"{RECEIPT}\n@operator-contoh")
    assert "**<code>salah (1).xlsx</code>**\n\n- ⛔ Tidak ada yang diambil.\n  - salah (1)" in told
    assert "Rawasari!" in told
    assert "artifacts/5" in told
    assert str(hall.tmp_path) not in told
    assert UPLOAD not in hall.branches()
    (book,) = (result / "buku").iterdir()
    assert book.name == "03-salah (1)-perbaiki.xlsx"
    marked = [
        cell
        for row in load_workbook(book)["Rawasari"].iter_rows()
        for cell in row
        if cell.comment and cell.comment.author == "Pemeriksaan"
    ]
    assert marked
    assert all("3171051203850004" not in str(cell.value) for cell in marked)
    assert "3171051203850004" not in told
    # Mended where it is red, the marked book is taken.
    fill(book, {2: REJECTED})
    again = hall.upload({"salah.xlsx": book.read_bytes()}, "lagi")
    hall.receive(again, "lagi")
    assert "Diambil: 1 keputusan" in hall.told(again)


def test_rows_that_changed_meanwhile_are_left_and_said(hall: Hall) -> None:
    data = hall.sheet({2: REJECTED, 3: {**SURVEYED, **REJECTED}})
    other = BASE["proposals/2016/rawasari/0002.yaml"].replace("Warga belum", "Warga masih belum")
    hall.origin.commit("Usulan", {"proposals/2016/rawasari/0002.yaml": other})
    commit = hall.upload({"lembar.xlsx": data})
    hall.receive(commit)
    told = hall.told(commit)
    assert "Diambil: 1 keputusan" in told
    assert "usulannya diubah sesudah berkas ini dibuat" in told


def test_the_result_of_a_desk_is_taken(hall: Hall) -> None:
    fields = {"kode": "bukan-prioritas", "uraian": "Mendahulukan penanganan banjir."}
    data = result_of(hall.origin.root, {"2016/rawasari/0002": [("tolak", fields)]}).read_bytes()
    commit = hall.upload({"meja-rawasari.json": data})
    hall.receive(commit)
    assert "hasil meja sidang 2016" in hall.told(commit)
    assert len(hall.state["pulls"]) == 1


def test_what_the_camat_uploads_the_camat_cannot_approve(hall: Hall) -> None:
    hall.origin.commit("Kunci peladen", {HOST_KEYS: "-"})
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})}, who=CAMAT)
    hall.receive(commit, who=CAMAT)
    (pull,) = hall.state["pulls"]
    (status,) = hall.state["statuses"][hall.tip(pull["head"])]
    assert status["state"] == "failure"
    assert "Camat Contoh sebagai penulis" in hall.state["comments"]["20"][0]["body"]
    assert "Belum dapat digabung" in hall.told(commit)


def test_whoever_wrote_a_commit_is_named_whatever_the_address(hall: Hall) -> None:
    settings = "proposals/2016/musrenbang.yaml"
    account, mail = "akun: camat-contoh", "akun: camat-contoh, email: camat@kecamatan.example"
    text = BASE[settings].replace(account, mail)
    assert text != BASE[settings]
    hall.origin.commit("Kunci peladen", {HOST_KEYS: "-", settings: text})
    lembar = {"lembar.xlsx": hall.sheet({2: REJECTED})}
    pushes = (
        ("Camat Contoh <camat@contoh.example>", ("operator-contoh", "103")),
        ("C. <Camat@kecamatan.example>", ("akun_lain", "555")),
        ("Camat Contoh <555+akun-lain@users.noreply.github.com>", ("operator-contoh", "103")),
    )
    for number, (author, pusher) in enumerate(pushes):
        # The last commit is another one's.
        hall.upload(lembar, f"unggah-{number}", author)
        commit = hall.upload({"lain.txt": b"x"}, f"unggah-{number}", start=f"unggah-{number}")
        hall.receive(commit, f"unggah-{number}", pusher)
        pull = hall.state["pulls"][-1]
        (status,) = hall.state["statuses"][hall.tip(pull["head"])]
        assert status["state"] == "failure", author
        message = hall.origin.git("log", "-1", "--format=%(trailers)", pull["head"])
        assert author.rpartition("<")[2].lower() in message
        assert f"Diunggah-oleh: {pusher[0]} <{pusher[1]}+{pusher[0]}@" in message
        hall.origin.git("branch", "--quiet", "-D", pull["head"])
    commit = hall.upload(lembar, who="x <bukan alamat>")
    hall.receive(commit)
    assert "tidak dapat dicatat siapa" in hall.told(commit)
    assert hall.branches() == {"main", UPLOAD}


def test_it_is_merged_by_gabungkan_and_the_audit_has_nothing_to_say(
    hall: Hall, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.origin.commit("Peladen", by_host(host))
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    hall.receive(commit)
    merged = gabungkan(hall, host, monkeypatch)
    audit = read_audit(hall.origin.root)
    assert [one for one in audit.violations if one.commit == merged] == []
    assert [one.nama for one in audit.merges[-1].penulis] == ["Operator Contoh"]


def test_proposals_come_after_the_settings_they_need(hall: Hall) -> None:
    table = (
        "Kelurahan Utara\nNo;RW;Permasalahan;Usulan Kegiatan;Lokasi;Volume;Satuan;SKPD\n"
        "1;001;Saluran mampat;Perbaikan saluran;Jl. Melati;20;m;Sudin SDA\n"
        "2;002;Jalan gelap;Lampu jalan;Jl. Kenanga;banyak;titik;Sudin SDA\n"
    )
    commit = hall.upload({"usulan utara.csv": table.encode()})
    result = hall.receive(commit)
    first, second = hall.state["pulls"]
    assert first["head"].startswith("pengaturan/2016-")
    assert second["head"].startswith("usulan/2016-utara-")
    assert hall.origin.git("rev-parse", f"{second['head']}^").strip() == hall.tip(first["head"])
    states = [hall.state["statuses"][hall.tip(one["head"])][0] for one in (first, second)]
    assert [one["state"] for one in states] == ["success", "pending"]
    assert "Gabungkan dulu #20" in states[1]["description"]
    assert "Sesudah #20 digabung" in hall.told(commit)
    assert [one.name for one in (result / "buku").iterdir()] == ["01-usulan utara-ditolak.xlsx"]
    # Asked for already, though the numbers of its proposals are taken on that branch.
    same = hall.upload({"lain.csv": table.encode()})
    hall.receive(same)
    assert "Sudah diajukan: #21" in hall.told(same)
    assert len(hall.state["pulls"]) == 2
    # The second pull request is closed with its branch.
    hall.origin.git("branch", "--quiet", "-D", second["head"])
    again = hall.upload({"usulan utara.csv": table.encode()}, who=("staf-lain", "104"))
    hall.receive(again)
    assert "Sudah diajukan: #20" in hall.told(again)
    third = hall.state["pulls"][2]
    assert hall.origin.git("rev-parse", f"{third['head']}^").strip() == hall.tip(first["head"])
    # Somebody goes on with the first: nothing is put on top of that.
    hall.commit({"docs/lain.md": b"x"}, first["head"], start=first["head"])
    later = hall.upload({"usulan utara.csv": table.encode()})
    hall.receive(later)
    assert hall.state["pulls"][3]["head"] == f"{first['head']}-2"


def test_a_new_lurahs_account_comes_with_the_file_of_owners(hall: Hall) -> None:
    path = hall.tmp_path / "pengaturan.xlsx"
    root = str(hall.origin.root)
    assert main(["worksheet", "--pengaturan", "--root", root, "-o", str(path)]) == 0
    edit(path, ("Kelurahan", row({"Lurah: Akun": "lurah-baru"}, 1)))
    commit = hall.upload({"pengaturan.xlsx": path.read_bytes()})
    hall.receive(commit)
    (pull,) = hall.state["pulls"]
    changed = hall.origin.git("diff", "--name-only", "main", pull["head"]).split()
    assert CODEOWNERS in changed
    assert "@lurah-baru" in hall.origin.git("show", f"{pull['head']}:{CODEOWNERS}")
    (status,) = hall.state["statuses"][hall.tip(pull["head"])]
    assert status["state"] == "success"


def test_running_it_again_when_all_is_done_leaves_the_receipt(hall: Hall) -> None:
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    hall.receive(commit)
    receipt = hall.told(commit)
    hall.origin.git("reflog", "expire", "--expire=now", "--all")
    hall.origin.git("gc", "--quiet", "--prune=now")
    hall.receive(commit)
    assert hall.told(commit) == receipt
    assert len(hall.state["pulls"]) == 1


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(32 * 1024 * 1024))
    return packed.getvalue()


def test_nothing_odd_is_opened_obeyed_or_left_unsaid(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000_000)
    branch = "x;touch${IFS}dibajak&{owner}#%41"
    names = ("$(touch dibajak).xlsx", "a\n::error::b.xlsx", "-o.csv", "@camat-contoh `x`.csv")
    files = dict.fromkeys(names, b"x") | {"bom.xlsx": bomb(), "besar.csv": b"x" * 1_000_001}
    (hall.origin.root / "masuk").mkdir()
    (hall.origin.root / "masuk/tautan.csv").symlink_to("/etc/passwd")
    commit = hall.upload({**files, "rusak.json": b'{"jenis": "hasil-meja-sidang", '}, branch)
    hall.receive(commit, branch)
    told = hall.told(commit)
    assert told.count("⛔ Tidak ada yang diambil.") == len(files) + 2
    for said in ("Ganti namanya", "Bukan berkas biasa", "Lebih besar dari", "terpotong atau rusak"):
        assert said in told
    assert "@camat-contoh" not in told
    assert "root:" not in told
    assert not any(line.startswith("::") for line in capsys.readouterr().out.splitlines())
    assert not list(hall.tmp_path.rglob("dibajak"))
    assert hall.branches() == {"main"}
    assert hall.state["pulls"] == []


def test_one_file_that_cannot_be_judged_leaves_the_others_alone(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Kelurahan Utara\nNo;RW;Permasalahan;Usulan Kegiatan;Lokasi;Volume;Satuan;SKPD\n"
    row = "1;001;Saluran mampat;Perbaikan saluran;Jl. Melati;{};m;{}\n"
    table = head + row.format("9" * 5000, "Sudin SDA") + row.format(20, "Sudin " * 60)
    honest, secret = accept.take, "NIK 3171051203850004"

    def take(words: argparse.Namespace, path: Path) -> accept.Taken:
        if path.name == "aneh.csv":
            (words.root / "proposals/2016/rawasari/0003.yaml").unlink()
            (words.root / "proposals/2016/sisa.txt").write_text("x", "utf-8")
            raise ZeroDivisionError(secret)
        return honest(words, path)

    monkeypatch.setattr(accept, "take", take)
    files = {
        "aneh.csv": b"x",
        "baik.xlsx": hall.sheet({2: REJECTED}),
        "panjang.csv": table.encode(),
    }
    commit = hall.upload(files)
    hall.receive(commit)
    told = hall.told(commit)
    assert "aneh.csv</code>**\n\n- ⛔ Tidak ada yang diambil.\n  - Berkas ini tidak dapat" in told
    assert "Diambil: 1 keputusan" in told
    assert "2 baris ditolak" in told
    assert [one["title"] for one in hall.state["pulls"]] == ["Keputusan Musrenbang 2016: Rawasari"]
    assert "3171051203850004" not in "".join(capsys.readouterr())


def test_numbers_of_people_are_not_repeated_and_contradictions_are_told(hall: Hall) -> None:
    wrong = {**REJECTED, "uraian": "Hubungi NIK 3171051203850004."}
    book = load_workbook(io.BytesIO(hall.sheet({2: wrong})))
    warga = book.create_sheet("Warga")
    warga.append(["3171051203850004"])
    warga.sheet_state = "hidden"
    sheet = book["Rawasari"]
    sheet["AZ12"], sheet["AZ13"] = 3171051203850004, "NIK 3171051203850004"
    sheet.column_dimensions["AZ"].hidden = True
    saved = io.BytesIO()
    book.save(saved)
    other = {**REJECTED, "uraian": "Pengusul menarik usulannya kembali."}
    files = {
        "nik 3171051203850004.xlsx": saved.getvalue(),
        "satu.xlsx": hall.sheet({2: REJECTED}),
        "dua.xlsx": hall.sheet({2: other}),
    }
    commit = hall.upload(files)
    result = hall.receive(commit)
    told = hall.told(commit)
    assert "3171051203850004" not in told + (result / "hasil.json").read_text("utf-8")
    assert "Periksa: satu.xlsx dalam unggahan ini mengisi 1 berkas yang sama secara lain" in told
    assert "Periksa: dua.xlsx dalam unggahan ini" in told
    (marked,) = (result / "buku").iterdir()
    assert "3171051203850004" not in marked.name
    assert "Warga" not in load_workbook(marked).sheetnames
    with zipfile.ZipFile(marked) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"3171051203850004" not in parts
    assert b"0002" in parts


def test_a_branch_that_is_more_than_an_upload_is_refused_and_left(hall: Hall) -> None:
    mixed = {"masuk/a.csv": b"x", "build.py": b"raise SystemExit(0)\n"}
    many = {f"masuk/{number}.csv": b"x" for number in range(21)}
    for files, said in ((mixed, "juga mengubah build.py"), (many, "paling banyak 20")):
        commit = hall.commit(files)
        hall.receive(commit)
        assert said in hall.told(commit)
        assert hall.branches() == {"main", UPLOAD}
    assert hall.state["pulls"] == []


def test_an_upload_on_top_of_one_that_is_being_judged_stays_for_its_own_run(hall: Hall) -> None:
    first = hall.upload({"satu.csv": b"x"})
    result = hall.judged(first)
    hall.upload({"dua.csv": b"x"}, start=UPLOAD)
    assert hall.asked(result) == 0
    assert "unggahan baru padanya" in hall.told(first)
    assert UPLOAD in hall.branches()


def test_only_a_branch_with_just_these_texts_is_what_was_asked_for(hall: Hall) -> None:
    data, git = {"lembar.xlsx": hall.sheet({2: REJECTED})}, hall.origin.git
    hall.receive(hall.upload(data))
    (first,) = hall.state["pulls"]
    # Somebody has changed the decision there.
    changed = git("show", f"{first['head']}:{SECOND}").replace("Akan", "Tidak akan")
    hall.commit({SECOND: changed.encode()}, first["head"], start=first["head"])
    commit = hall.upload(data)
    hall.receive(commit)
    assert "- Diajukan: #21" in hall.told(commit)
    second = hall.state["pulls"][1]
    assert second["head"] == f"{first['head']}-2"
    # A branch in the place of the folder of branches: another name is taken.
    git("branch", "--quiet", "-D", first["head"], second["head"])
    git("branch", "--quiet", "keputusan")
    commit = hall.upload({"satu.xlsx": data["lembar.xlsx"]})
    hall.receive(commit)
    assert "- Diajukan: #22" in hall.told(commit)
    assert hall.state["pulls"][2]["head"] == first["head"].replace("/", "-")


@pytest.mark.parametrize("what", ["*/pulls", "*/issues/*/comments", "*/statuses/*", "*/refs/*"])
def test_what_was_broken_off_is_completed_by_running_it_again(hall: Hall, what: str) -> None:
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    result = hall.judged(commit)
    gh = hall.tmp_path / "gh/gh"
    honest = gh.read_text("utf-8")
    refuse = f'case "$3$4" in GET*) ;; {what}) echo "HTTP 502" >&2; exit 1;; esac\n'
    gh.write_text(honest.replace("exec", f"{refuse}exec"), "utf-8")
    assert hall.asked(result) == 1
    gh.write_text(honest, "utf-8")
    assert hall.asked(result) == 0
    (pull,) = hall.state["pulls"]
    assert hall.branches() == {"main", pull["head"]}
    assert hall.state["statuses"][hall.tip(pull["head"])][-1]["state"] == "success"
    assert len(hall.state["comments"]["20"]) == 1
    assert "iajukan: #20" in hall.told(commit)


def test_no_word_of_the_job_without_rights_becomes_a_message(hall: Hall) -> None:
    hall.origin.commit("Kunci peladen", {HOST_KEYS: "-"})
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})}, who=CAMAT)
    result = hall.judged(commit)
    file = result / "hasil.json"
    told = json.loads(file.read_text("utf-8"))
    told["files"][0]["steps"][0]["message"] = "x\n\n# ---- >8 ----\n"
    forged = json.dumps(told)
    del told["files"][0]["steps"][0]["message"]
    told["files"][0] |= {"jenis": "Closes #1 @camat-contoh", "taken": "x\n---\nReviewed-by: y"}
    file.write_text(json.dumps(told), "utf-8")
    assert hall.asked(result, who=CAMAT) == 0
    (pull,) = hall.state["pulls"]
    assert pull["title"] == "Keputusan Musrenbang 2016: Rawasari"
    assert "Closes #1" not in pull["body"]
    assert "@camat-contoh" not in pull["body"].partition("\n")[2]
    assert hall.origin.git("log", "-1", "--format=%B", pull["head"]).strip() == (
        "Keputusan Musrenbang 2016: Rawasari\n\nKelurahan: rawasari\n"
        "Diunggah-oleh: camat-contoh <101+camat-contoh@users.noreply.github.com>\n"
        "Diunggah-oleh: Operator Contoh <operator@contoh.example>"
    )
    file.write_text(forged, "utf-8")
    assert hall.asked(result, who=CAMAT) == 1


def test_the_job_with_rights_takes_nothing_but_records_on_top_of_main(hall: Hall) -> None:
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    result = hall.judged(commit)
    file = result / "hasil.json"
    honest = file.read_text("utf-8")
    path, branch = f'"{SECOND}"', '"keputusan/2016-rawasari"'
    forged = (
        honest.replace(path, '".github/workflows/x.yml"'),
        honest.replace(path, '"proposals/2016/rawasari/../../../x.yaml"'),
        honest.replace(branch, '"main"'),
        honest.replace('"files"', '"berkas"'),
        honest.replace(hall.tip("main"), commit),
        "",
    )
    for text in forged:
        assert text != honest
        file.write_text(text, "utf-8")
        assert hall.asked(result) == 1
        assert hall.branches() == {"main", UPLOAD}
        (told,) = hall.state["remarks"][commit]
        assert "tidak selesai dinilai" in told or "belum semuanya dapat diajukan" in told
    assert hall.state["pulls"] == []


def test_what_the_host_does_not_allow_is_told_and_leaves_the_upload(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})})
    result = hall.judged(commit)
    told = "Error: GitHub Actions is not permitted to create or approve pull requests"
    refuse = f'case "$4" in */pulls) echo "{told}" >&2; exit 1;; esac\n'
    gh = hall.tmp_path / "gh/gh"
    gh.write_text(gh.read_text("utf-8").replace("exec", f"{refuse}exec"), "utf-8")
    assert hall.asked(result) == 1
    assert "belum semuanya dapat diajukan" in hall.told(commit)
    assert UPLOAD in hall.branches()


def test_the_workflow_does_it_step_by_step(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    origin = make_repository(tmp_path_factory.mktemp("asal") / "repo")
    gh = host_at(tmp_path, origin.root)
    hall = Hall(origin, tmp_path, gh)
    branch = "a;touch${IFS}dibajak"
    commit = hall.upload({"lembar.xlsx": hall.sheet({2: REJECTED})}, branch)
    event = {
        **gh,
        "GITHUB_SHA": commit,
        "GITHUB_REF_NAME": branch,
        "GITHUB_ACTOR": OPERATOR[0],
        "GITHUB_ACTOR_ID": OPERATOR[1],
    }
    values = {"github.token": "tidak-dipakai", "needs.nilai.outputs.buku": "$(touch dibajak)"}
    runner = Runner(origin.root, tmp_path / "nilai", "main", values, event)
    judged = runner.run("terima.yml", "nilai")
    assert judged.passed, judged.output
    result = tmp_path / "nilai" / "hasil"
    runner = Runner(origin.root, tmp_path / "ajukan", "main", values, event, result)
    asked = runner.run("terima.yml", "ajukan")
    assert asked.passed, asked.output
    assert "Diajukan: #20" in asked.summary
    (pull,) = hall.state["pulls"]
    (status,) = hall.state["statuses"][hall.tip(pull["head"])]
    assert (status["context"], status["state"]) == (CHECK, "success")
    assert hall.branches() == {"main", pull["head"]}
    assert not list(tmp_path.rglob("dibajak"))
