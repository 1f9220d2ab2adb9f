"""The alarm for lost history: what audits have seen as the newest commit of a branch.

It is kept in `<folder>/.cache/ujung.json` and believed wherever it comes from: it can only make an
audit ask for more. Nothing breaks where it cannot be read or written.
"""

import contextlib
import json
import os
from collections.abc import Collection
from pathlib import Path

from musrenbang.files.memo import FOLDER, prepared

FILE = "ujung.json"
_KEPT = 50


def lost_tips(root: Path, branch: str, line: Collection[str], head: str) -> list[str]:
    """The newest commits that earlier audits saw and that the line of a branch has lost.

    They are remembered, and the newest commit of now with them.
    """
    file = root / FOLDER / FILE
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        known = {}
    known = known if isinstance(known, dict) else {}
    tips = known.get(branch)
    lost = [name for name in tips if isinstance(name, str)] if isinstance(tips, list) else []
    lost = [name for name in lost if name not in line]
    known[branch] = [*lost, head][-_KEPT:]
    if prepared(file.parent):
        fresh = file.with_name(f".{FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
            fresh.replace(file)
    return lost
