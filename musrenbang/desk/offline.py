"""The desk as one file: the same page, with a year's records in it instead of a server behind it.

Opened from a USB stick it asks nothing of any network; what is decided is kept by the browser and
handed in as one small file (`result_file.py`).
"""

import base64
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from typing import Any

from markupsafe import escape

from musrenbang.deciding.recorder import content_version
from musrenbang.desk.demands import Demands, demands_of, required_fields
from musrenbang.desk.overview import overview, row
from musrenbang.desk.proposal_card import TASKS, proposal
from musrenbang.desk.session import meeting_days
from musrenbang.files.theme import Theme
from musrenbang.year.cases import Case
from musrenbang.year.labels import CHANGED, STATUS
from musrenbang.year.views import View

Json = dict[str, Any]
WHOLE = "kecamatan"
"""The scope of a desk with every kelurahan."""


def scope_of(view: View, slugs: Collection[str]) -> str:
    """What a desk is for, as names of files and the result say it."""
    return "-".join(slugs) if set(slugs) != set(view.year.kelurahan) else WHOLE


def offline_data(view: View, slugs: Collection[str], demands: Demands | None = None) -> Json:
    """Everything the page shows and asks, of some kelurahan; `segel` is another for other facts.

    `demands` are those of the year, where they are known already.
    """
    demands = demands or demands_of(view)
    cases = [case for case in view.cases if case.kelurahan in slugs]
    told = overview(view)
    profiles: list[dict[str, list[int]]] = []
    volumes: list[list[float]] = []
    meeting = view.year.jadwal.musrenbang
    items = []
    for case in cases:
        profile = demands.cases.get(case.id, {})
        if profile not in profiles:
            profiles.append(profile)
        item = _item(view, case) | {"tuntutan": profiles.index(profile)}
        if item["sejenis"]:
            alike = sorted((*item["sejenis"].pop("titik"), item["angka"][0]))
            if alike not in volumes:
                volumes.append(alike)
            item["sejenis"]["sebaran"] = volumes.index(alike)
        items.append(item)
    data = {
        **{name: told[name] for name in ("tahun", "kecamatan", "contoh", "alasan", "urutan")},
        "uraian": told["uraian"],
        "skpd": [one["nama"] for one in told["skpd"]],
        "cakupan": scope_of(view, slugs),
        "kelurahan": [
            {name: one[name] for name in ("slug", "nama", "kunci")}
            for one in told["kelurahan"]
            if one["slug"] in slugs
        ],
        "status": {status.value: label.nama for status, label in STATUS.items()},
        "berubah": {"baris": "Disetujui, diubah", "usulan": CHANGED},
        "tugas": TASKS,
        "hari": {
            "mulai": meeting.mulai.isoformat() if meeting else "",
            "selesai": meeting.selesai.isoformat() if meeting else "",
            "pilihan": meeting_days(view.year),
        },
        "wajib": required_fields(),
        "tuntutan": [
            {"pesan": one.pesan, "saran": one.saran, "formulir": one.formulir, "bidang": one.bidang}
            for one in demands.texts
        ],
        "pola": profiles,
        "sebaran": volumes,
        "usulan": items,
    }
    seal = hashlib.sha256(_json(data).encode()).hexdigest()[:16]
    return {**data, "segel": seal}


def _item(view: View, case: Case) -> Json:
    """A proposal as its card shows it, with what the page needs to show a decision of its own."""
    card = proposal(view, case)
    line = row(view, case)
    return {
        **card,
        "foto": [],
        "banyak_foto": len(card["foto"]),
        "baris": {name: line[name] for name in ("skpd", "bisa", "tanpa_survei")},
        "angka": [float(case.usulan.volume), case.usulan.perkiraan_anggaran],
        "rupiah": case.anggaran,
        "versi_berkas": [
            content_version(view.snapshot, case.file),
            content_version(view.snapshot, case.decision_file),
        ],
    }


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def bundled(modules: Mapping[str, str]) -> str:
    """ES modules as one script: each in a room of its own, in the order they need one another."""
    needed = {
        name: [found[2] for found in _IMPORT.finditer(text)]
        for name, text in sorted(modules.items())
    }
    rooms = ["const ruangan = {};"]
    for name in TopologicalSorter(needed).static_order():
        names = ", ".join(found[1] for found in _EXPORT.finditer(modules[name]))
        taken = _IMPORT.sub(
            lambda found: f'const {{{found[1]}}} = ruangan["{found[2]}"];\n' if found[1] else "",
            modules[name],
        )
        text = _EXPORT.sub("", taken)
        end = f'ruangan["{name}"] = {{ {names} }};'
        rooms.append(f"await (async () => {{\n{text}\n{end}\n}})();")
    return "\n".join(rooms)


def desk_file(
    view: View,
    slugs: Collection[str],
    theme: Theme,
    origin: str,
    demands: Demands | None = None,
) -> bytes:
    """The desk of some kelurahan as one HTML file that asks nothing of any network.

    `origin` says in words which state of the records it holds; `demands` as in `offline_data`.
    """
    files = {name: view.guide.worded(data.decode()) for name, data in theme.below("desk").items()}
    script = bundled(
        {name.removesuffix(".js"): text for name, text in files.items() if name.endswith(".js")}
    )
    assets = {
        "plus-jakarta-sans.woff2": theme.files["fonts/web/plus-jakarta-sans.woff2"],
        "kawung.svg": theme.files["aset/kawung.svg"],
    }
    style = files["meja.css"]
    for name, content in assets.items():
        style = style.replace(f"url({name})", f"url({_address(name, content)})")
    data = {**offline_data(view, slugs, demands), "asal": origin}
    policy = (
        f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}; "
        "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    records = f'<script type="application/json" id="data">{_harmless(data)}</script>'
    page = files["meja.html"]
    for mark, put in (
        ('<meta charset="utf-8">', f'<meta charset="utf-8">\n{meta}'),
        ('<link rel="icon" href="aset/lambang.svg">\n', ""),
        ('<link rel="stylesheet" href="aset/meja.css">', f"<style>{style}</style>"),
        ('<script type="module" src="aset/meja.js"></script>\n', ""),
        ("</body>", f'{records}\n<script type="module">{script}</script>\n</body>'),
    ):
        before, found, after = page.partition(mark)
        if not found:
            raise ValueError(mark)
        page = before + put + after
    return page.encode()


def _harmless(data: Json) -> str:
    """JSON in which no text can end the element that holds it."""
    return _json(data).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("&", "\\u0026")


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _address(name: str, data: bytes) -> str:
    kind = "font/woff2" if name.endswith(".woff2") else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
