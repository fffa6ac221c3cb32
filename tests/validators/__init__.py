"""What finished books are held against: other people's checkers, converters and readers.

Every module is one program (or one engine). A program that is missing raises ``ToolMissing``, so the test fails and
says how to install it; nothing here ever skips.
"""
