//! A TOML table read key by key: every mistake is kept with its place, none stops the reading.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::PropsError;

/// Mistakes of a text, in the order in which they were found.
pub(super) type Errors = Vec<PropsError>;

/// Parses a text; what is no TOML at all goes to the errors.
pub(super) fn parse<'t>(text: &'t str, errors: &mut Errors) -> Spanned<DeTable<'t>> {
    let (table, problems) = DeTable::parse_recoverable(text);
    errors.extend(problems.into_iter().map(|problem| PropsError {
        range: problem.span(),
        message: problem.message().to_owned(),
        help: None,
    }));
    table
}

/// A table being read. Each key asked for is known; [`Reader::finish`] refuses the others.
pub(super) struct Reader<'t, 'e> {
    table: &'t DeTable<'t>,
    range: Range<usize>,
    known: Vec<&'static str>,
    errors: &'e mut Errors,
}

impl<'t, 'e> Reader<'t, 'e> {
    pub(super) fn new(table: &'t DeTable<'t>, range: Range<usize>, errors: &'e mut Errors) -> Self {
        Self { table, range, known: Vec::new(), errors }
    }

    /// Where the table stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The value of a key, if it is there.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// The value of a key that must be there.
    pub(super) fn need(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = self.get(key);
        if value.is_none() {
            self.error(self.range.clone(), format!("`{key}` is missing"), None);
        }
        value
    }

    /// A string that must be there, with its place.
    pub(super) fn text(&mut self, key: &'static str) -> Option<(&'t str, Range<usize>)> {
        let value = self.need(key)?;
        self.as_text(key, value)
    }

    /// A string that may be there.
    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<(&'t str, Range<usize>)> {
        let value = self.get(key)?;
        self.as_text(key, value)
    }

    /// The value, which must be a string.
    pub(super) fn as_text(
        &mut self,
        key: &str,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Option<(&'t str, Range<usize>)> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            let found = value.get_ref().type_str();
            let help = (found == "integer" || found == "float")
                .then(|| "figures are strings here, so that no digit is lost".to_owned());
            self.error(value.span(), format!("`{key}` must be a string, not {found}"), help);
        }
        text.map(|text| (text, value.span()))
    }

    /// A string that `read` must understand; `expected` says what it would.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let (text, range) = self.text(key)?;
        let value = read(text);
        if value.is_none() {
            self.error(range, format!("`{key}` is {expected}, not \"{text}\""), None);
        }
        value
    }

    pub(super) fn error(&mut self, range: Range<usize>, message: String, help: Option<String>) {
        self.errors.push(PropsError { range: Some(range), message, help });
    }

    /// Refuses every key that was not asked for, with the nearest one that was.
    pub(super) fn finish(self) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !self.known.contains(&name) {
                self.errors.push(PropsError {
                    range: Some(key.span()),
                    message: format!("unknown key `{name}`"),
                    help: Some(suggestion(name, &self.known)),
                });
            }
        }
    }
}

/// `did you mean …`, or the list of what there is.
pub(super) fn suggestion(wrong: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|&key| (strsim::damerau_levenshtein(&wrong.to_lowercase(), key), key))
        .min()
        .filter(|&(distance, key)| distance <= key.len().max(wrong.len()).div_ceil(3).max(1));
    match nearest {
        Some((_, key)) => format!("did you mean `{key}`?"),
        None => {
            format!("known: {}", known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
        }
    }
}
