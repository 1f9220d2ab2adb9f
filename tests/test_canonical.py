"""The canonical form says what the record says, to us and to ordinary YAML parsers alike."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.records.canonical import WIDTH, dump
from musrenbang.records.strict_yaml import MAX_BYTES, parse
from schemas import Keputusan, Kirim, Usulan
from tests.readable import READABLE

_WORDS = (
    st.text([char for char in READABLE if char <= "\u017f"], min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
_PASSAGES = st.lists(_WORDS, min_size=1, max_size=12).map(" ".join) | st.lists(
    _WORDS, min_size=1, max_size=4
).map("\n".join)

PROPOSALS = st.builds(
    Usulan,
    rw=st.none() | st.from_regex(r"[0-9]{3}", fullmatch=True),
    rt=st.lists(st.from_regex(r"[0-9]{3}", fullmatch=True), max_size=3).map(tuple),
    permasalahan=_PASSAGES,
    usulan_kegiatan=_WORDS,
    isu=st.none() | _WORDS,
    volume=st.decimals(min_value="0.0001", max_value=10**6, places=4),
    perkiraan_anggaran=st.none() | st.integers(min_value=0, max_value=10**12),
    keterangan=st.none() | _PASSAGES,
)


@given(PROPOSALS)
def test_writing_and_reading_back_gives_the_same_record(record: Usulan) -> None:
    text = dump(record)
    assert Usulan.model_validate(parse(text.encode()).value) == record
    assert dump(Usulan.model_validate(parse(text.encode()).value)) == text


@given(PROPOSALS)
def test_an_ordinary_parser_reads_the_same_values(record: Usulan) -> None:
    plain = yaml.safe_load(dump(record))
    assert plain["permasalahan"] == record.permasalahan
    assert plain.get("isu") == record.isu
    assert plain.get("rw") == record.rw
    assert plain.get("perkiraan_anggaran") == record.perkiraan_anggaran
    assert Decimal(str(plain["volume"])) == record.volume


@pytest.mark.parametrize("text", ["010", "1e3", "no", "13:30", "2016-03-09", "~", "0x1F", "=", "-"])
def test_text_that_a_parser_could_mistake_is_quoted(text: str) -> None:
    record = Usulan(permasalahan="x", usulan_kegiatan=text, volume=Decimal(1))
    assert f'usulan_kegiatan: "{text}"\n' in dump(record)


def test_a_decision_in_its_canonical_form() -> None:
    record = Keputusan.model_validate(
        {
            "keputusan": "ditolak",
            "tanggal": date(2016, 3, 9),
            "alasan": {
                "kode": "tidak-sesuai-lapangan",
                "uraian": "Lahan yang diusulkan bukan aset Pemda; warga pemilik lahan belum "
                "menyerahkan hibah, sehingga pekerjaan belum dapat dianggarkan.",
            },
            "survei": {
                "tanggal": "2016-03-02",
                "lokasi_sesuai": True,
                "layak_teknis": True,
                "layak_administratif": False,
                "volume_terukur": "12.50",
            },
        }
    )
    assert dump(record) == (
        "keputusan: ditolak\n"
        "tanggal: 2016-03-09\n"
        "alasan:\n"
        "  kode: tidak-sesuai-lapangan\n"
        "  uraian: >-\n"
        "    Lahan yang diusulkan bukan aset Pemda; warga pemilik lahan belum menyerahkan hibah,"
        " sehingga pekerjaan\n"
        "    belum dapat dianggarkan.\n"
        "survei:\n"
        "  tanggal: 2016-03-02\n"
        "  lokasi_sesuai: true\n"
        "  layak_teknis: true\n"
        "  layak_administratif: false\n"
        "  volume_terukur: 12.5\n"
    )


def test_rows_of_a_list_stand_below_their_key() -> None:
    record = Kirim.model_validate(
        {
            "tanggal": "2016-03-10",
            "tanpa_validasi": [{"nomor": "0031", "alasan": "Belum disurvei."}],
        }
    )
    assert dump(record) == (
        'tanggal: 2016-03-10\ntanpa_validasi:\n  - {nomor: "0031", alasan: Belum disurvei.}\n'
    )


def test_the_longest_record_still_fits_the_size_limit() -> None:
    record = Usulan(
        permasalahan="kata " * 799,
        usulan_kegiatan="x" * 300,
        keterangan="é " * 1999,
        volume=Decimal(1),
    )
    text = dump(record)
    assert len(text.encode()) < MAX_BYTES
    assert max(map(len, text.splitlines())) < WIDTH + 320
