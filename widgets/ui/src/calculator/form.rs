//! A calculator's form as text: what it asks, group by group. Made at build time only.
//!
//! In: the state that the calculator opens with. Out: markup that the browser keeps; whatever
//! changes in it has an id, by which `controls` finds it. Groups that only some readers need are
//! folded; what the opening state uses stands open.

use studydeck_model::breakeven;
use studydeck_model::field::Spec;
use studydeck_model::fragment::INSTANCE;
use studydeck_model::lambda::{MOST_FUNCTIONS, PRESETS, Preset};
use studydeck_model::number::Kind;
use studydeck_model::price::{Instance, Region, Table};

use super::controls::{FOLDS, PRESET, RADIOS, id, is_asked, is_used};
use super::input::{ADD, FUNCTION, Input, ON, REMOVE};
use super::questions::{Ask, FARGATE_PRESETS, GROUPS, Group, words};
use super::state::State;
use crate::markup::Markup;

/// The whole form.
pub(super) fn form(widget: &str, state: &State, table: &Table) -> Markup {
    let mut form = Form { out: Markup::default(), widget, state, table };
    form.presets();
    let letter = match state.input() {
        Input::Lambda(..) => 'l',
        Input::Fargate(_) => 'f',
        Input::BreakEven(_) => 'b',
    };
    GROUPS.iter().filter(|group| group.of.contains(letter)).for_each(|group| form.group(group));
    form.out.html(
        "<p class=\"calc-hint\"><noscript>Changing the numbers needs JavaScript. The bill shown is \
         worked out in full for the numbers above.</noscript></p>",
    );
    form.out
}

struct Form<'s> {
    out: Markup,
    widget: &'s str,
    state: &'s State,
    table: &'s Table,
}

impl Form<'_> {
    fn id(&self, end: &str) -> String {
        id(self.widget, end)
    }

    fn presets(&mut self) {
        let presets = match self.state.input() {
            Input::Lambda(..) => PRESETS.as_slice(),
            Input::Fargate(_) => &FARGATE_PRESETS,
            Input::BreakEven(_) => &breakeven::PRESETS,
        };
        let out = &mut self.out;
        out.html("<details class=\"calc-group calc-presets\"><summary>Start from an example</summary><ul>");
        for Preset { name, teaches, fragment } in presets {
            out.html("<li><button type=\"button\" name=\"").html(PRESET).html("\" value=\"").text(fragment);
            out.html("\">").text(name).html("</button><small>").text(teaches).html("</small></li>");
        }
        out.html("</ul></details>");
    }

    fn group(&mut self, group: &'static Group) {
        if !group.fold.is_empty() {
            let keys = FOLDS.iter().find(|(end, _)| *end == group.fold).map_or(&[][..], |(_, keys)| keys);
            let is_open = keys.iter().any(|key| is_used(self.state.input(), key));
            let id = self.id(group.fold);
            self.out.html("<details class=\"calc-group\" id=\"").text(&id);
            self.out.html(if is_open { "\" open" } else { "\"" });
            self.out.html("><summary>").text(group.title).html("</summary>");
        }
        group.asks.iter().for_each(|ask| self.ask(ask));
        self.out.html(if group.fold.is_empty() { "" } else { "</details>" });
    }

    fn ask(&mut self, ask: &'static Ask) {
        match *ask {
            Ask::Number(spec) => self.number(spec),
            Ask::Radio(key, labels) => self.radio(key, labels),
            Ask::Check(key) => {
                let on = self.state.input().word(key) == ON;
                let id = self.id(key);
                self.choice("checkbox", [&id, key, ""], on, words(key));
            }
            // Beside one region there is nothing to choose.
            Ask::Region if self.table.regions.len() > 1 => self.region(),
            Ask::Region => {}
            Ask::Instance => self.instance(),
            Ask::Functions => self.functions(),
        }
    }

    fn number(&mut self, spec: &'static Spec) {
        let (label, hint) = words(spec.key);
        let input = self.state.input();
        let value = input.get(spec.key);
        let (id, text) = (self.id(spec.key), self.state.text(spec.key));
        let hidden = if is_asked(input, spec.key) { "" } else { " hidden" };
        let out = &mut self.out;
        out.html("<div class=\"field\" id=\"").text(&id).html("-field\"").html(hidden);
        out.html("><label class=\"field-label\" for=\"").text(&id).html("\">").text(label);
        out.html("</label><input class=\"field-input\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" spellcheck=\"false\" aria-invalid=\"false\" id=\"");
        out.text(&id).html("\" name=\"").text(spec.key).html("\" value=\"").text(text);
        out.html("\" aria-describedby=\"").text(&id).html("-message ").text(&id).html("-hint\">");
        out.html("<input class=\"field-slider\" type=\"range\" min=\"0\" max=\"")
            .text(&spec.scale.last().to_string());
        out.html("\" id=\"").text(&id).html("-slider\" name=\"").text(spec.key).html("\" value=\"");
        out.text(&spec.scale.position(value).to_string()).html("\" aria-label=\"").text(label);
        out.html(", slider\" aria-valuetext=\"")
            .text(&spec.show(value))
            .html(" ")
            .text(spec.unit)
            .html("\">");
        self.message(&id);
        self.out
            .html("<p class=\"field-hint\" id=\"")
            .text(&id)
            .html("-hint\">")
            .text(hint)
            .html("</p></div>");
    }

    /// The place for what is wrong.
    fn message(&mut self, id: &str) {
        self.out.html("<p class=\"field-message\" id=\"").text(id).html("-message\" hidden></p>");
    }

    fn radio(&mut self, key: &'static str, labels: &'static [(&'static str, &'static str)]) {
        let group = self.id(key);
        let known = RADIOS.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, words)| words);
        let chosen = self.state.input().word(key).to_owned();
        self.choices(words(key).0);
        for (&(word, end), &label) in known.iter().zip(labels) {
            let id = self.id(end);
            self.choice("radio", [&id, &group, word], word == chosen, label);
        }
        self.message(&group);
        self.out.html("</fieldset>");
    }

    fn choices(&mut self, legend: &str) {
        self.out.html("<fieldset class=\"choices\"><legend class=\"field-label\">").text(legend);
        self.out.html("</legend>");
    }

    /// A control with its label behind it.
    fn choice(
        &mut self,
        kind: &'static str,
        [id, name, value]: [&str; 3],
        checked: bool,
        (label, note): (&str, &str),
    ) {
        let out = &mut self.out;
        out.html("<label class=\"choice\" id=\"").text(id).html("-field\"><input type=\"").html(kind);
        out.html("\" id=\"").text(id).html("\" name=\"").text(name);
        if !value.is_empty() {
            out.html("\" value=\"").text(value);
        }
        out.html(if checked { "\" checked" } else { "\"" });
        out.html("><span>").text(label).html("<small>").text(note).html("</small></span></label>");
    }

    fn region(&mut self) {
        let chosen = self.state.input().region();
        let options =
            self.table.regions.iter().map(|Region { id, name }| (id.as_str(), [name, ", ", id].concat()));
        self.select("region", chosen.as_str(), options.collect());
    }

    /// Each instance type that has a price in some region, once.
    fn instance(&mut self) {
        let chosen = self.state.input().word(INSTANCE).to_owned();
        let mut options: Vec<(&str, String)> = Vec::new();
        for Instance { name, arch, vcpu, memory_mb, .. } in &self.table.instances {
            if options.iter().all(|(known, _)| known != name) {
                let gb = Kind::Gigabytes.print(*memory_mb);
                options.push((name, format!("{name}, {}, {vcpu} vCPU, {gb} GB", arch.name())));
            }
        }
        self.select(INSTANCE, &chosen, options);
    }

    /// A list to choose from: value and words of each.
    fn select(&mut self, key: &'static str, chosen: &str, options: Vec<(&str, String)>) {
        let id = self.id(key);
        let out = &mut self.out;
        out.html("<label class=\"field calc-select\"><span class=\"field-label\">").text(words(key).0);
        out.html("</span><select id=\"").text(&id).html("\" name=\"").html(key).html("\">");
        for (value, words) in options {
            out.html("<option value=\"").text(value);
            out.html(if value == chosen { "\" selected>" } else { "\">" }).text(&words).html("</option>");
        }
        out.html("</select></label>");
    }

    /// The functions of the account, to look at one, add one, or take one away.
    fn functions(&mut self) {
        let Input::Lambda(functions, at) = self.state.input() else {
            return;
        };
        let (count, at) = (functions.len(), *at);
        let group = self.id(FUNCTION);
        self.choices("The form shows");
        for number in 1..=MOST_FUNCTIONS {
            let word = number.to_string();
            let id = [&group, "-", &word].concat();
            let hidden = if number > count { " hidden" } else { "" };
            let out = &mut self.out;
            out.html("<label class=\"choice\" id=\"").text(&id).html("-field\"").html(hidden);
            out.html("><input type=\"radio\" id=\"").text(&id).html("\" name=\"").text(&group);
            out.html("\" value=\"").text(&word);
            out.html(if number == at.saturating_add(1) { "\" checked" } else { "\"" });
            out.html("><span>Function ").text(&word).html("</span></label>");
        }
        self.out.html("<span class=\"calc-buttons\">");
        for (word, label, off) in
            [(ADD, "Add a function", count >= MOST_FUNCTIONS), (REMOVE, "Remove this one", count < 2)]
        {
            let id = self.id(word);
            self.out.html("<button type=\"button\" name=\"").html(FUNCTION).html("\" id=\"").text(&id);
            self.out.html("\" value=\"").html(word).html(if off { "\" disabled>" } else { "\">" });
            self.out.html(label).html("</button>");
        }
        self.out.html(
            "</span><p class=\"field-hint\">They share the free tier and the tiers of one account.</p></fieldset>",
        );
    }
}
