"""The one module that runs ssh-keygen, the reference for SSH signatures: every signer has it."""

import os
import subprocess
from collections.abc import Sequence
from datetime import datetime

from musrenbang.text.indonesian import WIB

_ENVIRONMENT = {**os.environ, "LC_ALL": "C", "TZ": "WIB-7"}
"""Validity dates without a time zone mean Jakarta's, wherever this runs."""


class SshKeygenMissingError(Exception):
    """The program that verifies signatures is not installed."""


def ssh_keygen(
    action: str, arguments: Sequence[str], data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run `ssh-keygen -Y ACTION` on some signed bytes."""
    try:
        return subprocess.run(
            ("ssh-keygen", "-Y", action, *arguments),
            input=data,
            capture_output=True,
            check=False,
            env=_ENVIRONMENT,
        )
    except FileNotFoundError:
        raise SshKeygenMissingError from None


def verify_time(moment: datetime) -> str:
    """The option that has keys judged as of a moment."""
    return f"-Overify-time={moment.astimezone(WIB):%Y%m%d%H%M%S}"
