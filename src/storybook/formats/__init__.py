"""Output formats: one file each, offering FORMAT."""
