//! Two bills side by side: a row for each line, and a word where they differ.
//!
//! In: two bills and what they are called. Out: markup. Must not know: where the bills come from.
use studydeck_model::bill::Bill;
use studydeck_model::bill::compare::{Pair, side_by_side};
use studydeck_model::money::Usd;

use crate::markup::Markup;

/// The table of two bills. Lines that differ are marked by a word, and by `is-different`.
pub(super) fn versus(out: &mut Markup, names: [&str; 2], [first, second]: [&Bill<'_>; 2]) {
    let rows = side_by_side(first, second);
    out.html("<table class=\"calc-table calc-versus\"><caption>").text(names[0]).html(" and ").text(names[1]);
    out.html(", side by side</caption><thead><tr><th scope=\"col\">Item</th>");
    for name in names {
        out.html("<th scope=\"col\" class=\"calc-number\">").text(name).html(", USD a month</th>");
    }
    out.html("<th scope=\"col\" class=\"calc-number\">Difference</th></tr></thead><tbody>");
    let several = rows.iter().any(|row| row.function > 1);
    for row in &rows {
        line(out, row, names, several);
    }
    out.html("</tbody><tfoot><tr><th scope=\"row\">Total</th>");
    for total in [first.total, second.total] {
        cell(out, Some(total));
    }
    difference(out, second.total.minus(first.total));
    out.html("</tr></tfoot></table>");
    for (name, bill) in names.into_iter().zip([first, second]) {
        for kind in &bill.missing {
            out.html("<p class=\"calc-say\">").text(name).html(": ").text(kind.label());
            out.html(" has no sourced price and is not in the total.</p>");
        }
    }
}

fn line(out: &mut Markup, row: &Pair, names: [&str; 2], several: bool) {
    out.html(if row.differs() { "<tr class=\"is-different\">" } else { "<tr>" });
    out.html("<th scope=\"row\">").text(row.kind.label());
    if several && row.function > 0 {
        out.html("<small>function ").text(&row.function.to_string()).html("</small>");
    }
    let only = match (row.first, row.second) {
        (Some(_), None) => names[0],
        (None, Some(_)) => names[1],
        _ => "",
    };
    if !only.is_empty() {
        out.html("<small>only in ").text(only).html("</small>");
    } else if row.differs() {
        out.html("<small>differs</small>");
    }
    out.html("</th>");
    cell(out, row.first);
    cell(out, row.second);
    difference(out, row.difference());
    out.html("</tr>");
}

fn cell(out: &mut Markup, usd: Option<Usd>) {
    out.html("<td class=\"calc-number\">");
    match usd {
        Some(usd) => out.amount(usd),
        None => out.html("none"),
    };
    out.html("</td>");
}

/// What the second costs more, with its sign.
fn difference(out: &mut Markup, usd: Usd) {
    out.html("<td class=\"calc-number\">");
    if usd == Usd::ZERO {
        out.html("the same");
    } else {
        out.html(if usd.is_negative() { "" } else { "+" }).amount(usd);
    }
    out.html("</td>");
}

#[cfg(test)]
mod tests {
    use super::super::chart::tests::row;
    use super::*;
    use studydeck_model::bill::{Line, LineKind, Quantity};
    use studydeck_model::price::Unit;

    #[test]
    fn lines_that_differ_say_so() {
        let price = row("0.5");
        let line = |kind, function, hours| {
            Line::flat(kind, function, String::new(), Quantity::whole(hours, Unit::Hour), &price)
        };
        let bill = |lines| Bill::new(lines, Vec::new());
        let first = bill(vec![line(LineKind::Requests, 1, 2), line(LineKind::Tmp, 1, 4)]);
        let second =
            bill(vec![line(LineKind::Requests, 1, 3), line(LineKind::Tmp, 1, 4), line(LineKind::Init, 2, 1)]);
        let mut out = Markup::default();
        versus(&mut out, ["A<b>", "B"], [&first, &second]);
        let text = out.as_str();
        for part in [
            "<caption>A&lt;b&gt; and B, side by side</caption>",
            "<tr class=\"is-different\"><th scope=\"row\">Requests<small>function 1</small><small>differs</small></th>\
             <td class=\"calc-number\"><data value=\"1\">$1.00</data></td>\
             <td class=\"calc-number\"><data value=\"1.5\">$1.50</data></td>\
             <td class=\"calc-number\">+<data value=\"0.5\">$0.50</data></td></tr>",
            "<tr><th scope=\"row\">Ephemeral storage (/tmp)<small>function 1</small></th>",
            "<td class=\"calc-number\">the same</td>",
            "<small>only in B</small></th><td class=\"calc-number\">none</td>",
            "<th scope=\"row\">Total</th><td class=\"calc-number\"><data value=\"3\">$3.00</data></td>",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!(text.matches("is-different").count(), 2);
        assert!(!text.contains("calc-say"), "all prices are known");
        let mut back = Markup::default();
        versus(&mut back, ["B", "A"], [&second, &first]);
        assert!(back.as_str().contains("<data value=\"-0.5\">\u{2212}$0.50</data>"));
        let partly = Bill::new(Vec::new(), vec![LineKind::HttpCalls]);
        let mut missing = Markup::default();
        versus(&mut missing, ["A", "B"], [&first, &partly]);
        let said = "<p class=\"calc-say\">B: API Gateway, HTTP API has no sourced price and is not in the total.</p>";
        assert!(missing.as_str().ends_with(said), "{}", missing.as_str());
    }

    /// What is exported as JSON can be read again, and its rows add up.
    #[test]
    fn an_export_is_read_back() {
        use studydeck_model::bill::export::{Format, export};

        let price = row("0.5");
        let line = |kind, hours| {
            let quantity = Quantity::whole(hours, Unit::Hour);
            Line::flat(kind, 0, "3 \"x\" \u{d7} \\".into(), quantity, &price)
        };
        let bill = Bill::new(
            vec![line(LineKind::Requests, 3), line(LineKind::FreeRequests, 1)],
            vec![LineKind::Tmp],
        );
        let text = export(&bill, Format::Json, "us-east-1", "#v=1&x=\"");
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&json["month_usd"], &json["link"]), (&"1".into(), &"#v=1&x=\"".into()));
        let lines = json["lines"].as_array().unwrap();
        assert_eq!(lines[0]["formula"], "3 \"x\" \u{d7} \\");
        let usd: Vec<_> = lines.iter().map(|line| line["usd"].as_str().unwrap()).collect();
        assert_eq!(usd, ["1.5", "-0.5", ""]);
        assert_eq!(lines[2]["line"], "Ephemeral storage (/tmp)");
    }
}
