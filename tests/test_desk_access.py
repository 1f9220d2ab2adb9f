"""The desk answers its own page on this computer, and nobody else."""

import http.client
import mimetypes
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from musrenbang.desk.server import KEY_HEADER, MOST_BYTES, ROUTES
from tests.conftest import write_files
from tests.desk_support import (
    BEFORE_THE_MEETING,
    HOST,
    SLUG,
    DeskClient,
    Running,
    running_desk,
)

DECISION = {"versi": "", "tindakan": "setujui", "isi": {}}
PATH = f"/api/usulan/{SLUG}/0002"
ELSEWHERE = "http://jahat.example"


@pytest.fixture
def desk(tmp_path: Path) -> DeskClient:
    return DeskClient(write_files(tmp_path, BEFORE_THE_MEETING))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = write_files(tmp_path_factory.mktemp("meja"), BEFORE_THE_MEETING)
    with running_desk(root) as found:
        yield found


def files_of(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "jahat.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1:8001"}, 421),
        ({"Host": "localhost:8000"}, 421),
        ({"Host": "127.0.0.1:8000.jahat.example"}, 421),
        ({"Origin": f"http://{HOST}"}, 200),
        ({"Origin": ELSEWHERE}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": f"https://{HOST}"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({KEY_HEADER: ""}, 401),
        ({KEY_HEADER: "salah"}, 401),
        ({KEY_HEADER: "kunci-ujix"}, 401),
        ({KEY_HEADER: "kunci-üji"}, 401),
    ],
)
def test_only_the_own_page_with_the_key_is_answered(
    desk: DeskClient, headers: dict[str, str], status: int
) -> None:
    before = files_of(desk.root)
    assert desk.request("GET", "/api/rekap", headers).status_code == status
    if status != 200:
        sent = {**DECISION, "versi": desk.get(f"usulan/{SLUG}/0002")["versi"]}
        assert desk.request("POST", PATH, headers, json=sent).status_code == status
        assert files_of(desk.root) == before


def test_a_link_may_open_the_empty_page_but_not_ask_anything(desk: DeskClient) -> None:
    typed = {"Sec-Fetch-Site": "none", KEY_HEADER: ""}
    assert desk.request("GET", "/", typed).status_code == 200
    assert desk.request("GET", "/api/rekap", typed).status_code == 401
    assert desk.request("POST", "/api/urung", {"Sec-Fetch-Site": "none"}).status_code == 403


def test_the_page_holds_nothing_of_the_records_nor_the_key(desk: DeskClient) -> None:
    page = desk.request("GET", "/").text
    assert "Rawasari" not in page
    assert "kunci-uji" not in page


def test_every_answer_forbids_what_the_page_does_not_need(desk: DeskClient) -> None:
    for path in ("/", "/aset/meja.js", "/api/rekap", "/tidak-ada", "/api/usulan/x/y"):
        headers = desk.request("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Access-Control-Allow-Origin" not in headers
        assert "Set-Cookie" not in headers


def test_a_script_is_a_script_whatever_the_system_calls_it(
    desk: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows any program may have made it plain text, which a browser would not run."""
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_: ("text/plain", None))
    assert desk.request("GET", "/aset/meja.js").mimetype == "text/javascript"
    assert desk.request("GET", "/aset/meja.css").mimetype == "text/css"


def test_the_page_needs_nothing_inline_and_nothing_from_elsewhere(desk: DeskClient) -> None:
    texts = [desk.request("GET", "/").text]
    texts += [data.decode() for name, data in desk.server.assets.items() if name.endswith(".js")]
    for text in texts:
        assert "innerHTML" not in text
        assert "<script>" not in text
        assert 'style="' not in text
        assert "//cdn" not in text


def test_reading_changes_nothing(desk: DeskClient) -> None:
    before = files_of(desk.root)
    for rule in ROUTES.iter_rules():
        if "GET" in (rule.methods or ()):
            path = rule.rule.replace("<slug>", SLUG).replace("<folder>", SLUG)
            desk.request("GET", path.replace("<nomor>", "0002").replace("<name>", "meja.js"))
    assert files_of(desk.root) == before
    assert desk.desk.changes == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(desk: DeskClient, method: str) -> None:
    assert desk.request(method, PATH).status_code == 405


@pytest.mark.parametrize("path", ["/api/urung", "/api/hari", "/api/pengajuan", PATH])
def test_a_change_is_never_a_plain_form(desk: DeskClient, path: str) -> None:
    """What a page elsewhere can send without asking first is not JSON."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = desk.request("POST", path, data=b'{"isi": {}}', content_type=kind)
        assert answer.status_code == 415


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'"x"', 400),
        (b'{"isi": []}', 400),
        (b'{"isi": {"volume": 1}}', 400),
        (b'{"versi": {}}', 400),
        (b'{"tindakan": "hapus semua"}', 400),
        (b'{"tindakan": "setujui"}', 409),
        (b"\xff\xfe", 400),
        (b"[" * 20_000, 400),
        (b'{"tindakan": "setujui", "isi": {"penjelasan": "\\ud800"}}', 400),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    desk: DeskClient, body: bytes, status: int
) -> None:
    answer = desk.request("POST", PATH, data=body, content_type="application/json")
    assert answer.status_code == status
    assert desk.file("0002") is None


@pytest.mark.parametrize(
    "path",
    [
        "/aset/../musrenbang/cli.py",
        "/aset/..%2f..%2fbuild.py",
        "/aset/%2e%2e/build.py",
        "/aset/fonts%2fweb%2fREADME.md",
        "/api/foto/rawasari/kelurahan.yaml",
        "/api/foto/rawasari/..%2f0001.yaml",
        "/api/foto/..%2f2016%2frawasari/x.jpg",
        "/api/foto/%2e%2e/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/usulan/..%2frawasari/0001",
        "/api/usulan/rawasari/..%2f0001",
        "/api/kelurahan/..",
    ],
)
def test_no_path_reaches_a_file_it_does_not_name(running: Running, path: str) -> None:
    connection = http.client.HTTPConnection(running.address.split("/")[2], timeout=10)
    connection.putrequest("GET", path)
    connection.putheader(KEY_HEADER, running.key)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 404
    assert b"import" not in body
    assert b"permasalahan" not in body


def test_a_link_in_the_folder_of_photos_is_not_followed(tmp_path: Path) -> None:
    root = write_files(tmp_path / "data", BEFORE_THE_MEETING)
    secret = tmp_path / "rahasia.jpg"
    secret.write_text("rahasia")
    (root / "proposals/2016/rawasari/0001-a.jpg").symlink_to(secret)
    desk = DeskClient(root)
    assert desk.request("GET", "/api/foto/rawasari/0001-a.jpg").status_code == 404


def test_too_large_a_body_is_refused_before_it_is_read(running: Running) -> None:
    connection = http.client.HTTPConnection(running.address.split("/")[2], timeout=10)
    connection.putrequest("POST", PATH)
    connection.putheader(KEY_HEADER, running.key)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(MOST_BYTES + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_desk_listens_on_the_loopback_address_only(running: Running) -> None:
    listening = [
        connection.laddr.ip
        for connection in psutil.Process(running.process).net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


def test_every_start_has_a_key_of_its_own(running: Running, tmp_path: Path) -> None:
    with running_desk(write_files(tmp_path, BEFORE_THE_MEETING)) as other:
        assert other.key != running.key
        assert len(other.key) >= 32
        assert Running(other.process, f"{other.address}#{running.key}").ask("api/rekap")[0] == 401
