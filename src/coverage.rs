//! How far the questions cover the notes and the exams, and where the holes are.
//!
//! In: the site. Out: a table in plain text, for `studydeck questions`. Whether a question is any
//! good is not its business.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::link::{LinkedBank, PageKind, Site};
use crate::parse::bank::{Question, QuestionKind, plain_words};
use crate::parse::data::{ExamVersion, Glossary, Term};

/// A note with fewer questions has a hole.
const ENOUGH: usize = 4;
/// A pair of terms that are mixed up needs as many questions that tell them apart.
const ENOUGH_OF_A_PAIR: usize = 3;

/// The table: a line for each note, for each exam one for each domain and task statement, and
/// one for each pair of look-alikes.
#[must_use]
pub fn coverage(site: &Site) -> String {
    let mut out = String::new();
    notes(site, &mut out);
    let questions = all(site);
    for exam in site.config.exams.keys() {
        // Questions name the task statements of an exam's last version.
        if let Some(version) = site.data.exam_versions(exam).last() {
            self::exam(site, version, &questions, &mut out);
        }
    }
    pairs(&site.data.glossary, &texts(site), &mut out);
    out
}

/// All banks that some page embeds, each once.
fn banks(site: &Site) -> Vec<&LinkedBank> {
    let mut seen = BTreeSet::new();
    let banks = site.pages.iter().flat_map(|page| &page.banks);
    banks.filter(|linked| seen.insert(linked.bank.name())).map(|linked| &**linked).collect()
}

fn all(site: &Site) -> Vec<&Question> {
    banks(site).into_iter().flat_map(of).collect()
}

/// The words of each question as it is asked: heading, stem, options and what belongs to them.
fn texts(site: &Site) -> Vec<Vec<String>> {
    let words = |linked: &LinkedBank, question: &Question| {
        let document = &linked.bank.document;
        let mut text = document.plain_text(question.heading);
        let options = question.options.iter();
        let options = options.flat_map(|option| [option.words(document), option.partner_words(document)]);
        for part in std::iter::once(question.stem_text(document)).chain(options) {
            // A name does not reach from one text into the next.
            text.push_str(" / ");
            text.push_str(&part);
        }
        plain_words(&text)
    };
    let banks = banks(site).into_iter();
    banks.flat_map(|linked| of(linked).iter().map(move |question| words(linked, question))).collect()
}

/// The pairs of terms that the glossary says are mixed up, and how many questions name both.
fn pairs(glossary: &Glossary, texts: &[Vec<String>], out: &mut String) {
    let find = |id: &str| glossary.iter().find(|term| term.id == id);
    let named = glossary.iter().flat_map(|term| term.not.iter().map(move |other| (&*term.id, &**other)));
    let each: BTreeSet<(&str, &str)> = named.map(|(one, other)| (one.min(other), one.max(other))).collect();
    if each.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\nLook-alikes; {ENOUGH_OF_A_PAIR} or more questions should name both in what they ask"
    );
    let mut holes = 0;
    for (one, other) in each {
        let (Some(first), Some(second)) = (find(one), find(other)) else { continue };
        let count = texts.iter().filter(|text| names_both(text, first, second)).count();
        let hole = if count < ENOUGH_OF_A_PAIR { "  <- hole" } else { "" };
        holes += usize::from(!hole.is_empty());
        let pair = format!("{one} and {other}");
        let _ = writeln!(out, "{count:5}  {pair:48}{hole}");
    }
    let _ = writeln!(out, "{holes} pairs with fewer than {ENOUGH_OF_A_PAIR}");
}

/// Whether a text names two terms. Longer names go first: `task definition` names no task.
fn names_both(text: &[String], first: &Term, second: &Term) -> bool {
    let names = |term: &Term, which: usize| -> Vec<(Vec<String>, usize)> {
        let names = std::iter::once(&term.term).chain(&term.also);
        names.map(|name| (plain_words(name), which)).filter(|(name, _)| !name.is_empty()).collect()
    };
    let mut all = [names(first, 0), names(second, 1)].concat();
    all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let (mut at, mut found) = (0, [false; 2]);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let here = all.iter().find(|(name, _)| begins_with(rest, name));
        if let Some((_, which)) = here {
            found[*which] = true;
        }
        at += here.map_or(1, |(name, _)| name.len());
    }
    found == [true; 2]
}

/// Whether words begin with a name, in the singular or the plural.
fn begins_with(words: &[String], name: &[String]) -> bool {
    let same = |(word, part): (&String, &String)| {
        word == part || word.strip_suffix('s').is_some_and(|singular| singular == part)
    };
    words.len() >= name.len() && words.iter().zip(name).all(same)
}

fn notes(site: &Site, out: &mut String) {
    let _ = writeln!(out, "{} questions; a note should have {ENOUGH} or more\n\nNotes", all(site).len());
    let mut holes = 0;
    for id in site.in_menu_order() {
        let page = site.page(id);
        // Pages that gather from other notes teach nothing of their own.
        let gathers = page.note.as_ref().is_some_and(|note| note.document.gathers());
        if page.kind != PageKind::Note || (gathers && page.banks.is_empty()) {
            continue;
        }
        let questions: Vec<&Question> = page.banks.iter().flat_map(|linked| of(linked)).collect();
        let count = |kind: QuestionKind| questions.iter().filter(|question| question.kind == kind).count();
        let hole = if questions.len() < ENOUGH { "  <- hole" } else { "" };
        holes += usize::from(!hole.is_empty());
        let _ = writeln!(
            out,
            "{:5}  {:48} {:2} recall {:2} why {:2} scenario{hole}",
            questions.len(),
            page.url.as_str(),
            count(QuestionKind::Recall),
            count(QuestionKind::Why),
            count(QuestionKind::Scenario),
        );
    }
    let _ = writeln!(out, "{holes} notes with fewer than {ENOUGH}");
}

fn of(linked: &LinkedBank) -> &[Question] {
    &linked.bank.questions
}

fn exam(site: &Site, version: &ExamVersion, questions: &[&Question], out: &mut String) {
    let names = |question: &&&Question, holds: &dyn Fn(&str) -> bool| {
        let mut named = question.exams.iter().map(|named| &named.value);
        named.any(|named| named.exam == version.exam && holds(&named.task))
    };
    let count = |holds: &dyn Fn(&str) -> bool| questions.iter().filter(|q| names(q, holds)).count();
    let total = count(&|_| true);
    let _ = writeln!(out, "\n{}: {total} questions", version.code);
    for domain in &version.domains {
        let own = count(&|task| domain.holds(task));
        // A question can name statements of two domains, so the shares can add up to more than 100.
        let share = (own * 100).checked_div(total).unwrap_or(0);
        let name = format!("{} {}", domain.number, domain.name);
        let _ = writeln!(out, "{own:5}  {name:48} {share:2} % of ours, {} % of the exam", domain.weight);
        for task in &domain.tasks {
            let own = count(&|named| named == task.number);
            let state = match (own, serves(site, &version.exam, &task.number)) {
                (0, true) => "  <- hole: notes serve it, no question asks for it",
                (0, false) => "  outside of our notes",
                _ => "",
            };
            let _ = writeln!(out, "{own:9}  {}{state}", task.number);
        }
    }
}

/// Whether a note names the task statement.
fn serves(site: &Site, exam: &str, task: &str) -> bool {
    let notes = site.pages.iter().filter(|page| page.listed).filter_map(|page| page.note.as_ref());
    let mut named = notes.flat_map(|note| &note.front.exams);
    named.any(|named| named.value.exam == exam && named.value.task == task)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::samples;

    #[test]
    fn look_alikes_are_told_apart_by_questions_that_name_both() {
        let glossary = "[task]\nterm='task'\ndefinition='x'\nnot=['task-definition', 'pod']\n\
            [task-definition]\nterm='task definition'\ndefinition='y'\nnot=['task']\n\
            [pod]\nterm='pod'\nalso=['Kubernetes pod']\ndefinition='z'\n";
        let question = |id: &str, key: &str, other: &str| {
            format!(
                "## {id} {{#{id} exams=CLF-1.1 kind=why level=1}}\n\nWhat is {id} {id} {id}?\n\n- [x] {key}\n\n  R.\n- [ ] {other}\n\n  Not a pod.\n\n"
            )
        };
        let questions = [
            question("one", "A task definition", "A revision"),
            question("two", "A task", "Two task definitions"),
            question("three", "A Task", "Pods of Kubernetes"),
            question("four", "All tasks", "A pod"),
            question("five", "Each task", "The pod"),
        ];
        let bank = format!("+++\ntitle='B'\n+++\n{}", questions.concat());
        let note = "+++\ntitle='A'\nsummary='About.'\n+++\n\n```quiz b\n```\n";
        let files = [("data/glossary.toml", glossary), ("questions/b.md", &*bank), ("a.md", note)];
        let (site, _) = samples::site(&files);
        let text = coverage(&site);
        let lines: Vec<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let expected = ["3 pod and task", "1 task and task-definition <- hole", "1 pairs with fewer than 3"];
        assert_eq!(lines[lines.len() - 3..], expected, "{text}");
    }

    #[test]
    fn holes_are_shown_and_what_is_out_of_scope_is_none() {
        let exams = "[[version]]\nexam='CLF'\ncode='CLF-C02'\nsource='s'\n[[version.domain]]\nnumber=1\nname='Concepts'\nweight=40\n\
            [[version.domain.task]]\nnumber='1.1'\ntext='A'\n[[version.domain.task]]\nnumber='1.2'\ntext='B'\n[[version.domain.task]]\nnumber='1.3'\ntext='C'\n";
        let question = |id: &str| {
            format!(
                "## {id}? {{#{id} exams=CLF-1.1 kind=why level=1}}\n\nWhat is {id} {id} {id}?\n\n- [x] Yes {id}\n\n  R.\n- [ ] No {id}\n\n  R.\n\n"
            )
        };
        let bank = format!("+++\ntitle='B'\n+++\n{}{}", question("one"), question("another"));
        let note = "+++\ntitle='A'\nsummary='About.'\nexams=['CLF 1.1', 'CLF 1.2']\n+++\n\n```quiz b\n```\n";
        let source = samples::source("s");
        let files = [
            ("data/exams.toml", exams),
            ("data/sources.toml", &*source),
            ("questions/b.md", &*bank),
            ("a.md", note),
        ];
        let (site, _) = samples::site(&files);
        let text = coverage(&site);
        let lines: Vec<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for line in [
            "2 questions; a note should have 4 or more",
            "2 /a/ 0 recall 2 why 0 scenario <- hole",
            "1 notes with fewer than 4",
            "CLF-C02: 2 questions",
            "2 1 Concepts 100 % of ours, 40 % of the exam",
            "2 1.1",
            "0 1.2 <- hole: notes serve it, no question asks for it",
            "0 1.3 outside of our notes",
        ] {
            assert!(lines.iter().any(|found| found == line), "{line}\n{text}");
        }
    }
}
