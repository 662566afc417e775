//! Numbers: quotas, limits and prices that texts print by name, `{{name}}`.
//!
//! In: `numbers.toml` and the price tables. Out: [`Numbers`]. A value stands
//! in the row itself (`value`), or is taken from a price table (`from`), so
//! that the calculators and the notes can't differ.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::{FOLDER, rows};
use crate::diag::{Code, Diagnostic, nearest};
use crate::path::SitePath;
use crate::source::TextFile;

/// A number with its unit, its meaning and its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What it is the number of, for tables.
    pub what: String,
    /// Value and unit as printed, such as `15 minutes`.
    pub value: String,
    /// What a table says beside it.
    pub remark: Option<String>,
    /// Id of its source.
    pub source: String,
    /// Its row in the data file.
    pub place: (SitePath, Range<usize>),
}

/// All numbers by name.
pub type Numbers = BTreeMap<String, Number>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    what: String,
    value: Option<String>,
    from: Option<String>,
    unit: Option<String>,
    remark: Option<String>,
    source: String,
}

/// Reads the file; `data` are all data files, for `from`.
pub(super) fn read(file: &TextFile, data: &[TextFile], diagnostics: &mut Vec<Diagnostic>) -> Numbers {
    let mut numbers = Numbers::new();
    for (id, raw, range) in rows::<Raw>(file, diagnostics) {
        let value = match (&raw.value, &raw.from) {
            (Some(value), None) => Ok(value.clone()),
            (None, Some(from)) => looked_up(from, data),
            _ => Err(("it needs either `value` or `from`".to_owned(), None)),
        };
        match value {
            Ok(value) => {
                let value = raw.unit.iter().fold(value, |value, unit| format!("{value} {unit}"));
                let place = (file.path.clone(), range);
                let number = Number { what: raw.what, value, remark: raw.remark, source: raw.source, place };
                numbers.insert(id, number);
            }
            Err((message, help)) => {
                let problem = Diagnostic::error(Code::BadValue, format!("`{id}`: {message}"));
                diagnostics.push(problem.at(&file.path, range).help_opt(help));
            }
        }
    }
    numbers
}

type Fault = (String, Option<String>);

/// The value at `prices/lambda.toml: duration.row-id.usd`: steps are keys of
/// tables, or the ids of rows in a list.
fn looked_up(from: &str, data: &[TextFile]) -> Result<String, Fault> {
    let form = || Some("write it like `prices/lambda.toml: requests.row-id.usd`".to_owned());
    let (name, steps) = from.split_once(": ").ok_or_else(|| (format!("`{from}` names no row"), form()))?;
    let names = || data.iter().filter_map(|file| file.path.below(FOLDER));
    let file = data.iter().find(|file| file.path.below(FOLDER) == Some(name)).ok_or_else(|| {
        let near = nearest(name, names()).map(|near| format!("did you mean `{near}`?"));
        (format!("there is no data file `{name}`"), near)
    })?;
    // A file that can't be read is reported by its own reader.
    let table: toml::Value =
        toml::from_str(&file.text).map_err(|_| (format!("`{name}` can't be read"), None))?;
    let mut at = &table;
    for step in steps.split('.') {
        at = child(at, step).ok_or_else(|| {
            let near = nearest(step, keys(at)).map(|near| format!("did you mean `{near}`?"));
            (format!("`{name}` has no `{step}` in `{steps}`"), near)
        })?;
    }
    match at {
        toml::Value::String(text) => Ok(grouped(text)),
        toml::Value::Integer(number) => Ok(grouped(&number.to_string())),
        _ => Err((format!("`{steps}` is no single value"), form())),
    }
}

fn child<'a>(at: &'a toml::Value, step: &str) -> Option<&'a toml::Value> {
    match at {
        toml::Value::Table(table) => table.get(step),
        toml::Value::Array(rows) => {
            rows.iter().find(|row| row.get("id").and_then(|id| id.as_str()) == Some(step))
        }
        _ => None,
    }
}

fn keys(at: &toml::Value) -> Vec<&str> {
    match at {
        toml::Value::Table(table) => table.keys().map(String::as_str).collect(),
        toml::Value::Array(rows) => rows.iter().filter_map(|row| row.get("id")?.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// `1_000_000` and `1000000` as `1,000,000`; a fraction stays as it is.
fn grouped(number: &str) -> String {
    let plain = number.replace('_', "");
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    if !whole.chars().all(|c| c.is_ascii_digit()) {
        return plain;
    }
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    const PRICES: &str = "[free]\nrequests = '1_000_000'\n[[duration]]\nid = 'us'\nusd = '0.0000166667'\n";

    fn read_with_prices(text: &str) -> (Numbers, Vec<String>) {
        let mut diagnostics = Vec::new();
        let numbers = read(&file("numbers.toml", text), &[file("prices/l.toml", PRICES)], &mut diagnostics);
        let words = diagnostics.into_iter().map(|d| format!("{} {}", d.message, d.help.unwrap_or_default()));
        (numbers, words.collect())
    }

    #[test]
    fn a_value_stands_in_the_row_or_in_a_price_table() {
        let (numbers, problems) = read_with_prices(
            "[a]\nwhat='A'\nvalue='15 minutes'\nsource='s'\n\
             [b]\nwhat='B'\nfrom='prices/l.toml: free.requests'\nunit='requests'\nsource='s'\n\
             [c]\nwhat='C'\nfrom='prices/l.toml: duration.us.usd'\nsource='s'\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let values: Vec<_> = numbers.values().map(|number| number.value.as_str()).collect();
        assert_eq!(values, ["15 minutes", "1,000,000 requests", "0.0000166667"]);
    }

    #[test]
    fn what_is_not_there_is_said_with_the_nearest_name() {
        let (numbers, problems) = read_with_prices(
            "[a]\nwhat='A'\nfrom='prices/l.toml: free.request'\nsource='s'\n\
             [b]\nwhat='B'\nfrom='prices/m.toml: free.requests'\nsource='s'\n\
             [c]\nwhat='C'\nsource='s'\n[d]\nwhat='D'\nvalue='1'\n",
        );
        assert!(numbers.is_empty());
        assert!(problems.iter().any(|p| p.contains("did you mean `requests`?")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("did you mean `prices/l.toml`?")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("either `value` or `from`")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("`source`")), "{problems:?}");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            ["400_000", "1000", "999", "0.20", "-5"].map(grouped),
            ["400,000", "1,000", "999", "0.20", "-5"]
        );
    }
}
