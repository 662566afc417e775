//! All changes, newest first, year by year. In: the data, with the targets of
//! the links in it. Out: a heading for each year and each change, so that
//! readers of headings find them too, and a place for every change.

use std::fmt::Write as _;

use super::NO_TARGETS;
use crate::link::places;
use crate::parse::data::Change;
use crate::render::escape;
use crate::render::html::Writer;

impl<'a> Writer<'a> {
    pub(super) fn changes(&mut self) {
        let site = self.env.site;
        let mut year = None;
        for (at, change) in site.data.changes.iter().enumerate() {
            if year.replace(change.date.year) != Some(change.date.year) {
                let year = change.date.year;
                let _ = writeln!(self.out, "<h2 id=\"sd-year-{year}\">{year}</h2>");
            }
            self.change_head(change);
            self.marked.clear();
            self.out.push_str("<p>");
            let targets = site.rows.changes.get(at).unwrap_or(&NO_TARGETS);
            self.text_of_row(&change.text, targets, &change.place.0);
            if !self.marked.contains(&change.source.as_str()) {
                self.cite(&change.source);
            }
            self.out.push_str("</p>\n");
            // Beside the change, not all of them behind the last one.
            self.side_remarks();
        }
    }

    fn change_head(&mut self, change: &'a Change) {
        let place = places::of_change(self.page_document(), &self.env.site.data.glossary, &change.id);
        let (id, place) = (escape::escape(&place), escape::address(&place));
        let title = escape::escape(&change.title);
        let day = change.day_or_month();
        let _ = writeln!(
            self.out,
            "<h3 id=\"{id}\"><a class=\"anchor\" href=\"#{place}\">{title}</a></h3>\n\
             <p class=\"aside\"><time datetime=\"{day}\">{day}</time></p>"
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::link::samples::source;
    use crate::render::html::samples::body;

    fn change(id: &str, date: &str, text: &str) -> String {
        format!("[{id}]\ndate={date}\ntitle='About {id}'\ntext='{text}'\nsource='s'\n")
    }

    fn page(page: &str, rows: &str) -> String {
        let sources = source("s");
        body(&[
            ("index.md", page),
            ("note.md", "## Part\n\n[Home](index.md)"),
            ("data/changes.toml", rows),
            ("data/sources.toml", &sources),
        ])
    }

    #[test]
    fn changes_stand_under_their_years_newest_first() {
        let rows = change("old", "2024-05-01", "x")
            + &change("new", "'2026-02'", "y")
            + &change("mid", "2026-01-31", "z");
        let html = page("[Note](note.md)\n\n```changes\n```", &rows);
        let order: Vec<_> = [
            "<h2 id=\"sd-year-2026\">",
            "<h3 id=\"new\"><a class=\"anchor\" href=\"#new\">About new</a></h3>",
            "<time datetime=\"2026-02\">2026-02</time>",
            "<h3 id=\"mid\">",
            "<time datetime=\"2026-01-31\">",
            "<h2 id=\"sd-year-2024\">",
            "<h3 id=\"old\">",
        ]
        .iter()
        .map(|part| html.find(part).unwrap_or_else(|| panic!("{part} in {html}")))
        .collect();
        assert!(order.is_sorted(), "{html}");
        assert_eq!(html.matches("<h2").count(), 2, "{html}");
    }

    #[test]
    fn the_text_has_its_links_and_the_mark_of_the_source() {
        let html = page("```changes\n```", &change("c", "2026-01-31", "See **[the part](note.md#part)**."));
        let text = "<p>See <strong><a href=\"/notes/note/#part\">the part</a></strong>.<sup class=\"cite\">";
        assert!(html.contains(text), "{html}");
    }

    #[test]
    fn a_source_that_the_text_marks_itself_is_marked_once() {
        let numbers = ("data/numbers.toml", "[n]\nwhat='N'\nvalue='3'\nsource='s'\n");
        let rows = change("c", "2026-01-31", "Now {{n}}");
        let html = body(&[
            ("index.md", "```changes\n```"),
            ("data/changes.toml", &rows),
            ("data/sources.toml", &source("s")),
            numbers,
        ]);
        assert_eq!(html.matches("<sup").count(), 1, "{html}");
    }

    #[test]
    fn a_heading_keeps_its_id() {
        let html = page("## One\n\n```changes\n```", &change("one", "2026-01-31", "x"));
        assert!(html.contains("<h3 id=\"sd-c-one\">"), "{html}");
    }

    #[test]
    fn a_change_that_asks_for_all_changes_comes_to_an_end() {
        let text = "'''\n- one\n\n  ```changes\n  ```\n'''";
        let rows = format!("[c]\ndate=2026-01-31\ntitle='C'\ntext={text}\nsource='s'\n");
        assert_eq!(page("```changes\n```", &rows).matches("<h3").count(), 1);
    }
}
