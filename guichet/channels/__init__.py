"""What is plugged: one folder for each channel, complete in itself."""
