"""What both PDFs share: how they are read back."""
