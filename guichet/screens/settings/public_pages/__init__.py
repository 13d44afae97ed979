"""Pages where an administrator says what the public pages show: help for other sites, codes on letters, texts of the law."""
