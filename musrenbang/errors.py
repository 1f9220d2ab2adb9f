"""Errors that end a command.

- `CommandError`: a finding or refusal, exit code 1
- `UsageError`: wrong use or environment, exit code 2

Their messages are Indonesian sentences for the person at the terminal.
"""


class CommandError(Exception):
    """The command refuses or has failed."""

    exit_code = 1


class UsageError(CommandError):
    """The command was called wrongly, or the machine lacks something."""

    exit_code = 2
