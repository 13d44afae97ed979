"""Articles: the list, the editor with all wordings side by side, versions, gaps."""
