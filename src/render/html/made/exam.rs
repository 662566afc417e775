//! An exam: what each of its versions asks for, and which notes serve the task
//! statements of the last one. In: the versions of `exams.toml`, the front
//! matter of all notes. Out: HTML in which gaps are shown as gaps. Which page
//! prints an exam is `link`'s business.

use std::fmt::Write as _;

use super::compare::NOT_VERIFIED;
use crate::link::site::exam_anchor;
use crate::link::{PageId, Site};
use crate::parse::data::{Domain, ExamVersion, Task};
use crate::parse::document::NodeId;
use crate::render::escape;
use crate::render::html::Writer;

/// The notes that serve an exam, in the menu's order.
struct Served<'a> {
    /// Each with the task statements that it names; "" is the exam as a whole.
    notes: Vec<(PageId, Vec<&'a str>)>,
}

impl<'a> Served<'a> {
    fn new(site: &'a Site, exam: &str) -> Self {
        let mut notes = Vec::new();
        for id in site.in_menu_order() {
            let Some(note) = &site.page(id).note else { continue };
            let named = note.front.exams.iter().filter(|named| named.value.exam == exam);
            let tasks: Vec<&str> = named.map(|named| named.value.task.as_str()).collect();
            if !tasks.is_empty() {
                notes.push((id, tasks));
            }
        }
        Self { notes }
    }

    fn by(&self, serves: impl Fn(&str) -> bool) -> Vec<PageId> {
        let notes = self.notes.iter().filter(|(_, tasks)| tasks.iter().any(|task| serves(task)));
        notes.map(|(id, _)| *id).collect()
    }
}

impl<'a> Writer<'a> {
    pub(super) fn exam(&mut self, exam: &'a str, block: NodeId) {
        let site = self.env.site;
        let level = self.level_below(block);
        let versions: Vec<&ExamVersion> = site.data.exam_versions(exam).collect();
        // An exam without data is reported by `link`.
        let Some((last, older)) = versions.split_last() else { return };
        let served = Served::new(site, exam);
        let _ = writeln!(self.out, "<div class=\"exam\" id=\"{}\">", escape::escape(&exam_anchor(exam, "")));
        for version in older {
            self.version_head(version, level);
            let _ = writeln!(
                self.out,
                "<p>Our notes name the task statements of {}. Of {} only the domains and their weights stand here.</p>",
                escape::escape(&last.code),
                escape::escape(&version.code)
            );
            self.domains(version, None);
        }
        self.version_head(last, level);
        self.coverage(last, &served);
        self.domains(last, Some(&served));
        for domain in &last.domains {
            self.domain(last, domain, &served, level + 1);
        }
        let whole = served.by(str::is_empty);
        if !whole.is_empty() {
            self.out.push_str("<p>On the exam as a whole:</p>\n");
            self.notes(&whole);
        }
        self.out.push_str("</div>\n");
    }

    /// Code, name, facts, source.
    fn version_head(&mut self, version: &'a ExamVersion, level: u8) {
        let name = self.env.site.config.exams.get(&version.exam).map_or("", String::as_str);
        let (code, name) = (escape::escape(&version.code), escape::escape(name));
        let _ = writeln!(self.out, "<h{level}>{code}: {name}</h{level}>");
        let facts = facts(version);
        if !facts.is_empty() {
            self.out.push_str("<dl class=\"exam-facts\">\n");
            for (what, value) in facts {
                let _ = writeln!(self.out, "<div><dt>{what}</dt><dd>{value}</dd></div>");
            }
            self.out.push_str("</dl>\n");
        }
        self.sources_line(&[&version.source]);
    }

    /// How many task statements have a note, in a sentence.
    fn coverage(&mut self, version: &ExamVersion, served: &Served<'_>) {
        let tasks: Vec<&Task> = version.domains.iter().flat_map(|domain| &domain.tasks).collect();
        let all = tasks.len();
        let open = tasks.iter().filter(|task| served.by(|named| named == task.number).is_empty()).count();
        let done = all - open;
        let have = if open == 1 { "has" } else { "have" };
        let _ = match (all, open) {
            (0, _) => return,
            (_, 0) => writeln!(self.out, "<p>Each of the {all} task statements has a note.</p>"),
            _ => writeln!(
                self.out,
                "<p>Notes serve {done} of the {all} task statements; {open} {have} no note yet.</p>"
            ),
        };
    }

    /// The domains with their weights and, for the last version, the number of notes.
    fn domains(&mut self, version: &ExamVersion, served: Option<&Served<'_>>) {
        let caption = format!("Domains of {}", escape::escape(&version.code));
        let _ = write!(
            self.out,
            "<section class=\"table-scroll\" aria-label=\"Table: {caption}\" tabindex=\"0\"><table class=\"domains\"><caption>{caption}</caption>\n<thead>\n<tr><th scope=\"col\">No.</th><th scope=\"col\">Domain</th><th scope=\"col\" class=\"al-right\">Weight</th>"
        );
        if served.is_some() {
            self.out.push_str("<th scope=\"col\" class=\"al-right\">Notes</th>");
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        let most = version.domains.iter().map(|domain| domain.weight).max().unwrap_or_default();
        for domain in &version.domains {
            let name = escape::escape(&domain.name);
            let _ = write!(self.out, "<tr><td>{}</td><th scope=\"row\">", domain.number);
            let _ = match served {
                Some(_) => {
                    write!(self.out, "<a href=\"#{}\">{name}</a>", domain_anchor(version, domain))
                }
                None => write!(self.out, "{name}"),
            };
            let _ = write!(self.out, "</th><td class=\"al-right\">{}</td>", weight(domain.weight, most));
            if let Some(served) = served {
                let count = served.by(|task| domain.holds(task)).len();
                let count = if count == 0 { "none yet".to_owned() } else { count.to_string() };
                let _ = write!(self.out, "<td class=\"al-right\">{count}</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table></section>\n");
    }

    /// A domain's task statements, each with its notes or the gap.
    fn domain(&mut self, version: &ExamVersion, domain: &Domain, served: &Served<'_>, level: u8) {
        let _ = writeln!(
            self.out,
            "<h{level} id=\"{}\">Domain {}: {}</h{level}>",
            domain_anchor(version, domain),
            domain.number,
            escape::escape(&domain.name)
        );
        if domain.tasks.is_empty() {
            return self.notes_or_gap(&served.by(|task| domain.holds(task)));
        }
        self.out.push_str("<ul class=\"tasks\">\n");
        for task in &domain.tasks {
            let _ = write!(
                self.out,
                "<li id=\"{}\"><p><b>{}</b> {}",
                escape::escape(&exam_anchor(&version.exam, &task.number)),
                escape::escape(&task.number),
                escape::escape(&task.text)
            );
            if !task.verified {
                let _ = write!(self.out, " <span class=\"unverified\">{NOT_VERIFIED}</span>");
            }
            self.out.push_str("</p>\n");
            self.notes_or_gap(&served.by(|named| named == task.number));
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n");
    }

    fn notes_or_gap(&mut self, notes: &[PageId]) {
        if notes.is_empty() {
            self.out.push_str("<p class=\"gap\">no note yet</p>\n");
        } else {
            self.notes(notes);
        }
    }

    fn notes(&mut self, notes: &[PageId]) {
        self.out.push_str("<ul>\n");
        for note in notes {
            self.out.push_str("<li>");
            let link = self.link_to(*note);
            self.out.push_str(&link);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n");
    }
}

fn domain_anchor(version: &ExamVersion, domain: &Domain) -> String {
    escape::escape(&exam_anchor(&version.exam, &domain.number.to_string()))
}

/// The weight as a number and as a bar, which is full for the heaviest domain.
fn weight(weight: u8, most: u8) -> String {
    let bar = u32::from(weight) * 50 / u32::from(most.max(1));
    format!(
        "{weight}\u{a0}% <svg class=\"weight\" viewBox=\"0 0 50 8\" width=\"50\" height=\"8\" aria-hidden=\"true\"><rect width=\"{bar}\" height=\"8\"/></svg>"
    )
}

/// What the data says of a version, as HTML: only what is given.
fn facts(version: &ExamVersion) -> Vec<(&'static str, String)> {
    let day = |day: crate::parse::data::Date| format!("<time datetime=\"{day}\">{day}</time>");
    let facts = [
        ("Questions", version.questions.map(|n| n.to_string())),
        ("Time", version.minutes.map(|n| format!("{n} minutes"))),
        ("Pass mark", version.pass.map(|n| format!("{n} (scaled)"))),
        ("Price", version.price_usd.map(|n| format!("{n} USD"))),
        ("First day", version.from.map(day)),
        ("Last day", version.until.map(day)),
    ];
    facts.into_iter().filter_map(|(what, value)| Some((what, value?))).collect()
}
