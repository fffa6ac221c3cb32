"""Addresses of links: those that tell of readers are refused."""

import pytest

from storybook.read.addresses import address_fault, is_tracked


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/?utm_source=letter",
        "https://example.org/?a=1&UTM_Campaign=x",
        "https://example.org/?a=1;utm_medium=mail",
        "https://example.org/?%75tm_source=letter",
        "https://example.org/page?fbclid=IwAR0",
        "https://example.org/page?gclid=1&x=2",
        "https://example.org/page?msclkid=1",
        "https://example.org/page?mc_eid=1",
        "https://example.org/page?mc_cid=1",
        "https://example.org/page?igshid=1",
        "https://example.org/page?igsh=1",
        "https://example.org/page?gbraid=",
        "https://example.org/page?_hsenc=1",
        "https://example.org/page?mkt_tok=1",
        "https://example.org/page#utm_source=letter",
        "https://youtu.be/abc?si=whoshared",
        "https://www.youtube.com/watch?v=abc&feature=share",
        "https://x.com/ana/status/1?s=20",
    ],
)
def test_an_address_that_tells_of_readers_is_refused(address: str) -> None:
    assert is_tracked(address)
    fault = address_fault(address)
    assert fault is not None
    assert "who" in fault[0]
    assert "utm" not in fault[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "https://example.org/?id=1&si=2&s=3&t=4",
        "https://example.org/utm_source/fbclid",
        "https://example.org/?q=utm_source",
        "https://youtu.be/abc?t=90",
        "https://www.youtube.com/watch?v=abc&t=1m30s",
        "https://example.org/#chapter-2",
        "mailto:ana@example.org?subject=utm_source",
    ],
)
def test_an_address_that_only_leads_somewhere_passes(address: str) -> None:
    assert not is_tracked(address)
    assert address_fault(address) is None
