"""Charts are sound SVG whose marks stand where the figures say, with words for those who do not see them."""

import datetime as dt

import pytest
from lxml import etree

from rathaus.strategy import charts
from rathaus.strategy.charts import Bar, Line
from rathaus.strategy.templatetags.strategy import decimals

DAY = dt.date
SVG = {"s": "http://www.w3.org/2000/svg"}


def drawn(text):
    return etree.fromstring(str(text))


def line(*values, name="Stadt", style="1"):
    return Line(name, [(DAY(2020 + number, 12, 31), value) for number, value in enumerate(values)], style)


def chart(*lines):
    return drawn(charts.lines(lines, title="Titel", description="Beschreibung", unit="%", places=1))


def test_chart_says_what_it_shows():
    svg = chart(line(1, 2))
    assert (svg.get("role"), svg.get("aria-label")) == ("img", "Titel. Beschreibung")
    assert (svg.findtext("title"), svg.findtext("desc")) == ("Titel", "Beschreibung")


def test_points_stand_in_proportion():
    points = [point.get("cy") for point in chart(line(0, 50, 100)).iter("circle")]
    top, middle, bottom = float(points[2]), float(points[1]), float(points[0])
    assert (bottom - middle, middle - top) == (130, 130)
    xs = [float(point.get("cx")) for point in chart(line(0, 50, 100)).iter("circle")]
    assert (xs[0], xs[-1]) == (72, 588)


def test_scale_begins_at_zero_where_that_is_near_and_else_below_the_least():
    labels = [text.text for text in chart(line(20, 100)).iter("text") if text.get("text-anchor") == "end"]
    assert labels == ["0", "25", "50", "75", "100"]
    labels = [text.text for text in chart(line(90, 100)).iter("text") if text.get("text-anchor") == "end"]
    assert labels == ["90,0", "92,5", "95,0", "97,5", "100,0"]


def test_scale_of_equal_figures_is_no_division_by_zero():
    assert len(list(chart(line(5, 5)).iter("circle"))) == 2
    assert len(list(chart(line(0, 0)).iter("circle"))) == 2
    assert len(list(chart(line(-3, -3)).iter("circle"))) == 2


def test_names_of_lines_stay_apart():
    names = [
        text
        for text in chart(line(1, 10), line(1, 10, name="Median", style="2")).iter("text")
        if "s-chart__name" in text.get("class")
    ]
    assert [name.text for name in names] == ["Stadt", "Median"]
    assert float(names[1].get("y")) - float(names[0].get("y")) == 16


def test_a_phone_has_the_same_chart_within_its_width():
    """Names stand behind their line or above its end; labels of years keep their distance."""
    shown = [line(1, 2, 3, name="Stadt Lindenfurt"), Line("Ziel", [(DAY(2022, 12, 31), 3), (DAY(2030, 12, 31), 9)])]
    said = {"title": "Titel", "description": "Beschreibung", "unit": "%", "places": 0}
    both = charts.drawing(lambda size: charts.lines(shown, **said, size=size))
    wide, narrow = drawn(both.wide), drawn(both.narrow)
    assert [one.get("viewBox") for one in (wide, narrow)] == ["0 0 720 320", "0 0 328 240"]
    assert [len(list(one.iter("circle"))) for one in (wide, narrow)] == [5, 5]
    assert max(float(point.get("cx")) for point in narrow.iter("circle")) == 316
    named = [one for one in narrow.iter("text") if "s-chart__name" in one.get("class")]
    assert [(one.text, one.get("x"), one.get("text-anchor")) for one in named] == [
        ("Stadt Lindenfurt", "113.2", "start"),
        ("Ziel", "316.0", "end"),
    ]
    years = [(one.text, float(one.get("x"))) for one in narrow.iter("text") if one.get("text-anchor") == "middle"]
    assert [text for text, _x in years] == ["2020", "2022", "2030"]
    assert charts.drawing(lambda size: charts.lines([line(1)], **said, size=size)) is None


def test_bars_of_a_phone_stand_below_their_name():
    svg = drawn(charts.bars([Bar("A", 100, "100 %")], title="", description="", size=charts.NARROW))
    ((name, value), (bar,)) = list(svg.iter("text")), list(svg.iter("rect"))
    assert (name.get("x"), bar.get("x"), bar.get("width"), value.get("x")) == ("0", "0.0", "238.0", "244.0")
    assert float(name.get("y")) < float(bar.get("y"))


def test_many_years_are_thinned_out():
    years = [text.text for text in chart(line(*range(20))).iter("text") if text.get("text-anchor") == "middle"]
    assert years == ["2021", "2024", "2027", "2030", "2033", "2036", "2039"]


def test_one_point_makes_no_line():
    assert charts.lines([line(1)], title="", description="", unit="", places=0) == ""


def test_text_is_escaped():
    assert "<script>" not in str(
        charts.lines([line(1, 2, name="<script>")], title="a", description="b", unit="", places=0)
    )


def test_bars_begin_at_zero_and_set_the_town_apart():
    svg = drawn(
        charts.bars(
            [Bar("A", 100, "100 %"), Bar("Stadt", 50, "50 %", own=True), Bar("C", 0, "0 %")],
            title="Titel",
            description="Beschreibung",
        )
    )
    widths = [float(one.get("width")) for one in svg.iter("rect")]
    assert widths == [420, 210, 1]
    assert [group.get("class") for group in svg.iter("g")] == ["s-bar", "s-bar s-bar--own", "s-bar"]


def test_negative_bars_go_left_of_zero():
    svg = drawn(charts.bars([Bar("A", 50, "50"), Bar("B", -50, "−50")], title="", description=""))
    first, second = svg.iter("rect")
    assert (float(first.get("x")), float(second.get("x"))) == (420, 210)


def test_no_bars_no_chart():
    assert charts.bars([], title="", description="") == ""


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (77.777, 1, "77,8"),
        (1234.5, 1, "1.234,5"),
        (-0.25, 2, "−0,25"),
        (0, 0, "0"),
        (None, 1, "–"),
        (99.96, 1, "100,0"),
    ],
)
def test_figures_are_rounded_and_grouped(value, places, shown):
    assert decimals(value, places) == shown
