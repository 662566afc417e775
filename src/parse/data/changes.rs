//! What changed at AWS: dated entries. In: `changes.toml`. Out: [`Change`]s,
//! newest first.

use std::fmt;
use std::ops::Range;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Date, rows};
use crate::diag::{Code, Diagnostic};
use crate::parse::document::Document;
use crate::parse::markdown;
use crate::path::SitePath;
use crate::source::TextFile;

/// Something that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its id, also of its place on the page.
    pub id: String,
    /// The day; the first of the month where only the month is known.
    pub date: Date,
    /// Whether the day is known.
    pub day_known: bool,
    /// What changed, in a few words.
    pub title: String,
    /// What it means, in one or two sentences. Links are relative to `content`.
    pub text: Document,
    /// Id of its source.
    pub source: String,
    /// Its row in the data file.
    pub place: (SitePath, Range<usize>),
}

impl Change {
    /// The day, or the month where only that is known: `2026-11-22`, `2026-11`.
    #[must_use]
    pub fn day_or_month(&self) -> String {
        let day = self.date.to_string();
        if self.day_known { day } else { day[..day.len() - "-01".len()].to_owned() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    date: When,
    title: String,
    text: String,
    source: String,
}

/// A day or a month, as it is written.
struct When(String);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WhenVisitor)
    }
}

struct WhenVisitor;

impl<'de> Visitor<'de> for WhenVisitor {
    type Value = When;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day or a month")
    }

    fn visit_str<E: de::Error>(self, month: &str) -> Result<When, E> {
        Ok(When(month.to_owned()))
    }

    /// A TOML date comes as a map with its text as the one value.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<When, A::Error> {
        let day = map.next_entry::<String, String>()?;
        day.map(|(_, text)| When(text)).ok_or_else(|| de::Error::custom("expected a day or a month"))
    }
}

pub(super) fn read(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (id, raw, range) in rows::<Raw>(file, diagnostics) {
        let Some((date, day_known)) = date(&raw.date) else {
            let problem = Diagnostic::error(Code::BadValue, format!("`{id}`: `date` is no day and no month"));
            let help = "write `date = 2026-11-22`, or `date = \"2026-11\"` where only the month is known";
            diagnostics.push(problem.at(&file.path, range).help(help));
            continue;
        };
        changes.push(Change {
            id,
            date,
            day_known,
            title: raw.title,
            text: markdown::fragment(&file.path, &raw.text),
            source: raw.source,
            place: (file.path.clone(), range),
        });
    }
    changes.sort_by(|a, b| (b.date, &a.id).cmp(&(a.date, &b.id)));
    changes
}

fn date(When(text): &When) -> Option<(Date, bool)> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day = parts.next();
    let known = day.map(|day| day.parse().ok().filter(|day| (1..=31).contains(day)));
    // A part that is there and can't be read is a mistake.
    let first = match known {
        Some(day) => day?,
        None => 1,
    };
    Some((Date { year, month, day: first }, day.is_some()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn the_newest_comes_first_and_a_month_will_do() {
        let row = |id: &str, date: &str| format!("[{id}]\ndate={date}\ntitle='T'\ntext='x'\nsource='s'\n");
        let text =
            row("a", "2025-10-01") + &row("b", "'2025-11'") + &row("c", "2025-11-30") + &row("d", "'soon'");
        let mut diagnostics = Vec::new();
        let changes = read(&file("changes.toml", &text), &mut diagnostics);
        let order: Vec<_> = changes.iter().map(|change| (change.id.as_str(), change.day_known)).collect();
        assert_eq!(order, [("c", true), ("b", false), ("a", true)]);
        assert_eq!(diagnostics.len(), 1);
        let days: Vec<_> = changes.iter().map(Change::day_or_month).collect();
        assert_eq!(days, ["2025-11-30", "2025-11", "2025-10-01"]);
    }
}
