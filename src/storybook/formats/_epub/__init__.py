"""The parts of an EPUB: pages, contents, metadata, style, typefaces, package. `formats/epub` puts them together."""
