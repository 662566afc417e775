//! What stands in braces behind a question's heading:
//! `{#id exams=CLF-3.3,SAA-2.1 kind=scenario level=2 type=order}`, or `compute=bill seed=3`
//! where the answer is a computed number.
//!
//! In: the heading's bytes. Out: typed values, and a diagnostic for every key
//! or value that is missing or unknown.

use std::ops::Range;

use studydeck_model::practice::numeric::Template;

use super::{Computed, Form, Level, QuestionKind, Standard};
use crate::diag::{Code, Diagnostic, nearest};
use crate::parse::front_matter::{ExamTask, Placed};
use crate::source::TextFile;

/// The values, with defaults where one is missing.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) exams: Vec<Placed<ExamTask>>,
    pub(super) kind: QuestionKind,
    pub(super) level: Level,
    pub(super) form: Option<Form>,
    pub(super) computed: Option<Computed>,
}

const KEYS: [&str; 6] = ["exams", "kind", "level", "type", "compute", "seed"];
/// What `exams` says of a question that no exam asks: it comes in practice alone.
const NO_EXAM: &str = "none";
const SEED: &str = "write a whole number: `compute=bill seed=3`; another one gives other figures";
const FORM: &str = "write it like `## Title {#id exams=SAA-2.1 kind=scenario level=2}`";

pub(super) fn read(
    file: &TextFile,
    heading: Range<usize>,
    standard: Standard,
    diagnostics: &mut Vec<Diagnostic>,
) -> Attributes {
    let line = file.text.get(heading.clone()).unwrap_or_default().trim_end();
    let mut read = Attributes::default();
    let mut problem = |message: String, range: Range<usize>, help: String| {
        diagnostics.push(Diagnostic::error(Code::BadQuestion, message).at(&file.path, range).help(help));
    };
    let braces = line.strip_suffix('}').and_then(|inner| inner.rfind('{'));
    let Some(open) = braces else {
        if standard == Standard::Plain {
            return read;
        }
        problem("the question has no id and no exam".to_owned(), heading, FORM.to_owned());
        return read;
    };
    let inner = &line[open + 1..line.len() - 1];
    let mut seen = Vec::new();
    let (mut template, mut seed) = (None, None);
    for word in inner.split_whitespace() {
        let from = heading.start + open + 1 + (word.as_ptr() as usize - inner.as_ptr() as usize);
        let range = from..from + word.len();
        let Some((key, value)) = word.split_once('=') else {
            continue;
        };
        seen.push(key);
        match key {
            "exams" => read.exams = exams(value, from + "exams=".len(), &mut problem),
            "kind" => match value {
                "recall" => read.kind = QuestionKind::Recall,
                "why" => read.kind = QuestionKind::Why,
                "scenario" => read.kind = QuestionKind::Scenario,
                _ => problem(
                    format!("`{value}` is no kind of question"),
                    range,
                    "kinds are recall, why and scenario".to_owned(),
                ),
            },
            "level" => match value {
                "1" => read.level = Level::Easy,
                "2" => read.level = Level::Medium,
                "3" => read.level = Level::Hard,
                _ => problem(
                    format!("`{value}` is no level"),
                    range,
                    "levels are 1 (easy), 2 and 3 (hard)".to_owned(),
                ),
            },
            "type" => match value {
                "order" => read.form = Some(Form::Order),
                "match" => read.form = Some(Form::Match),
                _ => problem(
                    format!("`{value}` is no type of question"),
                    range,
                    "types are order and match; choices need none, numbers have `compute`".to_owned(),
                ),
            },
            "compute" => match Template::from_name(value) {
                Some(known) => template = Some((known, range)),
                None => problem(
                    format!("nothing computes `{value}`"),
                    range,
                    format!("write one of {}", Template::ALL.map(|(_, name)| name).join(", ")),
                ),
            },
            "seed" => match value.parse() {
                Ok(number) => seed = Some(number),
                Err(_) => problem(format!("`{value}` is no seed"), range, SEED.to_owned()),
            },
            _ => {
                let near = nearest(key, KEYS).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| format!("keys are {}", KEYS.join(", ")));
                problem(format!("unknown key `{key}`"), range, help);
            }
        }
    }
    if seen.contains(&"compute") {
        let has_type = read.form.is_some();
        read.form.get_or_insert(Form::Number);
        match (template, seed) {
            (Some((_, place)), _) if has_type => problem(
                "a question has a `type` or is computed".to_owned(),
                place,
                "take one of the two out".to_owned(),
            ),
            (Some((template, place)), Some(seed)) => {
                read.computed = Some(Computed { template, seed, place });
            }
            (Some((_, place)), None) if !seen.contains(&"seed") => {
                problem("the question has no `seed`".to_owned(), place, SEED.to_owned());
            }
            _ => {}
        }
    }
    let wanted = if standard == Standard::Exam { &["exams", "kind", "level"][..] } else { &[] };
    for key in wanted.iter().filter(|key| !seen.contains(*key)) {
        problem(format!("the question has no `{key}`"), heading.clone(), FORM.to_owned());
    }
    read
}

fn exams(
    value: &str,
    start: usize,
    problem: &mut impl FnMut(String, Range<usize>, String),
) -> Vec<Placed<ExamTask>> {
    let mut exams = Vec::new();
    if value == NO_EXAM {
        return exams;
    }
    for word in value.split(',') {
        let from = start + (word.as_ptr() as usize - value.as_ptr() as usize);
        let range = from..from + word.len();
        match word.split_once('-') {
            Some((exam, task)) if !exam.is_empty() && !task.is_empty() => {
                let value = ExamTask { exam: exam.to_owned(), task: task.to_owned() };
                exams.push(Placed { value, range });
            }
            _ => problem(
                format!("`{word}` is no exam with a task statement"),
                range,
                "write it like `SAA-2.1`, or `exams=none` if no exam asks it".to_owned(),
            ),
        }
    }
    exams
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;

    fn problems(heading: &str) -> Vec<(String, String)> {
        let file = TextFile::in_memory(SitePath::new("content/questions/b.md").unwrap(), heading);
        let mut diagnostics = Vec::new();
        read(&file, 0..heading.len(), Standard::Exam, &mut diagnostics);
        let shown = |d: Diagnostic| {
            let range = d.range.unwrap();
            (heading[range.start..range.end].to_owned(), d.message)
        };
        diagnostics.into_iter().map(shown).collect()
    }

    #[test]
    fn every_mistake_is_shown_at_its_word() {
        assert_eq!(problems("## Q {#q exams=CLF-3.3 kind=why level=1}\n"), []);
        let found = problems("## Q {#q exams=CLF-3.3,SAA kind=hard levl=9 type=x level=4}");
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["SAA", "kind=hard", "levl=9", "type=x", "level=4"]);
        assert_eq!(problems("## Q {#q exams=none kind=why level=1}"), [], "in practice alone");
        let found = problems("## Q {#q exams=none kind=why level=1 compute=bil seed=x}");
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["compute=bil", "seed=x"]);
        for heading in ["compute=bill", "compute=bill seed=3 type=order"] {
            let found = problems(&format!("## Q {{#q exams=none kind=why level=1 {heading}}}"));
            assert_eq!((found.len(), &*found[0].0), (1, "compute=bill"), "{heading}");
        }
        assert_eq!(problems("## Q {#q exams=none kind=why level=1 compute=bill seed=3}"), []);
        assert_eq!(problems("## Q {#q}").len(), 3);
        assert_eq!(problems("## Q").len(), 1);
    }
}
