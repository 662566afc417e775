//! Five questions, one a form, with letters that mean something in each format.

use studydeck_model::practice::typed::Range;

use super::entry::{Choice, Entry, Words};
use crate::parse::bank::Form;

fn words(html: &str, text: &str) -> Words {
    Words { html: html.to_owned(), text: text.to_owned() }
}

fn same(text: &str) -> Words {
    words(text, text)
}

fn choice(right: bool, text: Words, partner: Option<&str>) -> Choice {
    let reason = words(&format!("<p>Of {}.</p>", text.html), &format!("Of {}.", text.text));
    Choice { right, words: text, partner: partner.map(same), reason, range: None }
}

fn entry(id: &str, form: Form, options: Vec<Choice>) -> Entry {
    Entry {
        id: id.to_owned(),
        version: "0badcafe".to_owned(),
        form,
        kind: "why",
        level: 2,
        exams: vec!["CLF 3.3".to_owned(), "SAA 2.1".to_owned()],
        topic: "ecs-tasks".to_owned(),
        topic_title: "Tasks: and/or {services}".to_owned(),
        url: format!("https://example.org/notes/#sd-q-{id}"),
        title: words("A &amp; <code>B</code>: what~?", "A & B: what~?"),
        stem: words(
            "<p>Which one, \"a\" or</p>\n<p><code>b = {c}</code>?</p>",
            "Which one, \"a\" or\nb = {c}?",
        ),
        unit: "",
        options,
        after: words(
            "<p>See: <a href=\"https://example.org/notes/a/#b\">a</a></p>",
            "See: a (https://example.org/notes/a/#b)",
        ),
    }
}

/// A single choice, a multiple response, steps, pairs and a number.
pub(super) fn entries() -> Vec<Entry> {
    let plain = |right, text| choice(right, same(text), None);
    let pair = |text, partner| choice(true, same(text), Some(partner));
    let number =
        |right, text, value| Choice { range: Some(Range::around(value, 5_000)), ..plain(right, text) };
    vec![
        entry(
            "single",
            Form::Single,
            vec![
                choice(false, words("<code>=SUM(A1)</code>", "=SUM(A1)"), None),
                plain(true, "C:\\new\ttab"),
                plain(false, "50 %"),
            ],
        ),
        entry(
            "multiple",
            Form::Multiple,
            vec![
                plain(true, "one"),
                plain(false, "two"),
                plain(true, "three"),
                plain(false, "four"),
                plain(false, "five"),
            ],
        ),
        entry("order", Form::Order, vec![plain(true, "zip"), plain(true, "Upload"), plain(true, "run")]),
        entry(
            "match",
            Form::Match,
            vec![pair("Lambda", "functions: {a}"), pair("ECS", "tasks"), pair("EKS", "pods")],
        ),
        Entry {
            unit: "USD",
            ..entry(
                "number",
                Form::Number,
                vec![number(true, "18.67 USD", 18_666_690), number(false, "0.40 USD", 400_000)],
            )
        },
    ]
}
