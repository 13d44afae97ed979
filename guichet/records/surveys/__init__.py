"""What citizens say of how they were served, when it is over: one question, and a comment if they wish."""
