"""Whatever is wrong with a site is named for what it is; the last good copy is shown instead."""

import gzip
import json
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musrenbang.city.city_index import city_index
from musrenbang.city.city_pages import city_api, front_pages, skpd_pages
from musrenbang.city.city_site import publish_city, site_of_city
from musrenbang.city.city_year import CityYear
from musrenbang.city.kept_copies import Taken
from musrenbang.city.published_data import judged, refuse_misleading
from musrenbang.city.site_reader import Bounds, FolderReader, SiteFaultError, WebReader
from musrenbang.files.theme import read_theme
from musrenbang.site.engine import Engine
from musrenbang.text.errors import CommandError
from musrenbang.text.progress import Progress
from schemas import DaftarWilayah
from schemas.kota import BagianWilayah
from schemas.musrenbang import Situs
from tests.city_support import (
    LIST,
    SUMMARY,
    Files,
    SiteServer,
    city_list,
    history_of,
    kecamatan,
    line_of,
    published,
    sample_year,
    send,
    serving,
    with_sums,
)
from tests.conftest import write_files

PATIENT = Bounds(file=400_000, site=4_000_000, silence=20, seconds=60)
HASTY = PATIENT._replace(silence=1, seconds=3)
VERSION, LINE = "api/v1/versi.json", "api/v1/riwayat.json"
Request = BaseHTTPRequestHandler


class Site(NamedTuple):
    """A kecamatan of the test: what it publishes, and how to publish something else."""

    kode: str
    files: Files
    publish: Callable[[list[str], int], Files]
    """With another history, some days later or earlier."""


def edited(path: str, change: Callable[[Any], Any]) -> Callable[[Site], Files]:
    """The site with one file changed, and true checksums."""

    def edit(site: Site) -> Files:
        value = json.loads(site.files[path])
        return with_sums({**site.files, path: json.dumps(change(value) or value).encode()})

    return edit


def replaced(path: str, data: bytes) -> Callable[[Site], Files]:
    return lambda site: with_sums({**site.files, path: data})


def without(*paths: str) -> Callable[[Site], Files]:
    return lambda site: with_sums({k: v for k, v in site.files.items() if k not in paths})


def first(**values: object) -> Callable[[Any], None]:
    """Set columns of the first proposal."""
    return lambda value: value["usulan"][0].update(values)


def only(path: str, answer: Callable[[Request], None]) -> Callable[[Request, str], bool]:
    """Answer one file in an own way."""

    def answered(request: Request, asked: str) -> bool:
        if asked == path:
            answer(request)
        return asked == path

    return answered


def silent(_: Request) -> None:
    time.sleep(2)


def trickling(request: Request) -> None:
    """A header that never ends."""
    try:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Lama: ")
        for _ in range(60):
            request.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        pass


def cut(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "900")
    request.end_headers()
    request.wfile.write(b"{")
    request.close_connection = True


def hung_up(request: Request) -> None:
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


def status(number: int, **headers: str) -> Callable[[Request], None]:
    return lambda request: send(request, number, b"", **headers)


CONTENT: dict[str, tuple[Callable[[Site], Files], str]] = {
    "isi-lain": (
        lambda site: {**with_sums({**site.files, LIST: b"{}"}), LIST: site.files[LIST]},
        f"{LIST} tidak sama dengan yang disebut SHA256SUMS-nya",
    ),
    "versi-lain": (edited(VERSION, lambda v: {**v, "versi": 2}), "memakai versi data 2"),
    "besar": (replaced(LIST, b" " * 500_000), f"{LIST} lebih besar daripada batasnya"),
    "riwayat-diganti": (
        lambda site: site.publish(line_of(site.kode, 40, "lain"), 1),
        "Riwayatnya diganti: commit",
    ),
    "lebih-tua": (lambda site: site.publish(line_of(site.kode, 20), -3), "lebih tua daripada"),
    "milik-lain": (edited(SUMMARY, lambda v: {**v, "kode": "31.71.99"}), "Situs itu milik"),
    "halaman-web": (replaced(SUMMARY, b"<!doctype html>"), "berisi sebuah halaman web"),
    "sidik-web": (lambda _: {"SHA256SUMS": b"<html>"}, "SHA256SUMS berisi sebuah halaman web"),
    "bukan-json": (replaced(LIST, b"{"), "berisi bukan JSON"),
    "bukan-utf8": (replaced(LIST, b'{"versi": 1, "usulan": ["\xff"]}'), "berisi bukan JSON"),
    "dalam": (replaced(SUMMARY, b"[" * 100_000), "berisi bukan JSON"),
    "bukan-bilangan": (
        edited(LIST, first(volume=float("nan"))),
        "berisi bukan JSON",
    ),
    "di-bawah-nol": (edited(LIST, first(anggaran=-1)), "usulan ke-1 tidak berbentuk"),
    "raksasa": (replaced(LIST, b'{"versi": 1, "usulan": [%s]}' % (b"9" * 9000)), "bukan JSON"),
    "alamat-halaman": (
        edited(LIST, first(halaman="javascript:alert(1)//2016/usulan/a/0001/")),
        "usulan ke-1 tidak berbentuk",
    ),
    "setengah-huruf": (edited(LIST, first(uraian_alasan="\ud800")), "teks yang menyesatkan"),
    "kendali": (edited(LIST, first(permasalahan="a\x1bb")), "teks yang menyesatkan"),
    "terbalik": (
        lambda site: with_sums(
            {**site.files, LIST: site.files[LIST].replace(b"2016-0", "\u202e2016-0".encode(), 1)}
        ),
        "teks yang menyesatkan",
    ),
    "bukan-tanggal": (
        edited(SUMMARY, lambda v: v["jadwal"].update(batas_laporan="kemarin")),
        "tanggal yang bukan tanggal",
    ),
    "tanggal-usulan": (edited(LIST, first(tanggal_keputusan="2016-3-9")), "usulan ke-1"),
    "dua-kali": (edited(LIST, lambda v: v["usulan"].append(v["usulan"][0])), "tidak berbentuk"),
    "angka-lain": (
        edited(LIST, first(anggaran=1)),
        f"{SUMMARY} tidak sama dengan daftar usulannya: semua.total.anggaran disebut",
    ),
    "diubah-lain": (
        edited(SUMMARY, lambda v: v["diubah"].update(jumlah=99)),
        "tidak sama dengan daftar usulannya: diubah.jumlah disebut 99",
    ),
    "corong-lain": (
        edited(SUMMARY, lambda v: v["corong"]["kirim"].update(jumlah=99)),
        "corong.kirim.jumlah disebut 99",
    ),
    "kabar-lain": (
        edited(SUMMARY, lambda v: v["tindak_lanjut"]["sampai"]["apbd"].update(anggaran=7)),
        "tindak_lanjut.sampai.apbd.anggaran disebut 7",
    ),
    "apbd-lain": (
        edited(SUMMARY, lambda v: v["tindak_lanjut"].update(nilai_apbd=10**15)),
        "tindak_lanjut.nilai_apbd disebut 1000000000000000",
    ),
    "perubahan-lain": (
        edited(SUMMARY, lambda v: v["perubahan"]["naik"].update(menjadi=5)),
        "perubahan.naik.menjadi disebut 5",
    ),
    "berjalan-lain": (
        edited(SUMMARY, lambda v: v["dikerjakan_tahun_berjalan"].update(jumlah=9)),
        "dikerjakan_tahun_berjalan.jumlah disebut 9",
    ),
    "kiriman-lain": (
        edited(SUMMARY, lambda v: v["kiriman"].update(kirim=1)),
        "kiriman.kirim disebut 1, padahal 0",
    ),
    "kiriman-lebih": (
        edited(SUMMARY, lambda v: v["kiriman"].update(kirim=10**6)),
        "kelurahan yang dikirim lebih banyak daripada yang ada",
    ),
    "pengesahan-negatif": (
        edited(SUMMARY, lambda v: v["pengesahan"].update(keputusan={"sah": -7})),
        "memuat jumlah di bawah nol",
    ),
    "kunci-dua-kali": (
        lambda site: with_sums(
            {**site.files, LIST: site.files[LIST].replace(b'"status":', b'"status":"x","status":')}
        ),
        "menyebut “status” dua kali",
    ),
    "halaman-lain": (
        edited(LIST, first(halaman="2016/usulan/rawasari/9999/")),
        "usulan ke-1 tidak berbentuk",
    ),
    "nomor-lain": (edited(LIST, first(nomor="../0001")), "usulan ke-1 tidak berbentuk"),
    "nama-panjang": (
        edited(SUMMARY, lambda v: next(iter(v["skpd"].values())).update(nama="A" * 301)),
        "nama skpd yang terlalu panjang",
    ),
    "terlalu-banyak": (
        edited(
            SUMMARY,
            lambda v: v["alasan"].update(
                {f"a-{n}": next(iter(v["alasan"].values())) for n in range(501)}
            ),
        ),
        "alasan, terlalu banyak",
    ),
    "tahun-jauh": (
        lambda site: with_sums(
            {path.replace("2016", "2018"): data for path, data in site.files.items()}
        ),
        "Memuat tahun 2018, padahal datanya tahun 2016",
    ),
    "bom": (
        lambda site: with_sums({**site.files, LIST: b"\xef\xbb\xbf" + site.files[LIST]}),
        "berisi bukan JSON",
    ),
    "sidik-dua-kali": (
        lambda site: {"SHA256SUMS": site.files["SHA256SUMS"] * 2},
        "SHA256SUMS berisi bukan daftar sidik",
    ),
    "jumlah-lain": (
        edited(SUMMARY, lambda v: v["semua"]["total"].update(jumlah=1)),
        "angka menurut status tidak sama dengan jumlahnya",
    ),
    "tanpa-bidang": (edited(SUMMARY, lambda v: v.pop("semua") and None), "pada semua"),
    "tahun-hilang": (
        lambda site: with_sums(
            {path.replace("2016", "2017"): data for path, data in site.files.items()}
        ),
        "berisi tahun 2016",
    ),
    "tanpa-usulan": (without(LIST), f"{LIST} tidak ada"),
    "tanpa-tahun": (without(LIST, SUMMARY), "belum memuat ringkasan tahun mana pun"),
    "situs-lain": (lambda _: with_sums({"index.html": b"x"}), "Bukan situs musrenbang"),
    "tanpa-git": (edited(VERSION, lambda v: v["asal"].update(waktu=None)), "waktu commit"),
    "masa-depan": (
        edited(VERSION, lambda v: v["asal"].update(waktu="2099-01-01T00:00:00+07:00")),
        "yang belum terjadi",
    ),
    "commit-lain": (
        edited(VERSION, lambda v: v["asal"].update(commit="f" * 40)),
        "tidak memuat commit yang diterbitkannya sendiri",
    ),
    "dua-commit": (
        edited(SUMMARY, lambda v: v["asal"].update(commit="f" * 40)),
        "bukan dari commit yang sama",
    ),
    "golongan-lain": (edited(SUMMARY, lambda v: v["corong"].pop("kirim") and None), "golongan"),
}
"""Sites that answer well and publish what cannot be taken."""

ANSWERS: dict[str, tuple[Callable[[Request, str], bool], str]] = {
    "diam": (only("SHA256SUMS", silent), "terlalu lambat"),
    "menetes": (only("SHA256SUMS", trickling), "terlalu lambat"),
    "terpotong": (only("SHA256SUMS", cut), "SHA256SUMS terpotong: 899 byte"),
    "memutus": (only("SHA256SUMS", hung_up), "memutus sambungan"),
    "tidak-ada": (only("SHA256SUMS", status(404)), "menjawab 404 untuk SHA256SUMS"),
    "rusak": (only("SHA256SUMS", status(500)), "menjawab 500 untuk SHA256SUMS"),
    "pindah": (
        only("SHA256SUMS", status(302, Location="https://lain.example/SHA256SUMS")),
        "Mengalihkan ke alamat lain (lain.example)",
    ),
    "pindah-gerbang": (
        only("SHA256SUMS", status(301, Location="http://127.0.0.1:9/SHA256SUMS")),
        "Mengalihkan ke alamat lain (127.0.0.1:9)",
    ),
    "pindah-rusak": (
        only("SHA256SUMS", status(302, Location="http://[")),
        "menjawab dengan cara yang bukan HTTP",
    ),
    "pindah-skrip": (
        only("SHA256SUMS", status(302, Location="javascript:alert(1)")),
        "Mengalihkan ke alamat lain (javascript:alert(1))",
    ),
    "mampat": (
        only("SHA256SUMS", lambda request: send(request, 200, gzip.compress(b"0" * 10**6))),
        "SHA256SUMS berisi bukan daftar sidik",
    ),
    "berputar": (only("SHA256SUMS", status(302, Location="SHA256SUMS")), "berputar-putar"),
}
"""Servers that do not answer as they should."""
EVERY = {name: told for faults in (CONTENT, ANSWERS) for name, (_, told) in faults.items()}
NAMES = {name: f"31.71.{at:02d}" for at, name in enumerate(EVERY, 1)}
GOOD, NEVER = "31.71.98", "31.71.97"


class Outcome(NamedTuple):
    """A city whose sites have all gone wrong but one, after they had been well."""

    page: str
    taken: dict[str, Taken]
    summary: dict[str, Any]
    before: dict[str, Any]
    asked: list[str]
    asked_first: list[str]


@pytest.fixture(scope="module")
def server() -> Iterator[SiteServer]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def outcome(server: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("kota")
    year = sample_year()
    sites = {}
    for kode in (*NAMES.values(), GOOD):
        snapshot = kecamatan(year, kode, f"Kampung {kode[-2:]}", 3)

        def publish(line: list[str], days: int, snapshot: Any = snapshot) -> Files:
            return published(snapshot, history_of(line, days))

        sites[kode] = Site(kode, publish(line_of(kode, 30), 0), publish)
        server.sites[kode] = sites[kode].files
    sources = {kode: (f"Kampung {kode[-2:]}", f"{server.address}/{kode}") for kode in sites}
    sources[NEVER] = ("Kampung 97", "http://127.0.0.1:9/")
    file, target, kept = city_list(folder, sources), folder / "_site", folder / "simpanan"

    def built(bounds: Bounds) -> tuple[dict[str, Taken], dict[str, Any]]:
        with Progress() as progress:
            done = publish_city(file, target, kept, progress, bounds)
        summary = json.loads((target / SUMMARY).read_bytes())
        return {one.wilayah.kode: one for one in done.taken}, summary

    taken, before = built(PATIENT)
    assert [kode for kode, one in taken.items() if one.fault] == [NEVER]
    asked_first = list(server.asked)
    for name, (change, _) in CONTENT.items():
        server.sites[NAMES[name]] = change(sites[NAMES[name]])
    for name, (answer, _) in ANSWERS.items():
        server.odd[NAMES[name]] = answer
    server.asked.clear()
    taken, summary = built(HASTY)
    page = (target / "index.html").read_text(encoding="utf-8")
    return Outcome(page, taken, summary, before, list(server.asked), asked_first)


def told_of(page: str, kode: str) -> str:
    """What the home page says of a site among those that are not as they should be."""
    return page.partition(f"<li><b>Kampung {kode[-2:]}</b>")[2].partition("</li>")[0]


@pytest.mark.parametrize("name", EVERY)
def test_a_fault_is_named_and_the_last_good_copy_is_shown_with_its_day(
    outcome: Outcome, name: str
) -> None:
    kode = NAMES[name]
    fault = outcome.taken[kode].fault
    assert fault is not None
    assert EVERY[name] in fault
    shown = told_of(outcome.page, kode)
    assert EVERY[name].replace('"', "&#34;") in shown
    assert "Yang ditampilkan: data 20 Maret 2016." in shown
    assert outcome.summary["wilayah"][kode]["gangguan"] == fault
    assert outcome.summary["wilayah"][kode]["semua"] == outcome.before["wilayah"][kode]["semua"]


def test_one_that_never_answered_has_no_figures_and_says_so(outcome: Outcome) -> None:
    shown = told_of(outcome.page, NEVER)
    assert "tidak dapat dihubungi" in shown
    assert "Tidak ada datanya" in shown
    assert outcome.summary["wilayah"][NEVER]["semua"] is None


def test_a_site_without_fault_is_asked_one_question_and_the_sum_stays(outcome: Outcome) -> None:
    assert outcome.taken[GOOD].fault is None
    assert f"<b>Kampung {GOOD[-2:]}</b>" not in outcome.page
    assert [path for path in outcome.asked if GOOD in path] == [f"/{GOOD}/SHA256SUMS"]
    assert outcome.summary["semua"] == outcome.before["semua"]
    assert outcome.summary["semua"]["total"]["jumlah"] == 3 * (len(EVERY) + 1)


def test_the_first_time_every_file_is_asked_for_once(outcome: Outcome) -> None:
    counts = Counter(outcome.asked_first)
    assert set(counts.values()) == {1}
    assert len(counts) == 5 * (len(EVERY) + 1)


def test_a_connection_made_when_time_is_over_is_ended_too(server: SiteServer) -> None:
    """A site that drips its answer is asked anew where it breaks off, and drips again."""
    went_on: list[str] = []

    def dripping(request: Request) -> None:
        try:
            for _ in range(50):
                request.wfile.write(b"H")
                time.sleep(0.1)
            went_on.append(request.path)
        except OSError:
            pass
        request.close_connection = True

    server.sites["z"] = with_sums({})
    server.odd["z"] = only(VERSION, dripping)
    reader = WebReader(f"{server.address}/z", PATIENT._replace(seconds=0.5))
    reader.get("SHA256SUMS")
    with pytest.raises(SiteFaultError, match="terlalu lambat"):
        reader.get(VERSION)
    reader.close()
    assert went_on == []


def test_no_link_leads_out_of_a_folder(tmp_path: Path) -> None:
    write_files(tmp_path, {"lain/versi.json": "{}", "situs/SHA256SUMS": "x"})
    (tmp_path / "situs/api").mkdir()
    (tmp_path / "situs/api/v1").symlink_to(tmp_path / "lain")
    reader = FolderReader(tmp_path / "situs", PATIENT)
    assert reader.get("SHA256SUMS").data == b"x"
    with pytest.raises(SiteFaultError, match="tidak ada"):
        reader.get(VERSION)


def test_a_new_past_is_taken_once_the_list_accepts_its_first_commit(
    server: SiteServer, outcome: Outcome, tmp_path: Path
) -> None:
    kode, line = GOOD, line_of(GOOD, 5, "baru")
    snapshot = kecamatan(sample_year(), kode, "Kampung 98", 3)
    server.sites[kode] = published(snapshot, history_of(line_of(kode, 30), 0))
    file = city_list(tmp_path, {kode: ("Kampung 98", f"{server.address}/{kode}")})
    kept = tmp_path / "simpanan"

    def fault() -> str | None:
        with Progress() as progress:
            done = publish_city(file, tmp_path / "_site", kept, progress, PATIENT)
        return done.taken[0].fault

    assert fault() is None
    server.sites[kode] = published(snapshot, history_of(line, 2))
    assert "Riwayatnya diganti" in (fault() or "")
    text = file.read_text(encoding="utf-8")
    file.write_text(f'{text}    sejak: "{line[0]}"\n', encoding="utf-8")
    assert fault() is None
    # A copy that somebody changed is never shown.
    (kept / kode / LIST).write_bytes(b"{}")
    server.odd[kode] = only("SHA256SUMS", status(503))
    with pytest.raises(CommandError, match=r"Kampung 98: Peladennya menjawab 503"):
        fault()


def test_a_name_that_leads_into_the_own_network_is_refused(
    server: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.address.rpartition(":")[2])
    server.sites["x"] = with_sums({})
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))]
    )
    server.asked.clear()
    reader = WebReader(f"https://luar.example:{port}/x", PATIENT)
    with pytest.raises(SiteFaultError, match="menunjuk ke dalam jaringan sendiri"):
        reader.get("SHA256SUMS")
    reader.close()
    assert server.asked == []


def test_sample_data_is_not_added_to_real_figures(server: SiteServer, tmp_path: Path) -> None:
    server.sites["y"] = published(kecamatan(sample_year(), GOOD, "K", 3), history_of(["a" * 40]))
    file = city_list(tmp_path, {GOOD: ("K", f"{server.address}/y")})
    file.write_text(file.read_text("utf-8").replace("contoh: true", "contoh: false"), "utf-8")
    with Progress() as progress, pytest.raises(CommandError, match="data contoh, bukan yang"):
        publish_city(file, tmp_path / "_site", tmp_path / "s", progress, PATIENT)
    assert not (tmp_path / "_site").exists()


@pytest.fixture(scope="module")
def sound() -> Files:
    return published(kecamatan(sample_year(), GOOD, "K", 4), history_of(line_of(GOOD, 3)))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where anything stands in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, key))


@pytest.fixture(scope="module")
def engine() -> Engine:
    place = BagianWilayah(kode=GOOD, nama="K", alamat="https://k.example/")
    listed = DaftarWilayah(kode="31.71", nama="A", jenis="Kota", wilayah=(place,))
    return Engine(site_of_city(listed, (), read_theme()))


@given(data=st.data())
@settings(max_examples=100)
def test_whatever_stands_in_a_file_is_a_fault_or_can_be_shown(
    sound: Files, engine: Engine, data: Any
) -> None:
    name = data.draw(st.sampled_from([SUMMARY, SUMMARY, LIST, LIST, VERSION, LINE]))
    value = json.loads(sound[name])
    *way, last = data.draw(st.sampled_from(list(places(value))[1:]))
    part = value
    for key in way:
        part = part[key]
    odd = st.text(max_size=4) | st.integers() | st.floats() | st.none() | st.booleans()
    part[last] = data.draw(odd | st.just([]) | st.just({}) | st.just("9999-12-31"))
    files = with_sums({**sound, name: json.dumps(value).encode()})
    place = BagianWilayah(kode=GOOD, nama="K", alamat="https://k.example/")
    listed = DaftarWilayah(
        kode="31.71", nama="A", jenis="Kota", contoh=True, situs=Situs(), wilayah=(place,)
    )
    try:
        found = judged(files, dict.fromkeys(files, "0" * 64), place, sample=True)
        refuse_misleading(name, files[name])
    except SiteFaultError:
        return
    year = CityYear(2016, listed, [Taken(place, found, None)])
    pages = [*front_pages(engine, [year]), *city_index(engine, year), *city_api([year])]
    for kode in year.view.ringkasan.skpd:
        figures = year.view.ringkasan.skpd[kode]
        pages += skpd_pages(engine, year.received(kode), kode, [year.skpd_name(kode)], figures)
    assert all(isinstance(content, bytes) for _, content in pages)
