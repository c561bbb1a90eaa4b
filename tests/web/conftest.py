"""The shell with sample pages."""

import pytest


@pytest.fixture
def app(sample_app):
    """The application with the sample pages."""
    return sample_app
