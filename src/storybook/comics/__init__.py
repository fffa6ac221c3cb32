"""What turns art into comic pages: page make-up and lettering."""
