//! The self-check: questions that stand on a page come alive.
//!
//! In: the HTML that the generator wrote for a quiz. Out: the same HTML with a button, a verdict
//! and marks at the options. It is no Yew component: the questions would travel twice, as HTML
//! and as props, and what the reader chose before would have to be carried over. All that it
//! remembers stands in the page or in the browser's storage. Must not know: how a question looks.
//!
//! | In the page                         | What it is                                       |
//! |-------------------------------------|--------------------------------------------------|
//! | `[data-question]`, `data-version`   | a question: its id, and the hash of its text     |
//! | `data-form`                         | `single`, `multiple`, `order`, `match`, `number` |
//! | `.options input`                    | an option; the reasons stand in the same order   |
//! | `.options select`                   | a line; `data-at` its place, `data-key` what fits|
//! | `.typed input`                      | the field of a number; `data-key` what is right  |
//! | `.reasons [data-answer]`            | a reason: of what is `right` or `wrong`;         |
//! |                                     | `data-range` the numbers that it is about        |

pub(crate) mod dom;
mod judge;
pub(crate) mod keep;
mod keys;

use studydeck_model::practice::progress::{Entry, Progress};
use studydeck_model::practice::question::{Confidence, Version};
use studydeck_model::practice::typed::{self, Range};
use web_sys::{Element, Event};

use dom::{Input, all, closest, insert, one};
use judge::{Choice, Given, Line, Verdict};
use studydeck_page::browser;
use studydeck_page::markup::Markup;

/// What the page calls this island.
pub const KIND: &str = "quiz";

pub(crate) const QUESTION: &str = "[data-question]";
pub(crate) const OPTIONS: &str = ".options input";
pub(crate) const LINES: &str = ".options select";
pub(crate) const FIELD: &str = ".typed input";
/// When the reader first touched a question, in seconds.
const SINCE: &str = "data-since";
/// Set once the reader has seen the answer: to the first verdict.
pub(crate) const SHOWN: &str = "data-shown";
/// Set while the verdict stands there.
pub(crate) const JUDGED: &str = "data-judged";
/// A button that leads on, where there is one.
pub(crate) const NEXT: &str = "[data-next]";

/// Brings the questions below `root` to life.
pub fn start(root: Element) {
    let stored = keep::read();
    let trouble = stored.as_ref().err().copied();
    let progress = stored.unwrap_or_default();
    insert(&root, "afterbegin", Markup::default().html("<p class=\"quiz-trouble\" role=\"status\"></p>"));
    for question in all(&root, QUESTION) {
        arm(&question, &progress);
    }
    keys::offer(&root);
    if let Some(trouble) = trouble {
        say_trouble(&root, trouble);
    }
    // Fires while a number is typed, too.
    dom::listen(&root, "input", {
        let root = root.clone();
        move |event| changed(&root, &event)
    });
    dom::listen(&root, "click", {
        let root = root.clone();
        move |event| clicked(&root, &event)
    });
    dom::listen(&root.clone(), "keydown", move |event| keys::pressed(&root, event));
}

/// Puts what only works with a script below a question: how sure, the button, the verdict.
pub(crate) fn arm(question: &Element, progress: &Progress) {
    let id = dom::attribute(question, "data-question");
    let Some(details) = one(question, "details") else {
        return;
    };
    let mut out = sure(&id);
    out.html("<p class=\"quiz-act\"><button type=\"button\">Check</button>");
    if let Some(words) = keep::last_time(progress, &id, version(question)) {
        out.html(" <span>").text(&words).html("</span>");
    }
    out.html("</p><p class=\"quiz-said\" role=\"status\"></p>");
    insert(&details, "beforebegin", &out);
}

/// The controls that ask how sure a reader is.
pub(crate) fn sure(id: &str) -> Markup {
    let mut out = Markup::default();
    out.html("<fieldset class=\"sure\"><legend>How sure are you?</legend>");
    for (value, words) in [("g", "A guess"), ("t", "I think so"), ("c", "Certain")] {
        out.html("<label><input type=\"radio\" name=\"sd-sure-").text(id);
        out.html("\" value=\"").text(value).html("\"> ").text(words).html("</label>");
    }
    out.html("</fieldset>");
    out
}

fn version(question: &Element) -> Version {
    Version(number(&dom::attribute(question, "data-version"), 16).unwrap_or_default())
}

fn changed(root: &Element, event: &Event) {
    if let Some(question) = closest(event, QUESTION) {
        touch(&question);
    }
    keys::switched(root, event);
}

/// Remembers when the reader began with a question.
fn touch(question: &Element) {
    if !question.has_attribute(SINCE) {
        dom::set(question, SINCE, &browser::seconds().to_string());
    }
}

fn clicked(root: &Element, event: &Event) {
    let button = closest(event, ".quiz-act button:not([data-next])");
    if let Some(question) = button.and_then(|button| button.closest(QUESTION).ok().flatten()) {
        act(root, &question);
    }
}

/// What the button of a question does: checks the answer, or clears it for another try.
fn act(root: &Element, question: &Element) {
    if question.has_attribute(JUDGED) {
        return again(question);
    }
    match given(question).judge() {
        Ok(verdict) => show(root, question, verdict),
        Err(missing) => say(question, missing),
    }
}

/// What the controls of a question say.
fn given(question: &Element) -> Given {
    let lines = || {
        let line = |select: Element| Line {
            at: place(&dom::attribute(&select, "data-at")).unwrap_or_default(),
            key: place(&dom::attribute(&select, "data-key")).unwrap_or_default(),
            value: place(&Input::of(&select).value()),
        };
        all(question, LINES).into_iter().map(line).collect()
    };
    match &*dom::attribute(question, "data-form") {
        "order" => Given::Order(lines()),
        "match" => Given::Match(lines()),
        "number" => Given::Number(
            one(question, FIELD).map(|field| Input::of(&field).value()).unwrap_or_default(),
            one(question, "[data-answer=right]").map(|reason| range(&reason)).unwrap_or_default(),
        ),
        _ => {
            let reasons = all(question, ".reasons > li");
            let choice = |(option, reason): (Element, Element)| Choice {
                at: place(&Input::of(&option).value()).unwrap_or_default(),
                right: dom::attribute(&reason, "data-answer") == "right",
                chosen: Input::of(&option).checked(),
            };
            Given::Choices(all(question, OPTIONS).into_iter().zip(reasons).map(choice).collect())
        }
    }
}

/// The numbers that a reason is about.
fn range(reason: &Element) -> Range {
    Range::parse(&dom::attribute(reason, "data-range")).unwrap_or_default()
}

/// A number in digits of a base; smaller than the standard library's way.
pub(crate) fn number(text: &str, radix: u32) -> Option<u32> {
    let add = |value: u32, c: char| value.checked_mul(radix)?.checked_add(c.to_digit(radix)?);
    if text.is_empty() { None } else { text.chars().try_fold(0, add) }
}

pub(crate) fn place(text: &str) -> Option<u8> {
    number(text, 10).and_then(|number| u8::try_from(number).ok())
}

/// How sure the reader said to be.
pub(crate) fn confidence(question: &Element) -> Option<Confidence> {
    match &*Input::of(&one(question, ".sure input:checked")?).value() {
        "g" => Some(Confidence::Guess),
        "t" => Some(Confidence::Think),
        _ => Some(Confidence::Sure),
    }
}

/// Shows the verdict, every reason, and a mark at each option; keeps the answer.
fn show(root: &Element, question: &Element, verdict: Verdict) {
    let (now, sure) = (browser::seconds(), confidence(question));
    let since = number(&dom::attribute(question, SINCE), 10).unwrap_or(now);
    let details = one(question, "details");
    let open = details.as_ref().is_some_and(|details| details.has_attribute("open"));
    let entry = Entry {
        at: now.into(),
        version: version(question),
        right: verdict.right,
        confidence: sure,
        correction: open || question.has_attribute(SHOWN),
        seconds: u16::try_from(now.saturating_sub(since)).unwrap_or(u16::MAX),
        answer: verdict.word,
    };
    let id = dom::attribute(question, "data-question");
    let kept = keep::keep(&|progress| progress.record(&id, entry.clone()));
    let name = if verdict.right { "right" } else { "wrong" };
    dom::set(question, JUDGED, name);
    if !question.has_attribute(SHOWN) {
        dom::set(question, SHOWN, name);
    }
    mark(question);
    for fieldset in all(question, "fieldset") {
        dom::set(&fieldset, "disabled", "");
    }
    if let Some(details) = details {
        dom::set(&details, "open", "");
    }
    if let Some(button) = one(question, ".quiz-act button") {
        button.set_text_content(Some("Try again"));
        dom::focus(&one(question, NEXT).unwrap_or(button));
    }
    let place = if one(question, ".reasons .mark").is_some() {
        "Your number is a usual slip, marked below."
    } else {
        "The reasons are below."
    };
    say(question, &[spoken(verdict.right, sure), place].concat());
    if let Err(trouble) = kept {
        say_trouble(root, trouble);
    }
}

const fn spoken(right: bool, sure: Option<Confidence>) -> &'static str {
    match (right, sure) {
        (true, Some(Confidence::Guess)) => "Right, by a guess. ",
        (true, _) => "Right. ",
        (false, Some(Confidence::Sure)) => "Wrong, though you were certain: worth a second look. ",
        (false, _) => "Wrong. ",
    }
}

/// Says at each option, in words, how it stands.
pub(crate) fn mark(question: &Element) {
    let reasons = all(question, ".reasons > li");
    for (option, reason) in all(question, OPTIONS).iter().zip(&reasons) {
        let right = dom::attribute(reason, "data-answer") == "right";
        let (kind, words) = match (right, Input::of(option).checked()) {
            (true, true) => ("right", "right"),
            (true, false) => ("right", "right, not chosen"),
            (false, true) => ("wrong", "your choice, wrong"),
            (false, false) => continue,
        };
        set_mark(option, kind, words);
    }
    if let Some(field) = one(question, FIELD) {
        mark_number(&field, &reasons);
    }
    for select in all(question, LINES) {
        let key = dom::attribute(&select, "data-key");
        if Input::of(&select).value() == key {
            set_mark(&select, "right", "right");
            continue;
        }
        let wanted = all(&select, "option").into_iter().find(|option| dom::attribute(option, "value") == key);
        let wanted = wanted.and_then(|option| option.text_content()).unwrap_or_default();
        set_mark(&select, "wrong", &["wrong, should be: ", &wanted].concat());
    }
}

/// Marks the field of a number, and the slip that the number looks like.
fn mark_number(field: &Element, reasons: &[Element]) {
    let number = typed::read(&Input::of(field).value()).ok();
    let reason = reasons.iter().find(|reason| number.is_some_and(|number| range(reason).holds(number)));
    if reason.is_some_and(|reason| dom::attribute(reason, "data-answer") == "right") {
        return set_mark(field, "right", "right");
    }
    set_mark(field, "wrong", &["wrong, should be: ", &dom::attribute(field, "data-key")].concat());
    if let Some(slip) = reason.and_then(|reason| one(reason, "p")) {
        set_mark(&slip, "wrong", "your number");
    }
}

fn set_mark(control: &Element, kind: &'static str, words: &str) {
    if let Ok(Some(item)) = control.closest("p, li") {
        let mut out = Markup::default();
        out.html(" <strong class=\"mark\" data-mark=\"").html(kind).html("\">").text(words).html("</strong>");
        insert(&item, "beforeend", &out);
    }
}

/// Clears a question for another try.
fn again(question: &Element) {
    for mark in all(question, ".mark") {
        mark.remove();
    }
    for fieldset in all(question, "fieldset") {
        dom::unset(&fieldset, "disabled");
    }
    for input in all(question, "input") {
        Input::of(&input).set_checked(false);
    }
    for control in all(question, ".options select, .typed input") {
        Input::of(&control).set_value("");
    }
    if let Some(details) = one(question, "details") {
        dom::unset(&details, "open");
    }
    dom::unset(question, JUDGED);
    dom::unset(question, SINCE);
    if let Some(button) = one(question, ".quiz-act button") {
        button.set_text_content(Some("Check"));
    }
    say(question, "");
    focus_first(question);
}

/// Puts the focus on a question: on its first control that can be used.
pub(crate) fn focus_first(question: &Element) {
    let selector =
        ".options :checked:enabled, :is(.options, .typed) :is(input, select):enabled, .quiz-act button";
    if let Some(control) = one(question, selector) {
        dom::focus(&control);
    }
}

fn say(question: &Element, words: &str) {
    if let Some(place) = one(question, ".quiz-said") {
        place.set_text_content(Some(words));
    }
}

/// Says what is wrong with the storage, once.
pub(crate) fn say_trouble(root: &Element, words: &str) {
    dom::say(root, ".quiz-trouble", words);
}
