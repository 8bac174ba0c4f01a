import re

import pytest

from gpumode_judge.system.resources import resource

PAGES = sorted(path.name for path in resource("guide").glob("*.md"))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_guide_leads_to_a_page(page):
    text = resource(f"guide/{page}").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert all(target in PAGES for target in re.findall(r"\]\(([^)]+)\)", text))


def test_every_page_is_reached_from_the_first():
    index = resource("guide/index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([^)]+)\)", index)) == set(PAGES) - {"index.md"}
