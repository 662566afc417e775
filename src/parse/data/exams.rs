//! Exams: versions, domains with weights, task statements. In: `exams.toml`.
//! Out: [`ExamVersion`]s in the order of the file.

use serde::Deserialize;
use toml::value::Datetime;

use super::Date;
use crate::config::toml_error;
use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::TextFile;

/// One version of an exam.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamVersion {
    /// The exam's id in `studydeck.toml`, such as `DVA`.
    pub exam: String,
    /// Its code, such as `DVA-C02`.
    pub code: String,
    /// First day on which it can be taken.
    pub from: Option<Date>,
    /// Last day on which it can be taken.
    pub until: Option<Date>,
    /// Number of questions.
    pub questions: Option<u16>,
    /// Minutes.
    pub minutes: Option<u16>,
    /// Scaled score that passes.
    pub pass: Option<u16>,
    /// Price in whole US dollars.
    pub price_usd: Option<u16>,
    /// Id of the source.
    pub source: String,
    /// Its domains.
    pub domains: Vec<Domain>,
    /// Its file.
    pub file: SitePath,
}

impl ExamVersion {
    /// A task statement by its number.
    #[must_use]
    pub fn task(&self, number: &str) -> Option<&Task> {
        self.domains.iter().flat_map(|domain| &domain.tasks).find(|task| task.number == number)
    }

    /// Whether there may be such a task statement: a domain whose statements
    /// are not written down may hold any.
    #[must_use]
    pub fn may_hold(&self, task: &str) -> bool {
        let open = |domain: &Domain| domain.tasks.is_empty() && domain.holds(task);
        self.task(task).is_some() || self.domains.iter().any(open)
    }
}

/// A domain of an exam.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its share of the scored questions in per cent.
    pub weight: u8,
    /// Its task statements.
    #[serde(default, rename = "task")]
    pub tasks: Vec<Task>,
}

impl Domain {
    /// Whether a task statement of this number stands in this domain.
    #[must_use]
    pub fn holds(&self, task: &str) -> bool {
        task.split_once('.').is_some_and(|(domain, _)| domain == self.number.to_string())
    }
}

/// A task statement of a domain.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Such as `2.1`.
    pub number: String,
    /// What it asks for, in our own words.
    pub text: String,
    /// Whether it was read in the exam's guide.
    #[serde(default = "yes")]
    pub verified: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    version: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    exam: String,
    code: String,
    from: Option<Datetime>,
    until: Option<Datetime>,
    questions: Option<u16>,
    minutes: Option<u16>,
    pass: Option<u16>,
    price_usd: Option<u16>,
    source: String,
    #[serde(default, rename = "domain")]
    domains: Vec<Domain>,
}

pub(super) fn read(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<ExamVersion> {
    let raw: File = match toml::from_str(&file.text) {
        Ok(raw) => raw,
        Err(error) => {
            diagnostics.push(toml_error(&error, &file.path, 0, Code::BrokenData));
            return Vec::new();
        }
    };
    let versions: Vec<ExamVersion> = raw.version.into_iter().map(|raw| version(raw, file)).collect();
    for version in &versions {
        check(version, diagnostics);
    }
    versions
}

fn version(raw: Raw, file: &TextFile) -> ExamVersion {
    let day = |datetime: Option<Datetime>| datetime?.date.map(Date::from);
    ExamVersion {
        exam: raw.exam,
        code: raw.code,
        from: day(raw.from),
        until: day(raw.until),
        questions: raw.questions,
        minutes: raw.minutes,
        pass: raw.pass,
        price_usd: raw.price_usd,
        source: raw.source,
        domains: raw.domains,
        file: file.path.clone(),
    }
}

fn check(version: &ExamVersion, diagnostics: &mut Vec<Diagnostic>) {
    let mut bad = |message: String, help: &str| {
        let problem = Diagnostic::error(Code::BadValue, format!("`{}`: {message}", version.code));
        diagnostics.push(problem.in_file(&version.file).help(help));
    };
    let total: u32 = version.domains.iter().map(|domain| u32::from(domain.weight)).sum();
    if total != 100 {
        bad(
            format!("the weights of the domains come to {total}"),
            "they are per cent of the scored questions: 100 in all",
        );
    }
    // Links lead to domains and tasks by their numbers.
    let mut seen: Vec<&str> = Vec::new();
    for (at, domain) in version.domains.iter().enumerate() {
        if version.domains[..at].iter().any(|other| other.number == domain.number) {
            bad(format!("domain {} stands there twice", domain.number), "give each domain its own number");
        }
        for task in &domain.tasks {
            if seen.contains(&task.number.as_str()) {
                bad(format!("task `{}` stands there twice", task.number), "give each task its own number");
            }
            seen.push(&task.number);
            if !domain.holds(&task.number) {
                let message = format!("task `{}` stands in domain {}", task.number, domain.number);
                bad(message, "a task's number begins with that of its domain");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn weights_come_to_a_hundred_and_tasks_stand_in_their_domain() {
        let text = "[[version]]\nexam='A'\ncode='A-1'\nsource='s'\n\
            [[version.domain]]\nnumber=1\nname='One'\nweight=60\n\
            [[version.domain.task]]\nnumber='2.1'\ntext='x'\n\
            [[version.domain.task]]\nnumber='1.1'\ntext='x'\n\
            [[version.domain.task]]\nnumber='1.1'\ntext='x'\n";
        let mut diagnostics = Vec::new();
        let versions = read(&file("exams.toml", text), &mut diagnostics);
        assert_eq!(versions[0].domains[0].tasks[0].number, "2.1");
        let messages: Vec<_> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`A-1`: the weights of the domains come to 60",
                "`A-1`: task `2.1` stands in domain 1",
                "`A-1`: task `1.1` stands there twice"
            ]
        );
    }
}
