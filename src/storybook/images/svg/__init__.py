"""Drawings: read strictly, built anew from what is allowed, and drawn as pixels."""
