"""What published files say about where they come from, for `verify` and for other programs."""

import json
from typing import Any

from musrenbang.history.timeline import History

DOCUMENT_ORIGIN = "asal.json"
"""The attachment of every printed document that names its commit and its place on the site."""

SITE_ORIGIN = "api/v1/versi.json"
"""The same for a whole site."""


def origin_of(history: History) -> dict[str, Any]:
    """The commit and its time; `belum_dicatat` where the tree held more than that commit."""
    head = history.head
    return {
        "commit": head.id if head else None,
        "waktu": head.time.isoformat() if head else None,
        "belum_dicatat": history.dirty,
    }


def document_origin(history: History, path: str) -> bytes:
    """The attachment of a document that is published at a path of the site."""
    value = {"versi": 1, "berkas": path, "asal": origin_of(history)}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
