"""What is remembered: Django apps, writes in `actions`, reads in `queries`."""
