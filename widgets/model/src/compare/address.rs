//! Fragments as `key=value` pairs, with what must be escaped escaped.
//!
//! In: a fragment, or a value. Out: its pairs, or the value escaped. Must not know: which keys there are.

use crate::fragment::decode;

/// The pairs of a fragment, with or without its `#`.
pub struct Pairs<'t>(&'t str);

impl<'t> Pairs<'t> {
    /// Reads a fragment; `None` if it is empty or a mere anchor such as `#reading`.
    #[must_use]
    pub fn of(fragment: &'t str) -> Option<Self> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        fragment.contains('=').then_some(Self(fragment))
    }
}

impl Iterator for Pairs<'_> {
    type Item = (String, String);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let (pair, rest) = self.0.split_once('&').unwrap_or((self.0, ""));
        self.0 = rest;
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(key), decode(value)))
    }
}

/// Writes text so that it can stand behind `key=`. What is no ASCII stays as it is.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.' | ',') {
            let code = u32::from(c);
            out.push('%');
            out.extend([code >> 4, code & 15].map(|digit| char::from_digit(digit, 16).unwrap_or('0')));
        } else {
            out.push(c);
        }
    }
    out
}
