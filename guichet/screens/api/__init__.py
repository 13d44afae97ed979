"""The API for programs of signed-in people: what the directory holds, contacts for those who steer, and the directory as one file."""
