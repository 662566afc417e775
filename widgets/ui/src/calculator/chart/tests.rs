//! Charts: positions, names on the axes, and the markup.

use std::sync::Arc;

use studydeck_model::money::UnitPrice;
use studydeck_model::price::{AsOf, Grade, PriceRow, Source, Unit};

use super::*;

/// A price of an hour.
pub(in super::super) fn row(usd: &str) -> PriceRow {
    let source = Arc::new(Source {
        id: "s".into(),
        label: "S".into(),
        url: "https://example.org/".into(),
        as_of: AsOf::parse("2026-09-29").unwrap(),
        grade: Grade::A,
    });
    PriceRow::new(usd.into(), usd.into(), UnitPrice::parse(usd).unwrap(), 1, Unit::Hour, source).unwrap()
}

fn dollars(text: &str) -> Usd {
    UnitPrice::parse(text).unwrap().times(1)
}

#[test]
fn logarithms_are_right_to_a_thousandth() {
    for value in [1_u64, 2, 3, 10, 1_000, 1_769, 1_000_000, 1 << 40, u64::MAX] {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "the other way to do it"
        )]
        let want = ((value as f64).log2() * 1024.0) as i64;
        assert!((log(value) - want).abs() <= 1, "{value}: {} and {want}", log(value));
    }
    assert!(log(0) < log(1));
}

#[test]
fn numbers_on_the_axes_are_short() {
    assert_eq!([1_000, 2_000_000, 512, 5_000_000_000, 1_500].map(short), ["1k", "2M", "512", "5B", "1500"]);
    let amounts = ["1000", "0.5", "0.0001", "20", "2500000"].map(|text| usd(dollars(text).micro()));
    assert_eq!(amounts, ["$1k", "$0.5", "$0.0001", "$20", "$2500k"]);
}

#[test]
fn places_and_ticks() {
    let powers = Axis::new(Layout::Powers, [30, 3_000_000], 300);
    assert_eq!(powers.ticks(), [100, 1_000, 10_000, 100_000, 1_000_000]);
    assert_eq!([0, 30, 300, 3_000_000, u64::MAX].map(|value| powers.place(value)), [0, 0, 60, 300, 300]);
    let long = Axis::new(Layout::Powers, [1, 1_000_000_000_000], 300);
    assert_eq!(long.ticks(), [1, 1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000]);
    let even = Axis::new(Layout::Even, [128, 10_240], 300);
    assert_eq!(even.ticks(), [2_000, 4_000, 6_000, 8_000, 10_000]);
    assert_eq!([0, 5_120, 10_240].map(|value| even.place(value)), [0, 150, 300]);
    for high in [0, 1, 7, 19, 5_999, u64::MAX - 1, u64::MAX] {
        for layout in [Layout::Even, Layout::Powers] {
            let axis = Axis::new(layout, [0, high], 300);
            let ticks = axis.ticks();
            assert!((1..=7).contains(&ticks.len()), "{layout:?} {high}: {ticks:?}");
            assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]) && (0..=300).contains(&axis.place(high)));
        }
    }
    let nothing = Axis::new(Layout::Powers, [0, 0], 300);
    assert_eq!((nothing.ticks(), nothing.place(1)), (vec![1], 0));
}

#[test]
fn stops_surround_the_value() {
    let stops = around(3_000_000, 100_000, &[34_877_459, 5_000]);
    assert_eq!((stops.first(), stops.last()), (Some(&50), Some(&200_000_000_000)));
    assert!(stops.windows(2).all(|pair| pair[0] < pair[1]));
    assert!([3_000_000, 34_877_459, 5_000].iter().all(|value| stops.contains(value)));
    assert_eq!(stops.len(), 32, "nearly ten powers of ten, 1, 2 and 5 of each; 3 million and one more");
    assert_eq!(around(Requests::MAX, 100_000, &[]).last(), Some(&Requests::MAX));
    assert_eq!(around(1, 10, &[]), [1, 2, 5, 10]);
}

#[test]
fn a_chart_is_its_drawing_and_its_figures() {
    let mut out = Markup::default();
    let costs = |times: u32| -> Vec<Usd> { (1..=3).map(|n| dollars("0.5").times(n * times)).collect() };
    let series =
        [Series { look: 0, name: "A<b>", costs: costs(1) }, Series { look: 3, name: "B", costs: costs(2) }];
    let marks = [Mark { at: 20, name: "now" }];
    let chart = Chart {
        id: "c-1",
        title: "Cost",
        axis: "Requests",
        layout: Layout::Even,
        values: &[10, 20, 30],
        series: &series,
        marks: &marks,
    };
    chart.draw(&mut out);
    let text = out.as_str();
    for part in [
        "role=\"img\" aria-labelledby=\"c-1-title\"><title id=\"c-1-title\">Cost. The figures",
        // A third of 296 to the right, a sixth of 180 up.
        "<polyline class=\"chart-line chart-0\" points=\"155 180 253 150 352 120 \"/>",
        "<path class=\"chart-mark\" d=\"M253 30 L253 210 \"/>",
        "<text class=\"chart-usd\" x=\"51\" y=\"154\">$1</text>",
        "<path class=\"chart-line chart-3\" d=\"M0 5h40\"/>",
        "</svg> A&lt;b&gt;</li>",
        "<tr><th scope=\"row\">20 (now)</th><td class=\"calc-number\"><data value=\"1\">$1.00</data></td>\
         <td class=\"calc-number\"><data value=\"2\">$2.00</data></td></tr>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("style") && !text.contains("<b>"));
}

#[test]
fn what_costs_nothing_is_not_drawn_by_powers_but_is_in_the_figures() {
    let mut out = Markup::default();
    let cost = |requests: u64| {
        dollars("0.0000002").times(u32::try_from(requests.min(4_000_000)).unwrap() / 1_000_000)
    };
    against_requests(&mut out, "r", 3_000_000, &cost);
    let text = out.as_str();
    let points = text.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(points.split_whitespace().count() % 2, 0);
    assert!(points.split_whitespace().count() < text.matches("<th scope=\"row\">").count() * 2);
    assert!(text.contains("<data value=\"0\">$0.00</data>") && text.contains("logarithmic"));
    assert!(text.contains("3,000,000 (now)"));
    let mut none = Markup::default();
    against_memory(&mut none, "m", 1_536, &|_| Usd::ZERO);
    assert!(none.as_str().contains("1,536 (now)") && none.as_str().contains("10,240"));
}
