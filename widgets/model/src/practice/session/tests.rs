use super::*;
use crate::practice::draw::{self, Standing, Wish, sample};
use crate::practice::progress::Progress;
use crate::practice::question::{OptionSet, Question, Version};
use crate::practice::score;
use proptest::prelude::*;

fn exam(n: u16, allowance: Allowance) -> Session {
    let bank = sample::bank(20);
    Session::exam(&bank, 0, &draw::exam(&bank, 0, n, 7), 7, allowance, 1_000)
}

fn practice(n: u16) -> Session {
    let bank = sample::bank(20);
    let wish = Wish { exam: None, topics: vec![], n, seed: 7 };
    let drawn = draw::practice(&bank, &wish, &[Standing::Due]);
    Session::practice(&bank, &drawn, 7, 1_000)
}

/// The events that answer a question right, or wrong.
fn answer(item: &Item, shown: &[u8], right: bool) -> Vec<Event> {
    match &item.question.form {
        Form::Single { key, .. } if right => vec![Event::Choose(*key)],
        Form::Single { key, .. } => vec![Event::Choose(if *key == 0 { 1 } else { 0 })],
        Form::Multiple { keys, options } => {
            let wrong = OptionSet::of((0..*options).filter(|option| !keys.contains(*option)));
            let wrong = wrong.iter().take(keys.len() as usize).map(Event::Choose).collect();
            if right { keys.iter().map(Event::Choose).collect() } else { wrong }
        }
        Form::Order { steps } => {
            let mut shown = shown.to_vec();
            let mut events = Vec::new();
            for place in 0..usize::from(*steps) {
                let from = shown.iter().position(|&step| usize::from(step) == place).unwrap();
                events.push(Event::Move(from, place));
                let step = shown.remove(from);
                shown.insert(place, step);
            }
            events.extend((!right).then_some(Event::Move(0, 1)));
            events
        }
        Form::Match { partners } => {
            let pair =
                |(option, &partner): (u8, &u8)| Event::Pair(option, Some(if right { partner } else { 0 }));
            (0..).zip(partners).map(pair).collect()
        }
        Form::Numeric(range) => {
            let key = (range.low / 1_000_000 + 1).to_string();
            vec![Event::Type(if right { key } else { "0".into() })]
        }
    }
}

fn give(session: &mut Session, right: bool, now: u64) {
    let item = session.current().unwrap();
    for event in answer(item, &session.shown(item), right) {
        session.apply(event, now);
    }
}

fn reload(session: &Session) -> Resumed {
    Session::parse(&session.print(), &sample::bank(20)).unwrap()
}

#[test]
fn an_exam_from_beginning_to_end() {
    let mut exam = exam(20, Allowance::Normal);
    assert_eq!((exam.items.len(), exam.phase, exam.unanswered().len()), (20, Phase::Running, 20));
    assert_eq!(exam.clock.limit, Some(90 * 60_000 * 20 / 65));
    for place in 0..20 {
        let now = 1_000 + place as u64 * 10_000;
        assert_eq!(exam.at, place);
        give(&mut exam, place % 2 == 0, now);
        assert!(exam.items[place].is_answered(), "{:?}", exam.items[place]);
        // Nothing is judged before the end.
        assert_eq!(exam.apply(Event::Check, now), Effect::Nothing);
        let end = if place < 19 { Effect::Changed } else { Effect::Nothing };
        assert_eq!(exam.apply(Event::Next, now + 10_000), end);
    }
    assert!(exam.records().is_empty() && exam.unanswered().is_empty());
    let now = 201_000;
    assert_eq!(exam.apply(Event::Confirm, now), Effect::Nothing);
    assert_eq!(exam.apply(Event::HandIn, now), Effect::Changed);
    assert_eq!(exam.phase, Phase::Asking);
    assert_eq!(exam.apply(Event::Choose(0), now), Effect::Nothing);
    assert_eq!(exam.apply(Event::KeepOn, now), Effect::Changed);
    exam.apply(Event::HandIn, now);
    assert_eq!(exam.apply(Event::GoTo(3), now), Effect::Changed);
    assert_eq!(exam.phase, Phase::Running);
    give(&mut exam, true, now);
    exam.apply(Event::HandIn, now);
    assert_eq!(exam.apply(Event::Confirm, now), Effect::Ended);
    assert_eq!((exam.phase, exam.ended, exam.is_over()), (Phase::Done, Some(201_000), true));
    assert_eq!(exam.apply(Event::GoTo(1), now), Effect::Nothing);
    let right: Vec<bool> = exam.items.iter().map(|item| item.attempts[0].right).collect();
    let expected: Vec<bool> = (0..20).map(|place| place % 2 == 0 || place == 3).collect();
    assert_eq!(right, expected);
    assert!(exam.items.iter().all(|item| (9_000..=20_000).contains(&item.millis)));
    assert_eq!(exam.records().len(), 20);
}

#[test]
fn a_page_can_let_the_clock_run_and_hand_in_without_events() {
    let (mut by_event, mut by_call) = (exam(20, Allowance::Normal), exam(20, Allowance::Normal));
    for exam in [&mut by_event, &mut by_call] {
        give(exam, true, 2_000);
    }
    assert_eq!(by_event.apply(Event::Tick, 9_000), Effect::Nothing);
    assert!(!by_call.tick(9_000));
    assert_eq!(by_event, by_call);
    by_event.apply(Event::HandIn, 10_000);
    by_event.apply(Event::Confirm, 10_000);
    assert!(!by_call.tick(10_000));
    by_call.hand_in(10_000);
    assert_eq!(by_event, by_call);
    let before = by_call.clone();
    by_call.hand_in(20_000);
    assert!(!by_call.tick(20_000));
    assert_eq!(by_call, before, "an exam ends once");
    let mut late = exam(1, Allowance::Normal);
    let ended = (1..100).any(|step| late.tick(step * 60_000));
    assert!(ended && late.phase == Phase::TimeUp);
}

#[test]
fn time_that_is_up_ends_an_exam_with_what_is_there() {
    let mut exam = exam(2, Allowance::Normal);
    give(&mut exam, true, 2_000);
    let limit = exam.clock.limit.unwrap();
    let mut now = 1_000;
    while now < 1_000 + limit - 1_000 {
        now += 1_000;
        assert_eq!(exam.apply(Event::Tick, now), Effect::Nothing);
    }
    assert_eq!(exam.apply(Event::Flag, now + 2_000), Effect::Ended);
    assert_eq!((exam.phase, exam.clock.left()), (Phase::TimeUp, Some(0)));
    assert_eq!(exam.items.iter().map(|item| item.attempts.len()).collect::<Vec<_>>(), [1, 0]);
    assert!(!exam.items[0].flagged);
    let mut untimed = self::exam(2, Allowance::Untimed);
    for minute in 0..1_000 {
        assert_eq!(untimed.apply(Event::Tick, minute * 60_000), Effect::Nothing);
    }
}

#[test]
fn answers_can_be_changed_struck_out_and_flagged() {
    let mut exam = exam(20, Allowance::Untimed);
    let single = exam.items.iter().position(|item| item.question.id == "q004").unwrap();
    exam.apply(Event::GoTo(single), 1_000);
    let mut apply = |event| exam.apply(event, 1_000);
    assert_eq!(apply(Event::GoTo(single)), Effect::Nothing);
    assert_eq!(apply(Event::GoTo(99)), Effect::Nothing);
    assert_eq!(apply(Event::Choose(2)), Effect::Changed);
    assert_eq!(apply(Event::Choose(2)), Effect::Nothing);
    assert_eq!(apply(Event::Choose(4)), Effect::Nothing);
    assert_eq!(apply(Event::Choose(1)), Effect::Changed);
    // Striking the chosen option out takes it back; choosing a struck one brings it back.
    assert_eq!(apply(Event::StrikeOut(1)), Effect::Changed);
    assert_eq!(apply(Event::StrikeOut(4)), Effect::Nothing);
    assert_eq!(apply(Event::StrikeOut(0)), Effect::Changed);
    assert_eq!(apply(Event::Choose(0)), Effect::Changed);
    assert_eq!(apply(Event::Flag), Effect::Changed);
    assert_eq!(apply(Event::Confidence(Some(Confidence::Think))), Effect::Changed);
    assert_eq!(apply(Event::Confidence(Some(Confidence::Think))), Effect::Nothing);
    for event in [Event::Move(0, 1), Event::Pair(0, Some(0)), Event::Type("1".into()), Event::Tick] {
        assert_eq!(apply(event), Effect::Nothing);
    }
    let item = exam.current().unwrap();
    assert_eq!(item.answer, Answer::Options(OptionSet::of([0])));
    assert_eq!((item.struck, item.flagged), (OptionSet::of([1]), true));
}

#[test]
fn steps_and_partners_are_moved() {
    let mut exam = exam(20, Allowance::Untimed);
    let place = |exam: &Session, id| exam.items.iter().position(|item| item.question.id == id).unwrap();
    exam.apply(Event::GoTo(place(&exam, "q002")), 1_000);
    let before = exam.shown(exam.current().unwrap());
    assert_eq!(exam.apply(Event::Move(0, 4), 1_000), Effect::Nothing);
    assert_eq!(exam.apply(Event::Move(0, 2), 1_000), Effect::Changed);
    let after = exam.shown(exam.current().unwrap());
    assert_eq!(after, [before[1], before[2], before[0], before[3]]);
    exam.apply(Event::GoTo(place(&exam, "q003")), 1_000);
    assert_eq!(exam.apply(Event::Pair(1, Some(3)), 1_000), Effect::Nothing);
    assert_eq!(exam.apply(Event::Pair(1, Some(2)), 1_000), Effect::Changed);
    assert_eq!(exam.current().unwrap().answer.word(), "_2__");
    assert_eq!(exam.apply(Event::Pair(1, None), 1_000), Effect::Changed);
    assert!(exam.current().unwrap().answer.is_empty());
    let mut partners = exam.shown_partners(exam.current().unwrap());
    partners.sort_unstable();
    assert_eq!(partners, [0, 1, 2]);
}

#[test]
fn a_practice_never_ends_on_an_uncorrected_error() {
    let mut practice = practice(6);
    let mut now = 1_000;
    let mut asked = Vec::new();
    // Wrong at every first time, and at the second time the first two.
    while !practice.is_over() {
        now += 5_000;
        let item = practice.current().unwrap();
        let (at, tries) = (practice.at, item.attempts.len());
        let wrong = tries == 0 || tries == 1 && at < 2;
        asked.push(at);
        assert_eq!(practice.apply(Event::Check, now), Effect::Nothing);
        assert_eq!(practice.apply(Event::Next, now), Effect::Nothing);
        let shown = practice.shown(practice.current().unwrap());
        give(&mut practice, !wrong, now);
        assert_eq!(practice.apply(Event::Check, now), Effect::Judged(!wrong));
        // The reader sees the options where they were.
        let item = practice.current().unwrap();
        assert_eq!(draw::shuffled(&item.question, practice.seed, item.turn()).len(), shown.len());
        assert_eq!(practice.apply(Event::Choose(0), now), Effect::Nothing);
        practice.apply(Event::Next, now);
    }
    assert_eq!(asked, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 4, 5, 4, 5]);
    assert!(practice.items.iter().all(|item| item.attempts.last().unwrap().right));
    assert_eq!((practice.phase, practice.left()), (Phase::Done, 0));
    // Only the first answers count.
    let report = score::Report::of(&practice, None);
    assert_eq!((report.right, report.asked), (0, 6));
    let records = practice.records();
    assert_eq!((records.len(), records.iter().filter(|(_, entry)| entry.correction).count()), (14, 8));
    let mut progress = Progress::default();
    progress.record_session(&practice);
    let once = progress.clone();
    progress.record_session(&practice);
    assert_eq!(progress, once);
}

#[test]
fn a_question_asked_again_has_its_options_in_another_order() {
    let bank = sample::bank(20);
    let question = &bank.questions()[9];
    let differ =
        (0..100).filter(|&seed| draw::shuffled(question, seed, 0) != draw::shuffled(question, seed, 1));
    assert!(differ.count() > 90);
    let mut practice = practice(1);
    give(&mut practice, false, 1_000);
    let before = practice.shown(practice.current().unwrap());
    practice.apply(Event::Check, 1_000);
    assert_eq!(
        (practice.current().unwrap().turn(), before),
        (0, practice.shown(practice.current().unwrap()))
    );
    practice.apply(Event::Next, 1_000);
    assert_eq!(practice.current().unwrap().turn(), 1);
}

#[test]
fn whoever_stops_still_corrects_what_was_missed() {
    let mut stopped = practice(6);
    for right in [false, true] {
        give(&mut stopped, right, 1_000);
        stopped.apply(Event::Check, 1_000);
        stopped.apply(Event::Next, 1_000);
    }
    assert_eq!(stopped.left(), 5);
    stopped.apply(Event::HandIn, 1_000);
    assert_eq!(stopped.apply(Event::Confirm, 1_000), Effect::Changed);
    assert_eq!((stopped.phase, stopped.at, stopped.left()), (Phase::Running, 0, 1));
    give(&mut stopped, true, 1_000);
    stopped.apply(Event::Check, 1_000);
    assert_eq!(stopped.apply(Event::Next, 1_000), Effect::Ended);
    let report = score::Report::of(&stopped, None);
    assert_eq!((report.right, report.asked), (1, 2));
    // With nothing missed it is over at once.
    let mut practice = practice(6);
    practice.apply(Event::HandIn, 1_000);
    assert_eq!(practice.apply(Event::Confirm, 1_000), Effect::Ended);
}

#[test]
fn the_text_of_version_1() {
    let mut exam = exam(3, Allowance::Quarter);
    exam.apply(Event::Tick, 5_000);
    give(&mut exam, true, 6_000);
    exam.apply(Event::Flag, 7_000);
    exam.apply(Event::Confidence(Some(Confidence::Sure)), 8_000);
    exam.apply(Event::Next, 9_000);
    assert_eq!(
        exam.print(),
        "studydeck-session 1\n\
         s exam:one:1.25 7 abd019aed88a1439 rs - 6odu 668 1 r\n\
         i q002 00000003 -sf 0123 - 668\n\
         i q012 0000000d -n - - 0\n\
         i q007 00000008 -n - - 0\n\
         . 679d5b8e\n"
    );
}

#[test]
fn what_changed_in_the_bank_is_said() {
    let bank = sample::bank(20);
    let mut exam = exam(4, Allowance::Normal);
    for now in 1..=4 {
        give(&mut exam, true, now * 1_000);
        exam.apply(Event::Next, now * 1_000);
    }
    let text = exam.print();
    let ids: Vec<String> = exam.items.iter().map(|item| item.question.id.clone()).collect();
    let mut questions: Vec<Question> = bank.questions().to_vec();
    questions.retain(|question| question.id != ids[0]);
    let changed = questions.iter_mut().find(|question| question.id == ids[1]).unwrap();
    changed.version = Version(99);
    changed.form = Form::Single { options: 2, key: 0 };
    let with = |questions| Bank::new(bank.exams().to_vec(), bank.topics().to_vec(), questions).unwrap();
    let new = with(questions);
    let resumed = Session::parse(&text, &new).unwrap();
    assert_eq!((resumed.gone, resumed.changed), (vec![ids[0].clone()], vec![ids[1].clone()]));
    let session = resumed.session;
    assert_eq!((session.at, session.unanswered()), (2, vec![0]));
    assert_eq!(session.items[0].version, Version(99));
    // After the end nothing is asked anew: what was right stays right, in the old version.
    exam.apply(Event::HandIn, 5_000);
    exam.apply(Event::Confirm, 5_000);
    let over = Session::parse(&exam.print(), &new).unwrap();
    assert_eq!(over.changed, [ids[1].clone()]);
    assert!(over.session.items.iter().all(|item| item.attempts[0].right));
    assert_eq!(over.session.records()[0], exam.records()[1]);
    assert_eq!(Session::parse(&text, &with(vec![])), Err(ResumeError::Gone));
}

#[test]
fn damaged_and_newer_sessions_are_refused() {
    let bank = sample::bank(20);
    let text = exam(3, Allowance::Normal).print();
    let error = |text: &str| Session::parse(text, &bank).unwrap_err();
    assert_eq!(error(&text.replace("session 1", "session 2")), ResumeError::Newer);
    for damaged in ["", "{}", &text[..text.len() - 4], &text.replace("exam:one", "exam:two")] {
        assert_eq!(error(damaged), ResumeError::Damaged);
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (0_u8..6).prop_map(Event::Choose),
        2 => (0_u8..5, proptest::option::of(0_u8..4)).prop_map(|(option, partner)| Event::Pair(option, partner)),
        2 => (0_usize..5, 0_usize..5).prop_map(|(from, to)| Event::Move(from, to)),
        1 => "[$0-9., \\-é]{0,60}".prop_map(Event::Type),
        2 => (0_u8..6).prop_map(Event::StrikeOut),
        1 => Just(Event::Flag),
        1 => (0_usize..4).prop_map(|said| Event::Confidence(Confidence::ALL.get(said).copied())),
        2 => (0_usize..25).prop_map(Event::GoTo),
        4 => Just(Event::Check),
        4 => Just(Event::Next),
        1 => Just(Event::HandIn),
        1 => Just(Event::KeepOn),
        1 => Just(Event::Confirm),
        2 => Just(Event::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A reload at any moment changes nothing but that the clock stood still.
    #[test]
    fn a_session_outlives_a_reload(
        is_exam: bool,
        events in proptest::collection::vec((any_event(), 0_u64..20_000), 0..120),
        crash in 0_usize..120,
    ) {
        let mut one = if is_exam { exam(20, Allowance::Normal) } else { practice(5) };
        let mut other = one.clone();
        let mut now = 1_000;
        for (step, (event, gap)) in events.into_iter().enumerate() {
            now += gap;
            if step == crash {
                one.apply(Event::KeepOn, now);
                other.apply(Event::KeepOn, now);
                let resumed = reload(&other);
                prop_assert!(resumed.gone.is_empty() && resumed.changed.is_empty());
                other = resumed.session;
                other.apply(Event::Tick, now);
            }
            let over = one.is_over();
            let effects = (one.apply(event.clone(), now), other.apply(event, now));
            prop_assert_eq!(effects.0, effects.1);
            prop_assert!(!over || effects.0 == Effect::Nothing);
            prop_assert!(one.at < one.items.len());
            prop_assert_eq!(reload(&one).session.print(), one.print());
        }
        prop_assert_eq!(one.print(), other.print());
        let missed = one.items.iter().any(Item::is_missed);
        prop_assert!(is_exam || !one.is_over() || !missed, "ended on an uncorrected error");
        let spent: u64 = one.items.iter().map(|item| u64::from(item.millis)).sum();
        prop_assert!(!is_exam || spent == one.clock.used);
    }

    #[test]
    fn nothing_makes_reading_panic(body in "(s practice 1 [0-9a-f]{16} 1 - - 1 0 r\n)?(i q00[0-9] 0000000[0-9] [euf-]{0,3} [0-9_-]{1,4} - [0-9]( [nS]:1:1:1:1)?\n){0,3}") {
        let text = crate::practice::text::seal(format!("studydeck-session 1\n{body}"));
        let _ = Session::parse(&text, &sample::bank(20));
    }
}
