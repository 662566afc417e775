use super::*;
use proptest::prelude::*;

fn table() -> Table {
    let option = |id: &str| Choice { id: id.into(), name: id.to_uppercase(), ..Choice::default() };
    let row = |id: &str, group: &str| Row { id: id.into(), name: id.to_uppercase(), group: group.into() };
    let cell = |value: &str, reason: &str, asked: &str| Cell {
        value: value.into(),
        reason: reason.into(),
        sources: vec![0],
        asked: asked.into(),
        unverified: false,
    };
    let effect = |option, points| Effect { option, row: 0, points, setups: ANY };
    let need =
        |id: &str, effects: Vec<Effect>| Need { id: id.into(), words: id.into(), group: "G".into(), effects };
    Table {
        options: ["a", "b", "c", "d", "e"].map(option).to_vec(),
        rows: vec![row("gpu", "Size"), row("spot", "Cost"), row("price", "Cost")],
        sources: vec![Source { title: "S".into(), url: "https://s".into(), checked: "2026-11-22".into() }],
        cells: (0..5)
            .map(|n| {
                let gpu = if n == 1 { "no" } else { "yes, a \"big\" one" };
                vec![cell(gpu, "why | so", "CLF SAA"), cell("same", "", "DVA"), cell(&n.to_string(), "", "")]
            })
            .collect(),
        needs: vec![
            need("hard", vec![effect(1, None), effect(0, Some(1))]),
            need("soft", vec![effect(1, Some(3)), effect(2, Some(2))]),
            need("d", vec![effect(3, Some(2))]),
            need("e", vec![effect(4, Some(2))]),
        ],
        calculators: Vec::new(),
    }
}

fn view() -> View {
    View { options: vec![0, 1, 2], ..View::default() }
}

#[test]
fn columns_come_go_and_move() {
    let mut view = view();
    assert!(view.toggle(4) && !view.toggle(3), "four at most");
    assert!(view.earlier(3) && !view.earlier(0) && !view.earlier(9));
    assert_eq!(view.options, [0, 1, 4, 2]);
    for option in [0, 1, 4] {
        assert!(view.toggle(option));
    }
    assert!(!view.toggle(2), "one stays");
}

#[test]
fn rows_are_found_by_text_exam_difference_and_list() {
    let table = table();
    let shown = |change: fn(&mut View)| {
        let mut view = view();
        change(&mut view);
        view.shown(&table)
    };
    assert_eq!(shown(|_| {}), [0, 1, 2]);
    assert_eq!(shown(|v| v.diff = true), [0, 2]);
    assert_eq!(shown(|v| v.exam = "DVA".into()), [1]);
    assert_eq!(shown(|v| v.find = "COST same".into()), [1]);
    assert_eq!(shown(|v| v.find = "so why".into()), [0]);
    assert_eq!(shown(|v| v.rows = vec![2, 0]), [0, 2]);
    assert_eq!(shown(|v| v.find = "nowhere".into()), [] as [usize; 0]);
}

#[test]
fn a_fragment_comes_back_as_it_was() {
    let table = table();
    let full = View {
        options: vec![3, 0],
        rows: vec![2],
        exam: "SAA".into(),
        find: "a b&c=d%20\u{fc}+".into(),
        diff: true,
    };
    for each in [full, view()] {
        assert_eq!(view().read(&each.print(&table), &table), Some((each, vec![])));
    }
    assert_eq!(view().read("#options=a,b&diff=on", &table).unwrap().0.print(&table), "options=a,b&diff=on");
}

#[test]
fn a_fragment_with_mistakes_says_them() {
    let table = table();
    let (read, problems) =
        view().read("#options=x,a,a,b,c,d,e&rows=gpu,nope&colour=red&diff=maybe", &table).unwrap();
    assert_eq!((read.options, read.rows), (vec![0, 1, 2, 3], vec![0]));
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert_eq!(view().read("options=&exam=CLF", &table).unwrap().0.options, [0, 1, 2]);
    assert_eq!(view().read("#reading", &table), None);
    assert_eq!(view().read("", &table), None);
}

#[test]
fn it_can_be_taken_along() {
    let table = table();
    let view = View { options: vec![0, 1], rows: vec![0], ..View::default() };
    assert_eq!(
        markdown(&table, &view),
        "|  | A | B |\n| --- | --- | --- |\n| GPU | yes, a \"big\" one | no |\n\nSources:\n\n- [S](https://s), read on 2026-11-22\n"
    );
    assert_eq!(
        csv(&table, &view),
        "Group,Row,A,A: why,B,B: why\r\nSize,GPU,\"yes, a \"\"big\"\" one\",why | so,no,why | so\r\n"
    );
}

#[test]
fn hard_needs_put_out_and_soft_ones_weigh() {
    let table = table();
    let verdict = |ticked: &[usize]| judge(&table.needs, 5, ticked);
    assert_eq!(verdict(&[]).winners, [0, 1, 2, 3, 4]);
    assert_eq!(verdict(&[1]).winners, [1]);
    let both = verdict(&[1, 0]);
    assert_eq!(both.winners, [2]);
    assert_eq!(both.standings[1].out, [Hit { need: 0, row: 0, points: 0, setups: ANY }]);
    assert_eq!(both.standings[2].hits, [Hit { need: 1, row: 0, points: 2, setups: ANY }]);
    assert_eq!(verdict(&[0, 1, 2]).winners, [2, 3], "a tie is a tie");
    let flips = flips(&table.needs, 5, &[0, 1]);
    assert_eq!(flips[0], Flip { change: Change::Drop(0), winner: 1 });
    assert_eq!(flips[1], Flip { change: Change::Drop(1), winner: 0 });
}

#[test]
fn what_no_one_setup_meets_puts_an_option_out() {
    let only = |setups| Need {
        group: "G".into(),
        effects: vec![Effect { option: 0, row: 0, points: Some(0), setups }],
        ..Need::default()
    };
    let needs = [only(0b011), only(0b110), only(0b101)];
    let out = |ticked: &[usize]| {
        let verdict = judge(&needs, 2, ticked);
        verdict.standings[0].out.iter().map(|hit| hit.need).collect::<Vec<_>>()
    };
    for two in [[0, 1], [1, 2], [2, 0]] {
        assert_eq!(out(&two), [0; 0], "one set-up meets {two:?}");
    }
    assert_eq!(out(&[2, 0, 1]), [0, 1, 2]);
    assert_eq!(judge(&needs, 2, &[0, 1, 2]).winners, [1]);
}

#[test]
fn rules_are_checked() {
    let mut table = table();
    let names = ["a", "b", "c", "d", "e"];
    let problems = |table: &Table| check(&table.needs, &names).into_iter().map(|p| p.1).collect::<Vec<_>>();
    assert_eq!(problems(&table), [""; 0]);
    table.needs[3].effects = vec![Effect { option: 3, row: 0, points: Some(0), setups: ANY }; 2];
    table.needs[2].effects =
        (0..5).map(|option| Effect { option, row: 0, points: None, setups: ANY }).collect();
    assert_eq!(
        problems(&table),
        [
            "it puts every option out",
            "0 points say nothing",
            "it says two things about `d`",
            "`d` can never win, whatever is asked for",
            "`e` can never win, whatever is asked for",
        ]
    );
}

fn any_needs() -> impl Strategy<Value = Vec<Need>> {
    let setups = prop_oneof![Just(ANY), 1..8u32];
    let effect = (0..6usize, 0..4usize, proptest::option::of(-3..5i32), setups)
        .prop_map(|(option, row, points, setups)| Effect { option, row, points, setups });
    let need = proptest::collection::vec(effect, 0..8).prop_map(|effects| Need {
        group: "G".into(),
        effects,
        ..Need::default()
    });
    proptest::collection::vec(need, 1..8)
}

proptest! {
    #[test]
    fn one_more_need_never_revives_an_option(needs in any_needs(), ticked in proptest::collection::vec(0..8usize, 0..6), more in 0..8usize) {
        let before = judge(&needs, 6, &ticked);
        let after = judge(&needs, 6, &Change::Add(more).apply(&ticked));
        for (before, after) in before.standings.iter().zip(&after.standings) {
            prop_assert!(before.out.is_empty() || !after.out.is_empty());
        }
    }

    #[test]
    fn order_never_matters(needs in any_needs(), mut ticked in proptest::collection::vec(0..8usize, 0..6)) {
        let one = judge(&needs, 6, &ticked);
        let flips_one = flips(&needs, 6, &ticked);
        ticked.reverse();
        prop_assert_eq!(one, judge(&needs, 6, &ticked));
        ticked.sort_unstable();
        prop_assert_eq!(flips_one, flips(&needs, 6, &ticked));
    }

    #[test]
    fn every_flip_flips(needs in any_needs(), ticked in proptest::collection::vec(0..8usize, 0..6)) {
        let now = judge(&needs, 6, &ticked).winners;
        for flip in flips(&needs, 6, &ticked) {
            let after = judge(&needs, 6, &flip.change.apply(&ticked)).winners;
            prop_assert_eq!(&after, &vec![flip.winner]);
            prop_assert_ne!(&after, &now);
        }
    }

    #[test]
    fn any_fragment_is_read(text in "\\PC{0,60}") {
        let _ = view().read(&text, &table());
    }
}
