//! The rules that a question must keep by itself. In: a bank's questions. Out:
//! diagnostics: errors for what misleads a reader, warnings for what gives the
//! answer away.

use std::collections::HashSet;

use super::words::plain_words;
use super::{Form, Question, QuestionOption, Standard};
use crate::diag::{Code, Diagnostic};
use crate::parse::document::{Document, Kind, NodeId};
use crate::path::SitePath;

/// Longest stem before a warning, in words.
const LONGEST_STEM: usize = 120;
/// A key may be so much longer than the longest other option, in per cent.
const LONGER_KEY: usize = 130;
/// Questions of one form in a bank from which on the places of the keys are looked at.
const ENOUGH_FOR_PLACES: usize = 8;
/// Words that are nearly always wrong in an exam.
const ABSOLUTE: [&str; 3] = ["always", "never", "cannot"];

pub(super) fn check(
    file: &SitePath,
    document: &Document,
    questions: &[Question],
    standard: Standard,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for question in questions {
        let mut rules = Rules { file, document, question, standard, diagnostics };
        rules.stem();
        rules.options();
        rules.reasons();
        if standard == Standard::Exam {
            rules.after();
        }
    }
    for (_, node) in document.iter() {
        if matches!(node.kind, Kind::FootnoteDefinition(_)) {
            let problem = Diagnostic::error(Code::BadQuestion, "a question bank has no place for footnotes");
            let help = "write it into the reason, or cite a source of `content/data/sources.toml`";
            diagnostics.push(problem.at(file, node.range()).help(help));
        }
    }
    key_places(file, document, questions, diagnostics);
}

struct Rules<'a> {
    file: &'a SitePath,
    document: &'a Document,
    question: &'a Question,
    standard: Standard,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Rules<'_> {
    fn bad(&mut self, at: NodeId, message: impl Into<String>, help: &str) {
        let problem = Diagnostic::error(Code::BadQuestion, message);
        self.diagnostics.push(problem.at(self.file, self.document.node(at).range()).help(help));
    }

    fn weak(&mut self, at: NodeId, message: impl Into<String>, help: &str) {
        let problem = Diagnostic::warning(Code::WeakQuestion, message);
        self.diagnostics.push(problem.at(self.file, self.document.node(at).range()).help(help));
    }

    fn stem(&mut self) {
        let heading = self.question.heading;
        let text = self.question.stem_text(self.document);
        if text.trim().is_empty() {
            return self.bad(
                heading,
                "the question has no stem",
                "write what is asked between the heading and the options",
            );
        }
        let words = plain_words(&text).len();
        if words > LONGEST_STEM {
            self.weak(
                self.question.stem[0],
                format!("the stem has {words} words"),
                "say what is needed to answer, and no more",
            );
        }
        if let Some(block) = self.bare_negation() {
            self.bad(
                block,
                "the question is negative, and nothing makes that visible",
                "turn it round, or make the word bold: `**not**`",
            );
        }
        self.number_to_choose(&text);
    }

    /// The last question in the stem, if it holds `not` or `except` in plain type.
    fn bare_negation(&self) -> Option<NodeId> {
        let block =
            *self.question.stem.iter().rev().find(|block| self.document.plain_text(**block).contains('?'))?;
        let mut plain = String::new();
        let mut bold_until = 0;
        for (id, node) in self.document.subtree(block) {
            match &node.kind {
                Kind::Strong => bold_until = self.document.subtree(id).last().map_or(0, |(last, _)| last.0),
                Kind::Text(text) if id.0 > bold_until => plain.push_str(text),
                _ => {}
            }
        }
        let end = plain.rfind('?')?;
        let sentence = plain[..end].rsplit(['.', '?', '!']).next().unwrap_or_default();
        // "Why did it not start?" asks for a reason and can't be misread.
        if sentence.trim_start().starts_with("Why") {
            return None;
        }
        let negative =
            sentence.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "not" | "except"));
        negative.then_some(block)
    }

    /// `Choose TWO` and the number of keys must agree.
    fn number_to_choose(&mut self, stem: &str) {
        let keys = self.question.options.iter().filter(|option| option.right).count();
        let words = ["ONE", "TWO", "THREE", "FOUR"];
        let said = (1..).zip(words).find(|(_, word)| stem.contains(&format!("hoose {word}"))).map(|(n, _)| n);
        let block = self.question.stem.last().copied().unwrap_or(self.question.heading);
        match (self.question.form, said) {
            (Form::Multiple, None) => self.bad(
                block,
                format!("{keys} options are right, and the stem does not say how many to choose"),
                "end it with `Choose TWO.`",
            ),
            (Form::Single | Form::Multiple, Some(said)) if said != keys && keys > 0 => {
                self.bad(
                    block,
                    format!("the stem asks for {said}, and {keys} options are right"),
                    "let both say the same",
                );
            }
            _ => {}
        }
    }

    fn options(&mut self) {
        let (heading, options) = (self.question.heading, &self.question.options);
        let least = match (self.standard, self.question.form) {
            (Standard::Plain, _) | (_, Form::Number) => 2,
            (Standard::Exam, Form::Single) => 4,
            (Standard::Exam, Form::Multiple) => 5,
            (Standard::Exam, Form::Order | Form::Match) => 3,
        };
        if options.len() < least {
            let message = format!("the question has {} options; it needs {least}", options.len());
            self.bad(
                heading,
                message,
                "write them as a task list (`- [x] right`, `- [ ] wrong`), ordered list or definition list",
            );
        } else if !options.iter().any(|option| option.right) {
            self.bad(heading, "no option is right", "mark the right one with `[x]`");
        }
        let mut seen = HashSet::new();
        for option in options {
            let words = plain_words(&option.words(self.document));
            if words.is_empty() {
                self.bad(option.text, "this option is empty", "write what the reader can choose");
            } else if !seen.insert(words.clone()) {
                self.bad(option.text, "this option stands there twice", "write another one in place of it");
            }
            let text = words.join(" ");
            if ["all of the above", "none of the above", "all of these", "none of these"]
                .contains(&text.as_str())
            {
                self.bad(
                    option.text,
                    "this option says nothing by itself",
                    "options are shuffled: write one that stands alone",
                );
            }
            if self.question.form == Form::Match && option.partner.is_none() {
                self.bad(
                    option.text,
                    "nothing belongs to this term",
                    "write it on the next line behind `: `",
                );
            }
        }
        if self.question.form == Form::Single {
            self.what_gives_the_key_away();
        }
    }

    fn what_gives_the_key_away(&mut self) {
        let (keys, others): (Vec<&QuestionOption>, Vec<&QuestionOption>) =
            self.question.options.iter().partition(|option| option.right);
        let length = |option: &QuestionOption| option.words(self.document).chars().count();
        let longest = others.iter().map(|option| length(option)).max().unwrap_or(0);
        for key in &keys {
            if length(key) * 100 > longest * LONGER_KEY && longest > 0 {
                self.weak(
                    key.text,
                    "the right option is much longer than the others",
                    "make the options alike in length",
                );
            }
        }
        let absolute = |option: &&QuestionOption| {
            plain_words(&option.words(self.document)).iter().any(|word| ABSOLUTE.contains(&word.as_str()))
        };
        let marked: Vec<NodeId> =
            others.iter().filter(|option| absolute(option)).map(|option| option.text).collect();
        if marked.len() > 1 && !keys.iter().any(absolute) {
            self.weak(
                marked[0],
                "only wrong options hold words such as always or never",
                "readers know that trick: take the words out",
            );
        }
    }

    fn reasons(&mut self) {
        for option in &self.question.options {
            if option.reason.is_empty() {
                let help = "write it below the option, indented: why it is right, or what it would be the right answer to";
                self.bad(option.text, "this option has no reason", help);
            }
            for block in &option.reason {
                if names_by_place(&self.document.plain_text(*block)) {
                    self.bad(
                        *block,
                        "this reason names an option by its letter or place",
                        "options are shuffled: name it by what it says",
                    );
                }
            }
        }
    }

    /// The answer leads into a note and names a source.
    fn after(&mut self) {
        let below = |wanted: fn(&Kind) -> bool| {
            let blocks =
                self.question.after.iter().chain(self.question.options.iter().flat_map(|o| &o.reason));
            blocks.into_iter().any(|block| self.document.subtree(*block).any(|(_, node)| wanted(&node.kind)))
        };
        let links = below(|kind| matches!(kind, Kind::Link(..)));
        // A number by name brings its source; the figures of a computed question have names, too.
        let cites = if self.question.form == Form::Number {
            below(|kind| matches!(kind, Kind::FootnoteReference(_)))
        } else {
            below(|kind| matches!(kind, Kind::FootnoteReference(_) | Kind::Number(_)))
        };
        if !links {
            self.bad(
                self.question.heading,
                "the answer leads to no note",
                "write `See: [heading](../folder/note.md#heading)` behind the options",
            );
        }
        if !cites {
            self.bad(
                self.question.heading,
                "the answer names no source",
                "write `Sources: [^source-id]` behind the options",
            );
        }
    }
}

/// Whether a text says `option B`, `the first option` and the like.
fn names_by_place(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).any(|pair| {
        let first = pair[0].to_lowercase();
        let letter = pair[1].len() == 1 && pair[1].chars().all(|c| ('A'..='F').contains(&c));
        let place =
            ["first", "second", "third", "fourth", "last", "previous", "next"].contains(&first.as_str());
        (["option", "answer", "choice"].contains(&first.as_str()) && letter)
            || (place && ["option", "answer", "choice"].contains(&pair[1].to_lowercase().as_str()))
    }) || ["option above", "option below"].iter().any(|phrase| text.to_lowercase().contains(phrase))
}

/// A reader who always takes the same place must not be right more often than
/// by chance: warns when one place holds more than half of the keys.
fn key_places(
    file: &SitePath,
    document: &Document,
    questions: &[Question],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let single: Vec<&Question> = questions.iter().filter(|question| question.form == Form::Single).collect();
    if single.len() < ENOUGH_FOR_PLACES {
        return;
    }
    let mut places = [0_usize; 8];
    for question in &single {
        let place = question.options.iter().position(|option| option.right);
        if let Some(count) = place.and_then(|place| places.get_mut(place)) {
            *count += 1;
        }
    }
    let most = (1..).zip(places).max_by_key(|(_, count)| *count);
    if let Some((place, count)) = most.filter(|(_, count)| count * 2 > single.len()) {
        let message =
            format!("in {count} of {} questions the right option stands in place {place}", single.len());
        let problem = Diagnostic::warning(Code::WeakQuestion, message);
        let at = document.node(single[0].heading).range();
        diagnostics.push(problem.at(file, at).help("put the keys into varied places"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bank;

    const HEAD: &str = "## Q {#q exams=CLF-3.3 kind=why level=1}\n\n";
    const GOOD: &str = "- [x] Yes, it does.\n\n  Because.\n- [ ] No, it stops.\n\n  Right if it were old.\n- [ ] It waits.\n\n  Right if it were slow.\n- [ ] It asks.\n\n  Right if it were shy.\n\nSee: [note](../a.md)[^s]\n";

    fn messages(stem: &str, options: &str) -> Vec<String> {
        bank(&format!("{HEAD}{stem}\n\n{options}")).diagnostics.into_iter().map(|d| d.message).collect()
    }

    #[test]
    fn a_good_question_passes() {
        assert_eq!(messages("Does it run?", GOOD), [""; 0]);
        assert_eq!(messages("It does not stop. Which is **not** true?", GOOD), [""; 0]);
        assert_eq!(messages("It stops. Why does it not run?", GOOD), [""; 0]);
    }

    #[test]
    fn what_misleads_is_an_error() {
        let cases: [(&str, String, &str); 10] = [
            ("", GOOD.to_owned(), "the question has no stem"),
            (
                "Which is not true?",
                GOOD.to_owned(),
                "the question is negative, and nothing makes that visible",
            ),
            ("Which? Choose TWO.", GOOD.to_owned(), "the stem asks for 2, and 1 options are right"),
            (
                "Which?",
                GOOD.replace("- [ ] It waits", "- [x] It waits"),
                "2 options are right, and the stem does not say how many to choose",
            ),
            ("Which?", GOOD.replace("[x]", "[ ]"), "no option is right"),
            ("Which?", GOOD.replace("It asks.", "it WAITS"), "this option stands there twice"),
            ("Which?", GOOD.replace("It asks.", "None of the above."), "this option says nothing by itself"),
            ("Which?", GOOD.replace("  Because.\n", ""), "this option has no reason"),
            (
                "Which?",
                GOOD.replace("Because.", "Unlike option B, it runs."),
                "this reason names an option by its letter or place",
            ),
            ("Which?", GOOD.replace("See: [note](../a.md)[^s]", "Done."), "the answer leads to no note"),
        ];
        for (stem, options, message) in cases {
            let found = messages(stem, &options);
            assert!(found.iter().any(|m| m == message), "{message}: {found:?}");
        }
        let noted = format!("{GOOD}\n[^own]: Mine.\n").replace("[^s]", "[^s][^own]");
        assert!(messages("Which?", &noted).iter().any(|m| m == "a question bank has no place for footnotes"));
        let three = GOOD.replace("- [ ] It asks.\n\n  Right if it were shy.\n", "");
        assert!(messages("Which?", &three).iter().any(|m| m == "the question has 3 options; it needs 4"));
    }

    #[test]
    fn what_gives_the_answer_away_is_a_warning() {
        let long =
            GOOD.replace("Yes, it does.", "Yes, it does, because nothing in the world could hold it back.");
        assert_eq!(messages("Which?", &long), ["the right option is much longer than the others"]);
        let absolute = GOOD.replace("It waits", "It always waits").replace("It asks", "It never asks");
        assert_eq!(messages("Which?", &absolute), ["only wrong options hold words such as always or never"]);
        let stem = format!("{}\n\n{} Which?", "word ".repeat(60), "word ".repeat(60));
        assert_eq!(messages(&stem, GOOD), ["the stem has 121 words"]);
        let many: String = (0..8)
            .map(|n| format!("{}Does it run?\n\n{GOOD}\n", HEAD.replace("#q", &format!("#q{n}"))))
            .collect();
        let found: Vec<_> = bank(&many).diagnostics.into_iter().map(|d| d.message).collect();
        assert_eq!(found, ["in 8 of 8 questions the right option stands in place 1"]);
    }
}
