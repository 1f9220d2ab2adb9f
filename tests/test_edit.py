"""A record file is edited, not written anew: bytes and comments of what stays are kept."""

from typing import Any

import pytest
from pydantic import BaseModel

from musrenbang.records import canonical
from musrenbang.records.edit import edited
from musrenbang.records.strict_yaml import comments_in, parse
from musrenbang.records.validation import read_record
from schemas import DaftarSkpd, Kelurahan, Musrenbang
from tests.small_year import MUSRENBANG

KELURAHAN = """\
# Dari surat lurah
nama:   Rawasari       # tanpa kata Kelurahan
kode: "31.71.05.1003"

berita_acara:
    nomor: 12/BA/2016
    # menyusul
    tanggal: 2016-02-24
    ditandatangani: false
delegasi:
- {rw: "001", nama: Ani}   # ketua
# baru
- rw: "002"
  nama: Budi  # wakil
- rw: "003"
# akhir
"""
COMMENTS = [line[line.index("#") :] for line in KELURAHAN.splitlines() if "#" in line]


ROWS = [("001", "Ani"), ("002", "Budi"), ("003", "")]


def record(text: str, model: type[BaseModel] = Kelurahan) -> Any:
    found, problems = read_record(parse(text.encode()), model, "")
    assert not problems
    return found


def changed(text: str, **changes: object) -> str:
    old = record(text)
    new = Kelurahan.model_validate({**old.model_dump(), **changes})
    after = edited(text, old, new)
    assert record(after) == new
    return after


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [one for one in old if one not in new], [one for one in new if one not in old]


def test_what_did_not_change_keeps_its_bytes() -> None:
    old = record(KELURAHAN)
    assert edited(KELURAHAN, old, old.model_copy()) == KELURAHAN
    assert difference(KELURAHAN, changed(KELURAHAN, jumlah_rw=9)) == ([], ["jumlah_rw: 9"])


def test_a_changed_value_keeps_the_comment_beside_it() -> None:
    gone, come = difference(KELURAHAN, changed(KELURAHAN, nama="Rawa Sari"))
    assert gone == ["nama:   Rawasari       # tanpa kata Kelurahan"]
    assert come == ["nama: Rawa Sari  # tanpa kata Kelurahan"]


def test_inside_a_part_only_the_changed_line_is_written() -> None:
    minutes = {"nomor": "12/BA/2016", "tanggal": "2016-02-24", "ditandatangani": True}
    gone, come = difference(KELURAHAN, changed(KELURAHAN, berita_acara=minutes))
    assert (gone, come) == (["    ditandatangani: false"], ["    ditandatangani: true"])


@pytest.mark.parametrize(
    ("delegates", "come"),
    [
        ([("001", "Ani"), ("002", "Budiman"), ("003", "")], ["  nama: Budiman  # wakil"]),
        ([*ROWS, ("004", "Cici")], ['- {rw: "004", nama: Cici}']),
        ([("001", "Ani"), ("002", "Budi"), ("003", "Dedi")], ["  nama: Dedi"]),
        ([("001", "Anita"), ("002", "Budi"), ("003", "")], ['- {rw: "001", nama: Anita}  # ketua']),
    ],
)  # fmt: skip
def test_of_a_list_only_the_changed_rows_are_written(
    delegates: list[tuple[str, str]], come: list[str]
) -> None:
    rows = [{"rw": rw, "nama": nama} for rw, nama in delegates]
    after = changed(KELURAHAN, delegasi=rows)
    assert difference(KELURAHAN, after)[1] == come
    assert [one.text for one in comments_in(after)] == COMMENTS


@pytest.mark.parametrize(
    "changes",
    [
        {"berita_acara": None},
        {"delegasi": ()},
        {"delegasi": [{"rw": "002", "nama": "Budi"}]},
        {"kode": None, "dikirim": "2016-02-26"},
        {"delegasi": [{"rw": "009"}, {"rw": "001", "nama": "Ani"}], "berita_acara": None},
    ],
)
def test_no_comment_is_lost_with_what_is_removed(changes: dict[str, object]) -> None:
    after = changed(KELURAHAN, **changes)
    assert sorted(one.text for one in comments_in(after)) == sorted(COMMENTS)


def test_a_canonical_file_stays_canonical() -> None:
    """So that `fmt --check` has nothing to say of what a workbook changed."""
    text = canonical.dump(record(MUSRENBANG, Musrenbang))
    old = record(text, Musrenbang)
    new = old.model_copy(update={"kertas": "F4", "undangan": (), "tim_penyelenggara": ()})
    assert edited(text, old, new) == canonical.dump(new)
    commented = f"# pengaturan\n{text}"
    assert edited(commented, old, new) == f"# pengaturan\n{canonical.dump(new)}"


def test_names_of_a_list_are_added_and_removed_in_place() -> None:
    text = "a: {nama: A,  singkatan: A}  # satu\nb: {nama: B, singkatan: B}\n"
    old = record(text, DaftarSkpd)
    names = {"a": {"nama": "A", "singkatan": "A"}, "c": {"nama": "C", "singkatan": "C"}}
    after = edited(text, old, DaftarSkpd.model_validate(names))
    assert after == "a: {nama: A,  singkatan: A}  # satu\nc: {nama: C, singkatan: C}\n"


def test_line_ends_of_windows_stay() -> None:
    text = KELURAHAN.replace("\n", "\r\n")
    after = changed(text, jumlah_rw=9)
    assert difference(text, after) == ([], ["jumlah_rw: 9"])
    assert "\n" not in after.replace("\r\n", "")
