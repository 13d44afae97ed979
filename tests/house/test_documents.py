"""What the documents say is what runs."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.decisions.routing.diagrams import draw_agent, draw_contact
from guichet.records.knowledge.importing.markdown import read_markdown

EXAMPLE = re.compile(r"(?:^ {4}.*\n|^\n)+", re.MULTILINE)
ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("draw", [draw_contact, draw_agent])
def test_the_diagrams_of_the_router_are_drawn_from_its_tables(draw: Callable[[], str]) -> None:
    assert f"```mermaid\n{draw()}```" in (ROOT / "docs/routing.md").read_text()


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/operations.md", "docs/status.md"])
def test_every_link_of_a_document_leads_somewhere(page: str) -> None:
    file = ROOT / page
    missing = [link for link in LINK.findall(file.read_text()) if "://" not in link and not (file.parent / link).exists()]
    assert missing == []


def test_the_example_of_an_imported_article_can_be_imported() -> None:
    page = (ROOT / "docs/knowledge.md").read_text()
    example = EXAMPLE.match(page, page.index("    ---\n"))
    assert example is not None
    content = read_markdown("passeport", textwrap.dedent(example[0]).encode()).content
    assert {fact for question in content.questions for fact in question.facts} <= content.facts.keys()
    assert set(content.wordings) == {"page", "sms"}
