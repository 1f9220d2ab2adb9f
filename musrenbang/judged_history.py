"""The history of a folder as the site tells it: what each merge did, and whether it was allowed."""

from dataclasses import replace
from pathlib import Path

from musrenbang.auditing.reading import read_audit
from musrenbang.errors import UsageError
from musrenbang.history import History, read_history
from musrenbang.ssh_keygen import SshKeygenMissingError


def read_judged_history(root: Path) -> History:
    """The history with its merges, unless it is missing or incomplete: then nothing is judged.

    Raises `UsageError` where signatures cannot be checked: a site must not depend on the machine.
    """
    history = read_history(root)
    if history.head is None or history.shallow:
        return history
    try:
        audit = read_audit(root)
    except SshKeygenMissingError:
        raise UsageError("Program ssh-keygen tidak ditemukan; pasang OpenSSH.") from None
    accepted = {item.violation: item.alasan for item in audit.accepted}
    return replace(history, merges=audit.merges, accepted=accepted)
