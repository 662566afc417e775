//! The questions in GIFT, the text format of Moodle.
//!
//! In: entries. Out: a category for each topic and its questions, with HTML as
//! text and ids in the comment from which Moodle takes them. What GIFT can't say:
//! - It has no steps to order. They become pairs of a step and its place.
//! - A pair has no feedback of its own. All reasons stand in the general feedback.
//! - A weight has at most two digits before its point. So a wrong option of a
//!   multiple response takes away what one right option gives, and cannot take all.
//! - A wrong number with a feedback of its own is an answer that gives nothing.

use std::fmt::Write as _;

use studydeck_model::fixed;

use super::entry::{Choice, Entry};
use crate::parse::bank::Form;

/// The file. `title` is the site's.
pub(super) fn print(title: &str, entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut topic = None;
    for entry in entries {
        if topic != Some(&entry.topic) {
            topic = Some(&entry.topic);
            let _ = writeln!(
                out,
                "$CATEGORY: $course$/top/{}/{}\n",
                category(title),
                category(&entry.topic_title)
            );
        }
        question(&mut out, entry);
    }
    out
}

/// A question. No line in it is empty: that would end it.
fn question(out: &mut String, entry: &Entry) {
    let _ = write!(out, "// [id:{}]", entry.id);
    for exam in &entry.exams {
        let _ = write!(out, " [tag:{exam}]");
    }
    let name = escaped(&format!("{} ({})", entry.title.text, entry.id));
    let _ = write!(out, "\n::{name}::[html]{}", escaped(&entry.stem.html));
    if entry.form == Form::Number {
        let _ = write!(out, "<p>A number ({})</p>", entry.unit);
    }
    out.push_str(" {\n");
    let keys = entry.options.iter().filter(|choice| choice.right).count();
    match entry.form {
        Form::Single => entry.options.iter().for_each(|choice| {
            option(out, if choice.right { "=" } else { "~" }, choice);
        }),
        Form::Multiple => entry.options.iter().for_each(|choice| {
            let sign = if choice.right { "" } else { "-" };
            option(out, &format!("~%{sign}{}%", part(keys)), choice);
        }),
        Form::Number => {
            out.push('#');
            entry.options.iter().for_each(|choice| number(out, choice));
        }
        Form::Order | Form::Match => {
            for (choice, partner) in entry.pairs() {
                // The left half is HTML as the question is, the right half plain text.
                let _ = writeln!(out, "={} -> {}", escaped(&choice.words.html), escaped(&partner));
            }
        }
    }
    let _ = writeln!(out, "####{}\n}}\n", escaped(&feedback(entry)));
}

fn option(out: &mut String, sign: &str, choice: &Choice) {
    let _ = writeln!(out, "{sign}{}#{}", escaped(&choice.words.html), escaped(&choice.reason.html));
}

/// A number, how far from it an answer may be, and its reason.
fn number(out: &mut String, choice: &Choice) {
    let range = choice.range.unwrap_or_default();
    let (middle, by) = (range.low.midpoint(range.high), range.high.saturating_sub(range.low) / 2);
    let [middle, by] = [middle, by].map(|millionths| fixed::print(millionths.into(), 6));
    let weight = if choice.right { "" } else { "%0%" };
    let _ = writeln!(out, "={weight}{middle}:{by}#{}", escaped(&choice.reason.html));
}

/// What is shown once the question was answered, whatever the answer.
fn feedback(entry: &Entry) -> String {
    let mut out = String::new();
    if matches!(entry.form, Form::Order | Form::Match) {
        out.push_str("<ol>");
        for choice in &entry.options {
            let partner =
                choice.partner.as_ref().map(|partner| format!(": {}", partner.html)).unwrap_or_default();
            let _ = write!(out, "<li>{}{partner} {}</li>", choice.words.html, choice.reason.html);
        }
        out.push_str("</ol>");
    }
    out.push_str(&entry.after.html);
    out
}

/// One of so many equal parts of 100 %, with the digits that Moodle knows.
fn part(of: usize) -> &'static str {
    match of {
        0..=2 => "50",
        3 => "33.33333",
        4 => "25",
        5 => "20",
        6 => "16.66667",
        _ => "10",
    }
}

/// A text in which nothing means anything to GIFT.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.trim().chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => {}
            '\\' | '~' | '=' | '#' | '{' | '}' | ':' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    // Moodle takes a sign of per cent at the beginning for a weight.
    if out.starts_with('%') { out.replacen('%', "&\\#37;", 1) } else { out }
}

/// The name of a category: a stroke in it would begin another one below.
fn category(name: &str) -> String {
    name.replace('/', "//").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::entries;
    use super::*;

    #[test]
    fn every_form_as_moodle_reads_it() {
        insta::assert_snapshot!("downloads-gift", print("Notes", &entries()));
    }

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(escaped("a=b {c} ~d #e f:g \\n\nh"), "a\\=b \\{c\\} \\~d \\#e f\\:g \\\\n\\nh");
        assert_eq!(escaped("%50% off"), "&\\#37;50% off");
    }

    #[test]
    fn a_question_has_no_empty_line_and_its_braces_once() {
        let text = print("Notes", &entries());
        let blocks: Vec<&str> = text.trim().split("\n\n").collect();
        assert_eq!(blocks.len(), 6, "a category and five questions: {text}");
        for block in &blocks[1..] {
            let plain = block.replace("\\{", "").replace("\\}", "");
            assert_eq!((plain.matches('{').count(), plain.matches('}').count()), (1, 1), "{block}");
        }
    }

    #[test]
    fn right_options_make_up_all_and_everything_chosen_nothing() {
        for keys in 2..=6 {
            let part: f64 = part(keys).parse().unwrap();
            assert!((part * keys as f64 - 100.0).abs() < 0.001, "{keys}");
        }
    }
}
