"""Blocks on pages."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from creditdesk.documents.flow import Block, glue, paginate

BLOCKS = st.lists(
    st.builds(
        Block, height=st.sampled_from([10.0, 15.0]), need=st.just(8.0), glued=st.sampled_from([False, False, True])
    )
)


@given(BLOCKS)
def test_every_block_is_placed_once_in_order_and_none_too_low(blocks: list[Block]) -> None:
    pages = paginate(blocks, 30, 0, 100)
    assert [placed.block for page in pages for placed in page] == blocks
    assert all(placed.top + placed.block.need <= 100.01 for page in pages for placed in page)


@given(BLOCKS)
def test_a_group_that_fits_on_a_page_is_not_parted(blocks: list[Block]) -> None:
    pages = [[placed.block for placed in page] for page in paginate(blocks, 30, 0, 100)]
    for page, following in pairwise(pages):
        if page[-1].glued:
            group = sum(1 for block in page if block.glued) + len(following)
            assert group * 15 > 70


def test_gaps_vanish_at_the_top_of_a_page() -> None:
    blocks = [Block(60, 60), Block(60, 0, gap=True), Block(60, 60)]
    first, second = paginate(blocks, 0, 0, 100)
    assert [placed.block for placed in second] == [blocks[2]]
    assert first[0].block is blocks[0]


def test_a_table_head_is_repeated() -> None:
    head = Block(10, 10)
    rows = [Block(40, 40, head=head) for _ in range(4)]
    pages = paginate([*glue([head, rows[0]]), *rows[1:]], 0, 0, 100)
    assert [page[0].block.height for page in pages] == [10, 10]
