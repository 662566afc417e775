//! All terms by the alphabet: other spellings, meaning, what each is mixed up
//! with, and the note that explains it. In: the data. Out: a definition list
//! with a place for every term, and letters to jump to where it is long.

use std::fmt::Write as _;

use super::joined;
use crate::link::places;
use crate::parse::data::Term;
use crate::render::escape;
use crate::render::html::Writer;

/// With more terms than this, letters stand above the list.
const LONG: usize = 30;

impl Writer<'_> {
    pub(super) fn glossary(&mut self) {
        let glossary = &self.env.site.data.glossary;
        let mut terms: Vec<(usize, &Term)> = glossary.iter().enumerate().collect();
        terms.sort_by_cached_key(|(_, term)| sort_key(&term.term));
        if terms.len() > LONG {
            self.letters(&terms);
        }
        self.out.push_str("<dl class=\"glossary\">\n");
        for (at, term) in terms {
            self.glossary_row(at, term);
        }
        self.out.push_str("</dl>\n");
    }

    /// Each letter leads to the first term under it.
    fn letters(&mut self, terms: &[(usize, &Term)]) {
        self.out.push_str("<nav class=\"letters\" aria-label=\"Terms by letter\"><ul>\n");
        let mut before = String::new();
        for (_, term) in terms {
            let letter = letter(&term.term);
            if letter != before {
                let place = escape::address(&self.place_of(&term.id));
                let _ = writeln!(self.out, "<li><a href=\"#{place}\">{}</a></li>", escape::escape(&letter));
                before = letter;
            }
        }
        self.out.push_str("</ul></nav>\n");
    }

    fn glossary_row(&mut self, at: usize, term: &Term) {
        let _ = writeln!(
            self.out,
            "<dt id=\"{}\">{}</dt>\n<dd><p>{}</p>",
            escape::escape(&self.place_of(&term.id)),
            escape::escape(&term.term),
            escape::escape(&term.definition)
        );
        if !term.also.is_empty() {
            let _ =
                writeln!(self.out, "<p class=\"aside\">Also: {}.</p>", escape::escape(&term.also.join(", ")));
        }
        // In the order in which the author named them.
        let named = |id: &String| self.env.site.data.glossary.iter().find(|other| other.id == *id);
        let others = term.not.iter().filter_map(named).map(|other| {
            let place = escape::address(&self.place_of(&other.id));
            format!("<a href=\"#{place}\">{}</a>", escape::escape(&other.term))
        });
        let others = joined(others);
        if !others.is_empty() {
            let _ = writeln!(self.out, "<p class=\"aside\">Not to be confused with: {others}.</p>");
        }
        let note = self.env.site.rows.terms.get(at).copied().flatten();
        if let Some(note) = note.filter(|note| *note != self.page) {
            let _ = writeln!(self.out, "<p class=\"aside\">More in {}.</p>", self.link_to(note));
        }
        self.out.push_str("</dd>\n");
    }

    fn place_of(&self, term: &str) -> String {
        places::of_term(self.page_document(), term)
    }
}

/// Terms stand by their letters and digits, whatever their case.
fn sort_key(term: &str) -> String {
    term.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The letter under which a term stands; digits share one.
fn letter(term: &str) -> String {
    match sort_key(term).chars().next() {
        Some(first) if first.is_numeric() => "0–9".to_owned(),
        Some(first) => first.to_uppercase().collect(),
        None => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::render::html::samples::body;

    fn row(id: &str, term: &str, more: &str) -> String {
        format!("[{id}]\nterm='{term}'\ndefinition='Meaning of {id} & more.'\n{more}\n")
    }

    fn glossary(page: &str, rows: &str) -> String {
        body(&[("index.md", page), ("note.md", "[Home](index.md)"), ("data/glossary.toml", rows)])
    }

    #[test]
    fn terms_stand_by_the_alphabet_with_all_that_is_known() {
        let rows = row("ecs-task", "task", "also=['tasks','ECS task']\nnot=['service']\nnote='note.md'")
            + &row("service", "Service", "")
            + &row("alb", "ALB", "not=['service']");
        let html = glossary("[The note](note.md)\n\n```glossary\n```", &rows);
        let order: Vec<_> = ["<dt id=\"alb\">", "<dt id=\"service\">", "<dt id=\"ecs-task\">"]
            .iter()
            .map(|part| html.find(part).unwrap_or_else(|| panic!("{part} in {html}")))
            .collect();
        assert!(order.is_sorted(), "{html}");
        for part in [
            "<p>Meaning of ecs-task &amp; more.</p>",
            "Also: tasks, ECS task.",
            "Not to be confused with: <a href=\"#service\">Service</a>.",
            "More in <a href=\"/notes/note/\">note.md</a>.",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("<nav"), "{html}");
    }

    #[test]
    fn a_heading_keeps_its_id() {
        let html = glossary(
            "## Service\n\n```glossary\n```",
            &(row("service", "service", "") + &row("x", "X", "not=['service']")),
        );
        assert!(html.contains("<dt id=\"sd-g-service\">"), "{html}");
        assert!(html.contains("href=\"#sd-g-service\">service"), "{html}");
    }

    #[test]
    fn a_long_glossary_has_letters_to_jump_to() {
        let rows: String = (0..30).map(|n| row(&format!("b{n}"), &format!("b{n:02}"), "")).collect();
        let html = glossary("```glossary\n```", &(rows + &row("net", ".NET", "") + &row("s3", "3S", "")));
        let letters = "<li><a href=\"#s3\">0–9</a></li>\n<li><a href=\"#b0\">B</a></li>\n<li><a href=\"#net\">N</a></li>";
        assert!(html.contains(letters), "{html}");
    }

    #[test]
    fn a_tooltip_names_what_the_term_is_not() {
        let rows = row("task", "task", "not=['service']") + &row("service", "service", "");
        let html = glossary("A task runs.", &rows);
        assert!(html.contains("Meaning of task &amp; more. Not: service.</span>"), "{html}");
    }
}
