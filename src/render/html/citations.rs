//! Citations and footnotes: marks in the text, remarks in the margin, lists
//! at the end. Citations are numbered, footnotes have letters.

use std::fmt::Write as _;

use super::Writer;
use crate::parse::data::Source;
use crate::parse::document::{Kind, NodeId};
use crate::render::escape;

/// A source that a page cites.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CitedSource {
    /// Its id in `sources.toml`.
    pub id: String,
    /// Its number on this page.
    pub number: usize,
    /// Title, publisher, address.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// The day on which it was last checked.
    pub checked: String,
    /// The day from which it must be checked again.
    pub check_again: String,
    /// Anchors of the places that cite it.
    pub backrefs: Vec<String>,
}

#[derive(Default)]
pub(super) struct Citations<'a> {
    cited: Vec<CitedSource>,
    /// How many of them have their remark in the margin.
    remarked: usize,
    footnotes: Vec<(&'a str, usize)>,
}

impl Citations<'_> {
    pub(super) fn into_list(self) -> Vec<CitedSource> {
        self.cited
    }

    /// Notes one more use of a source: its number, and the anchor of the place.
    fn cite(&mut self, id: &str, source: &Source) -> (usize, String) {
        let at = self.position(id, source);
        let cited = &mut self.cited[at];
        let anchor = format!("sd-cite-{id}-{}", cited.backrefs.len() + 1);
        cited.backrefs.push(anchor.clone());
        (cited.number, anchor)
    }

    /// Where a source stands in the list; it is added if it is new.
    fn position(&mut self, id: &str, source: &Source) -> usize {
        if let Some(at) = self.cited.iter().position(|cited| cited.id == id) {
            return at;
        }
        self.cited.push(CitedSource {
            id: id.to_owned(),
            number: self.cited.len() + 1,
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            url: source.url.clone(),
            checked: source.checked.to_string(),
            check_again: source.check_again.to_string(),
            backrefs: Vec::new(),
        });
        self.cited.len() - 1
    }
}

/// `a` to `z`, then `aa`, `ab`, …
fn letter(n: usize) -> String {
    let last = char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    match n / 26 {
        0 => last.to_string(),
        rest => letter(rest - 1) + &last.to_string(),
    }
}

impl<'a> Writer<'a> {
    /// A mark: of a footnote that the document defines, or else of a source.
    pub(super) fn mark(&mut self, label: &'a str, _id: NodeId) {
        if self.gathered_from.is_some() {
            return;
        }
        let is_footnote = self
            .document
            .iter()
            .any(|(_, n)| matches!(&n.kind, Kind::FootnoteDefinition(l) if **l == *label));
        if is_footnote {
            return self.footnote_mark(label);
        }
        self.cite(label);
    }

    /// The mark of a source.
    pub(super) fn cite(&mut self, label: &str) {
        if self.gathered_from.is_some() {
            return;
        }
        // A source that does not exist is reported by `link`.
        let Some(source) = self.env.site.data.sources.get(label) else { return };
        if self.apart {
            let (url, title) = (escape::address(&source.url), escape::escape(&source.title));
            let _ = write!(self.out, "<a class=\"external\" href=\"{url}\" rel=\"noopener\">{title}</a>");
            return;
        }
        let (number, anchor) = self.citations.cite(label, source);
        let _ = write!(
            self.out,
            "<sup class=\"cite\"><a href=\"#sd-source-{label}\" id=\"{anchor}\" aria-label=\"Source {number}\">[{number}]</a></sup>"
        );
    }

    /// Lists a source under the page without a mark in the text.
    pub(super) fn list_source(&mut self, label: &str) {
        if self.gathered_from.is_none()
            && let Some(source) = self.env.site.data.sources.get(label)
        {
            self.citations.position(label, source);
        }
    }

    fn footnote_mark(&mut self, label: &'a str) {
        let notes = &mut self.citations.footnotes;
        let at = notes.iter().position(|(l, _)| *l == label).unwrap_or_else(|| {
            notes.push((label, 0));
            notes.len() - 1
        });
        notes[at].1 += 1;
        let (sign, uses) = (letter(at), notes[at].1);
        let label = escape::escape(label);
        let _ = write!(
            self.out,
            "<sup class=\"fn\"><a href=\"#sd-fn-{label}\" id=\"sd-fnref-{label}-{uses}\" aria-label=\"Footnote {sign}\">{sign}</a></sup>"
        );
    }

    /// Remarks on sources that were cited for the first time since the last call.
    pub(super) fn side_remarks(&mut self) {
        let fresh = &self.citations.cited[self.citations.remarked..];
        if fresh.is_empty() {
            return;
        }
        self.out.push_str("<p class=\"sidenotes\" aria-hidden=\"true\">");
        for source in fresh {
            let title = escape::escape(&source.title);
            let _ = write!(
                self.out,
                "<span class=\"sidenote\"><b>{}</b> {title}, checked {}</span>",
                source.number, source.checked
            );
        }
        self.out.push_str("</p>\n");
        self.citations.remarked = self.citations.cited.len();
    }

    /// The footnotes in the order of their marks.
    pub(super) fn footnotes(&mut self) {
        if self.citations.footnotes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        let document = self.document;
        let mut at = 0;
        // Footnotes may refer to further footnotes.
        while let Some(&(label, _)) = self.citations.footnotes.get(at) {
            let shown = escape::escape(label);
            let _ = write!(self.out, "<li id=\"sd-fn-{shown}\">");
            let found = document
                .iter()
                .find(|(_, n)| matches!(&n.kind, Kind::FootnoteDefinition(l) if **l == *label));
            if let Some((id, _)) = found {
                self.children(id);
            }
            let uses = self.citations.footnotes[at].1;
            for n in 1..=uses {
                let sign = letter(at);
                let _ = write!(
                    self.out,
                    " <a class=\"back\" href=\"#sd-fnref-{shown}-{n}\" aria-label=\"Back to footnote {sign}, place {n}\">↑</a>"
                );
            }
            self.out.push_str("</li>\n");
            at += 1;
        }
        self.out.push_str("</ol></section>\n");
        self.side_remarks();
    }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27].map(letter), ["a", "z", "aa", "ab"]);
    }
}
