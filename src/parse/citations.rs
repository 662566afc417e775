//! Citations look like footnotes, but their text stands in `sources.toml`.
//!
//! The Markdown parser knows a footnote mark only if the text defines it.
//! In: a note's body. Out: the body with an empty definition behind it for
//! every mark that has none, so that the marks come out as marks.

use std::borrow::Cow;
use std::collections::BTreeSet;

pub(super) fn with_definitions(body: &str) -> Cow<'_, str> {
    let mut marks = BTreeSet::new();
    let mut defined = BTreeSet::new();
    for (at, _) in body.match_indices("[^") {
        let rest = &body[at + 2..];
        let Some(end) = rest.find(']') else { continue };
        let label = &rest[..end];
        if label.is_empty() || label.contains(char::is_whitespace) {
            continue;
        }
        let at_line_start = body[..at].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        let is_definition = at_line_start && rest[end + 1..].starts_with(':');
        let list = if is_definition { &mut defined } else { &mut marks };
        list.insert(label);
    }
    let mut extended = Cow::Borrowed(body);
    for label in marks.difference(&defined) {
        extended.to_mut().push_str(&format!("\n\n[^{label}]: source\n"));
    }
    extended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_undefined_marks_get_a_definition() {
        assert_eq!(with_definitions("no marks"), "no marks");
        let out = with_definitions("a[^x] b[^own]\n\n[^own]: mine\n");
        assert!(out.ends_with("[^x]: source\n"), "{out}");
        assert_eq!(out.matches("[^own]:").count(), 1);
    }
}
