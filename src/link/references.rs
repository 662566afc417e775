//! Checks what notes refer to: links, images, citations, exams, families,
//! templates, glossary rows. In: documents and the [`Index`]. Out: targets,
//! and a diagnostic for everything that leads nowhere.

use std::collections::BTreeSet;

use super::places;
use super::resolve::{Fault, Index};
use super::site::{PageId, Target, Targets};
use crate::diag::{Code, Diagnostic, nearest};
use crate::parse::data::Date;
use crate::parse::document::{Callout, Document, Kind, LinkForm, Node, NodeId};
use crate::parse::front_matter::{ExamTask, Placed};
use crate::parse::{Note, Parsed};
use crate::path::SitePath;

pub(super) struct Checker<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) parsed: &'a Parsed,
    pub(super) templates: &'a BTreeSet<String>,
}

pub(super) fn report(fault: Fault, file: &SitePath, range: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::error(fault.code, fault.message).at(file, range).help_opt(fault.help)
}

impl Checker<'_> {
    /// Resolves every link and image of a document and checks its citations.
    pub(super) fn document(&self, file: &SitePath, document: &Document) -> (Targets, Vec<Diagnostic>) {
        let mut targets = Vec::new();
        let mut problems = Vec::new();
        for (id, node) in document.iter() {
            let target = match &node.kind {
                Kind::Link(form, written, _) => self.link(file, *form, written),
                Kind::Image(written, _) => self.image(file, written),
                Kind::FootnoteReference(label) => {
                    self.citation(file, document, node, label, &mut problems);
                    continue;
                }
                Kind::FootnoteDefinition(label) => {
                    footnote_is_used(file, document, (id, node), label, &mut problems);
                    continue;
                }
                Kind::Callout(callout) => {
                    self.exam_tip(file, node, callout, &mut problems);
                    continue;
                }
                Kind::Number(name) => {
                    self.number(file, node.range(), name, &mut problems);
                    continue;
                }
                Kind::Embed(embed) => {
                    self.embed(file, node, embed, &mut problems);
                    continue;
                }
                _ => continue,
            };
            targets.push((
                id,
                target.unwrap_or_else(|fault| {
                    problems.push(report(fault, file, node.range()));
                    Target::Broken
                }),
            ));
        }
        places::check(file, document, &mut problems);
        (Targets(targets), problems)
    }

    fn link(&self, file: &SitePath, form: LinkForm, written: &str) -> Result<Target, Fault> {
        match form {
            LinkForm::Wiki | LinkForm::WikiWithText => self.index.wikilink(file, written),
            LinkForm::Email => Ok(Target::External(format!("mailto:{written}"))),
            LinkForm::Markdown | LinkForm::Auto => self.index.link(file, written),
        }
    }

    fn image(&self, file: &SitePath, written: &str) -> Result<Target, Fault> {
        let missing =
            |message: String, help: Option<String>| Fault { code: Code::MissingImage, message, help };
        match self.index.link(file, written) {
            Ok(Target::External(url)) => {
                let help = "put the image beside the note; a page asks nothing of another origin".to_owned();
                Err(missing(format!("the image `{url}` lies on another site"), Some(help)))
            }
            Ok(target @ Target::File(_)) => Ok(target),
            Ok(_) => Err(missing(format!("`{written}` is no image"), None)),
            Err(fault) if matches!(fault.code, Code::MissingFile | Code::BrokenLink) => {
                Err(missing(format!("there is no image `{written}`"), fault.help))
            }
            Err(fault) => Err(fault),
        }
    }

    /// A mark without a footnote of its own is a citation.
    fn citation(
        &self,
        file: &SitePath,
        document: &Document,
        node: &Node,
        label: &str,
        problems: &mut Vec<Diagnostic>,
    ) {
        let defined =
            document.iter().any(|(_, n)| matches!(&n.kind, Kind::FootnoteDefinition(l) if **l == *label));
        if defined || self.parsed.data.sources.contains_key(label) {
            return;
        }
        let near = nearest(label, self.parsed.data.sources.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `[^{near}]`?"),
            None => format!(
                "add `[{label}]` to `content/data/sources.toml`, or write the footnote: `[^{label}]: …`"
            ),
        };
        let problem =
            Diagnostic::error(Code::UnknownSource, format!("there is no source and no footnote `{label}`"));
        problems.push(problem.at(file, node.range()).help(help));
    }

    fn exam_tip(&self, file: &SitePath, node: &Node, callout: &Callout, problems: &mut Vec<Diagnostic>) {
        let Callout::Exam(exams) = callout else { return };
        let mut bad = |message: String, help: String| {
            problems.push(Diagnostic::error(Code::BadExamTip, message).at(file, node.range()).help(help));
        };
        let known = &self.parsed.config.exams;
        if exams.is_empty() {
            bad("this exam tip names no exam".into(), "write `> [!EXAM] CLF SAA`".into());
        }
        for exam in exams.iter().filter(|exam| !known.contains_key(*exam)) {
            bad(format!("`{exam}` is no exam of this site"), self.known_exams(exam));
        }
    }

    fn known_exams(&self, exam: &str) -> String {
        let known = &self.parsed.config.exams;
        if known.is_empty() {
            return "name the exams in `studydeck.toml`: `[exams]`, then `CLF = \"Cloud Practitioner\"`"
                .to_owned();
        }
        nearest(exam, known.keys().map(String::as_str)).map_or_else(
            || format!("`studydeck.toml` names {}", known.keys().cloned().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        )
    }

    /// Exams and task statements that a note or a question names.
    pub(super) fn exam_names(
        &self,
        file: &SitePath,
        exams: &[Placed<ExamTask>],
        problems: &mut Vec<Diagnostic>,
    ) {
        for exam in exams {
            if !self.parsed.config.exams.contains_key(&exam.value.exam) {
                let message = format!("`{}` is no exam of this site", exam.value.exam);
                let problem = Diagnostic::error(Code::BadValue, message).at(file, exam.range.clone());
                problems.push(problem.help(self.known_exams(&exam.value.exam)));
            }
            self.exam_task(file, exam, problems);
        }
    }

    /// Checks the values of front matter that need other files, and resolves
    /// the related notes.
    pub(super) fn front_matter(&self, note: &Note, problems: &mut Vec<Diagnostic>) -> Vec<PageId> {
        let file = &note.path;
        let front = &note.front;
        if let Some(family) = &front.family
            && !self.parsed.config.families.contains_key(&family.value)
        {
            let families = &self.parsed.config.families;
            let near = nearest(&family.value, families.keys().map(String::as_str))
                .map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| {
                format!(
                    "add it to `[families]` in `studydeck.toml`; it names {}",
                    families.keys().cloned().collect::<Vec<_>>().join(", ")
                )
            });
            let problem = Diagnostic::error(Code::BadValue, format!("there is no family `{}`", family.value));
            problems.push(problem.at(file, family.range.clone()).help(help));
        }
        self.exam_names(file, &front.exams, problems);
        if let Some(template) = &front.template
            && !self.templates.contains(&template.value)
        {
            let near = nearest(&template.value, self.templates.iter().map(String::as_str));
            let list = self.templates.iter().cloned().collect::<Vec<_>>().join(", ");
            let help = near.map_or_else(
                || format!("the templates are {list}"),
                |near| format!("did you mean `{near}`?"),
            );
            let problem = Diagnostic::error(
                Code::MissingTemplate,
                format!("there is no template `{}`", template.value),
            );
            problems.push(problem.at(file, template.range.clone()).help(help));
        }
        let mut related = Vec::new();
        for link in &front.related {
            match self.index.link(file, &link.value) {
                Ok(Target::Page(id, _)) => related.push(id),
                Ok(_) => {
                    let problem = Diagnostic::error(Code::BadValue, format!("`{}` is no note", link.value));
                    problems.push(
                        problem
                            .at(file, link.range.clone())
                            .help("name a note by its path relative to this file"),
                    );
                }
                Err(fault) => problems.push(report(fault, file, link.range.clone())),
            }
        }
        related
    }

    /// The page of each glossary row that names a note.
    pub(super) fn glossary(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Option<PageId>> {
        let pages = self.parsed.data.glossary.iter().map(|term| {
            let place = || (&term.place.0, term.place.1.clone());
            term.note.as_ref().and_then(|note| self.note_of_row(&term.id, note, place(), diagnostics))
        });
        pages.collect()
    }

    /// The page of a note that a row of a data file names, relative to `content`.
    pub(super) fn note_of_row(
        &self,
        row: &str,
        note: &str,
        (file, range): (&SitePath, std::ops::Range<usize>),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<PageId> {
        let found = self.index.page_of(&format!("content/{note}"));
        if found.is_none() {
            let message = format!("`{row}`: there is no note `content/{note}`");
            let problem = Diagnostic::error(Code::BrokenLink, message).at(file, range);
            let near = self.index.nearest_note(note).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "write the note's path relative to `content`".to_owned());
            diagnostics.push(problem.help(help));
        }
        found
    }

    /// Warns of sources that must be checked again.
    pub(super) fn stale_sources(&self, today: Date, diagnostics: &mut Vec<Diagnostic>) {
        for (id, source) in self.parsed.data.sources.iter().filter(|(_, source)| source.check_again <= today)
        {
            let message = format!(
                "the source `{id}` was last checked on {} and is overdue since {}",
                source.checked, source.check_again
            );
            let problem =
                Diagnostic::warning(Code::StaleSource, message).at(&source.place.0, source.place.1.clone());
            diagnostics.push(problem.help("read it again, mend what changed, and set `checked` to that day"));
        }
    }
}

fn footnote_is_used(
    file: &SitePath,
    document: &Document,
    (id, node): (NodeId, &Node),
    label: &str,
    problems: &mut Vec<Diagnostic>,
) {
    let first =
        document.iter().find(|(_, n)| matches!(&n.kind, Kind::FootnoteDefinition(l) if **l == *label));
    if let Some((other, first)) = first
        && other != id
    {
        let problem =
            Diagnostic::error(Code::DuplicateName, format!("the footnote `{label}` is written twice"));
        let problem = problem.at(file, node.range()).related(file, first.range(), "here as well");
        problems.push(problem.help("give one of them another name, or take it out"));
        return;
    }
    let used = document.iter().any(|(_, n)| matches!(&n.kind, Kind::FootnoteReference(l) if **l == *label));
    if !used {
        let problem =
            Diagnostic::warning(Code::UnusedFootnote, format!("nothing refers to the footnote `{label}`"));
        problems.push(
            problem
                .at(file, node.range())
                .help(format!("write `[^{label}]` where it belongs, or take it out")),
        );
    }
}
