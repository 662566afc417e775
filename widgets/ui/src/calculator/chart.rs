//! Line charts as SVG, each with its figures as a table.
//!
//! In: values, what each of them costs, and values to mark. Out: markup that needs neither script
//! nor inline style: lines are told apart by dashes and by the legend, colours are those of
//! `charts.css`. Positions are whole numbers; a logarithm is worked out bit by bit, without floats.
//! Must not know: what is paid for.
use studydeck_model::fixed;
use studydeck_model::money::Usd;
use studydeck_model::number;
use studydeck_model::quantity::Requests;

use crate::markup::Markup;

/// How values are laid out, on both axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Evenly, from nought on.
    Even,
    /// By their powers of ten. What costs nothing is not drawn.
    Powers,
}

/// A line of a chart.
pub(super) struct Series<'c> {
    /// Which of the four looks it has, from 0.
    pub look: usize,
    /// Its name.
    pub name: &'c str,
    /// What each of the chart's values costs.
    pub costs: Vec<Usd>,
}

/// A value that is marked.
pub(super) struct Mark<'c> {
    /// The value.
    pub at: u64,
    /// Its name in the chart, short.
    pub name: &'c str,
}

/// A chart of costs.
pub(super) struct Chart<'c> {
    /// What its ids begin with.
    pub id: &'c str,
    /// What it shows.
    pub title: &'c str,
    /// What the values are.
    pub axis: &'c str,
    /// How they are laid out.
    pub layout: Layout,
    /// The values, rising and above nought.
    pub values: &'c [u64],
    /// One line, or several; at most four can be told apart.
    pub series: &'c [Series<'c>],
    /// What is marked.
    pub marks: &'c [Mark<'c>],
}

// The drawing, and the rectangle of its lines: amounts stand left of it, names of marks above.
const LEFT: i64 = 56;
const WIDTH: i64 = 296;
const TOP: i64 = 30;
const HEIGHT: i64 = 180;
const BOTTOM: i64 = TOP + HEIGHT;

impl Chart<'_> {
    /// Draws it.
    pub(super) fn draw(&self, out: &mut Markup) {
        out.html("<figure class=\"calc-chart\"><figcaption>").text(self.title).html("</figcaption>");
        out.html("<svg class=\"chart\" viewBox=\"0 0 360 250\" role=\"img\" aria-labelledby=\"");
        out.text(self.id).html("-title\"><title id=\"").text(self.id).html("-title\">").text(self.title);
        out.html(if self.layout == Layout::Powers { ", on logarithmic scales" } else { "" });
        out.html(". The figures stand in the table below.</title>");
        let x = self.across();
        let y = self.up();
        for at in y.ticks() {
            let down = BOTTOM.saturating_sub(y.place(at));
            path(out, "chart-grid", [LEFT, down, LEFT.saturating_add(WIDTH), down]);
            label(out, "chart-usd", [LEFT.saturating_sub(5), down.saturating_add(4)], &usd(at));
        }
        for at in x.ticks() {
            let right = LEFT.saturating_add(x.place(at));
            label(out, "chart-x", [right, BOTTOM.saturating_add(16)], &short(at));
        }
        label(out, "chart-usd", [LEFT.saturating_add(WIDTH), BOTTOM.saturating_add(34)], self.axis);
        for (index, mark) in self.marks.iter().enumerate() {
            let right = LEFT.saturating_add(x.place(mark.at));
            // Neighbours stand at two heights, so that their names don't cover each other.
            let high = if index.is_multiple_of(2) { TOP } else { TOP.saturating_sub(12) };
            path(out, "chart-mark", [right, high, right, BOTTOM]);
            label(out, "chart-x", [right, high.saturating_sub(4)], mark.name);
        }
        for series in self.series {
            out.html("<polyline class=\"chart-line chart-")
                .text(&series.look.to_string())
                .html("\" points=\"");
            for (&value, cost) in self.values.iter().zip(&series.costs) {
                let cost = cost.micro();
                if cost >= y.low {
                    let right = LEFT.saturating_add(x.place(value));
                    numbers(out, &[right, BOTTOM.saturating_sub(y.place(cost))]);
                }
            }
            out.html("\"/>");
        }
        out.html("</svg>");
        self.legend(out);
        self.table(out);
        out.html("</figure>");
    }

    fn across(&self) -> Axis {
        let low = self.values.first().copied().unwrap_or_default();
        let high = self.values.last().copied().unwrap_or_default();
        Axis::new(self.layout, [low, high], WIDTH)
    }

    fn up(&self) -> Axis {
        let (mut low, mut high) = (u64::MAX, 0);
        for cost in self.series.iter().flat_map(|series| &series.costs) {
            let cost = cost.micro();
            high = cost.max(high);
            low = if cost > 0 { cost.min(low) } else { low };
        }
        Axis::new(self.layout, [low.min(high), high], HEIGHT)
    }

    fn legend(&self, out: &mut Markup) {
        if self.series.len() < 2 {
            return;
        }
        out.html("<ul class=\"chart-legend\">");
        for series in self.series {
            out.html("<li><svg viewBox=\"0 0 40 10\" aria-hidden=\"true\"><path class=\"chart-line chart-")
                .text(&series.look.to_string())
                .html("\" d=\"M0 5h40\"/></svg> ")
                .text(series.name)
                .html("</li>");
        }
        out.html("</ul>");
    }

    fn table(&self, out: &mut Markup) {
        out.html(
            "<details><summary>The figures</summary><table class=\"calc-table chart-figures\"><caption>",
        );
        out.text(self.title).html("</caption><thead><tr><th scope=\"col\">").text(self.axis).html("</th>");
        for series in self.series {
            out.html("<th scope=\"col\" class=\"calc-number\">").text(series.name).html("</th>");
        }
        out.html("</tr></thead><tbody>");
        for (index, &value) in self.values.iter().enumerate() {
            out.html("<tr><th scope=\"row\">").text(&number::print(value));
            for mark in self.marks.iter().filter(|mark| mark.at == value) {
                out.html(" (").text(mark.name).html(")");
            }
            out.html("</th>");
            for series in self.series {
                out.html("<td class=\"calc-number\">");
                out.amount(series.costs.get(index).copied().unwrap_or_default()).html("</td>");
            }
            out.html("</tr>");
        }
        out.html("</tbody></table></details>");
    }
}

/// Cost against requests, by powers of ten: five of them below the requests of now, five above.
pub(super) fn against_requests(out: &mut Markup, id: &str, now: u64, cost: &dyn Fn(u64) -> Usd) {
    let values = around(now.max(1), 100_000, &[]);
    one(
        out,
        id,
        ["Cost of a month against requests", "Requests a month"],
        Layout::Powers,
        &values,
        now,
        cost,
    );
}

/// Cost against memory, at the same duration.
pub(super) fn against_memory(out: &mut Markup, id: &str, now: u64, cost: &dyn Fn(u64) -> Usd) {
    let mut values = vec![128, 256, 512, 1_024, 1_769, 2_048, 3_072, 4_096, 6_144, 8_192, 10_240];
    add(&mut values, now);
    let title = ["Cost of a month against memory, at the same duration", "Memory (MB)"];
    one(out, id, title, Layout::Even, &values, now, cost);
}

fn one(
    out: &mut Markup,
    id: &str,
    [title, axis]: [&str; 2],
    layout: Layout,
    values: &[u64],
    now: u64,
    cost: &dyn Fn(u64) -> Usd,
) {
    let costs = values.iter().map(|&value| cost(value)).collect();
    let series = &[Series { look: 0, name: "USD a month", costs }];
    Chart { id, title, axis, layout, values, series, marks: &[Mark { at: now, name: "now" }] }.draw(out);
}

/// One, two and five of each power of ten from `now ÷ times` to `now × times`, and `now` and others
/// among them.
pub(super) fn around(now: u64, times: u64, others: &[u64]) -> Vec<u64> {
    let (low, high) =
        (now.checked_div(times).unwrap_or_default(), now.saturating_mul(times).min(Requests::MAX));
    let mut values = Vec::new();
    let mut power: u64 = 1;
    while power <= high {
        for digit in [1, 2, 5] {
            let value = power.saturating_mul(digit);
            if value >= low && value <= high {
                values.push(value);
            }
        }
        power = power.saturating_mul(10);
    }
    for &value in others {
        add(&mut values, value);
    }
    add(&mut values, now);
    values
}

/// Adds a value at its place, unless it is there.
fn add(values: &mut Vec<u64>, value: u64) {
    let place = values.iter().take_while(|&&known| known < value).count();
    if values.get(place) != Some(&value) {
        values.insert(place, value);
    }
}

/// One direction of a chart.
struct Axis {
    layout: Layout,
    /// The value at its beginning; above nought if it is laid out by powers.
    low: u64,
    /// The value at its end.
    high: u64,
    length: i64,
}

impl Axis {
    fn new(layout: Layout, [low, high]: [u64; 2], length: i64) -> Self {
        let low = if layout == Layout::Even { 0 } else { low.max(1) };
        Self { layout, low, high: high.max(1), length }
    }

    /// Where a value lies.
    fn place(&self, value: u64) -> i64 {
        let from_low = |value: u64| match self.layout {
            Layout::Powers => log(value).saturating_sub(log(self.low)),
            // Cut to some forty bits, so that it can be multiplied by the length.
            Layout::Even => {
                i64::try_from(value.div_euclid(self.high.div_euclid(1 << 40).max(1))).unwrap_or(i64::MAX)
            }
        };
        let span = from_low(self.high).max(1);
        let at = from_low(value).clamp(0, span).saturating_mul(self.length);
        at.saturating_add(span.div_euclid(2)).checked_div(span).unwrap_or_default()
    }

    /// The values that are named: at most six.
    fn ticks(&self) -> Vec<u64> {
        let mut ticks = Vec::new();
        let mut tick: u64 = 1;
        let mut turn: i64 = 0;
        if self.layout == Layout::Powers {
            // Powers of ten; where there are many, every second or third of them.
            let powers = log(self.high).saturating_sub(log(self.low)).div_euclid(TENFOLD);
            let every = powers.div_euclid(6).saturating_add(1);
            while tick <= self.high {
                if tick >= self.low {
                    if turn == 0 {
                        ticks.push(tick);
                        turn = every;
                    }
                    turn = turn.saturating_sub(1);
                }
                let Some(next) = tick.checked_mul(10) else { break };
                tick = next;
            }
            return ticks;
        }
        // The first of 1, 2, 5, 10, 20, 50 of which there are at most five.
        while self.high.checked_div(tick).unwrap_or_default() > 5 {
            tick = if turn == 1 { tick.div_euclid(2).saturating_mul(5) } else { tick.saturating_mul(2) };
            turn = turn.saturating_add(1).rem_euclid(3);
        }
        let mut at = tick;
        while at <= self.high {
            ticks.push(at);
            let Some(next) = at.checked_add(tick) else { break };
            at = next;
        }
        ticks
    }
}

/// The logarithm of ten, cut off.
const TENFOLD: i64 = 3_401;

/// The binary logarithm in 1/1024, cut off; that of nought is the least.
fn log(value: u64) -> i64 {
    let Some(bits) = value.checked_ilog2() else {
        return i64::from(i32::MIN);
    };
    // The first 32 bits; squaring them brings out one bit of the logarithm after the other.
    let mut mantissa = value.wrapping_shl(value.leading_zeros()).wrapping_shr(32);
    let mut log = i64::from(bits);
    for _ in 0..10 {
        mantissa = mantissa.wrapping_mul(mantissa).wrapping_shr(31);
        let carry = mantissa.wrapping_shr(32) & 1;
        mantissa = if carry == 1 { mantissa.wrapping_shr(1) } else { mantissa };
        log = log.wrapping_mul(2).wrapping_add(i64::from(carry == 1));
    }
    log
}

/// A number with few digits: `2M`, `512`.
fn short(value: u64) -> String {
    for (unit, sign) in [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")] {
        if value >= unit && value.is_multiple_of(unit) {
            return [&value.div_euclid(unit).to_string(), sign].concat();
        }
    }
    value.to_string()
}

/// An amount in millionths of a dollar with few digits: `$2M`, `$0.5`.
fn usd(micro: u64) -> String {
    let whole = micro.is_multiple_of(1_000_000);
    let digits = if whole { short(micro.div_euclid(1_000_000)) } else { fixed::print(micro.into(), 6) };
    ["$", &digits].concat()
}

fn numbers(out: &mut Markup, numbers: &[i64]) {
    for number in numbers {
        out.text(&number.to_string()).html(" ");
    }
}

fn path(out: &mut Markup, class: &'static str, [x1, y1, x2, y2]: [i64; 4]) {
    out.html("<path class=\"").html(class).html("\" d=\"M");
    numbers(out, &[x1, y1]);
    out.html("L");
    numbers(out, &[x2, y2]);
    out.html("\"/>");
}

fn label(out: &mut Markup, class: &'static str, [x, y]: [i64; 2], text: &str) {
    out.html("<text class=\"").html(class).html("\" x=\"").text(&x.to_string());
    out.html("\" y=\"").text(&y.to_string()).html("\">").text(text).html("</text>");
}

#[cfg(test)]
pub(super) mod tests;
