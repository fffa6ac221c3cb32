"""The `storybook` program, and `python -m storybook`."""

import os
import signal

if __name__ in ("__main__", "storybook.__main__"):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: os._exit(130))  # nothing has begun while the rest is being loaded


def run() -> None:
    """Load the command line and run it."""
    from storybook.cli import run as run_command_line

    run_command_line()


if __name__ == "__main__":
    run()
