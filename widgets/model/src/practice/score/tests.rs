use super::*;
use crate::practice::draw::{self, sample};
use crate::practice::question::{Bank, OptionSet};
use crate::practice::session::{Allowance, Event};
use crate::practice::typed::Range;

#[test]
fn each_form_is_right_as_a_whole_or_wrong() {
    let forms = [
        (Form::Single { options: 4, key: 1 }, "1", &["0", "3", "-"][..]),
        (Form::Multiple { options: 5, keys: OptionSet::of([0, 3]) }, "03", &["0", "3", "013", "01", "-"]),
        (Form::Order { steps: 3 }, "012", &["021", "210", "-"]),
        (Form::Match { partners: vec![1, 0, 1] }, "101", &["100", "1_1", "-"]),
        (
            Form::Numeric(Range { low: 9_552_018, high: 9_648_018 }),
            "$9.60",
            &["9.5", "0", "ten", "9,60", "-"],
        ),
    ];
    for (form, right, wrong) in forms {
        let is = |word: &str| {
            let answer = Answer::from_word(&form, word).unwrap();
            is_right(&form, &answer)
        };
        assert!(is(right), "{form:?}");
        assert!(wrong.iter().all(|word| !is(word)), "{form:?}");
        assert!(!is_right(&form, &Answer::Options(OptionSet::of([15]))));
    }
}

/// An exam of single choices, and for each what is done with it: right, wrong or nothing; how
/// sure; seconds.
fn exam(bank: &Bank, done: &[(Option<bool>, Option<Confidence>, u64)], allowance: Allowance) -> Session {
    let n = done.len() as u16;
    let mut session = Session::exam(bank, 0, &draw::exam(bank, 0, n, 3), 3, allowance, 0);
    let mut now = 0;
    for (place, &(right, confidence, seconds)) in done.iter().enumerate() {
        session.apply(Event::GoTo(place), now);
        let Form::Single { key, .. } = session.items[place].question.form else { panic!() };
        now += seconds * 1_000;
        session.apply(Event::Confidence(confidence), now);
        if let Some(right) = right {
            session.apply(Event::Choose(if right { key } else { (key + 1) % 4 }), now);
        }
    }
    session.apply(Event::GoTo(2), now);
    session.apply(Event::Flag, now);
    session.apply(Event::HandIn, now);
    session.apply(Event::Confirm, now);
    assert!(session.is_over());
    session
}

/// Without the forms that are no single choice.
fn singles() -> Bank {
    let bank = sample::bank(49);
    let questions = bank.questions()[9..].to_vec();
    Bank::new(bank.exams().to_vec(), bank.topics().to_vec(), questions).unwrap()
}

#[test]
fn a_report_of_an_exam() {
    let bank = singles();
    let (sure, guess) = (Some(Confidence::Sure), Some(Confidence::Guess));
    let done = [
        (Some(true), sure, 30),
        (Some(true), guess, 30),
        (Some(false), sure, 84),
        (Some(false), guess, 30),
        (None, sure, 30),
        (Some(true), None, 20),
        (Some(true), None, 20),
        (Some(true), None, 20),
    ];
    let session = exam(&bank, &done, Allowance::Normal);
    let exam = &bank.exams()[0];
    let report = Report::of(&session, Some(exam));
    assert_eq!((report.right, report.asked, report.millis), (5, 8, 264_000));
    assert_eq!(report.interval.map(|i| (i.low, i.share, i.high)), Some((306, 625, 863)));
    // 90 minutes for 65 questions.
    assert_eq!(report.pace, 83_076);
    let places = |filter| report.places(filter);
    assert_eq!(places(Filter::Wrong), [2, 3, 4]);
    assert_eq!(places(Filter::ConfidentError), [2]);
    assert_eq!(places(Filter::GuessedRight), [1]);
    assert_eq!((places(Filter::Flagged), places(Filter::Slow)), (vec![2], vec![2]));
    assert_eq!(places(Filter::All).len(), 8);
    let mut by_domain: Vec<usize> = (1..=4).flat_map(|domain| places(Filter::Domain(domain))).collect();
    by_domain.sort_unstable();
    assert_eq!(by_domain, places(Filter::All));
    let asked: Vec<_> = report.parts.iter().map(|part| (part.domain, part.asked)).collect();
    assert_eq!(asked, [(1, 2), (2, 2), (3, 3), (4, 1)]);
    assert_eq!(report.parts.iter().map(|part| part.right).sum::<u32>(), 5);
    assert_eq!(report.parts.iter().map(|part| part.millis).sum::<u64>(), 264_000);
    let estimate = report.estimate.unwrap();
    assert_eq!((estimate.low, estimate.middle, estimate.high), (375, 663, 877));
    assert_eq!((estimate.pass, estimate.covered, estimate.is_clear()), (700, 100, None));
}

#[test]
fn extra_time_moves_the_pace_and_without_a_clock_the_median_decides() {
    let bank = singles();
    let done: Vec<_> = [10, 20, 30, 41, 90].map(|seconds| (Some(true), None, seconds)).into();
    let pace = |allowance| {
        let report = Report::of(&exam(&bank, &done, allowance), Some(&bank.exams()[0]));
        (report.pace, report.places(Filter::Slow).len())
    };
    assert_eq!(pace(Allowance::Normal), (83_076, 1));
    assert_eq!(pace(Allowance::Double), (166_153, 0));
    assert_eq!(pace(Allowance::Untimed), (60_000, 1));
}

#[test]
fn estimates_are_clear_only_with_their_whole_interval() {
    let bank = singles();
    let clear = |right: usize, n: usize| {
        let done: Vec<_> = (0..n).map(|place| (Some(place < right), None, 5)).collect();
        let report = Report::of(&exam(&bank, &done, Allowance::Normal), Some(&bank.exams()[0]));
        report.estimate.unwrap().is_clear()
    };
    assert_eq!((clear(40, 40), clear(4, 40), clear(28, 40)), (Some(true), Some(false), None));
}

#[test]
fn nothing_asked_is_no_result() {
    let bank = sample::bank(0);
    let session = Session::practice(&bank, &[], 1, 0);
    let report = Report::of(&session, bank.exams().first());
    assert!(session.is_over());
    assert_eq!((report.asked, report.interval, report.estimate), (0, None, None));
}
