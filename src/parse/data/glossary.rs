//! The glossary: terms that are explained where they first occur on a page.
//! In: `glossary.toml`. Out: [`Glossary`].

use std::ops::Range;

use serde::Deserialize;

use super::rows;
use crate::diag::{Code, Diagnostic, nearest};
use crate::path::SitePath;
use crate::source::TextFile;

/// A term that is explained where it first occurs on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its id, also of its place on the page.
    pub id: String,
    /// The term.
    pub term: String,
    /// Other spellings of it.
    pub also: Vec<String>,
    /// What it means, in one or two sentences.
    pub definition: String,
    /// Ids of terms that it is mixed up with.
    pub not: Vec<String>,
    /// Whether it is a service that takes no new customers.
    pub closed: bool,
    /// The note that says more, relative to `content`.
    pub note: Option<String>,
    /// Its row in the data file.
    pub place: (SitePath, Range<usize>),
}

/// All terms, sorted by id.
pub type Glossary = Vec<Term>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    term: String,
    #[serde(default)]
    also: Vec<String>,
    definition: String,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    closed: bool,
    note: Option<String>,
}

pub(super) fn read(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Glossary {
    let mut glossary: Glossary = Vec::new();
    for (id, raw, range) in rows::<Raw>(file, diagnostics) {
        let spellings = || std::iter::once(&raw.term).chain(&raw.also);
        let taken = glossary.iter().find_map(|other| {
            let words = std::iter::once(&other.term).chain(&other.also);
            let twice = words.into_iter().find(|word| spellings().any(|s| s.eq_ignore_ascii_case(word)))?;
            Some((other, twice.clone()))
        });
        if let Some((other, word)) = taken {
            let problem = Diagnostic::error(Code::DuplicateName, format!("`{word}` is explained twice"));
            let problem = problem
                .at(&file.path, range.clone())
                .help("keep one of the two rows, or take the spelling out of one");
            diagnostics.push(problem.related(&other.place.0, other.place.1.clone(), "here as well"));
            continue;
        }
        glossary.push(Term {
            id,
            term: raw.term,
            also: raw.also,
            definition: raw.definition,
            not: raw.not,
            closed: raw.closed,
            note: raw.note,
            place: (file.path.clone(), range),
        });
    }
    check_pairs(&glossary, diagnostics);
    glossary
}

/// A term can be mixed up only with terms that exist, and not with itself.
fn check_pairs(glossary: &Glossary, diagnostics: &mut Vec<Diagnostic>) {
    let ids = || glossary.iter().map(|term| term.id.as_str());
    for term in glossary {
        for other in &term.not {
            if *other != term.id && ids().any(|id| id == other) {
                continue;
            }
            let near = nearest(other, ids().filter(|id| *id != term.id));
            let help = near.map_or_else(
                || "name another row of this file".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{}`: there is no other term `{other}`", term.id);
            let problem = Diagnostic::error(Code::UnknownName, message);
            diagnostics.push(problem.at(&term.place.0, term.place.1.clone()).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn a_term_is_explained_once() {
        let text = "[a]\nterm='task'\ndefinition='x'\n[b]\nterm='Task'\ndefinition='y'\n";
        let mut diagnostics = Vec::new();
        let glossary = read(&file("glossary.toml", text), &mut diagnostics);
        assert_eq!(diagnostics[0].code, Code::DuplicateName);
        assert_eq!(glossary.len(), 1);
    }

    #[test]
    fn a_term_is_mixed_up_with_another_one() {
        let text =
            "[task]\nterm='task'\ndefinition='x'\nnot=['job','task']\n[jobs]\nterm='job'\ndefinition='y'\n";
        let mut diagnostics = Vec::new();
        read(&file("glossary.toml", text), &mut diagnostics);
        assert_eq!(diagnostics.len(), 2);
        assert_eq!(diagnostics[0].help.as_deref(), Some("did you mean `jobs`?"));
    }
}
