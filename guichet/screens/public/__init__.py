"""The pages of the citizen: how to reach the organisation, and the conversation."""
