//! The chooser's answer: the winner, why each other option lost, what would change it.

use studydeck_model::compare::{ANY, Change, Hit, Standing, Table, Verdict, flips, judge};

use super::grid;
use super::state::Asked;
use crate::markup::Markup;

/// The answer in a sentence.
pub(super) fn sentence(table: &Table, asked: &Asked, winners: &[usize]) -> String {
    let names: Vec<&str> = winners.iter().map(|&option| table.name(option)).collect();
    match &*names {
        _ if asked.ticked.is_empty() => "Tick what the question says.".to_owned(),
        [] => "No option meets all of this.".to_owned(),
        [name] => ["The answer is ", name, "."].concat(),
        [_, _, _, _, ..] => {
            [&*names.len().to_string(), " options are left. Tick what else the question says."].concat()
        }
        _ => ["A tie: ", &names.join(", "), ". Tick what else the question says."].concat(),
    }
}

/// The answer with its reasons.
pub(super) fn verdict(table: &Table, asked: &Asked) -> Markup {
    let count = table.options.len();
    let verdict = judge(&table.needs, count, &asked.ticked);
    let flips = flips(&table.needs, count, &asked.ticked);
    let mut out = Markup::default();
    out.html("<p class=\"cmp-answer\">").text(&sentence(table, asked, &verdict.winners)).html("</p>");
    asked_for(&mut out, table, asked);
    if !asked.ticked.is_empty()
        && let Some(flip) = flips.first()
    {
        out.html("<p class=\"cmp-flip\">One change gives another answer: ");
        change(&mut out, table, flip.change);
        out.html(", and ").text(table.name(flip.winner)).html(" wins.</p>");
    }
    elsewhere(&mut out, table, asked, &verdict);
    not_verified(&mut out, table, &verdict);
    calculators(&mut out, table, asked);
    out.html("<table class=\"calc-table cmp-standings\"><caption>Every option, and why</caption><thead><tr><th scope=\"col\">Option</th><th scope=\"col\">Result</th><th scope=\"col\">Because</th></tr></thead><tbody>");
    for (at, standing) in order(&verdict.standings) {
        out.html("<tr><th scope=\"row\">");
        let href = table.options.get(at).map_or("", |option| &option.href);
        grid::linked(&mut out, table.name(at), href);
        out.html("</th><td>");
        let wins = verdict.winners.contains(&at) && !asked.ticked.is_empty();
        if standing.out.is_empty() {
            out.html(match (wins, verdict.winners.len()) {
                (true, 1) => "<b>wins</b>, ",
                (true, _) => "<b>ties</b>, ",
                _ => "",
            });
            points(&mut out, standing.points);
            out.html(if standing.points.unsigned_abs() == 1 { " point" } else { " points" });
        } else {
            out.html("out");
        }
        out.html("</td><td>");
        // What an option gained no longer matters once it is out.
        let hits = if standing.out.is_empty() { &standing.hits } else { &standing.out };
        if hits.is_empty() {
            out.html("Nothing ticked speaks for it or against it.");
        }
        let mut before = "No one set-up does all of these:";
        for hit in hits {
            if !standing.out.is_empty() && hit.setups != ANY {
                out.html(before);
                before = "";
            }
            reason(&mut out, table, at, *hit);
        }
        if let Some(flip) = flips.iter().find(|flip| flip.winner == at) {
            out.html("<div class=\"cmp-flip\">Would win, if you ");
            change(&mut out, table, flip.change);
            out.html(".</div>");
        }
        out.html("</td></tr>");
    }
    out.html("</tbody></table>");
    out
}

/// What was ticked, for print, where the boxes are not.
fn asked_for(out: &mut Markup, table: &Table, asked: &Asked) {
    out.html("<p class=\"cmp-asked\">Asked for: ");
    list(out, table, asked.ticked.iter().copied());
}

/// What was ticked and speaks for other options only: the answer is no answer to that.
fn elsewhere(out: &mut Markup, table: &Table, asked: &Asked, verdict: &Verdict) {
    let speaks = |need: usize, option: usize| {
        verdict
            .standings
            .get(option)
            .is_some_and(|standing| standing.hits.iter().any(|hit| hit.need == need && hit.points > 0))
    };
    let only_elsewhere = |need: &usize| {
        let effects = table.needs.get(*need).map_or(&[][..], |need| &need.effects);
        // What puts options out is met by all that are left.
        effects.iter().all(|effect| effect.points.is_some())
            && !verdict.winners.is_empty()
            && verdict.winners.iter().all(|&option| !speaks(*need, option))
    };
    let mut needs = asked.ticked.iter().copied().filter(only_elsewhere).peekable();
    if needs.peek().is_some() {
        out.html("<p class=\"cmp-flip\">Speaks only for other options: ");
        list(out, table, needs);
    }
}

/// Requirements in quotation marks, to the end of the paragraph.
fn list(out: &mut Markup, table: &Table, needs: impl Iterator<Item = usize>) {
    for (at, need) in needs.filter_map(|need| table.needs.get(need)).enumerate() {
        out.html(if at > 0 { ", " } else { "" }).html("\u{201c}").text(&need.words).html("\u{201d}");
    }
    out.html(".</p>");
}

/// What nobody could verify of the winners, and only others may be sure to meet.
fn not_verified(out: &mut Markup, table: &Table, verdict: &Verdict) {
    for &option in &verdict.winners {
        let hits = verdict.standings.get(option).map_or(&[][..], |standing| &standing.hits);
        let open = |hit: &&Hit| table.cell(option, hit.row).is_some_and(|cell| cell.unverified);
        let mut needs = hits.iter().filter(open).map(|hit| hit.need).peekable();
        if needs.peek().is_some() {
            out.html("<p class=\"cmp-flip\">Not verified for ").text(table.name(option)).html(": ");
            list(out, table, needs);
        }
    }
}

/// The best first, and at the end what is out. Sorting so few would cost the bundle more.
fn order(standings: &[Standing]) -> Vec<(usize, &Standing)> {
    let mut order: Vec<(usize, &Standing)> = Vec::new();
    for (at, standing) in standings.iter().enumerate() {
        let rank = |standing: &Standing| (!standing.out.is_empty(), standing.points.saturating_neg());
        let place = order.iter().position(|(_, other)| rank(other) > rank(standing));
        order.insert(place.unwrap_or(order.len()), (at, standing));
    }
    order
}

fn points(out: &mut Markup, points: i32) {
    out.html(if points < 0 { "\u{2212}" } else { "" }).text(&points.unsigned_abs().to_string());
}

/// A fold: what was asked for and the cell's value; in it reason and sources.
fn reason(out: &mut Markup, table: &Table, option: usize, hit: Hit) {
    let (Some(need), Some(cell)) = (table.needs.get(hit.need), table.cell(option, hit.row)) else { return };
    out.html("<details><summary>");
    if hit.points != 0 {
        out.html(if hit.points > 0 { "<b>+" } else { "<b>" });
        points(out, hit.points);
        out.html("</b> ");
    }
    out.text(&need.words).html(". <i>");
    out.text(table.rows.get(hit.row).map_or("", |row| &row.name)).html(":</i> ");
    grid::value(out, cell);
    out.html("</summary>");
    if !cell.reason.is_empty() {
        out.html("<p>");
        grid::code(out, &cell.reason);
        out.html("</p>");
    }
    grid::sources(out, table, cell);
    out.html("</details>");
}

fn change(out: &mut Markup, table: &Table, change: Change) {
    let (words, need) = match change {
        Change::Add(need) => ("also tick \u{201c}", need),
        Change::Drop(need) => ("untick \u{201c}", need),
    };
    out.html(words).text(table.needs.get(need).map_or("", |need| &need.words)).html("\u{201d}");
}

/// Links to the calculators; the load goes along.
fn calculators(out: &mut Markup, table: &Table, asked: &Asked) {
    const NAMES: [(&str, &str); 3] = [
        ("lambda", "on Lambda"),
        ("fargate", "on Fargate"),
        ("break-even", "where one gets cheaper than the other"),
    ];
    let load = asked.load_fragment();
    let mut first = true;
    for (name, words) in NAMES {
        let Some((_, href)) = table.calculators.iter().find(|(known, _)| known == name) else { continue };
        out.html(if first { "<p class=\"cmp-costs\">What the load costs: " } else { ", " });
        first = false;
        out.html("<a href=\"").text(href);
        if !load.is_empty() && name != "fargate" {
            out.html("#v=1").text(&load);
        }
        out.html("\">").html(words).html("</a>");
    }
    out.html(if first { "" } else { "</p>" });
}
