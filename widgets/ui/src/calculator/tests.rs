//! The state machine, with prices that are made up.

use std::sync::Arc;

use studydeck_model::money::UnitPrice;
use studydeck_model::price::{
    AsOf, Entry, FreeTier, Grade, Item, PriceRow, Region, SizeRange, Source, Table,
};
use studydeck_model::quantity::Arch;

use super::input::{ADD, FUNCTION, Input, PER, REMOVE};
use super::state::{Action, State};
use crate::Cost;

fn table() -> Table {
    let source = Arc::new(Source {
        id: "s".into(),
        label: "S".into(),
        url: "https://example.org/".into(),
        as_of: AsOf::parse("2026-09-29").unwrap(),
        grade: Grade::A,
    });
    let entry = |item: Item, arch: Option<Arch>, usd: &str| {
        let usd = UnitPrice::parse(usd).unwrap();
        let id = format!("{}{arch:?}", item.name());
        let row = PriceRow::new(id, item.name().into(), usd, 1, item.unit(), Arc::clone(&source)).unwrap();
        Entry { item, region: "us-east-1".into(), arch, up_to: None, row }
    };
    Table {
        regions: vec![Region { id: "us-east-1".into(), name: "N. Virginia".into() }],
        entries: vec![
            entry(Item::Requests, None, "0.0000002"),
            entry(Item::Duration, Some(Arch::X86_64), "0.00001"),
            entry(Item::Duration, Some(Arch::Arm64), "0.000008"),
            entry(Item::LinuxVcpu, Some(Arch::X86_64), "0.04"),
            entry(Item::LinuxMemory, Some(Arch::X86_64), "0.004"),
        ],
        free_tier: Some(FreeTier {
            requests: 1_000_000,
            gb_seconds: 400_000,
            streaming_gb: 100,
            source: Arc::clone(&source),
        }),
        sizes: vec![SizeRange {
            cpu: 512,
            from_mb: 1_024,
            to_mb: 4_096,
            step_mb: 1_024,
            windows: false,
            eks: true,
            source,
        }],
        instances: Vec::new(),
    }
}

fn start(kind: Cost) -> State {
    State::new(Input::example(kind), &table())
}

fn lambda() -> State {
    start(Cost::Lambda)
}

fn after(state: &State, action: Action) -> Option<State> {
    let mut next = state.clone();
    next.apply(action, &table()).then_some(next)
}

fn act(state: &State, action: Action) -> State {
    after(state, action).unwrap()
}

fn type_in(state: &State, key: &str, text: &str) -> State {
    act(state, Action::Type(key.into(), text.into()))
}

fn choose(state: &State, key: &str, word: &str) -> State {
    act(state, Action::Choose(key.into(), word.into()))
}

#[test]
fn typing_is_kept_as_typed_until_the_field_is_left() {
    let state = type_in(&lambda(), "requests", "5M");
    assert_eq!((state.text("requests"), state.input().get("requests")), ("5M", 5_000_000));
    assert!(state.is_touched() && !state.is_stale());
    let left = act(&state, Action::Leave("requests".into()));
    assert_eq!(left.text("requests"), "5,000,000");
}

#[test]
fn rates_are_taken_for_a_month() {
    for (text, requests) in [
        ("1/s", 2_628_000),
        ("0.5 / s", 1_314_000),
        ("40 per second", 105_120_000),
        ("2/min", 87_600),
        ("10/h", 7_300),
        ("12/day", 365),
        ("1k/day", 30_416),
    ] {
        let state = type_in(&lambda(), "requests", text);
        assert_eq!(state.input().get("requests"), requests, "{text}");
        assert!(!state.is_stale(), "{text}");
    }
    for text in ["1/fortnight", "/s", "x/s", "999999999999/s"] {
        assert!(type_in(&lambda(), "requests", text).is_stale(), "{text}");
    }
    assert!(type_in(&lambda(), "memory_mb", "1024/s").is_stale(), "memory is no rate");
}

#[test]
fn wrong_text_stays_and_so_does_the_last_good_value() {
    let state = type_in(&lambda(), "memory_mb", "64");
    assert_eq!(after(&state, Action::Leave("memory_mb".into())), None);
    assert_eq!(state.text("memory_mb"), "64");
    assert!(state.error("memory_mb").unwrap().contains("128 to 10,240 MB"));
    assert_eq!(state.mistake(), state.error("memory_mb"));
    assert_eq!(state.good().get("memory_mb"), 1_536);
    let mended = type_in(&state, "memory_mb", "128");
    assert!(!mended.is_stale());
    assert_eq!(mended.good().get("memory_mb"), 128);
}

#[test]
fn what_contradicts_itself_is_said_at_its_field_and_keeps_the_last_good_bill() {
    let state = type_in(&lambda(), "pc_requests", "1000");
    assert!(state.is_stale());
    assert!(state.error("pc_requests").unwrap().contains("Provisioned concurrency is off"));
    assert_eq!(state.good().get("pc_requests"), 0);
    let on = type_in(&state, "pc_units", "5");
    assert!(!on.is_stale());
    assert_eq!(on.good().get("pc_requests"), 1_000);
    assert!(on.remarks().any(|text| text.contains("no sourced price")), "the table has no such row");
}

#[test]
fn sliders_move_the_number() {
    let slide = |state: &State, at: usize| after(state, Action::Slide("memory_mb".into(), at));
    let state = slide(&lambda(), 158).unwrap();
    assert_eq!(state.text("memory_mb"), "10,240");
    let between = type_in(&lambda(), "memory_mb", "1769");
    assert_eq!(slide(&between, 25), None, "a value between two stops stays");
    assert!(!slide(&type_in(&lambda(), "memory_mb", "x"), 0).unwrap().is_stale());
    assert_eq!(after(&lambda(), Action::Slide("nothing".into(), 1)), None);
    assert_eq!(after(&lambda(), Action::Choose("arch".into(), "sparc".into())), None);
}

#[test]
fn a_fragment_sets_the_form() {
    let state = act(&lambda(), Action::Load("#requests=7&arch=arm64&free_tier=off".into()));
    assert_eq!((state.text("requests"), state.input().word("arch")), ("7", "arm64"));
    assert!(state.input().word("free_tier") == "off" && !state.is_touched());
    assert_eq!(state.input().get("memory_mb"), 1_536, "silent keys mean what the form opened with");
    let again = act(&state, Action::Load("#duration_ms=9".into()));
    assert_eq!(again.input().get("requests"), 3_000_000);
    assert_eq!(after(&again, Action::Load("#an-anchor".into())), None);
}

#[test]
fn a_wrong_fragment_is_shown_where_it_is_wrong() {
    let state = act(&lambda(), Action::Load("#memory_mb=64&arch=sparc&nonsense=1&memory_mb.2=64".into()));
    assert_eq!(state.text("memory_mb"), "64");
    assert!(state.is_stale());
    assert_eq!(state.notices().len(), 3, "{:?}", state.notices());
    let moved_on = choose(&state, "free_tier", "off");
    assert!(moved_on.notices().is_empty());
    assert!(moved_on.is_stale(), "the field is still wrong");
    let future = act(&lambda(), Action::Load("#v=2&memory_mb=128".into()));
    assert_eq!((future.input().get("memory_mb"), future.notices().len()), (1_536, 1));
}

#[test]
fn functions_share_an_account() {
    let two = choose(&lambda(), FUNCTION, ADD);
    let two = type_in(&two, "memory_mb", "512");
    let first = choose(&two, FUNCTION, "1");
    assert_eq!((first.text("memory_mb"), two.text("memory_mb")), ("1,536", "512"));
    assert!(first.input().print().contains("&memory_mb.2=512"));
    let back = act(&lambda(), Action::Load(first.input().print()));
    assert_eq!(back.input(), first.input());
    let one = choose(&first, FUNCTION, REMOVE);
    assert_eq!(one.text("memory_mb"), "512");
    assert_eq!(after(&one, Action::Choose(FUNCTION.into(), REMOVE.into())), None, "one stays");
    let five = (0..4).fold(lambda(), |state, _| choose(&state, FUNCTION, ADD));
    assert_eq!(after(&five, Action::Choose(FUNCTION.into(), ADD.into())), None, "five are enough");
}

#[test]
fn fargate_says_what_goes_together() {
    let start = start(Cost::Fargate);
    assert!(!start.is_stale());
    let wrong = type_in(&start, "memory_gb", "9");
    assert!(wrong.error("memory_gb").unwrap().contains("Allowed: 1 to 4 GB"));
    assert_eq!(wrong.good().get("memory_gb"), 1_024);
    let windows = choose(&choose(&start, "os", "windows"), "arch", "arm64");
    assert!(windows.error("arch").unwrap().contains("x86_64 only"));
    let spot = choose(&start, "capacity", "spot");
    assert!(spot.error("capacity").unwrap().contains("No Spot price"), "the table of this test has none");
    assert_eq!(spot.good().word("capacity"), "on-demand", "the bill stays that of before");
    let minutes = type_in(&choose(&start, PER, "minutes"), "minutes_per_day", "10");
    assert!(minutes.input().print().contains("minutes_per_day=10"));
    assert_eq!(after(&start, Action::Choose("region".into(), "mars-1".into())), None);
}

#[cfg(feature = "ssr")]
#[test]
fn examples_to_start_from_are_read_whole() {
    for preset in super::questions::FARGATE_PRESETS {
        let (_, problems) = Input::example(Cost::Fargate).parse(preset.fragment, &table().regions).unwrap();
        assert_eq!(problems, [], "{}", preset.name);
    }
}

/// What the controls are told, as `id property`.
#[cfg(feature = "ssr")]
fn told(state: &State, widget: &str) -> Vec<(String, String)> {
    let mut told = Vec::new();
    super::controls::put(widget, state, &mut |id, put| told.push((id.to_owned(), format!("{put:?}"))));
    told
}

#[cfg(feature = "ssr")]
#[test]
fn controls_stand_as_the_state_says() {
    let state = type_in(&lambda(), "memory_mb", "64");
    let told = told(&state, "w");
    let has = |id: &str, put: &str| told.contains(&(id.to_owned(), put.to_owned()));
    assert!(has("w-memory-mb", "Value(\"64\")") && has("w-memory-mb", "Invalid(true)"), "{told:?}");
    assert!(has("w-memory-mb-message", "Hidden(false)"));
    assert!(told.iter().any(|(id, put)| id == "w-memory-mb-message" && put.contains("128 to 10,240 MB")));
    assert!(has("w-calc", "Class(\"calc is-stale\")"));
    assert!(has("w-requests-message", "Hidden(true)") && has("w-requests-message", "Text(\"\")"));
    assert!(has("w-ws-minutes-field", "Hidden(true)"), "asked beside a WebSocket API only");
    assert!(has("w-x86", "Checked(true)") && has("w-arm", "Checked(false)"));
    assert!(has("w-function-2-field", "Hidden(true)") && has("w-remove", "Disabled(true)"));
    assert!(!told.iter().any(|(_, put)| put.starts_with("Open")), "what the reader folded stays folded");
}

#[cfg(feature = "ssr")]
#[test]
fn what_a_link_uses_is_unfolded() {
    let state = act(&lambda(), Action::Load("v=1&pc_units=2&pc_requests=5".into()));
    let open: Vec<_> = told(&state, "w").into_iter().filter(|(_, put)| put == "Open(true)").collect();
    assert_eq!(open, [("w-provisioned".to_owned(), "Open(true)".to_owned())]);
}

/// A control that the form of a calculator lacks would be passed over in silence.
#[cfg(feature = "ssr")]
#[test]
fn every_control_of_a_calculator_stands_in_its_form() {
    for cost in [Cost::Lambda, Cost::Fargate, Cost::BreakEven] {
        let state = start(cost);
        let form = super::form::form("w", &state, &table());
        let mine = |id: &&String| {
            let specs = state.input().specs();
            specs.iter().any(|spec| id.starts_with(&super::controls::id("w", spec.key)))
        };
        let told = told(&state, "w");
        assert!(told.iter().filter(|(id, _)| mine(&id)).count() > 10);
        for (id, _) in told.iter().filter(|(id, _)| mine(&id)) {
            assert!(form.as_str().contains(&format!("id=\"{id}\"")), "{cost:?}: {id}");
        }
    }
}
