"""The directory: who and what an organisation is made of, and how it serves. Everything an administrator changes lives here."""
