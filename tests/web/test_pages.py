"""The shell's own pages and components, read by the page checker."""

import pytest


@pytest.mark.parametrize("path", ["/", "/sample/form", "/sample/components", "/nope"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_passes_the_checker_in_both_languages(client, path, language):
    client.set_cookie("language", language)
    answer = client.get(path)
    lang = 'lang="en"' if language == "en" else 'lang="zh-CN"'
    assert f"<html {lang}" in answer.get_data(as_text=True)
