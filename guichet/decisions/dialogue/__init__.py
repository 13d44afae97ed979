"""What a script says next: one script speaks in chat, by SMS, on a page, at the kiosk and on the telephone."""
