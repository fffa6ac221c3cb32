"""Chapter kinds: one file each, offering KIND."""
