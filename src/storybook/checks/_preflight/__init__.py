"""What the preflight of PDFs looks at more closely."""
