"""The door to libvips: plain pictures come through whole, and all else is refused."""
