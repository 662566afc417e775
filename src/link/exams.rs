//! Ties notes to exams. In: pages with their notes, the versions of
//! `exams.toml`. Out: the page that holds each exam's block, and a diagnostic
//! for two pages of one exam and for task statements that do not exist. How the
//! block looks is not known here.

use std::collections::BTreeMap;

use super::references::Checker;
use super::site::{Page, PageId};
use crate::diag::{Code, Diagnostic};
use crate::parse::Note;
use crate::parse::blocks::Block;
use crate::parse::data::{ExamVersion, Task};
use crate::parse::document::{Embed, Kind};
use crate::parse::front_matter::{ExamTask, Placed};
use crate::path::SitePath;

/// The page that holds the block of each exam: badges lead there.
pub(super) fn pages(pages: &[Page], problems: &mut Vec<Diagnostic>) -> BTreeMap<String, PageId> {
    let mut found: BTreeMap<&str, (PageId, &SitePath, &Placed<String>)> = BTreeMap::new();
    for (id, page) in (0u32..).map(PageId).zip(pages) {
        let Some(note) = &page.note else { continue };
        for exam in blocks(note) {
            let Some((_, file, first)) = found.get(exam.value.as_str()) else {
                found.insert(&exam.value, (id, &note.path, exam));
                continue;
            };
            let message = format!("the exam `{}` has two blocks", exam.value);
            let problem = Diagnostic::error(Code::DuplicateName, message).at(&note.path, exam.range.clone());
            let problem = problem.related(file, first.range.clone(), "here is the other");
            problems.push(problem.help("take one of them out: badges of the exam lead to one place"));
        }
    }
    found.into_iter().map(|(exam, (id, ..))| (exam.to_owned(), id)).collect()
}

/// The exams whose blocks stand in a note.
fn blocks(note: &Note) -> impl Iterator<Item = &Placed<String>> {
    note.document.iter().filter_map(|(_, node)| {
        let Kind::Embed(embed) = &node.kind else { return None };
        match &**embed {
            Embed::Made(Block::Exam(exam)) => Some(exam),
            _ => None,
        }
    })
}

impl Checker<'_> {
    /// Whether the newest version of an exam has the task statement that a note names.
    pub(super) fn exam_task(
        &self,
        file: &SitePath,
        named: &Placed<ExamTask>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let ExamTask { exam, task } = &named.value;
        let Some(version) = self.parsed.data.exam_versions(exam).last() else { return };
        if task.is_empty() || version.may_hold(task) {
            return;
        }
        let message = format!("{} has no task statement `{task}`", version.code);
        let help = nearest_task(version, task).map_or_else(
            || format!("its domains stand in `{}`", version.file),
            |near| format!("the nearest is `{exam} {}`: {}", near.number, near.text),
        );
        let problem = Diagnostic::error(Code::UnknownName, message).at(file, named.range.clone());
        problems.push(problem.help(help));
    }
}

/// The nearest by number: in the same domain if it exists.
fn nearest_task<'v>(version: &'v ExamVersion, wanted: &str) -> Option<&'v Task> {
    let numbers = |task: &str| {
        let (domain, number) = task.split_once('.').unwrap_or((task, ""));
        (domain.parse().unwrap_or(u32::MAX), number.parse().unwrap_or(u32::MAX))
    };
    let (domain, number) = numbers(wanted);
    version.domains.iter().flat_map(|domain| &domain.tasks).min_by_key(|task| {
        let (other, at) = numbers(&task.number);
        (other.abs_diff(domain), at.abs_diff(number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::data::Domain;

    #[test]
    fn the_nearest_task_is_one_of_the_same_domain() {
        let domain = |number: u8, tasks: &[&str]| Domain {
            number,
            name: String::new(),
            weight: 50,
            tasks: tasks
                .iter()
                .map(|task| Task { number: (*task).to_owned(), text: String::new(), verified: true })
                .collect(),
        };
        let version = ExamVersion {
            exam: "SAA".to_owned(),
            code: "SAA-C03".to_owned(),
            from: None,
            until: None,
            questions: None,
            minutes: None,
            pass: None,
            price_usd: None,
            source: String::new(),
            domains: vec![domain(1, &["1.1", "1.9", "1.10"]), domain(2, &["2.1", "2.2"])],
            file: SitePath::new("content/data/exams.toml").unwrap(),
        };
        let near = |task| nearest_task(&version, task).map(|near| near.number.as_str());
        assert_eq!(near("2.9"), Some("2.2"));
        assert_eq!(near("1.12"), Some("1.10"));
        assert_eq!(near("7.1"), Some("2.1"));
        assert_eq!(near("99999999999999999999.1"), Some("2.1"));
    }
}
