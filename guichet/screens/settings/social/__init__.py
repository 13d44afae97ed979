"""The pages of social networks: accounts with a trial of their connection, and what nobody was asked to answer."""
