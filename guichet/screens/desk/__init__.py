"""The page of the agent: offers, conversations, wrap-up."""
