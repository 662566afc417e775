//! The exam in the practice room: its form, what the questions cover, and the frame that a
//! running exam and its result fill in.
//!
//! In: the banks and exams of a [`Room`]. Out: HTML in which every sentence stands already, with
//! places (`data-n`) for its numbers: so the browser's module need not hold it. How it comes
//! alive is the business of `studydeck_practice`'s module `exam`.

use std::fmt::Write as _;

use studydeck_model::practice::draw::{self, Share};

use super::practice::Room;
use crate::render::escape;
use crate::render::html::Writer;

const FORM: &str = "\
<label>Number of questions <select name=\"sd-exam-count\" autocomplete=\"off\"><option value=\"10\">10 questions</option>\
<option value=\"20\" selected>20 questions</option><option value=\"40\">40 questions</option>\
<option value=\"65\">65, as in the exam</option></select></label>\n\
<label>Time <select name=\"sd-exam-time\" autocomplete=\"off\"><option value=\"1\">the exam\u{2019}s pace</option>\
<option value=\"1.25\">1.25 times as much</option><option value=\"1.5\">1.5 times as much</option>\
<option value=\"2\">twice as much</option><option value=\"none\">no limit</option></select></label>\n";

const BUTTONS: &str = "\
<p><button type=\"button\" data-x=\"start\" disabled>Start the exam</button> \
<button type=\"button\" data-x=\"resume\" hidden></button></p>\n</fieldset>\n";

const RUNNING: &str = "\
<div class=\"exam\" hidden>\n<div class=\"exam-bar\"><p class=\"exam-at\" id=\"sd-exam-at\">Question <span data-n></span> of <span data-n></span></p>\
<p class=\"exam-clock\"></p><label><input type=\"checkbox\" name=\"sd-exam-hide\"> Hide the clock</label>\
<button type=\"button\" data-x=\"ask\">Hand in</button></div>\n\
<div class=\"exam-question\" role=\"group\" aria-labelledby=\"sd-exam-at\"></div>\n\
<p class=\"exam-act\"><button type=\"button\" data-x=\"back\">Back</button> <button type=\"button\" data-x=\"next\">Next</button> \
<button type=\"button\" data-x=\"flag\" aria-pressed=\"false\">Flag<span class=\"visually-hidden\"> this question</span></button></p>\n\
<nav class=\"exam-nav\" aria-label=\"Questions of the exam\"></nav>\n\
<p class=\"exam-note\">Bold: answered. \u{2691}: flagged. <span><s>abc</s>: strikes an option out. </span>The key <kbd>F</kbd> flags the question that has the focus. The address of this \
page is now the link to this exam. It goes on where you stopped if you leave the page, and the clock stands still in the meantime.</p>\n\
<dialog aria-labelledby=\"sd-exam-ask\"><p id=\"sd-exam-ask\">Hand in? Without an answer: <span data-n></span>. Flagged: <span data-n></span>. \
After that nothing can be changed.</p>\n<p><button type=\"button\" data-x=\"keep-on\">Go on</button> \
<button type=\"button\" data-x=\"hand-in\">Hand in</button></p></dialog>\n</div>\n";

const RESULT: &str = "\
<div class=\"exam-result\" hidden>\n<h2 class=\"exam-score\" tabindex=\"-1\"><span data-n></span> of <span data-n></span> right</h2>\n\
<div class=\"exam-sums\"><p>That is <span data-n></span>\u{a0}%. So few questions say only so much: your share over many such exams lies, \
in 19 cases of 20, between <span data-n></span> and <span data-n></span>\u{a0}%. Time used: <span data-n></span>, \
which is <span data-n></span> a question.</p>\n\
<p>On a straight line to the exam\u{2019}s scale from 100 to 1,000 it is about <span data-n></span>, and anything from <span data-n></span> to \
<span data-n></span> would fit. <span data-n></span> passes: <span data-n></span>. AWS counts in a way of its own. The domains asked here \
make up <span data-n></span>\u{a0}% of the exam\u{2019}s weight.</p></div>\n\
<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Result by domain\"><table><thead><tr><th scope=\"col\">Domain</th>\
<th scope=\"col\">Right</th><th scope=\"col\">Share, and what it may be</th><th scope=\"col\">Time</th></tr></thead><tbody></tbody></table></div>\n\
<p class=\"exam-filter\"><label>Look again at <select name=\"sd-filter\" autocomplete=\"off\"></select></label> \
<button type=\"button\" data-x=\"close\">Close</button></p>\n\
<p><button type=\"button\" data-copy>Copy the link to this exam</button> <span role=\"status\"></span></p>\n<div class=\"exam-review\"></div>\n</div>\n";

impl Writer<'_> {
    /// What to choose before an exam.
    pub(super) fn exam_form(&mut self, room: &Room<'_>) {
        if room.exams.is_empty() {
            return;
        }
        let _ = write!(
            self.out,
            "<fieldset class=\"room-form\"><legend>Exam: a clock, and no answer before the end</legend>\n\
             <label>Exam <select name=\"sd-exam-of\" autocomplete=\"off\">{}</select></label>\n{FORM}",
            room.exam_options(),
        );
        self.exam_coverage(room);
        self.out.push_str(BUTTONS);
    }

    /// How many questions there are for each domain, and where they are too few.
    fn exam_coverage(&mut self, room: &Room<'_>) {
        // What is wrong with the bank is said where its file is made.
        let Ok(bank) = room.bank(self.env.site) else {
            return;
        };
        self.out.push_str("<details><summary>What our questions cover, and what not</summary>\n");
        for (at, exam) in (0..).zip(bank.exams()) {
            let _ = writeln!(self.out, "<p>{}:</p><ul>", escape::escape(&exam.code));
            let shares = draw::shares(&bank, at, exam.questions);
            for (domain, share) in exam.domains.iter().zip(shares) {
                let count = coverage(share);
                let _ = writeln!(
                    self.out,
                    "<li>{} ({}\u{a0}%): {count}</li>",
                    escape::escape(&domain.name),
                    domain.weight,
                );
            }
            self.out.push_str("</ul>\n");
        }
        self.out.push_str(
            "<p>Our notes are about containers and serverless. Even in a domain with many questions the exam asks about more than that. \
             Where a domain has too few, the others give more.</p></details>\n",
        );
    }

    /// What a running exam and its result fill in.
    pub(super) fn exam_frame(&mut self, room: &Room<'_>) {
        if !room.exams.is_empty() {
            self.out.push_str(RUNNING);
            self.out.push_str(RESULT);
        }
    }
}

/// How well a domain is covered, in words.
fn coverage(share: Share) -> String {
    match share.available {
        0 => "not covered: no question".to_owned(),
        few if share.is_short() => {
            format!("hardly covered: {few} of the {} that the exam would ask", share.wanted)
        }
        1 => "1 question".to_owned(),
        enough => format!("{enough} questions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_named() {
        let words =
            |available, drawn| coverage(Share { domain: 1, weight: 30, wanted: 19, available, drawn });
        assert_eq!(words(0, 0), "not covered: no question");
        assert_eq!(words(6, 6), "hardly covered: 6 of the 19 that the exam would ask");
        assert_eq!(words(69, 19), "69 questions");
    }
}
