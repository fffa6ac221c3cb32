"""How a page looks: blocks to XHTML through templates, and paged CSS to PDF."""
