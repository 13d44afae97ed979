"""Who may listen to which call, and when: only within a campaign that was declared, and of which everybody was told."""
