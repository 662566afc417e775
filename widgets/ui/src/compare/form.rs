//! The controls of comparer and chooser, as text that never changes: what the reader does to them
//! stays in them, and what else sets them (a link, the limit of four) is put into them by
//! [`settings`]. They have no listeners of their own: the shell listens for all.

use studydeck_model::compare::{MOST, Table, View};

use super::state::{Asked, LOAD, Shape, State};
use crate::markup::Markup;

/// Exams by which rows can be filtered.
const EXAMS: [&str; 4] = ["", "CLF", "SAA", "DVA"];

/// How a control must stand.
pub(super) struct Setting {
    /// Its name; with the widget's id before it, its id.
    pub name: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// Whether it can't be used.
    pub disabled: bool,
    /// Its text; `None` if it has none.
    pub value: Option<String>,
    /// Whether its text makes no sense.
    pub wrong: bool,
}

fn tick(kind: &str, at: usize, checked: bool, disabled: bool) -> Setting {
    Setting { name: [kind, "-", &at.to_string()].concat(), checked, disabled, value: None, wrong: false }
}

fn text(name: &str, value: &str) -> Setting {
    let (name, value) = (name.to_owned(), Some(value.to_owned()));
    Setting { name, checked: false, disabled: false, value, wrong: false }
}

/// How every control must stand, in the order of the form.
pub(super) fn settings(table: &Table, shape: &Shape) -> Vec<Setting> {
    let mut all = Vec::new();
    match shape {
        Shape::Compare(view) => {
            let columns = view.options.len();
            for at in 0..table.options.len() {
                let shown = view.options.contains(&at);
                all.push(tick("option", at, shown, if shown { columns == 1 } else { columns >= MOST }));
            }
            for (at, exam) in EXAMS.iter().enumerate() {
                all.push(tick("exam", at, view.exam == *exam, false));
            }
            all.push(Setting { checked: view.diff, value: None, ..text("diff", "") });
            all.push(text("find", &view.find));
        }
        Shape::Choose(asked) => {
            for at in 0..table.needs.len() {
                all.push(tick("need", at, asked.ticked.contains(&at), false));
            }
            for (at, ((key, ..), value)) in LOAD.iter().zip(&asked.load).enumerate() {
                all.push(Setting { wrong: asked.is_wrong(at), ..text(key, value) });
            }
        }
    }
    all
}

/// The exam that a radio button stands for.
pub(super) fn exam(at: usize) -> Option<&'static str> {
    EXAMS.get(at).copied()
}

/// The form.
#[cfg(feature = "ssr")]
pub(crate) fn form(id: &str, table: &Table, shape: &Shape) -> Markup {
    let settings = settings(table, shape);
    let mut form = Form { out: Markup::default(), id, settings: settings.iter() };
    match shape {
        Shape::Compare(_) => {
            form.group("Columns, four at most");
            table.options.iter().for_each(|option| form.tick("checkbox", &option.name));
            form.out.html("</fieldset>");
            form.group("Rows asked in");
            for exam in EXAMS {
                form.tick("radio", if exam.is_empty() { "any exam or none" } else { exam });
            }
            form.out.html("</fieldset><div class=\"cmp-rows\">");
            form.tick("checkbox", "Only rows with differences");
            form.field("Rows with the words");
            form.out.html("</div>");
        }
        Shape::Choose(_) => {
            let mut group = "";
            for need in &table.needs {
                if need.group != group {
                    form.out.html(if group.is_empty() { "" } else { "</fieldset>" });
                    group = &need.group;
                    form.group(group);
                }
                if need.is_always() {
                    form.settings.next();
                } else {
                    form.tick("checkbox", &need.words);
                }
            }
            form.out.html("</fieldset><p>");
            button(&mut form.out, id, "clear", "Untick all", "");
            form.out.html("</p><details class=\"cmp-load\"><summary>The load, for the calculators</summary>");
            LOAD.iter().for_each(|(_, label, _)| form.field(label));
            form.out.html("</details>");
        }
    }
    form.out.html("<p class=\"calc-hint\"><noscript>Changing this needs JavaScript. What is shown is right as it stands.</noscript></p>");
    form.out
}

#[cfg(feature = "ssr")]
struct Form<'f> {
    out: Markup,
    id: &'f str,
    settings: std::slice::Iter<'f, Setting>,
}

#[cfg(feature = "ssr")]
impl Form<'_> {
    fn group(&mut self, name: &str) {
        self.out
            .html("<fieldset class=\"choices\"><legend class=\"field-label\">")
            .text(name)
            .html("</legend>");
    }

    /// A box or a radio button, as the next setting says.
    fn tick(&mut self, kind: &'static str, words: &str) {
        let Some(setting) = self.settings.next() else { return };
        let name = &setting.name;
        let out = &mut self.out;
        out.html("<label class=\"choice\"><input type=\"").html(kind).html("\" id=\"").text(self.id);
        out.html("-").text(name).html("\" name=\"");
        // Radio buttons belong together by their name.
        if kind == "radio" {
            out.text(self.id).html("\" value=\"");
        }
        out.text(name).html("\"");
        out.html(if setting.checked { " checked" } else { "" });
        out.html(if setting.disabled { " disabled" } else { "" });
        out.html("><span>").text(words).html("</span></label>");
    }

    /// A text field, as the next setting says.
    fn field(&mut self, label: &str) {
        let Some(Setting { name, value: Some(value), .. }) = self.settings.next() else { return };
        let out = &mut self.out;
        out.html("<div class=\"field\"><label class=\"field-label\" for=\"")
            .text(self.id)
            .html("-")
            .text(name);
        out.html("\">").text(label).html("</label><input class=\"field-input\" type=\"text\" autocomplete=\"off\" spellcheck=\"false\" id=\"");
        out.text(self.id).html("-").text(name).html("\" name=\"").text(name);
        out.html("\" aria-describedby=\"")
            .text(self.id)
            .html("-")
            .text(name)
            .html("-wrong\" value=\"")
            .text(value);
        out.html("\"></div>");
    }
}

/// What follows the form and changes with it: the order of the columns, the table as text, what
/// is wrong with the load, what a link asked for in vain.
pub(super) fn below(id: &str, table: &Table, state: &State) -> Markup {
    let mut out = Markup::default();
    out.html("<div class=\"cmp-below\">");
    match &state.shape {
        Shape::Compare(view) => order(&mut out, id, table, view),
        Shape::Choose(asked) => wrong(&mut out, id, asked),
    }
    if let Some(taken) = state.taken() {
        out.html("<label class=\"cmp-taken\">Copied, where the browser allows it. The text itself:<textarea readonly rows=\"6\">\n");
        out.text(taken).html("</textarea></label>");
    }
    if !state.notices().is_empty() {
        out.html("<ul class=\"calc-notices\">");
        for notice in state.notices() {
            out.html("<li>").text(notice).html("</li>");
        }
        out.html("</ul>");
    }
    out.html("</div>");
    out
}

fn order(out: &mut Markup, id: &str, table: &Table, view: &View) {
    out.html("<p class=\"field-label\">Their order</p><ol>");
    for (place, &option) in view.options.iter().enumerate() {
        let name = table.name(option);
        out.html("<li><span>").text(name).html("</span> ");
        if place > 0 {
            button(
                out,
                id,
                &["earlier-", &place.to_string()].concat(),
                "\u{2190} left",
                &["Move ", name, " to the left"].concat(),
            );
        }
        out.html("</li>");
    }
    out.html("</ol><p class=\"cmp-narrow\">This screen is narrow and shows the first two. Move others to the left to see them.</p><p class=\"cmp-take\">");
    button(out, id, "markdown", "Copy as Markdown", "");
    button(out, id, "csv", "Copy as CSV", "");
    if !view.rows.is_empty() {
        button(out, id, "rows", "Show all rows", "");
    }
    out.html("</p>");
}

fn wrong(out: &mut Markup, id: &str, asked: &Asked) {
    for (at, (key, ..)) in LOAD.iter().enumerate() {
        if let Some(message) = asked.mistake(at) {
            out.html("<p class=\"field-message\" id=\"").text(id).html("-").text(key).html("-wrong\">");
            out.text(&message).html("</p>");
        }
    }
}

/// A button that the component's listener understands: an input, so that it has a name and a type.
fn button(out: &mut Markup, id: &str, name: &str, words: &'static str, label: &str) {
    out.html("<input type=\"button\" class=\"cmp-button\" id=\"").text(id).html("-").text(name);
    out.html("\" name=\"").text(name).html("\" value=\"").html(words);
    if !label.is_empty() {
        out.html("\" aria-label=\"").text(label);
    }
    out.html("\">");
}
