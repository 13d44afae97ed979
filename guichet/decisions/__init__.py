"""What is decided: plain Python, without Django, clock, network or chance of its own."""
