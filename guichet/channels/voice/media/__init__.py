"""The media of calls, which rtpengine carries: what is asked of it, and what it hears."""
