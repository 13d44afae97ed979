"""By which way a contact is answered."""
