"""Letters by e-mail, in and out: what came as it came, what was read of it, whose thread it is, and what answers it."""
