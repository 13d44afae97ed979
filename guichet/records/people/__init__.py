"""The citizens: who asks, how they can be reached, what they prefer and what they need."""
