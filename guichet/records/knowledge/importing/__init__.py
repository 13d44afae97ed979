"""Articles from files: Markdown with front matter, and practical sheets of service-public in XML. Each becomes a draft, or is refused
whole with its place."""
