//! The questions as cards in the text format that Anki imports.
//!
//! In: entries. Out: tab-separated lines behind a head that names the columns.
//! A note's id is the question's: importing a newer file changes the notes that
//! are there, and their history stays. Exams, kind, level and topic are tags.

use std::fmt::Write as _;

use super::entry::{Choice, Entry};
use crate::parse::bank::Form;

/// The file. `title` is the site's and names the deck.
pub(super) fn print(title: &str, entries: &[Entry]) -> String {
    let deck = title.replace(['\n', '\r', '\t'], " ");
    let mut out = format!(
        "#separator:tab\n#html:true\n#notetype:Basic\n#deck:{deck}\n#guid column:1\n#tags column:4\n\
         #columns:GUID\tFront\tBack\tTags\n"
    );
    for entry in entries {
        let fields = [entry.id.clone(), front(entry), back(entry), tags(entry)];
        let _ = writeln!(out, "{}", fields.map(|field| quoted(&field)).join("\t"));
    }
    out
}

fn front(entry: &Entry) -> String {
    let mut out = format!("<p><b>{}</b></p>\n{}\n<ul>", entry.title.html, entry.stem.html);
    let pairs = entry.pairs();
    match entry.form {
        Form::Single | Form::Multiple => {
            items(&mut out, entry.options.iter().map(|choice| &choice.words.html));
        }
        // A number is not chosen from a list.
        Form::Number => return front_of_number(entry),
        Form::Order => items(&mut out, pairs.iter().map(|(choice, _)| &choice.words.html)),
        Form::Match => {
            items(&mut out, entry.options.iter().map(|choice| &choice.words.html));
            out.push_str("</ul>\n<ul>");
            items(&mut out, partners(entry).into_iter());
        }
    }
    out.push_str("</ul>");
    out
}

fn front_of_number(entry: &Entry) -> String {
    format!(
        "<p><b>{}</b></p>\n{}\n<p>The answer is a number ({}).</p>",
        entry.title.html, entry.stem.html, entry.unit
    )
}

fn items<'t>(out: &mut String, texts: impl Iterator<Item = &'t String>) {
    for text in texts {
        let _ = write!(out, "<li>{text}</li>");
    }
}

/// What there is to choose from, each once, in the order of the words.
fn partners(entry: &Entry) -> Vec<&String> {
    let mut partners: Vec<_> = entry.options.iter().filter_map(|choice| choice.partner.as_ref()).collect();
    partners.sort_by_key(|partner| partner.text.to_lowercase());
    partners.dedup();
    partners.into_iter().map(|partner| &partner.html).collect()
}

fn back(entry: &Entry) -> String {
    let list = if entry.form == Form::Order { "ol" } else { "ul" };
    let mut out = format!("<{list}>");
    // Right ones first: they are the answer.
    let (right, wrong): (Vec<_>, Vec<_>) = entry.options.iter().partition(|choice| choice.right);
    right.into_iter().chain(wrong).for_each(|choice| reason(&mut out, entry.form, choice));
    let _ = write!(out, "</{list}>\n{}", entry.after.html);
    let _ = write!(out, "\n<p><a href=\"{}\">This question on the site</a></p>", entry.url);
    out
}

fn reason(out: &mut String, form: Form, choice: &Choice) {
    let partner = choice.partner.as_ref().map(|partner| format!(": {}", partner.html)).unwrap_or_default();
    let word = match (form, choice.right) {
        (Form::Order | Form::Match, _) => "",
        (_, true) => "<b>Right:</b> ",
        (_, false) => "Wrong: ",
    };
    let _ = write!(out, "<li>{word}{}{partner}\n{}</li>", choice.words.html, choice.reason.html);
}

/// Tags have no spaces; `::` makes a tree of them.
fn tags(entry: &Entry) -> String {
    let mut tags = vec![
        format!("topic::{}", entry.topic),
        format!("kind::{}", entry.kind),
        format!("level::{}", entry.level),
    ];
    tags.extend(entry.exams.iter().map(|exam| format!("exam::{}", exam.replace(' ', "::"))));
    tags.iter().map(|tag| tag.replace(char::is_whitespace, "-")).collect::<Vec<_>>().join(" ")
}

/// In quotes, a field may hold line breaks, and quotes when doubled. A tab is a space in HTML.
fn quoted(field: &str) -> String {
    format!("\"{}\"", field.replace('\t', " ").replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::super::samples::entries;
    use super::*;

    #[test]
    fn every_form_as_anki_reads_it() {
        insta::assert_snapshot!("downloads-anki", print("Notes", &entries()));
    }

    #[test]
    fn every_note_has_four_fields_and_its_own_id() {
        let text = print("Notes", &entries());
        assert_eq!(text.matches('\t').count(), 3 + 3 * 5, "{text}");
        for id in ["single", "multiple", "order", "match", "number"] {
            assert_eq!(text.matches(&format!("\n\"{id}\"\t")).count(), 1, "{id}");
        }
    }

    #[test]
    fn steps_do_not_stand_in_their_order_on_the_front() {
        let entry = &entries()[2];
        assert!(front(entry).contains("<li>run</li><li>Upload</li><li>zip</li>"));
        assert!(back(entry).starts_with("<ol><li>zip\n"));
    }
}
