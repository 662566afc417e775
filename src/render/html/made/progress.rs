//! The page of progress, as it stands there before a script fills it.
//!
//! In: the banks that notes embed, and the exams. Out: tables with a row for each exam, domain and
//! note, their numbers of questions, and the tools for files. Without scripts only a sentence is
//! shown. How it comes alive is the business of `studydeck_practice::progress`.

use std::fmt::Write as _;

use studydeck_model::practice::question::{Bank, Exam, Question};
use studydeck_practice::progress::{self, chart, due, history};

use super::practice::{QUESTIONS, Room};
use crate::link::{Page, PageId, places};
use crate::parse::blocks::Block;
use crate::parse::document::NodeId;
use crate::path::UrlPath;
use crate::render::escape;
use crate::render::html::Writer;
use crate::source::Module;
use crate::write::styles::Style;

/// The heads of the figures; short, since a phone shows all five beside one another.
const HEADS: [&str; 5] = ["All", "Seen", "Known", "Due", "Certain, wrong"];

/// What readers can say about how sure they are, in the order of the model's table.
const SAID: [&str; 4] = ["A guess", "I think so", "Certain", "Not said"];

// The chart: where its bars begin, how far apart they are, and where the last ends.
const SURE_LEFT: u16 = 80;
const SURE_ROW: u16 = 30;
const SURE_BOTTOM: u16 = 126;

/// The address of the practice of something; empty without a practice room.
fn practise(room: &str, before: &str, name: &str) -> String {
    if room.is_empty() { String::new() } else { [room, before, &escape::escape(name)].concat() }
}

impl Writer<'_> {
    /// All of the page's block.
    pub(super) fn progress(&mut self, block: NodeId) {
        let site = self.env.site;
        let rooms = Room::new(site);
        // A bank that the model refuses is reported by the file of all questions.
        let Ok(bank) = rooms.bank(site) else { return };
        self.islands.practice += 1;
        self.styles.extend([Style::Quiz, Style::Room]);
        let level = self.level_below(block);
        let src = UrlPath::file(QUESTIONS).map(|url| site.config.base.href(&url));
        let _ = write!(
            self.out,
            "<section class=\"progress\" data-island=\"{}\" data-module=\"{}\" data-from=\"{}\" aria-label=\"Your progress\">\n\
             <div data-root>\n<p class=\"room-hint\">This page shows what you have answered, what you know and what is due. \
             Your answers are in your browser alone, so it needs JavaScript to read them.</p>\n\
             <div class=\"progress-body\">\n<p class=\"progress-trouble\" role=\"status\"></p>\n\
             <p class=\"progress-kept\">Your answers are being read.</p>\n\
             <p class=\"visually-hidden\" id=\"sd-progress-due\">Practise what is due</p>\n",
            progress::KIND,
            Module::Practice.name(),
            src.map(|src| escape::address(&src)).unwrap_or_default(),
        );
        let room = self.room_address();
        self.exam_rows(&bank, &room, level);
        self.note_rows(&rooms, &bank, &room, level);
        self.chart(level);
        self.history(level);
        self.tools(level);
        self.out.push_str("</div>\n</div></section>\n");
    }

    /// Where the practice room is; empty without one.
    fn room_address(&self) -> String {
        let site = self.env.site;
        let has_room = |(_, page): &(PageId, &Page)| {
            page.note.as_ref().is_some_and(|note| places::holds(&note.document, &Block::Practice))
        };
        let room = site.iter().find(has_room);
        room.map(|(id, _)| escape::address(&self.env.href(id)).to_string()).unwrap_or_default()
    }

    fn exam_rows(&mut self, bank: &Bank, room: &str, level: u8) {
        let _ = writeln!(self.out, "<h{level}>By exam and domain</h{level}>");
        self.table_head("Questions by exam and domain", "Exam");
        self.figures_row(("", room), "<b>All questions</b>", bank.questions().len());
        for (at, exam) in (0..).zip(bank.exams()) {
            let room = practise(room, due::EXAM, &exam.name);
            self.exam_row(exam, None, bank.questions(), (at, &room));
            for domain in &exam.domains {
                self.exam_row(exam, Some((domain.number, &domain.name)), bank.questions(), (at, &room));
            }
        }
        self.out.push_str(
            "</tbody></table>\n<p>A question is <em>known</em> if you answered it right, not by a guess, and it is not due. It is \
             <em>due</em> if your last answer was wrong, or so long ago that you may have forgotten it. It stays under \
             <em>certain, wrong</em> until you answer it right in a later session. The exams share questions.</p>\n",
        );
    }

    fn exam_row(
        &mut self,
        exam: &Exam,
        domain: Option<(u8, &str)>,
        questions: &[Question],
        (at, room): (u8, &str),
    ) {
        let mut about = format!(" data-exam=\"{}\"", escape::escape(&exam.name));
        let name = match domain {
            None => format!("<b>{}</b>", escape::escape(&exam.code)),
            Some((number, name)) => {
                let _ = write!(about, " data-domain=\"{number}\"");
                format!("{number}. {}", escape::escape(name))
            }
        };
        let is_of = |question: &&Question| {
            let asked = question.domain(at);
            asked.is_some() && domain.is_none_or(|(number, _)| asked == Some(number))
        };
        self.figures_row((&about, room), &name, questions.iter().filter(is_of).count());
    }

    fn note_rows(&mut self, rooms: &Room<'_>, bank: &Bank, room: &str, level: u8) {
        let _ = writeln!(self.out, "<h{level}>By note</h{level}>");
        self.table_head("Questions by note", "Note");
        for (at, (linked, page)) in (0..).zip(&rooms.banks) {
            let about = format!(" data-topic=\"{}\"", escape::escape(linked.bank.name()));
            let count = bank.questions().iter().filter(|question| question.topic == at).count();
            let room = practise(room, due::TOPIC, linked.bank.name());
            self.figures_row((&about, &room), &self.link_to(*page), count);
        }
        self.out.push_str("</tbody></table>\n");
    }

    fn table_head(&mut self, caption: &str, first: &str) {
        let _ = write!(
            self.out,
            "<table class=\"progress-table progress-figures\"><caption class=\"visually-hidden\">{caption}</caption>\n\
             <thead><tr><th scope=\"col\">{first}</th>"
        );
        for head in HEADS {
            let _ = write!(self.out, "<th scope=\"col\">{head}</th>");
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
    }

    /// A row of figures: what it is about as attributes, where that is practised, its name as HTML.
    fn figures_row(&mut self, (about, room): (&str, &str), name: &str, count: usize) {
        let due = match room {
            "" => "–".to_owned(),
            room => format!("<a data-due=\"{room}\" aria-describedby=\"sd-progress-due\">–</a>"),
        };
        let _ = writeln!(
            self.out,
            "<tr data-row{about}><th scope=\"row\">{name}</th><td>{count}</td><td>–</td><td>–</td><td>{due}</td><td>–</td></tr>"
        );
    }

    /// The chart of confidence, without its figures, and the table of the same.
    fn chart(&mut self, level: u8) {
        let _ = writeln!(
            self.out,
            "<h{level}>How sure you were</h{level}>\n<p>A bar is how many of your answers were right, the thin line on it how \
             far so few answers can be trusted. “Certain” should come near 100 %. Answers that you gave right after you saw the \
             solution are left out.</p>\n\
             <svg class=\"sure-chart\" viewBox=\"0 0 330 {}\" role=\"img\" aria-labelledby=\"sd-progress-sure\">\
             <title id=\"sd-progress-sure\">How many answers were right, by how sure you said you were. The figures stand in the table below.</title>",
            SURE_BOTTOM + 24,
        );
        for per_cent in [0, 50, 100] {
            let x = SURE_LEFT + per_cent * 10 / chart::PER_UNIT;
            let _ = write!(
                self.out,
                "<path d=\"M{x} 4V{SURE_BOTTOM}\"/><text class=\"sure-middle\" x=\"{x}\" y=\"{}\">{per_cent} %</text>",
                SURE_BOTTOM + 18,
            );
        }
        for (at, said) in (0..).zip(SAID) {
            let top = 4 + at * SURE_ROW;
            let _ = write!(
                self.out,
                "<text class=\"sure-end\" x=\"{}\" y=\"{}\">{said}</text><g transform=\"translate({SURE_LEFT} {top})\"></g>",
                SURE_LEFT - 6,
                top + 19,
            );
        }
        self.out.push_str("</svg>\n");
        self.plain_head(
            "What you said and what was right",
            &["You said", "Answers", "Right", "Share (95 % range)"],
        );
        self.out.push_str("<tbody class=\"progress-sure\">");
        for said in SAID {
            let _ = write!(self.out, "<tr><th scope=\"row\">{said}</th><td>–</td><td>–</td><td>–</td></tr>");
        }
        self.out.push_str("</tbody></table>\n");
    }

    fn history(&mut self, level: u8) {
        let _ = writeln!(
            self.out,
            "<h{level}>History</h{level}>\n<p>Finished exams, and the last {} days on which you answered.</p>",
            history::DAYS,
        );
        self.plain_head("Exams, the newest first", &["Exam", "Right", "Share (95 % range)", "Minutes"]);
        self.out.push_str("<tbody class=\"progress-exams\"></tbody></table>\n");
        self.plain_head("Answers by day, without corrections", &["Day", "Answers", "Right"]);
        self.out.push_str("<tbody class=\"progress-days\"></tbody></table>\n");
    }

    /// The start of a table up to its body.
    fn plain_head(&mut self, caption: &str, heads: &[&str]) {
        let _ = write!(self.out, "<table class=\"progress-table\"><caption>{caption}</caption><thead><tr>");
        for head in heads {
            let _ = write!(self.out, "<th scope=\"col\">{head}</th>");
        }
        self.out.push_str("</tr></thead>");
    }

    /// Saving, adding and deleting.
    fn tools(&mut self, level: u8) {
        let _ = write!(
            self.out,
            "<h{level}>Keep, move, delete</h{level}>\n<p>Everything stays in this browser. This site has no account and sends \
             nothing anywhere: whoever clears the browser's data deletes these answers, too. Save them as a file now and \
             then. Added to another browser, or to this one later, a file joins what is there: nothing is overwritten, and \
             adding it twice changes nothing.</p>\n\
             <fieldset class=\"progress-tools\" disabled><legend class=\"visually-hidden\">Files</legend>\n\
             <p><button type=\"button\" data-save=\"{}\">Save as a file</button></p>\n\
             <p><label>Add a file <input type=\"file\" accept=\".txt,text/plain\" data-file></label></p>\n\
             <p><button type=\"button\" data-delete>Delete everything</button></p>\n\
             <p class=\"progress-said\" role=\"status\"></p>\n<p class=\"progress-aside\"></p>\n</fieldset>\n",
            progress::STORED,
        );
    }
}
