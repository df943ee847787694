"""Compressed bodies: each encoding is read by its own header, with its whole window."""

import gzip
import random
import zlib

import pytest

from otp_tui.core.exchange.verdict import Fault
from otp_tui.services.http.body import BodyError, BoundedBody

LIMIT = 1024 * 1024
FAR = random.Random(1).randbytes(30_000) * 2
"""Repeats itself at a distance that only a window of 32 KiB can look back."""


@pytest.mark.parametrize("name", ["gzip", "x-gzip", " GZIP "])
def test_gzip_looks_back_its_whole_window(name):
    body = BoundedBody(name, LIMIT)
    body.add(gzip.compress(FAR, mtime=0))
    body.end()
    assert body.data == FAR


@pytest.mark.parametrize(
    ("name", "packed"), [("gzip", zlib.compress(FAR)), ("deflate", gzip.compress(FAR, mtime=0))]
)
def test_a_body_packed_otherwise_than_it_says_is_refused(name, packed):
    body = BoundedBody(name, LIMIT)
    with pytest.raises(BodyError) as error:
        body.add(packed)
    assert error.value.fault is Fault.ENCODING


@pytest.mark.parametrize(("size", "whole"), [(1_000, True), (1_001, False)])
@pytest.mark.parametrize("name", ["", "gzip"])
def test_a_body_may_have_as_many_bytes_as_the_limit_and_no_more(name, size, whole):
    body = BoundedBody(name, 1_000)
    chunk = gzip.compress(bytes(size), mtime=0) if name else bytes(size)
    if whole:
        body.add(chunk)
        body.end()
    else:
        with pytest.raises(BodyError) as error:
            body.add(chunk)
        assert error.value.fault is Fault.TOO_LARGE
    assert body.data == bytes(1_000)
