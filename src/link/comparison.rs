//! The comparison as the widgets need it: plain texts with their numbers put
//! in, each source once, addresses of notes and calculators.
//!
//! In: the parsed data and the pages. Out: a table, and the file in which a
//! browser fetches it. Every page with such a widget names the same file.

use std::sync::Arc;

use studydeck_model::compare::{Cell, Choice, Row, Source, Table};
use studydeck_ui::ssr::print_table;

use super::site::{Page, PageId};
use crate::config::BaseUrl;
use crate::parse::data::{self, Candidate, SiteData};
use crate::parse::document::{Document, Kind, NodeId};
use crate::path::UrlPath;

/// The calculators that the chooser links to, by the last part of their address.
const CALCULATORS: [&str; 3] = ["lambda", "fargate", "break-even"];

/// The comparison of all compute options; `None` without any. `notes` are the
/// pages behind all candidates, in their order.
pub(super) fn table(
    data: &SiteData,
    pages: &[Page],
    notes: &[Option<PageId>],
    base: &BaseUrl,
) -> Option<Table> {
    let mut table = Table { needs: data.needs.clone(), ..Table::default() };
    let rows: Vec<&str> = data.comparison.compute_rows().map(|(id, _)| id).collect();
    table.rows = data
        .comparison
        .compute_rows()
        .map(|(id, row)| Row { id: id.to_owned(), name: row.name.clone(), group: row.group.clone() })
        .collect();
    let mut sources: Vec<&str> = Vec::new();
    for (candidate, note) in data.comparison.candidates.iter().zip(notes) {
        if candidate.set.is_some() {
            continue;
        }
        let page = note.and_then(|id| pages.get(id.0 as usize));
        table.options.push(Choice {
            id: candidate.id.clone(),
            name: candidate.name.clone(),
            family: candidate.family.clone().unwrap_or_default(),
            href: page.map(|page| base.href(&page.url)).unwrap_or_default(),
        });
        let cells = rows.iter().map(|row| cell(data, candidate, row, &mut sources));
        table.cells.push(cells.collect());
    }
    table.sources = sources.iter().filter_map(|id| data.sources.get(*id)).map(source).collect();
    table.calculators = CALCULATORS
        .into_iter()
        .filter_map(|name| {
            let page = pages.iter().find(|page| page.url.as_str() == format!("/calculators/{name}/"))?;
            Some((name.to_owned(), base.href(&page.url)))
        })
        .collect();
    (!table.options.is_empty()).then_some(table)
}

/// The file's address, which changes with its bytes, and the bytes.
pub(super) fn file(table: &Table) -> Option<(UrlPath, Arc<[u8]>)> {
    let bytes = print_table(table).into_bytes();
    let hash = blake3::hash(&bytes).to_hex();
    let url = UrlPath::file(&format!("assets/compare-{}.txt", &hash[..10])).ok()?;
    Some((url, bytes.into()))
}

fn source(source: &data::Source) -> Source {
    Source { title: source.title.clone(), url: source.url.clone(), checked: source.checked.to_string() }
}

fn cell<'a>(data: &'a SiteData, candidate: &'a Candidate, row: &str, sources: &mut Vec<&'a str>) -> Cell {
    // A cell that is missing was reported, and nothing is published.
    let Some(found) = candidate.cells.get(row) else { return Cell::default() };
    let known = found.sources.iter().filter(|id| data.sources.contains_key(*id));
    let places = known.map(|id| {
        sources.iter().position(|other| *other == id).unwrap_or_else(|| {
            sources.push(id);
            sources.len() - 1
        })
    });
    Cell {
        sources: places.collect(),
        value: plain(data, &found.value),
        reason: found.reason.as_ref().map(|reason| plain(data, reason)).unwrap_or_default(),
        asked: found.asked.join(" "),
        unverified: found.unverified,
    }
}

/// A text in the line: words, numbers by name, and code in backquotes.
fn plain(data: &SiteData, text: &Document) -> String {
    let mut out = String::new();
    for (id, _) in text.roots() {
        add(data, text, id, &mut out);
    }
    out.trim().to_owned()
}

fn add(data: &SiteData, text: &Document, id: NodeId, out: &mut String) {
    match &text.node(id).kind {
        Kind::Text(words) => out.push_str(words),
        Kind::Code(code) => out.extend(["`", code, "`"]),
        Kind::Number(name) => out.push_str(data.numbers.get(&**name).map_or("", |number| &number.value)),
        Kind::SoftBreak | Kind::HardBreak => out.push(' '),
        _ => text.children(id).for_each(|(child, _)| add(data, text, child, out)),
    }
}
