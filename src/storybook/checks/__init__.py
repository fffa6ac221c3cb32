"""Checks over finished files: one file each, offering CHECK."""
