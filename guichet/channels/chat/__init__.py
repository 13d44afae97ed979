"""Chat on the administration's pages: the citizen writes from a browser, an agent answers while he is there."""
