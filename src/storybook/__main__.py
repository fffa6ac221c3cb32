"""`python -m storybook`."""

from storybook.cli import run

run()
