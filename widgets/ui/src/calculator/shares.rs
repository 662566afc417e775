//! Where the money goes: bars with their share in words.
//!
//! In: a bill. Out: markup. Must not know: what is paid for.

use studydeck_model::bill::Bill;
use studydeck_model::money::Usd;

use crate::markup::Markup;

/// How much of the total each line is, as bars with their share in words.
pub(super) fn shares(out: &mut Markup, bill: &Bill<'_>) {
    let paid: Usd = bill.lines.iter().map(|line| line.amount).filter(|amount| !amount.is_negative()).sum();
    if paid == Usd::ZERO {
        return;
    }
    let credit = bill.lines.iter().any(|line| line.kind.is_credit());
    out.html("<figure class=\"calc-chart\"><figcaption>Where the money goes");
    out.html(if credit { ", before the free tier</figcaption>" } else { "</figcaption>" });
    out.html("<ul class=\"chart-shares\">");
    for line in bill.lines.iter().filter(|line| !line.amount.is_negative() && !line.kind.is_credit()) {
        let share = line.amount.permille_of(paid).clamp(0, 1_000);
        let (whole, tenth) = (share.div_euclid(10), share.rem_euclid(10));
        out.html("<li><span>").text(line.kind.label());
        if line.function > 1 {
            out.text(&format!(", function {}", line.function));
        }
        out.html("</span><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"")
            .text(&share.to_string())
            .html("\" height=\"10\"/></svg><span>")
            .text(&format!("{whole}.{tenth} %"))
            .html("</span></li>");
    }
    out.html("</ul></figure>");
}
