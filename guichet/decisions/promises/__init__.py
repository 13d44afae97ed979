"""When what was promised is due, once the citizen was waited for."""
