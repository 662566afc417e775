use super::*;
use crate::practice::question::Version;
use proptest::prelude::*;

fn ids(bank: &Bank, draw: &ExamDraw) -> Vec<String> {
    draw.questions.iter().map(|&place| bank.questions()[place].id.clone()).collect()
}

fn with(bank: &Bank, change: impl FnOnce(&mut Vec<Question>)) -> Bank {
    let mut questions = bank.questions().to_vec();
    change(&mut questions);
    Bank::new(bank.exams().to_vec(), bank.topics().to_vec(), questions).unwrap()
}

/// Whoever has to change these numbers breaks every link ever given away: see [`ALGORITHM`].
/// A second implementation, in Python and from the description, gave the same.
#[test]
fn golden_values_of_algorithm_1() {
    let bank = sample::bank(40);
    let draw = exam(&bank, 0, 8, 4_711);
    assert_eq!(ids(&bank, &draw), ["q034", "q020", "q026", "q039", "q016", "q036", "q010", "q032"]);
    let order = |place: usize, again| shuffled(&bank.questions()[place], 4_711, again);
    assert_eq!((order(0, 0), order(0, 1)), (vec![0, 3, 2, 1], vec![2, 1, 0, 3]));
    assert_eq!((order(1, 0), order(2, 0)), (vec![0, 1, 2, 4, 3], vec![0, 2, 3, 1]));
    assert_eq!(shuffled_partners(&bank.questions()[3], 4_711, 0), [2, 0, 1]);
    assert_eq!(Fingerprint::of_exam(&bank, 0).print(), "0596c4d8c77ba9c0");
    assert_eq!(Fingerprint::of_bank(&bank).print(), "67d3d61bc77ba9c0");
    let drawn = |exam, n| {
        let wish = Wish { exam, topics: vec![], n, seed: 4_711 };
        practice(&bank, &wish, &[]).iter().map(|d| d.question).collect::<Vec<_>>()
    };
    assert_eq!(drawn(Some(1), 6), [34, 26, 10, 32, 36, 20]);
    assert_eq!(drawn(None, 12), [34, 26, 10, 18, 14, 32, 36, 29, 20, 16, 39, 3]);
}

#[test]
fn weights_hold_over_ten_thousand_seeds() {
    let bank = sample::bank(70);
    let wanted = [(1, 5), (2, 6), (3, 7), (4, 2)];
    let mut drawn = vec![0_u32; 70];
    let mut first = vec![0_u32; 70];
    for seed in 0..10_000 {
        let draw = exam(&bank, 0, 20, seed);
        let mut counts = [0; 5];
        let mut seen = 0_u128;
        for &place in &draw.questions {
            counts[usize::from(bank.questions()[place].domain(0).unwrap())] += 1;
            assert_eq!(seen & (1 << place), 0, "{place} twice with seed {seed}");
            seen |= 1 << place;
            drawn[place] += 1;
        }
        first[draw.questions[0]] += 1;
        for (domain, wanted) in wanted {
            assert_eq!(counts[domain], wanted, "domain {domain} with seed {seed}");
        }
    }
    // Within its domain each question comes as often as the others, and any place is as likely.
    for (place, &count) in drawn.iter().enumerate() {
        let (domain, wanted) = wanted[usize::from(bank.questions()[place].domain(0).unwrap()) - 1];
        let pool = if domain == 4 { 10 } else { 20 };
        let expected = 10_000 * wanted / pool;
        assert!(count.abs_diff(expected) < 220, "{place}: {count} for {expected}");
        let expected = expected / 20;
        assert!(first[place].abs_diff(expected) < 75, "{place}: {} for {expected}", first[place]);
    }
}

#[test]
fn what_cannot_be_filled_is_said() {
    let bank = sample::bank(20);
    // Exam two: ten questions, none of its third domain.
    let draw = exam(&bank, 1, 8, 1);
    let shares: Vec<_> = draw.shares.iter().map(|s| (s.domain, s.wanted, s.available, s.drawn)).collect();
    assert_eq!(shares, [(1, 3, 5, 4), (2, 3, 5, 4), (3, 2, 0, 0)]);
    assert_eq!(draw.shares.iter().filter(|s| s.is_short()).map(|s| s.domain).collect::<Vec<_>>(), [3]);
    assert_eq!(draw.questions.len(), 8);
    // More than there is: everything, and no more.
    let all = exam(&bank, 1, 65, 1);
    assert_eq!((all.questions.len(), all.shares[0].drawn, all.shares[0].wanted), (10, 5, 26));
    assert_eq!(exam(&bank, 9, 5, 1), ExamDraw { questions: vec![], shares: vec![] });
    assert_eq!(shares.len(), super::shares(&bank, 1, 8).len());
}

#[test]
fn a_new_question_changes_an_exam_in_one_place() {
    let bank = sample::bank(70);
    let more = with(&bank, |questions| {
        let mut new = questions[20].clone();
        new.id = "brand-new".into();
        questions.push(new);
    });
    let mut changed = 0;
    for seed in 0..500 {
        let (old, new) = (ids(&bank, &exam(&bank, 0, 20, seed)), ids(&more, &exam(&more, 0, 20, seed)));
        let gone = old.iter().filter(|id| !new.contains(id)).count();
        assert!(gone <= 1, "seed {seed}");
        changed += gone;
        let kept = |ids: &[String], others: &[String]| {
            ids.iter().filter(|id| others.contains(id)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(kept(&old, &new), kept(&new, &old), "the order of the others");
    }
    assert!((50..250).contains(&changed), "{changed}");
}

#[test]
fn fingerprints_tell_what_changed() {
    let bank = sample::bank(30);
    let link = ExamLink::new(&bank, 1, 5, 1);
    let drift = |change: fn(&mut Vec<Question>)| link.drift(&with(&bank, change));
    assert_eq!(drift(|questions| questions.reverse()), Drift::Same);
    assert_eq!(drift(|questions| questions[4].version = Version(99)), Drift::Reworded);
    assert_eq!(drift(|questions| questions[4].tasks[1].domain = 3), Drift::Redrawn);
    assert_eq!(drift(|questions| questions[4].id = "q".into()), Drift::Redrawn);
    assert_eq!(drift(|questions| drop(questions.remove(4))), Drift::Redrawn);
    assert_eq!(drift(|q| q[4].form = Form::Order { steps: 5 }), Drift::Redrawn);
    // Question 5 is not in the exam.
    assert_eq!(drift(|questions| drop(questions.remove(5))), Drift::Same);
    assert_ne!(Fingerprint::of_exam(&bank, 0), Fingerprint::of_exam(&bank, 1));
    assert_eq!(ExamLink { bank: None, ..link.clone() }.drift(&sample::bank(1)), Drift::Same);
    let print = link.bank.unwrap();
    assert_eq!(Fingerprint::parse(&print.print()), link.bank);
    assert_eq!((Fingerprint::parse("1234567\u{fc}12345678"), Fingerprint::parse("")), (None, None));
}

#[test]
fn steps_never_stand_in_order() {
    let bank = sample::bank(9);
    for steps in 2..6 {
        let bank = with(&bank, |questions| questions[2].form = Form::Order { steps });
        for seed in 0..100 {
            let order = shuffled(&bank.questions()[2], seed, 0);
            assert!(!order.is_sorted() && order.len() == usize::from(steps), "{order:?}");
        }
    }
    assert_eq!(shuffled(&bank.questions()[5], 1, 0), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_the_bank_does_not_matter(seed: u64, n in 0_u16..50, turn in 0_usize..40) {
        let bank = sample::bank(40);
        let turned = with(&bank, |questions| questions.rotate_left(turn));
        prop_assert_eq!(exam(&bank, 0, n, seed), exam(&turned, 0, n, seed));
    }

    #[test]
    fn options_are_all_there(seed: u64, again: u8, place in 0_usize..40) {
        let bank = sample::bank(40);
        let question = &bank.questions()[place];
        let mut order = shuffled(question, seed, again);
        order.sort_unstable();
        prop_assert!(order.iter().copied().eq(0..question.form.options()));
    }
}
