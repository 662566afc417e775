//! Glossary terms in running text: the first use of each on a page becomes a
//! tooltip. In: the glossary. Out: [`TermFinder`], which finds terms as whole
//! words, the longest first, whatever their case.

use std::fmt::Write as _;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::Writer;
use crate::parse::data::Term;
use crate::render::escape;

/// Finds glossary terms in text.
pub struct TermFinder {
    automaton: Option<AhoCorasick>,
    /// The term of each pattern, as position in the glossary.
    terms: Vec<usize>,
}

impl TermFinder {
    /// Prepares the search; an empty glossary finds nothing.
    #[must_use]
    pub fn new(glossary: &[Term]) -> Self {
        let spellings = glossary.iter().enumerate().flat_map(|(at, term)| {
            std::iter::once(&term.term).chain(&term.also).map(move |word| (at, word.as_str()))
        });
        let (terms, words): (Vec<usize>, Vec<&str>) = spellings.filter(|(_, word)| !word.is_empty()).unzip();
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words);
        Self { automaton: automaton.ok().filter(|_| !words.is_empty()), terms }
    }

    /// Whole-word matches in `text`: start, end, position in the glossary.
    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize, usize)> + 't {
        let matches = self.automaton.iter().flat_map(move |a| a.find_iter(text));
        matches.filter_map(move |found| {
            let before = text[..found.start()].chars().next_back();
            let after = text[found.end()..].chars().next();
            let part_of_word =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
            let whole = !part_of_word(before) && !part_of_word(after);
            whole.then(|| (found.start(), found.end(), self.terms[found.pattern().as_usize()]))
        })
    }
}

impl Writer<'_> {
    /// Writes text, with a tooltip for each term that has none on this page yet.
    pub(super) fn text(&mut self, text: &str) {
        if self.plain > 0 {
            return escape::push(&mut self.out, text);
        }
        let env = self.env;
        let mut done = 0;
        for (start, end, at) in env.terms.find(text) {
            let own_page = env.site.rows.terms.get(at).copied().flatten() == Some(self.page);
            if own_page || self.explained.contains(&at) {
                continue;
            }
            let Some(term) = env.site.data.glossary.get(at) else { continue };
            self.explained.push(at);
            escape::push(&mut self.out, &text[done..start]);
            let id = escape::escape(&term.id);
            let _ = write!(
                self.out,
                "<span class=\"term\"><button type=\"button\" aria-describedby=\"sd-term-{id}\">"
            );
            escape::push(&mut self.out, &text[start..end]);
            let _ = write!(self.out, "</button><span role=\"tooltip\" id=\"sd-term-{id}\">");
            escape::push(&mut self.out, &term.definition);
            self.confusable(term);
            self.out.push_str("</span></span>");
            done = end;
        }
        escape::push(&mut self.out, &text[done..]);
    }

    /// `Not: x, y.`, the terms that this one is mixed up with.
    fn confusable(&mut self, term: &Term) {
        let glossary = &self.env.site.data.glossary;
        let named = |id: &String| glossary.iter().find(|other| other.id == *id);
        let names: Vec<&str> = term.not.iter().filter_map(named).map(|other| other.term.as_str()).collect();
        if !names.is_empty() {
            self.out.push_str(" Not: ");
            escape::push(&mut self.out, &names.join(", "));
            self.out.push('.');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::body;
    use super::*;
    use crate::path::SitePath;

    fn term(word: &str, also: &[&str]) -> Term {
        Term {
            id: word.to_lowercase(),
            term: word.to_owned(),
            also: also.iter().map(|s| (*s).to_owned()).collect(),
            definition: "…".to_owned(),
            not: Vec::new(),
            closed: false,
            note: None,
            place: (SitePath::new("content/data/glossary.toml").unwrap(), 0..0),
        }
    }

    #[test]
    fn terms_are_whole_words_and_the_longest_wins() {
        let finder = TermFinder::new(&[term("task", &["tasks"]), term("task definition", &[])]);
        let found = |text: &str| finder.find(text).map(|(s, e, _)| text[s..e].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("A Task runs; a task definition says how."), ["Task", "task definition"]);
        assert_eq!(found("multitasking and task-based"), Vec::<String>::new());
        assert_eq!(TermFinder::new(&[]).find("task").count(), 0);
    }

    #[test]
    fn a_note_can_do_without_tooltips() {
        let glossary = "[task]\nterm='task'\ndefinition='x'\n";
        let tooltips = |key: &str| {
            let note = format!("+++\ntitle='A'\nsummary='B'\n{key}+++\n\nA task runs.\n");
            body(&[("data/glossary.toml", glossary), ("index.md", &note)]).matches("role=\"tooltip\"").count()
        };
        assert_eq!([tooltips(""), tooltips("tooltips=true\n"), tooltips("tooltips=false\n")], [1, 1, 0]);
    }
}
