//! The text that travels beside a widget: a line an entry, its kind and its fields with tabs
//! between them.
//!
//! In: entries. Out: text that can stand in a script element, and back without loss. Every field
//! is a string, so that no figure ever becomes a float. A reader for this is 1.1 kB gzipped
//! lighter than one for JSON.

/// Fields that an entry can have; those that are missing are empty.
const MOST: usize = 10;

/// What stands for yes.
pub(crate) const YES: &str = "y";

/// What stands for `<`, so that no field can close the script element: a character that nobody
/// else uses.
const LESS: char = '\u{e000}';

/// The kind of the first line: what every widget has.
const HEAD: &str = "w";

/// What every widget has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// What the ids in it begin with: `lambda-cost`, or `lambda-cost-2` for the second on a page.
    pub id: String,
    /// Whether it is the page's first of its kind: it alone reads and writes the address fragment.
    pub primary: bool,
    /// What it opens with, as a fragment.
    pub start: String,
}

/// A text being written.
#[cfg(any(feature = "ssr", test))]
#[derive(Default)]
pub(crate) struct Lines(pub String);

#[cfg(any(feature = "ssr", test))]
impl Lines {
    /// A text that begins with what every widget has.
    pub(crate) fn with_head(head: &Head) -> Self {
        let mut lines = Self::default();
        lines.add(HEAD, &[&head.id, if head.primary { YES } else { "" }, &head.start]);
        lines
    }

    /// Adds an entry.
    pub(crate) fn add(&mut self, kind: &str, fields: &[&str]) {
        debug_assert!(fields.len() <= MOST, "{kind}: the reader would drop some fields");
        self.0.push_str(kind);
        for field in fields {
            self.0.push('\t');
            self.0.push_str(&field.replace(['\t', '\n', '\r'], " ").replace('<', &LESS.to_string()));
        }
        self.0.push('\n');
    }
}

/// Reads a text, entry by entry; `None` as soon as one makes no sense.
pub(crate) fn read(text: &str, entry: &mut dyn FnMut(&str, [&str; MOST]) -> Option<()>) -> Option<()> {
    let text = text.replace(LESS, "<");
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let mut fields = line.split('\t');
        let kind = fields.next()?;
        entry(kind, [(); MOST].map(|()| fields.next().unwrap_or_default()))?;
    }
    Some(())
}

/// Reads a text that begins with what every widget has.
pub(crate) fn read_with_head(
    text: &str,
    entry: &mut dyn FnMut(&str, [&str; MOST]) -> Option<()>,
) -> Option<Head> {
    let mut head = None;
    read(text, &mut |kind, fields| {
        if kind == HEAD {
            let [id, primary, start, ..] = fields;
            head = Some(Head { id: id.to_owned(), primary: primary == YES, start: start.to_owned() });
            return Some(());
        }
        entry(kind, fields)
    })?;
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(text: &str) -> Vec<Vec<String>> {
        let mut entries = Vec::new();
        read(text, &mut |kind, fields| {
            let mut entry = vec![kind.to_owned()];
            entry.extend(fields.iter().filter(|field| !field.is_empty()).map(|field| (*field).to_owned()));
            entries.push(entry);
            Some(())
        })
        .unwrap();
        entries
    }

    #[test]
    fn entries_come_back_and_close_no_script() {
        let mut lines = Lines::default();
        lines.add("a", &["</script>", "0.0000166667"]);
        lines.add("b", &["two\tlines\nin one"]);
        assert!(!lines.0.contains('<'));
        assert_eq!(back(&lines.0), [vec!["a", "</script>", "0.0000166667"], vec!["b", "two lines in one"]]);
    }

    #[test]
    fn the_head_is_asked_for() {
        let head = Head { id: "x".into(), primary: true, start: "v=1".into() };
        let text = Lines::with_head(&head).0;
        assert_eq!(read_with_head(&text, &mut |_, _| None), Some(head));
        assert_eq!(read_with_head("", &mut |_, _| Some(())), None);
        assert_eq!(read_with_head("e\t1", &mut |_, _| None), None);
    }
}
