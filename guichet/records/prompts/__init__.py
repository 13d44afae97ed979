"""What callers hear: every spoken wording as sound, made when it is published or recorded by the administration, and music on hold."""
