//! All sources, by publisher and title: when each was checked, and which notes
//! lean on it. In: the data, and `Site::leaning`. Out: a list.

use std::fmt::Write as _;

use super::joined;
use crate::parse::data::Source;
use crate::render::escape;
use crate::render::html::Writer;

impl Writer<'_> {
    pub(super) fn sources(&mut self) {
        let mut sources: Vec<(&String, &Source)> = self.env.site.data.sources.iter().collect();
        sources
            .sort_by_cached_key(|(_, source)| (source.publisher.to_lowercase(), source.title.to_lowercase()));
        self.out.push_str("<ul class=\"refs\">\n");
        for (id, source) in sources {
            self.source_row(id, source);
        }
        self.out.push_str("</ul>\n");
    }

    fn source_row(&mut self, id: &str, source: &Source) {
        let Source { checked, check_again, .. } = source;
        let _ = write!(
            self.out,
            "<li><a class=\"external\" href=\"{}\" rel=\"noopener\">{}</a>, {}.\n\
             <span class=\"checked\">Checked <time datetime=\"{checked}\">{checked}</time>, check again by <time datetime=\"{check_again}\" data-check-again>{check_again}</time>.</span>",
            escape::address(&source.url),
            escape::escape(&source.title),
            escape::escape(&source.publisher),
        );
        // None where only a change or an exam without a page names it.
        if let Some(pages) = self.env.site.leaning.get(id) {
            let notes = joined(pages.iter().map(|page| self.link_to(*page)));
            let _ = write!(self.out, "\n<span>Used in {notes}.</span>");
        }
        self.out.push_str("</li>\n");
    }
}

#[cfg(test)]
mod tests {
    use crate::link::samples::source;
    use crate::render::html::samples::body;

    #[test]
    fn sources_stand_by_publisher_and_title_with_their_notes() {
        let rows = source("b") + &source("a") + &source("c").replace("'P'", "'Another & one'");
        let html = body(&[
            ("index.md", "```sources\n```\n\n[One](one.md), [two](two.md)."),
            ("one.md", "Text.[^a]"),
            ("two.md", "Text.[^a][^b]"),
            ("data/sources.toml", &rows),
        ]);
        let order: Vec<_> = ["of c</a>, Another &amp; one.", "of a</a>, P.", "of b</a>, P."]
            .iter()
            .map(|part| html.find(part).unwrap_or_else(|| panic!("{part} in {html}")))
            .collect();
        assert!(order.is_sorted(), "{html}");
        assert!(html.contains("<time datetime=\"2027-05-22\" data-check-again>"), "{html}");
        let both = "Used in <a href=\"/notes/one/\">one.md</a>, <a href=\"/notes/two/\">two.md</a>.";
        assert!(html.contains(both), "{html}");
        assert_eq!(html.matches("Used in").count(), 2, "nobody leans on `c`");
    }
}
