"""The formulas of a worksheet: what follows from the cells is computed where it is seen.

Only functions that every spreadsheet program knows. What a formula says of a row is a help to the
operator; what may be recorded is judged by the rules when the worksheet is read back.
"""

from collections.abc import Callable, Mapping

from musrenbang.worksheets.sheet_columns import INPUTS, KEPUTUSAN_WORDS, YA, Group
from musrenbang.year.labels import TIPE

Ref = Callable[[str], str]
"""The cell of a column in the row at hand, by key."""

UNDECIDED = "Belum diputuskan"
INCOMPLETE = "Lengkapi: "
COMPLETE = "Lengkap"
APPROVED, REJECTED = KEPUTUSAN_WORDS["disetujui"], KEPUTUSAN_WORDS["ditolak"]
_TASKS = ("lokasi_sesuai", "layak_teknis", "layak_administratif")
_NAMES: Mapping[str, str] = {
    "survei_tanggal": "tanggal survei",
    **dict.fromkeys(_TASKS, "tiga tugas survei"),
    "volume_terukur": "volume terukur",
    "alasan": "alasan penolakan",
    "uraian": "uraian alasan",
    "volume": "volume disetujui",
    "anggaran": "anggaran disetujui",
    "alasan_perubahan": "alasan perubahan",
    "penjelasan": "penjelasan atau koreksi",
}


def amount(ref: Ref) -> str:
    """The amount a row is approved with: typed, or following the volume (C.2.c.3.h, Edit)."""
    typed, volume, proposed = ref("anggaran"), ref("volume"), ref("anggaran_usulan")
    scaled = f"ROUND({proposed}*{volume}/{ref('volume_usulan')},0)"
    follows = f'IF({proposed}="","",IF(ISNUMBER({volume}),{scaled},{proposed}))'
    as_said = f"IF(ISNUMBER({typed}),{typed},{follows})"
    readable = f'IF(COUNT({typed},{volume})=COUNTA({typed},{volume}),{as_said},"?")'
    return f'IF({ref("keputusan")}<>"{APPROVED}","",{readable})'


def state(ref: Ref) -> str:
    """What a row still lacks, the first thing first."""
    said = [ref(column.key) for column in INPUTS if column.group is Group.KEPUTUSAN]
    rest = "+".join(f"LEN({cell})" for cell in said if cell != ref("keputusan"))
    text = f'"{COMPLETE}"'
    for key, condition in reversed(missing(ref).items()):
        text = f'IF({condition},"{INCOMPLETE}{_NAMES[key]}",{text})'
    undecided = f'IF({rest}=0,"{UNDECIDED}","{INCOMPLETE}keputusan")'
    return f'IF({ref("keputusan")}="",{undecided},{text})'


def missing(ref: Ref) -> dict[str, str]:
    """For each column that may be needed, when its cell is empty and should not be, or no number.

    A number pasted as text is read back where there is one way to read it, but not computed with.
    """

    def empty(*keys: str) -> str:
        return ",".join(f'{ref(key)}=""' for key in keys)

    def is_text(key: str) -> str:
        return f'AND({ref(key)}<>"",NOT(ISNUMBER({ref(key)})))'

    approved = f'{ref("keputusan")}="{APPROVED}"'
    rejected = f'{ref("keputusan")}="{REJECTED}"'
    fisik = f'{ref("tipe")}="{TIPE["fisik"]}"'
    surveyed = f"LEN({'&'.join(map(ref, ('survei_tanggal', *_TASKS, 'volume_terukur')))})>0"
    excused = f'AND({rejected},{ref("tanpa_survei")}<>"")'
    demanded = f'OR({surveyed},AND({fisik},{ref("keputusan")}<>"",NOT({excused})))'
    measured, proposed = ref("volume_terukur"), ref("volume_usulan")
    edited = f'OR({ref("volume")}<>"",{ref("anggaran")}<>"")'
    flagged = f'{ref("tanda")}<>""'
    return {
        "survei_tanggal": f"AND({demanded},{empty('survei_tanggal')})",
        **{task: f"AND({demanded},{empty(task)})" for task in _TASKS},
        "volume_terukur": (f'AND({fisik},{ref("lokasi_sesuai")}="{YA}",{empty("volume_terukur")})'),
        "alasan": f"AND({rejected},{empty('alasan')})",
        "uraian": f"AND({rejected},{empty('uraian')})",
        "volume": (
            f"OR({is_text('volume')},AND({approved},ISNUMBER({measured}),{measured}<>{proposed},"
            f"{empty('volume', 'penjelasan')}))"
        ),
        "anggaran": is_text("anggaran"),
        "alasan_perubahan": f"AND({approved},{edited},{empty('alasan_perubahan')})",
        "penjelasan": (f"AND({approved},{flagged},{empty('volume', 'anggaran', 'penjelasan')})"),
    }
