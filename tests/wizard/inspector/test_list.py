"""The list: filter, choice, and how much of it is drawn."""

from support.exchange_lists import InspectorApp, data_of, many
from support.records import recorded

from otp_tui.wizard.inspector.exchange_table import ExchangeTable
from otp_tui.wizard.inspector.selection import Selection
from otp_tui.wizard.inspector.state import InspectorState
from otp_tui.wizard.inspector.tools import list_tools


def selection(exchanges, **choices):
    state = InspectorState()
    chosen = Selection(state)
    chosen.take(data_of(exchanges))
    for name, value in choices.items():
        setattr(state, name, value)
    chosen.take(data_of(exchanges))
    return state, chosen


def test_the_newest_is_followed_until_another_is_chosen():
    exchanges = many(3)
    state, chosen = selection(exchanges)
    assert state.chosen == 2
    exchanges.append(recorded(number=4))
    chosen.take(data_of(exchanges))
    assert state.chosen == 3
    chosen.move(-1)
    exchanges.append(recorded(number=5))
    chosen.take(data_of(exchanges))
    assert (state.chosen, state.following, chosen.place) == (2, False, 3)
    state.following = True
    chosen.take(data_of(exchanges))
    assert state.chosen == 4


def test_filter_by_call_verdict_provider_and_status():
    exchanges = many(30)
    for text in ("merchant", "NOT found", "paywall"):
        assert selection(exchanges, filter=text)[1].listed == [9, 19, 29]
    assert selection(exchanges, filter="nowhere")[1].listed == []
    assert len(selection(exchanges, filter="200")[1].listed) == 30


def test_filter_by_the_field_that_decided():
    exchanges = many(30)
    path = exchanges[9].decision.path
    assert selection(exchanges, filter=path.upper())[1].listed == [9, 19, 29]


def test_the_title_tells_how_many_a_filter_hides():
    state, chosen = selection(many(30), filter="paywall")
    assert list_tools(data_of(many(30)), state, chosen)[0].word == "Exchanges 3/3 of 30"
    state, chosen = selection(many(30), filter="nowhere")
    assert list_tools(data_of(many(30)), state, chosen)[0].word == "Exchanges 0/0 of 30"


def test_next_and_previous_stop_at_the_ends_of_what_is_listed():
    state, chosen = selection(many(30), filter="paywall")
    for _ in range(5):
        chosen.move(-1)
    assert state.chosen == 9
    for _ in range(5):
        chosen.move(1)
    assert state.chosen == 29


def test_another_walkthrough_begins_anew():
    state, chosen = selection(many(30), filter="paywall", find="x")
    chosen.take(data_of(many(2))._replace(walkthrough="walk-2"))
    assert (state.filter, state.find, state.chosen, chosen.listed) == ("", "", 1, [0, 1])


class Counting(InspectorApp):
    """Counts the lines of the list that were drawn."""

    drawn = 0

    def on_mount(self):
        table = self.query_one(ExchangeTable)
        render = table.render_line

        def counted(y):
            self.drawn += 1
            return render(y)

        table.render_line = counted
        super().on_mount()


async def test_only_what_is_in_sight_is_drawn_of_ten_thousand():
    exchanges = many(10_000)
    app = Counting(data_of(exchanges))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        height = app.query_one(ExchangeTable).size.height
        assert height == 12
        assert app.drawn <= 3 * height  # mounting, sizing, scrolling to the newest
        app.drawn = 0
        app.query_one(ExchangeTable).scroll_to(y=5000, animate=False)
        await pilot.pause()
        assert 0 < app.drawn <= height
        app.drawn = 0
        app.state.following = False
        app.state.chosen = 5001
        app.draw()
        await pilot.pause()
        app.drawn = 0
        exchanges.append(recorded(number=10_001))  # far out of sight
        app.draw()
        await pilot.pause()
        assert app.drawn <= height


async def test_one_more_row_draws_no_more_than_is_in_sight():
    exchanges = many(5)
    app = Counting(data_of(exchanges))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        app.drawn = 0
        exchanges.append(recorded(number=6))
        app.draw()
        await pilot.pause()
        assert 1 <= app.drawn <= 12


async def test_the_request_in_flight_is_the_last_row():
    app = InspectorApp(data_of(many(2), waiting=(3, "Waiting for Paynet's answer")))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        table = app.query_one(ExchangeTable)
        rows = ["".join(part.text for part in table.render_line(y)).strip() for y in range(4)]
        assert rows[0].split() == [
            "1",
            "Paynet",
            "send_otp",
            "✓",
            "done",
            "200",
            "20",
            "ms",
            *rows[0].split()[8:],
        ]
        assert rows[2].split("  ") == ["3", "… Waiting for Paynet's answer"]
        assert rows[3] == ""
        app.draw(data_of(many(3)))
        await pilot.pause()
        assert "Waiting" not in "".join(part.text for part in table.render_line(2))


async def test_keys_and_clicks_choose():
    app = InspectorApp(data_of(many(3)))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("k")
        assert (app.state.chosen, app.state.following) == (1, False)
        await pilot.press("up")
        assert app.state.chosen == 0
        await pilot.press("F")
        assert (app.state.chosen, app.state.following) == (2, True)
        await pilot.click(ExchangeTable, offset=(8, 1))
        assert (app.state.chosen, app.state.following) == (1, False)
        await pilot.press("l", "l")
        assert app.state.view == "answer"
        await pilot.press("4")
        assert app.state.view == "timings"
        await pilot.press("h")
        assert app.state.view == "answer"


async def test_arrows_choose_also_where_the_list_is_longer_than_the_screen():
    app = InspectorApp(data_of(many(200)))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("up", "up", "down")
        assert app.state.chosen == 198
        for _ in range(15):
            await pilot.press("up")
        table = app.query_one(ExchangeTable)
        assert app.state.chosen == 183
        assert table.scroll_offset.y <= 183 < table.scroll_offset.y + table.size.height
