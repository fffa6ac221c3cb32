"""Reads what people write: the manifest, prose, presets, and the one door to files of a book."""
