//! Sources: what notes cite. In: `sources.toml`. Out: [`SourceList`]. Two rows
//! with one address are a mistake: they would be listed as two sources.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::value::Datetime;

use super::{Date, rows};
use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::TextFile;

/// A source that notes cite.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The title of the page or document.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// The day on which somebody last held the notes against it.
    pub checked: Date,
    /// The day from which it must be checked again.
    pub check_again: Date,
    /// Its row in the data file.
    pub place: (SitePath, Range<usize>),
}

/// All sources by id.
pub type SourceList = BTreeMap<String, Source>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: String,
    publisher: String,
    url: String,
    checked: Datetime,
    stale_after_months: u16,
}

pub(super) fn read(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> SourceList {
    let mut list = SourceList::new();
    for (id, raw, range) in rows::<Raw>(file, diagnostics) {
        let mut bad = |message: String, help: &str| {
            diagnostics
                .push(Diagnostic::error(Code::BadValue, message).at(&file.path, range.clone()).help(help));
        };
        let Some(checked) = raw.checked.date.map(Date::from) else {
            bad(format!("`{id}`: `checked` has no day"), "write `checked = 2026-11-22`");
            continue;
        };
        if !raw.url.starts_with("https://") && !raw.url.starts_with("http://") {
            bad(format!("`{id}`: `{}` is no address", raw.url), "write the address with `https://`");
            continue;
        }
        let source = Source {
            title: raw.title,
            publisher: raw.publisher,
            url: raw.url,
            checked,
            check_again: checked.plus_months(raw.stale_after_months),
            place: (file.path.clone(), range),
        };
        list.insert(id, source);
    }
    twice(&list, diagnostics);
    list
}

/// Reports the second row of each address.
fn twice(list: &SourceList, diagnostics: &mut Vec<Diagnostic>) {
    let mut by_url: BTreeMap<&str, (&str, &Source)> = BTreeMap::new();
    let mut in_file: Vec<_> = list.iter().collect();
    in_file.sort_by_key(|(_, source)| source.place.1.start);
    for (id, source) in in_file {
        if let Some((first_id, first)) = by_url.get(source.url.as_str()) {
            let message = format!("`{id}` has the address of `{first_id}`");
            let problem = Diagnostic::error(Code::DuplicateName, message);
            let problem = problem.at(&source.place.0, source.place.1.clone());
            let problem = problem.related(&first.place.0, first.place.1.clone(), "here is the first");
            diagnostics.push(problem.help(format!("cite `{first_id}` and take this row out")));
        } else {
            by_url.insert(&source.url, (id, source));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn a_bad_row_leaves_the_others() {
        let text = "[good]\ntitle='T'\npublisher='P'\nurl='https://example.org'\nchecked=2026-08-31\nstale_after_months=6\n[bad]\ntitle='T'\n";
        let mut diagnostics = Vec::new();
        let sources = read(&file("sources.toml", text), &mut diagnostics);
        assert_eq!(sources["good"].check_again.to_string(), "2027-02-28");
        assert_eq!(diagnostics.len(), 1);
        let range = diagnostics[0].range.unwrap();
        assert_eq!(&text[range.start..range.end], "[bad]");
    }

    #[test]
    fn an_address_is_listed_once() {
        let row =
            "title='T'\npublisher='P'\nurl='https://example.org'\nchecked=2026-08-31\nstale_after_months=6\n";
        let mut diagnostics = Vec::new();
        read(&file("sources.toml", &format!("[b]\n{row}[a]\n{row}")), &mut diagnostics);
        assert_eq!(diagnostics[0].message, "`a` has the address of `b`");
    }
}
