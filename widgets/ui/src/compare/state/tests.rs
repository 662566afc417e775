use studydeck_model::compare::{ANY, Cell, Choice, Effect, Need, Row};

use super::*;

fn table() -> Table {
    let named = |id: &str| Choice { id: id.into(), name: id.to_uppercase(), ..Choice::default() };
    let need = |id: &str, option| Need {
        id: id.into(),
        words: id.into(),
        group: "G".into(),
        effects: vec![Effect { option, row: 0, points: Some(1), setups: ANY }],
    };
    Table {
        options: ["a", "b", "c", "d", "e"].map(named).to_vec(),
        rows: vec![Row { id: "gpu".into(), name: "GPU".into(), group: "G".into() }],
        cells: (0..5).map(|n: usize| vec![Cell { value: n.to_string(), ..Cell::default() }]).collect(),
        needs: vec![need("x", 0), need("y", 1)],
        ..Table::default()
    }
}

fn control(name: &str, kind: &str, value: &str, checked: bool) -> Control {
    Control { name: name.into(), kind: kind.into(), value: value.into(), checked }
}

#[test]
fn the_comparer_follows_its_controls() {
    let table = table();
    let mut state = State::new(&table, false, "options=a,b");
    for (control, changes, fragment) in [
        (control("option-2", "checkbox", "on", true), true, "options=a,b,c"),
        (control("option-2", "checkbox", "on", true), false, "options=a,b,c"),
        (control("option-9", "checkbox", "on", true), false, "options=a,b,c"),
        (control("earlier-2", "button", "", false), true, "options=a,c,b"),
        (control("earlier-2", "text", "", false), false, "options=a,c,b"),
        (control("find", "text", "gpu", false), true, "options=a,c,b&find=gpu"),
        (control("x", "radio", "exam-1", true), true, "options=a,c,b&exam=CLF&find=gpu"),
        (control("diff", "checkbox", "on", true), true, "options=a,c,b&exam=CLF&find=gpu&diff=on"),
        (control("nonsense", "text", "x", false), false, "options=a,c,b&exam=CLF&find=gpu&diff=on"),
    ] {
        assert_eq!(state.apply(&table, &control), changes, "{control:?}");
        assert_eq!(state.print(&table), fragment);
    }
    assert_eq!(state.summary(&table), "0 of 1 rows: A, C, B");
}

#[test]
fn the_focus_follows_a_column_that_moves() {
    let table = table();
    let mut state = State::new(&table, false, "options=a,b,c,d");
    for expected in ["earlier-2", "earlier-1", "earlier-1"] {
        let place = state.focus().unwrap_or("earlier-3").to_owned();
        assert!(state.apply(&table, &control(&place, "button", "", false)));
        assert_eq!(state.focus(), Some(expected));
    }
    state.apply(&table, &control("diff", "checkbox", "", true));
    assert_eq!(state.focus(), None, "and stays where it is with every other control");
}

#[test]
fn the_text_to_take_along_goes_with_the_next_change() {
    let table = table();
    let mut state = State::new(&table, false, "options=a,b");
    state.apply(&table, &control("markdown", "button", "", false));
    assert!(state.taken().is_some_and(|text| text.starts_with("|  | A | B |")));
    state.apply(&table, &control("csv", "button", "", false));
    assert!(state.taken().is_some_and(|text| text.starts_with("Group,Row,A")));
    state.apply(&table, &control("option-3", "checkbox", "", true));
    assert_eq!(state.taken(), None);
}

#[test]
fn the_chooser_follows_its_controls() {
    let table = table();
    let mut state = State::new(&table, true, "needs=y");
    for (control, changes, fragment) in [
        (control("need-0", "checkbox", "", true), true, "needs=x,y"),
        (control("need-0", "checkbox", "", true), false, "needs=x,y"),
        (control("need-1", "checkbox", "", false), true, "needs=x"),
        (control("requests", "text", "3M", false), true, "needs=x&requests=3M"),
        (control("memory_mb", "text", "1 GB", false), true, "needs=x&requests=3M&memory_mb=1%20GB"),
        (control("clear", "button", "", false), true, "needs=&requests=3M&memory_mb=1%20GB"),
    ] {
        assert_eq!(state.apply(&table, &control), changes, "{control:?}");
        assert_eq!(state.print(&table), fragment);
    }
    let Shape::Choose(asked) = &state.shape else { panic!("a chooser") };
    assert_eq!(asked.load_fragment(), "&requests=3000000&memory_mb=1024");
    assert!(!asked.is_wrong(0) && !asked.is_wrong(1), "empty is not wrong");
}

#[test]
fn a_fragment_sets_and_says_what_it_could_not() {
    let table = table();
    let mut state = State::new(&table, true, "needs=y");
    state.load(&table, "needs=y", "#needs=x,z&duration_ms=abc&colour=red");
    assert_eq!(state.print(&table), "needs=x&duration_ms=abc");
    assert_eq!(state.notices().len(), 2);
    let Shape::Choose(asked) = &state.shape else { panic!("a chooser") };
    assert!(asked.is_wrong(1) && asked.load_fragment().is_empty());
    state.load(&table, "needs=y", "#an-anchor");
    assert_eq!(state.print(&table), "needs=x&duration_ms=abc", "an anchor changes nothing");
    let mut state = State::new(&table, false, "options=a,b");
    state.load(&table, "options=a,b", "#diff=on&options=q");
    assert_eq!((state.print(&table), state.notices().len()), ("options=a,b&diff=on".to_owned(), 1));
}
