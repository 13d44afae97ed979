"""What Python and TypeScript must agree on."""
