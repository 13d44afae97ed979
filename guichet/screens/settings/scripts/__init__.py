"""The editor of scripts: lists, steps, what each medium makes of them, and their way to publication."""
