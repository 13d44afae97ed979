"""Short messages at accounts outside (SMS, social networks): what came as it came, whose talk it is, and what answers it."""
