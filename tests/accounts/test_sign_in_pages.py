"""The sign-in pages, over HTTP."""


def test_sign_in_page(client):
    assert client.get("/sign-in").status_code == 200
