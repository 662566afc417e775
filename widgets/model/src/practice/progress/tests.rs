use super::*;
use crate::practice::draw::{Fingerprint, sample};
use crate::practice::question::Version;
use crate::practice::session::Allowance;
use proptest::prelude::*;

const HOUR: u64 = 3_600;

pub(super) fn entry(at: u64, right: bool) -> Entry {
    let version = Version(1);
    Entry { at, version, right, confidence: None, correction: false, seconds: 20, answer: "0".into() }
}

fn exam(at: u64) -> ExamRecord {
    ExamRecord {
        at,
        exam: "one".into(),
        asked: 20,
        right: 15,
        seconds: 1_500,
        seed: 4_711,
        bank: Fingerprint { draw: 0x1f0c_2a9b, texts: 7 },
        allowance: Allowance::Quarter,
        parts: vec![(1, 12, 9), (2, 8, 6)],
    }
}

pub(super) fn some_progress() -> Progress {
    let mut progress = Progress::default();
    let sure = Some(Confidence::Sure);
    progress.record("b", Entry { confidence: sure, answer: "2".into(), ..entry(1_795_000_000, false) });
    progress.record("b", Entry { correction: true, seconds: 4, ..entry(1_795_000_060, true) });
    progress.record("a", Entry { version: Version(0x77c0_de11), ..entry(1_795_000_100, true) });
    progress.record("a", Entry { answer: "-".into(), ..entry(1_794_000_000, false) });
    progress.record_exam(exam(1_795_100_000));
    progress
}

prop_compose! {
    fn any_entry()(
        // Few times and versions, so that stores have answers in common and at the same second.
        at in 0_u64..60,
        version in 1_u32..3,
        right: bool,
        said in 0_usize..4,
        correction: bool,
        answer in "[0-3]",
    ) -> Entry {
        let confidence = Confidence::ALL.get(said).copied();
        Entry { at: at * 50_000, version: Version(version), right, confidence, correction, seconds: 9, answer }
    }
}

pub(super) fn any_progress() -> impl Strategy<Value = Progress> {
    let entries = proptest::collection::vec(("[abc]", any_entry()), 0..80);
    (entries, proptest::collection::vec(0_u64..20, 0..5)).prop_map(|(entries, exams)| {
        let mut progress = Progress::default();
        for (id, entry) in entries {
            progress.record(&id, entry);
        }
        for at in exams {
            progress.record_exam(exam(at));
        }
        progress
    })
}

fn merged(one: &Progress, other: &Progress) -> Progress {
    let mut one = one.clone();
    one.merge(other);
    one
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        a in any_progress(), b in any_progress(), c in any_progress(),
    ) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&merged(&a, &b), &b), merged(&a, &b));
        prop_assert_eq!(merged(&a, &Progress::default()), a);
    }

    #[test]
    fn merging_loses_nothing(a in any_progress(), b in any_progress()) {
        let all = merged(&a, &b);
        for history in a.questions().iter().chain(b.questions()) {
            let kept = all.history(&history.id).unwrap().entries();
            prop_assert!(kept.len() <= MOST_ENTRIES && kept.is_sorted());
            for entry in history.entries() {
                let is_old = kept.len() == MOST_ENTRIES && *entry < kept[0];
                prop_assert!(kept.contains(entry) || is_old);
            }
        }
        prop_assert!(a.exams().iter().chain(b.exams()).all(|exam| all.exams().contains(exam)));
    }

    #[test]
    fn the_order_of_recording_does_not_matter(
        entries in proptest::collection::vec(any_entry(), 0..80), turn in 0_usize..80,
    ) {
        let of = |entries: &[Entry]| {
            let mut progress = Progress::default();
            entries.iter().for_each(|entry| progress.record("q", entry.clone()));
            progress
        };
        let mut turned = entries.clone();
        turned.rotate_left(turn.min(entries.len()));
        prop_assert_eq!(of(&turned), of(&entries));
    }

    #[test]
    fn standings_make_sense(progress in any_progress(), now in 0_u64..5_000_000) {
        let bank = sample::bank(1);
        for history in progress.questions() {
            let question = Question { id: history.id.clone(), version: Version(1), ..bank.questions()[0].clone() };
            let status = progress.status(&question, now);
            prop_assert!(status.seen && status.known <= !status.due && status.recall <= 1_000);
            prop_assert!(!status.changed || status.due && !status.confident_error);
            let last = history.entries().last().unwrap();
            prop_assert_eq!(status.changed, last.version != question.version);
            prop_assert!(status.changed || status.due == (now >= status.due_at || !last.right));
        }
    }
}

fn status(entries: &[Entry], now: u64) -> Status {
    let bank = sample::bank(1);
    let mut progress = Progress::default();
    for entry in entries {
        progress.record("q000", entry.clone());
    }
    progress.status(&bank.questions()[0], now)
}

#[test]
fn due_days_are_rounded_to_the_nearest() {
    // Good at first: due after 2.3 days, which is two.
    let right = [entry(0, true)];
    assert_eq!(status(&right, 36 * HOUR - 1).standing(), Standing::Known);
    let due = status(&right, 36 * HOUR);
    assert_eq!((due.standing(), due.due_at, due.known), (Standing::Due, 36 * HOUR, false));
    assert!((900..950).contains(&due.recall), "{due:?}");
    assert!(status(&right, 0).known && status(&right, 0).recall == 1_000);
    // Certain and right: eight days.
    let sure = [Entry { confidence: Some(Confidence::Sure), ..entry(0, true) }];
    assert_eq!(status(&sure, 0).due_at, (8 * 24 - 12) * HOUR);
    // A guess counts as not known, and is due tomorrow.
    let guess = [Entry { confidence: Some(Confidence::Guess), ..entry(0, true) }];
    let status_of_guess = status(&guess, HOUR);
    assert_eq!(
        (status_of_guess.known, status_of_guess.due, status_of_guess.due_at),
        (false, false, 12 * HOUR)
    );
    // Wrong is due at once.
    let wrong = status(&[entry(5, false)], 5);
    assert_eq!((wrong.standing(), wrong.due_at), (Standing::Due, 5));
    assert_eq!(status(&[], 5), Status::default());
    assert_eq!(status(&[], 5).standing(), Standing::Unseen);
}

#[test]
fn confident_errors_stay_until_the_next_session() {
    let wrong = Entry { confidence: Some(Confidence::Sure), ..entry(0, false) };
    let corrected = Entry { correction: true, ..entry(60, true) };
    let both = [wrong.clone(), corrected];
    assert_eq!(status(&both, HOUR).standing(), Standing::ConfidentError);
    assert!(!status(&both, HOUR).known);
    let later = Entry { confidence: Some(Confidence::Think), ..entry(20 * HOUR, true) };
    let right_since = [both.to_vec(), vec![later]].concat();
    assert_eq!(status(&right_since, 21 * HOUR).standing(), Standing::Known);
    // The question was reworded: the error is not held against anybody.
    let changed = status(&[Entry { version: Version(9), ..wrong }], HOUR);
    assert_eq!((changed.standing(), changed.changed), (Standing::Due, true));
}

#[test]
fn the_newest_answers_are_kept() {
    let mut progress = Progress::default();
    for at in (0..100).rev() {
        progress.record("q", entry(at, true));
        progress.record("q", entry(at, true));
        progress.record_exam(exam(at * 10));
    }
    let entries = progress.history("q").unwrap().entries();
    assert_eq!((entries.len(), entries[0].at, entries[MOST_ENTRIES - 1].at), (MOST_ENTRIES, 68, 99));
    assert_eq!((progress.exams().len(), progress.history("p")), (100, None));
}

#[test]
fn sums_and_calibration() {
    let bank = sample::bank(9);
    let mut progress = Progress::default();
    let said = |confidence, right| Entry { confidence, ..entry(0, right) };
    progress.record("q000", said(Some(Confidence::Sure), false));
    progress.record("q001", Entry { version: Version(2), ..said(Some(Confidence::Sure), true) });
    progress.record("q002", Entry { version: Version(99), ..said(None, true) });
    progress.record("gone", said(Some(Confidence::Sure), true));
    progress.record("gone", Entry { correction: true, ..said(Some(Confidence::Guess), true) });
    let tally = Tally::of(progress.statuses(&bank, HOUR));
    assert_eq!(tally, Tally { all: 9, seen: 3, known: 1, due: 2, confident_errors: 1, changed: 1 });
    let table = calibration(progress.questions().iter().flat_map(History::entries));
    let counts: Vec<_> = table.iter().map(|row| (row.confidence, row.count, row.right)).collect();
    assert_eq!(
        counts,
        [
            (Some(Confidence::Guess), 0, 0),
            (Some(Confidence::Think), 0, 0),
            (Some(Confidence::Sure), 3, 2),
            (None, 1, 1)
        ]
    );
    assert_eq!(table[0].interval, None);
    assert_eq!(table[2].interval.unwrap().share, 667);
}
