"""Pictures: strict decoding, derivatives, and a cache by content."""
