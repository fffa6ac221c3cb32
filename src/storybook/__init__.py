"""storybook: one manifest turns true stories into every edition a publisher hands out."""

__version__ = "0.1.0"
