//! Quiz blocks held against the banks that they ask from.
//!
//! In: notes, and all banks by name. Out: the banks that a note embeds, and
//! diagnostics: for banks and questions that don't exist, for a question that
//! a page asks twice, and for a bank that no note asks from.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::LinkedBank;
use crate::diag::{Code, Diagnostic, nearest};
use crate::parse::bank::Bank;
use crate::parse::document::{Document, Embed, Kind};
use crate::parse::front_matter::Placed;
use crate::parse::quiz::Asked;
use crate::parse::{Note, Parsed};

/// A quiz block whose bank exists.
struct QuizBlock<'a> {
    place: Range<usize>,
    bank: &'a Arc<LinkedBank>,
    asked: &'a Asked,
}

impl QuizBlock<'_> {
    fn is_before(&self) -> bool {
        matches!(self.asked, Asked::Before(_))
    }
}

/// The quiz blocks of a document: their places, the names of their banks, what they ask.
fn blocks(document: &Document) -> impl Iterator<Item = (Range<usize>, &str, &Asked)> {
    document.iter().filter_map(|(_, node)| match &node.kind {
        Kind::Embed(embed) => match &**embed {
            Embed::Quiz { bank, asked } => Some((node.range(), &**bank, asked)),
            _ => None,
        },
        _ => None,
    })
}

/// The banks that a note embeds, each once.
pub(super) fn embedded(
    note: &Note,
    banks: &HashMap<&str, Arc<LinkedBank>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Arc<LinkedBank>> {
    let mut known: Vec<QuizBlock<'_>> = Vec::new();
    for (place, name, asked) in blocks(&note.document) {
        match banks.get(name) {
            Some(bank) => known.push(QuizBlock { place, bank, asked }),
            None => problems.push(unknown(name, banks).at(&note.path, place)),
        }
    }
    let mut embedded: Vec<Arc<LinkedBank>> = Vec::new();
    for (at, block) in known.iter().enumerate() {
        let same = |other: &&QuizBlock<'_>| Arc::ptr_eq(block.bank, other.bank);
        if known[..at].iter().filter(same).any(|other| other.is_before() == block.is_before()) {
            let message = format!("the questions of `{}` stand twice on this page", block.bank.bank.name());
            let problem = Diagnostic::error(Code::DuplicateName, message).at(&note.path, block.place.clone());
            problems.push(problem.help("take one of the two blocks out"));
            continue;
        }
        if let Asked::Before(ids) = block.asked {
            let closing = known.iter().filter(same).find(|other| !other.is_before());
            let found = before(&block.bank.bank, ids, closing.map(|other| other.asked), &block.place);
            problems.extend(found.into_iter().map(|(place, problem)| problem.at(&note.path, place)));
        }
        if !embedded.iter().any(|bank| Arc::ptr_eq(bank, block.bank)) {
            embedded.push(Arc::clone(block.bank));
        }
    }
    embedded
}

fn unknown(name: &str, banks: &HashMap<&str, Arc<LinkedBank>>) -> Diagnostic {
    if name.is_empty() {
        let problem = Diagnostic::error(Code::UnknownBank, "this block names no question bank");
        return problem.help("write the bank's file name without `.md` behind `quiz`");
    }
    let mut names: Vec<&str> = banks.keys().copied().collect();
    names.sort_unstable();
    let near = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or_else(|| format!("write the questions to `content/questions/{name}.md`"));
    Diagnostic::error(Code::UnknownBank, format!("there is no question bank `{name}`")).help(help)
}

/// What is wrong with the two questions before reading: they must be of the bank that closes the
/// note, and none may stand there again.
fn before(
    bank: &Bank,
    ids: &[Placed<String>; 2],
    closing: Option<&Asked>,
    block: &Range<usize>,
) -> Vec<(Range<usize>, Diagnostic)> {
    let name = bank.name();
    let Some(closing) = closing else {
        let message = format!("this page asks nothing of `{name}` after reading");
        let problem = Diagnostic::error(Code::BadBlock, message);
        let help = format!("end the note with other questions of the bank: `quiz {name} 4`");
        return vec![(block.clone(), problem.help(help))];
    };
    let all = || bank.questions.iter().map(|question| question.id.as_str());
    let mut problems = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let Some(place) = all().position(|known| known == id.value) else {
            let message = format!("`{name}` has no question `{}`", id.value);
            let near = nearest(&id.value, all()).map(|near| format!("did you mean `{near}`?"));
            let help = near.or_else(|| Some(format!("its ids stand in `{}`", bank.path)));
            problems.push((id.range.clone(), Diagnostic::error(Code::UnknownName, message).help_opt(help)));
            continue;
        };
        if closing.asks(place, &id.value) || ids[..at].iter().any(|other| other.value == id.value) {
            let free = all().enumerate().filter(|(place, known)| {
                !closing.asks(*place, known) && ids.iter().all(|other| other.value != *known)
            });
            let free: Vec<String> = free.map(|(_, known)| format!("`{known}`")).collect();
            let help = match &*free {
                [] => "let the other block ask fewer questions".to_owned(),
                free => format!("choose one that stands nowhere on the page: {}", free.join(", ")),
            };
            let problem =
                Diagnostic::error(Code::DuplicateName, format!("this page asks `{}` twice", id.value));
            problems.push((id.range.clone(), problem.help(help)));
        }
    }
    problems
}

/// Warns of banks that no note asks from: readers never see their questions, not even in the
/// practice room. A draft asks, too.
pub(super) fn unused(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let notes = parsed.notes.iter();
    let named: BTreeSet<&str> =
        notes.flat_map(|note| blocks(&note.document)).map(|(_, name, _)| name).collect();
    for bank in parsed.banks.iter().filter(|bank| !named.contains(bank.name())) {
        let name = bank.name();
        let problem = Diagnostic::warning(Code::UnusedBank, format!("no note asks from the bank `{name}`"));
        let problem = problem.at(&bank.path, 0..0);
        diagnostics.push(problem.help(format!("end its note with a block `quiz {name} 4`")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, site};
    use super::*;

    fn bank(ids: &[&str]) -> String {
        let questions = ids.iter().map(|id| {
            format!(
                "## {id} {{#{id} exams=CLF-1.1 kind=why level=1}}\n\nWhat is {id} {id} {id}?\n\n- [x] A {id}\n\n  R.\n- [ ] No {id}\n\n  R.\n\n"
            )
        });
        format!("+++\ntitle='B'\n+++\n{}", questions.collect::<String>())
    }

    /// What is said of the note's blocks. The questions are poor, which is another module's business.
    fn found(note: &str) -> Vec<Diagnostic> {
        let bank = bank(&["one", "two", "three", "four"]);
        let mut problems = site(&[("questions/b.md", &*bank), ("index.md", note)]).1;
        problems.retain(|problem| !matches!(problem.code, Code::BadQuestion | Code::BadValue));
        problems
    }

    #[test]
    fn two_questions_before_reading_are_others_than_those_after() {
        let after = "```quiz b 2\n```\n";
        let before = |ids: &str| format!("```quiz b\nbefore = [{ids}]\n```\n\n{after}");
        assert_eq!(codes(&found(&before("'three', 'four'"))), []);
        let twice = found(&before("'two', 'three'"));
        assert_eq!(codes(&twice), [Code::DuplicateName]);
        assert_eq!(
            (&*twice[0].message, twice[0].help.as_deref()),
            ("this page asks `two` twice", Some("choose one that stands nowhere on the page: `four`"))
        );
        assert_eq!(codes(&found(&before("'three', 'three'"))), [Code::DuplicateName]);
        let unknown = found(&before("'three', 'five'"));
        assert_eq!(codes(&unknown), [Code::UnknownName]);
        assert_eq!(unknown[0].message, "`b` has no question `five`");
        assert_eq!(
            codes(&found("```quiz b\nbefore = ['three', 'four']\n```\n")),
            [Code::BadBlock],
            "there is no closing block"
        );
        let all = "```quiz b\nbefore = ['three', 'four']\n```\n\n```quiz b\n```\n";
        assert_eq!(codes(&found(all)), [Code::DuplicateName; 2]);
    }

    #[test]
    fn a_bank_that_no_note_asks_from_is_named() {
        assert_eq!(codes(&found("Text.\n")), [Code::UnusedBank]);
        assert_eq!(codes(&found("```quiz b 1\n```\n")), []);
    }
}
