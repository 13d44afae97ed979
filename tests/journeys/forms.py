"""What a browser would send of a form that nobody touched."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.inside = False
        self.area = ""
        self.select = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = "entry-form" in values.get("class", "")
        elif not self.inside:
            return
        elif tag == "input":
            self._read_input(values, "checked" in values)
        elif tag == "textarea":
            self.area = values.get("name", "")
        elif tag == "select":
            self.select, self.options = values["name"], []
        elif tag == "option":
            self.options.append((values.get("value", "\0"), "selected" in values))

    def _read_input(self, values: dict[str, str], is_checked: bool) -> None:
        if "name" in values and (values.get("type") not in {"checkbox", "radio"} or is_checked):
            self.sent.setdefault(values["name"], []).append(values.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent.setdefault(self.area, []).append(data)
        if self.select and self.options and self.options[-1][0] == "\0":
            self.options[-1] = (data.strip(), self.options[-1][1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""
        elif tag == "select" and self.select:
            chosen = [value for value, is_selected in self.options if is_selected] or [value for value, _ in self.options[:1]]
            self.sent.setdefault(self.select, []).extend(chosen[-1:])
            self.select = ""


def read_form(page: str) -> dict[str, list[str]]:
    """The fields of the page's entry form as they would be sent."""
    reader = _Reader()
    reader.feed(page)
    return reader.sent
