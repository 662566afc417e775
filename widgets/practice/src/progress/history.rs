//! What was done and when: finished exams, and answers by day.
//!
//! In: the progress, and how far the reader's clock is behind the world's. Out: rows of two tables.
//! Must not know: how a reader stands with a question today.

use studydeck_model::practice::progress::{Entry, ExamRecord, History, Progress};
use studydeck_model::practice::question::{Bank, Domain};
use studydeck_model::practice::score::Interval;
use studydeck_page::markup::Markup;

use super::words::{date, day, share};

/// How many days with answers are shown, the newest.
pub const DAYS: u8 = 14;

/// A day with answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    /// Days since 1970.
    day: i64,
    answers: u32,
    right: u32,
}

/// The last day with answers before another. Corrections are left out: they say nothing of what
/// was known.
fn day_before(progress: &Progress, minutes_behind: i32, before: i64) -> Option<Day> {
    let mut last: Option<Day> = None;
    let entries = progress.questions().iter().flat_map(History::entries);
    for Entry { at, right, .. } in entries.filter(|entry| !entry.correction) {
        let day = day(*at, minutes_behind);
        if day >= before || last.is_some_and(|last| day < last.day) {
            continue;
        }
        let (answers, known) =
            last.filter(|last| last.day == day).map_or((0, 0), |last| (last.answers, last.right));
        let (answers, right) = (answers.saturating_add(1), known.saturating_add((*right).into()));
        last = Some(Day { day, answers, right });
    }
    last
}

/// The rows of the last days with answers, the newest first.
pub(super) fn days(progress: &Progress, minutes_behind: i32) -> Markup {
    let mut out = Markup::default();
    let mut before = i64::MAX;
    for _ in 0..DAYS {
        let Some(day) = day_before(progress, minutes_behind, before) else {
            break;
        };
        before = day.day;
        date(out.html("<tr><th scope=\"row\">"), day.day);
        out.html("</th><td>").number(day.answers).html("</td><td>").number(day.right).html("</td></tr>");
    }
    out
}

/// The rows of the finished exams, the newest first.
pub(super) fn exams(progress: &Progress, bank: &Bank, minutes_behind: i32) -> Markup {
    let mut out = Markup::default();
    for exam in progress.exams().iter().rev() {
        exam_row(&mut out, exam, bank, minutes_behind);
    }
    out
}

fn exam_row(out: &mut Markup, record: &ExamRecord, bank: &Bank, minutes_behind: i32) {
    let known = bank.find_exam(&record.exam).and_then(|exam| bank.exam(exam));
    out.html("<tr><th scope=\"row\">").text(known.map_or(&record.exam, |exam| &exam.code));
    date(out.html(" <small>"), day(record.at, minutes_behind));
    out.html("</small></th><td>").number(record.right.into()).html(" of ").number(record.asked.into());
    share(out.html("</td><td>"), Interval::wilson(record.right.into(), record.asked.into()));
    out.html("</td><td>").number(record.seconds.saturating_add(30).div_euclid(60)).html("</td></tr>");
    let mut before = "<tr><td colspan=\"4\">";
    for (number, asked, right) in &record.parts {
        out.html(before).number((*number).into());
        let is_it = |domain: &&Domain| domain.number == *number;
        if let Some(domain) = known.and_then(|exam| exam.domains.iter().find(is_it)) {
            out.html(". ").text(&domain.name);
        }
        out.html(": ").number((*right).into()).html(" of ").number((*asked).into());
        before = "<br>";
    }
    out.html(if record.parts.is_empty() { "" } else { "</td></tr>" });
}

#[cfg(test)]
mod tests {
    use super::*;
    use studydeck_model::practice::draw::Fingerprint;
    use studydeck_model::practice::question::{Exam, Version};
    use studydeck_model::practice::session::Allowance;

    fn entry(at: u64, right: bool, correction: bool) -> Entry {
        Entry { at, version: Version(1), right, confidence: None, correction, seconds: 5, answer: "0".into() }
    }

    #[test]
    fn answers_are_gathered_by_the_readers_day() {
        let mut progress = Progress::default();
        let noon = 20_779 * 86_400 + 43_200;
        progress.record("a", entry(noon, true, false));
        progress.record("a", entry(noon + 5, true, true));
        progress.record("b", entry(noon + 9, false, false));
        progress.record("b", entry(noon + 50_000, true, false));
        let day = |day, answers, right| Some(Day { day, answers, right });
        assert_eq!(day_before(&progress, 0, i64::MAX), day(20_780, 1, 1));
        assert_eq!(day_before(&progress, 0, 20_780), day(20_779, 2, 1));
        assert_eq!(day_before(&progress, 0, 20_779), None);
        assert_eq!(day_before(&progress, 300, i64::MAX), day(20_779, 3, 2), "five hours behind");
        let html = days(&progress, 0).into_text();
        let newest = "<tr><th scope=\"row\">2026-11-23</th><td>1</td><td>1</td></tr>\
                      <tr><th scope=\"row\">2026-11-22</th><td>2</td><td>1</td></tr>";
        assert_eq!(html, newest);
    }

    #[test]
    fn only_the_last_days_are_shown() {
        let mut progress = Progress::default();
        for day in 0..20 {
            progress.record("a", entry(day * 86_400, true, false));
        }
        let html = days(&progress, 0).into_text();
        assert_eq!(html.matches("<tr>").count(), 14);
        assert!(html.contains("1970-01-20") && !html.contains("1970-01-06"), "{html}");
        assert_eq!(days(&Progress::default(), 0).as_str(), "");
    }

    #[test]
    fn exams_keep_their_names() {
        let exam = Exam {
            name: "one".into(),
            code: "ONE-C01".into(),
            questions: 65,
            minutes: 130,
            pass: 720,
            domains: vec![Domain { number: 1, weight: 60, name: "A & B".into() }],
        };
        let bank = Bank::new(vec![exam], Vec::new(), Vec::new()).unwrap();
        let mut progress = Progress::default();
        for exam in ["one", "gone<"] {
            progress.record_exam(ExamRecord {
                at: 20_779 * 86_400,
                exam: exam.into(),
                asked: 20,
                right: 15,
                seconds: 1_500,
                seed: 1,
                bank: Fingerprint { draw: 1, texts: 2 },
                allowance: Allowance::Quarter,
                parts: vec![(1, 12, 9), (2, 8, 6)],
            });
        }
        let html = exams(&progress, &bank, 0).into_text();
        let row = "ONE-C01 <small>2026-11-22</small></th>\
                   <td>15 of 20</td><td>75 % (53 to 89)</td><td>25</td></tr>\
                   <tr><td colspan=\"4\">1. A &amp; B: 9 of 12<br>2: 6 of 8</td></tr>";
        assert!(html.contains(row), "{html}");
        assert!(html.contains("gone&lt; <small>"), "also one that the site no longer has: {html}");
    }
}
