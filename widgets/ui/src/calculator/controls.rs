//! The controls of a calculator's form: what using them means, and how they must stand.
//!
//! In: what a control reports, or the state. Out: an action, or what to put into the controls.
//! Their words are in `questions`, which the browser does without; both know the same keys.

use studydeck_model::fixed;
use studydeck_model::fragment::INSTANCE;
use studydeck_model::lambda::MOST_FUNCTIONS;

use super::input::{ADD, FUNCTION, Input, ON, PER, REMOVE};
use super::state::{Action, State};
use crate::shell::{Control, How, Put};

/// The name of the buttons that start with an example; their value is its fragment.
pub(super) const PRESET: &str = "preset";

/// The choices of a few words: the key, then each word with the end of its id.
pub(super) const RADIOS: &[(&str, &[(&str, &str)])] = &[
    ("arch", &[("x86_64", "x86"), ("arm64", "arm")]),
    (
        "api",
        &[("off", "api-off"), ("http", "api-http"), ("rest", "api-rest"), ("websocket", "api-websocket")],
    ),
    ("os", &[("linux", "linux"), ("windows", "windows")]),
    ("capacity", &[("on-demand", "on-demand"), ("spot", "spot")]),
    ("eks_support", &[("standard", "eks-standard"), ("extended", "eks-extended")]),
    (PER, &[("hours", "per-hours"), ("minutes", "per-minutes")]),
];

/// The choices between yes and no.
pub(super) const CHECKS: &[&str] = &["free_tier", "snapstart", "alb", "public_ipv4"];

/// What folds away: the end of the fold's id, and the keys in it.
pub(super) const FOLDS: &[(&str, &[&str])] = &[
    ("cold", &["cold_pct", "init_ms", "tmp_mb"]),
    ("provisioned", &["pc_units", "pc_hours", "pc_requests", "pc_duration_ms"]),
    ("snap", &["snapstart", "restore_pct", "snap_hours", "stream_pct", "stream_mb"]),
    ("gateway", &["api", "api_kb", "ws_minutes"]),
    ("functions", &[FUNCTION]),
    ("tasks-fold", &["vcpu", "memory_gb", "rps_per_task", "min_tasks"]),
    ("instances-fold", &[INSTANCE, "headroom_pct", "min_instances", "disk_gb", "eks_support"]),
    ("network-fold", &["alb", "new_connection_pct", "traffic_kb", "public_ipv4", "nat", "nat_kb"]),
];

/// The id of a control.
pub(super) fn id(widget: &str, end: &str) -> String {
    [widget, "-", &end.replace('_', "-")].concat()
}

/// What using a control means.
pub(super) fn action(how: How, control: &Control) -> Option<Action> {
    let Control { name, kind, value, checked } = control;
    let (name, value) = (name.clone(), value.clone());
    match (how, kind.as_str()) {
        (How::Input, "text") => Some(Action::Type(name, value)),
        (How::Input, "range") => Some(Action::Slide(name, usize::try_from(fixed::whole(&value)?).ok()?)),
        (How::Change, "text") => Some(Action::Leave(name)),
        (How::Change, "radio" | "select-one") => Some(Action::Choose(key(&name), value)),
        (How::Change, "checkbox") => {
            Some(Action::Choose(key(&name), if *checked { ON } else { "off" }.to_owned()))
        }
        (How::Click, "button") if name == PRESET => Some(Action::Start(value)),
        (How::Click, "button") if name == FUNCTION => Some(Action::Choose(name, value)),
        _ => None,
    }
}

/// The buttons of a choice have a name for each calculator of the page; the key is its end.
fn key(name: &str) -> String {
    name.rsplit('-').next().unwrap_or_default().to_owned()
}

/// How the controls must stand. What does not exist in a form is passed over.
pub(super) fn put(widget: &str, state: &State, put: &mut dyn FnMut(&str, Put<'_>)) {
    let input = state.input();
    let message = |key: &str, put: &mut dyn FnMut(&str, Put<'_>)| {
        let error = state.error(key);
        let id = id(widget, key);
        put(&id, Put::Invalid(error.is_some()));
        let id = [&id, "-message"].concat();
        put(&id, Put::Hidden(error.is_none()));
        put(&id, Put::Text(&error.unwrap_or_default()));
    };
    for spec in input.specs() {
        let (key, value) = (spec.key, input.get(spec.key));
        let id = id(widget, key);
        put(&id, Put::Value(state.text(key)));
        message(key, put);
        put(&[&id, "-field"].concat(), Put::Hidden(!is_asked(input, key)));
        let id = [&id, "-slider"].concat();
        put(&id, Put::Value(&spec.scale.position(value).to_string()));
        put(&id, Put::Spoken(&[&spec.show(value), " ", spec.unit].concat()));
    }
    for &(key, words) in RADIOS {
        for &(word, end) in words {
            put(&id(widget, end), Put::Checked(input.word(key) == word));
        }
        message(key, put);
    }
    for key in CHECKS {
        put(&id(widget, key), Put::Checked(input.word(key) == ON));
    }
    put(&id(widget, "region"), Put::Value(input.region().as_str()));
    put(&id(widget, INSTANCE), Put::Value(input.word(INSTANCE)));
    if let Input::Lambda(functions, at) = input {
        for number in 1..=MOST_FUNCTIONS {
            let id = id(widget, &[FUNCTION, "-", &number.to_string()].concat());
            put(&id, Put::Checked(number == at.saturating_add(1)));
            put(&[&id, "-field"].concat(), Put::Hidden(number > functions.len()));
        }
        put(&id(widget, ADD), Put::Disabled(functions.len() >= MOST_FUNCTIONS));
        put(&id(widget, REMOVE), Put::Disabled(functions.len() < 2));
    }
    put(&id(widget, "calc"), Put::Class(if state.is_stale() { "calc is-stale" } else { "calc" }));
    for (end, keys) in FOLDS.iter().filter(|_| state.is_fresh()) {
        if keys.iter().any(|key| is_used(input, key)) {
            put(&id(widget, end), Put::Open(true));
        }
    }
}

/// Whether the form asks for it beside the other answers.
pub(super) fn is_asked(input: &Input, key: &str) -> bool {
    match key {
        "hours_per_day" => input.word(PER) != "minutes",
        "minutes_per_day" => input.word(PER) == "minutes",
        "ws_minutes" => input.word("api") == "websocket",
        _ => true,
    }
}

/// Whether an input says something else about it than the worked example.
pub(super) fn is_used(input: &Input, key: &str) -> bool {
    let example = Input::example(input.kind());
    input.get(key) != example.get(key)
        || input.word(key) != example.word(key)
        || (key == FUNCTION && matches!(input, Input::Lambda(functions, _) if functions.len() > 1))
}
