//! Sequence diagrams.
//!
//! In: participants, messages and notes from the parser, and the order in which things happen.
//! Out: lanes, arrows, notes and frames on a canvas. Lanes stand as near to each other as the
//! words between them allow, so that three or four of them fit on a phone.

use mermaid_rs_renderer::ir::SequenceNotePosition;
use mermaid_rs_renderer::{EdgeStyle, Graph};

use super::canvas::{Anchor, Canvas, Path, Point, Rect};
use super::text::Words;

mod lanes;

use lanes::{Lanes, OWN_LOOP};

/// The widest line of a message, of a note and of a participant's name.
const WIDEST: f32 = 140.0;
/// Half the width of the bar of an active participant.
const BAR: f32 = 5.0;
/// Room around the words of a note.
const NOTE_PAD: f32 = 8.0;
/// Between one thing that happens and the next.
const STEP: f32 = 16.0;
/// How far a frame reaches beyond the lanes in it, and how much less the one inside it does.
const FRAME_PAD: f32 = 26.0;
const FRAME_NEST: f32 = 8.0;

/// What happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Message,
    Note,
    Open { kind: String, condition: String },
    Section(String),
    Close,
    Activate(String),
    Deactivate(String),
}

/// A message with its words, its lanes and whether it is an answer.
struct Message {
    from: usize,
    to: usize,
    words: Words,
    style: EdgeStyle,
}

struct Note {
    words: Words,
    position: SequenceNotePosition,
    lanes: (usize, usize),
}

struct Frame {
    kind: String,
    top: f32,
    /// The lanes that something in it touches.
    lanes: Option<(usize, usize)>,
    /// How far its words reach beyond its left side.
    needed: f32,
    reach: (f32, f32),
    /// Where its sections begin, and what they are called.
    sections: Vec<(f32, Words)>,
    depth: usize,
}

/// Draws a sequence.
pub(super) fn draw(graph: &Graph, steps: &[Step], canvas: &mut Canvas) {
    let names = &graph.sequence_participants;
    let lane_of = |id: &str| names.iter().position(|name| name == id).unwrap_or(0);
    let heads: Vec<Words> = names
        .iter()
        .map(|id| Words::new(graph.nodes.get(id).map_or(id.as_str(), |node| &node.label), WIDEST))
        .collect();
    let messages = messages(graph, &lane_of);
    let notes: Vec<Note> = graph
        .sequence_notes
        .iter()
        .map(|note| {
            let lanes = note.participants.iter().map(|id| lane_of(id));
            let lanes = (lanes.clone().min().unwrap_or(0), lanes.max().unwrap_or(0));
            Note { words: Words::new(&note.label, WIDEST), position: note.position, lanes }
        })
        .collect();
    let lanes = Lanes::new(&heads, &messages, &notes);
    let mut score = Score {
        lanes: &lanes,
        y: lanes.head_height + STEP,
        frames: Vec::new(),
        active: vec![Vec::new(); names.len()],
        bars: Vec::new(),
        done: Vec::new(),
        arrows: Vec::new(),
        notes: Vec::new(),
    };
    score.play(steps, &messages, &notes, &lane_of);
    score.paint(&heads, canvas);
}

fn messages(graph: &Graph, lane_of: &impl Fn(&str) -> usize) -> Vec<Message> {
    let number = |index: usize| graph.sequence_autonumber.map(|first| first + index);
    let message = |(index, edge): (usize, &mermaid_rs_renderer::Edge)| {
        let text = edge.label.as_deref().unwrap_or_default();
        let text = number(index).map_or_else(|| text.to_owned(), |n| format!("{n}. {text}"));
        Message {
            from: lane_of(&edge.from),
            to: lane_of(&edge.to),
            words: Words::new(&text, WIDEST),
            style: edge.style,
        }
    };
    graph.edges.iter().enumerate().map(message).collect()
}

/// The sequence as it is worked out, from the top down.
struct Score<'a> {
    lanes: &'a Lanes,
    y: f32,
    frames: Vec<Frame>,
    /// Where the bars that are still open began, by lane.
    active: Vec<Vec<f32>>,
    bars: Vec<Rect>,
    done: Vec<(Frame, f32)>,
    arrows: Vec<Arrow>,
    notes: Vec<(Rect, Words)>,
}

struct Arrow {
    from: Point,
    to: Point,
    own: bool,
    words: Words,
    style: EdgeStyle,
}

impl Score<'_> {
    fn play(
        &mut self,
        steps: &[Step],
        messages: &[Message],
        notes: &[Note],
        lane_of: &impl Fn(&str) -> usize,
    ) {
        let (mut messages, mut notes) = (messages.iter(), notes.iter());
        for (index, step) in steps.iter().enumerate() {
            match step {
                Step::Message => {
                    if let Some(message) = messages.next() {
                        let starts = match steps.get(index + 1) {
                            Some(Step::Activate(id)) => Some(lane_of(id)),
                            _ => None,
                        };
                        self.message(message, starts);
                    }
                }
                Step::Note => {
                    if let Some(note) = notes.next() {
                        self.note(note);
                    }
                }
                Step::Open { kind, condition } => self.open(kind, condition),
                Step::Section(condition) => self.section(condition),
                Step::Close => self.close(),
                Step::Activate(id) => {
                    let y = self.y - STEP;
                    self.active[lane_of(id)].push(y);
                }
                Step::Deactivate(id) => self.deactivate(lane_of(id), self.y - STEP),
            }
        }
        while !self.frames.is_empty() {
            self.close();
        }
        for lane in 0..self.active.len() {
            while !self.active[lane].is_empty() {
                self.deactivate(lane, self.y);
            }
        }
    }

    fn message(&mut self, message: &Message, starts: Option<usize>) {
        let own = message.from == message.to;
        let half = |lane: usize| {
            let is_active = !self.active[lane].is_empty() || starts == Some(lane);
            if is_active { BAR } else { 0.0 }
        };
        let (from, to) = (self.lanes.xs[message.from], self.lanes.xs[message.to]);
        let direction = if to >= from { 1.0 } else { -1.0 };
        let start = from + half(message.from) * direction;
        let end = to - half(message.to) * if own { -1.0 } else { direction };
        let (y, after) = if own {
            (self.y, self.y + message.words.height.max(24.0))
        } else {
            (self.y + message.words.height + 4.0, self.y + message.words.height + 4.0)
        };
        self.arrows.push(Arrow {
            from: (start, y),
            to: (end, after),
            own,
            words: message.words.clone(),
            style: message.style,
        });
        let reach = if own { (start, start + OWN_LOOP + message.words.width + 8.0) } else { (from, to) };
        self.touch(message.from.min(message.to), message.from.max(message.to), reach);
        self.y = after + STEP;
    }

    fn note(&mut self, note: &Note) {
        let (width, height) = (note.words.width + 2.0 * NOTE_PAD, note.words.height + 2.0 * NOTE_PAD);
        let (first, last) = (self.lanes.xs[note.lanes.0], self.lanes.xs[note.lanes.1]);
        let (x, width) = match note.position {
            SequenceNotePosition::LeftOf => (first - width - 10.0, width),
            SequenceNotePosition::RightOf => (last + 10.0, width),
            SequenceNotePosition::Over => {
                let width = width.max(if first < last { last - first + 40.0 } else { 0.0 });
                (f32::midpoint(first, last) - width / 2.0, width)
            }
        };
        let rect = Rect { x, y: self.y, width, height };
        self.notes.push((rect, note.words.clone()));
        self.touch(note.lanes.0, note.lanes.1, (rect.x, rect.right()));
        self.y += height + STEP;
    }

    /// All open frames hold what happens now.
    fn touch(&mut self, first: usize, last: usize, reach: (f32, f32)) {
        let reach = (reach.0.min(reach.1), reach.0.max(reach.1));
        for frame in &mut self.frames {
            let (low, high) = frame.lanes.unwrap_or((first, last));
            frame.lanes = Some((low.min(first), high.max(last)));
            frame.reach = (frame.reach.0.min(reach.0), frame.reach.1.max(reach.1));
        }
    }

    fn open(&mut self, kind: &str, condition: &str) {
        let depth = self.frames.len();
        let mut frame = Frame {
            kind: kind.to_owned(),
            top: self.y,
            lanes: None,
            needed: 0.0,
            reach: (f32::INFINITY, f32::NEG_INFINITY),
            sections: Vec::new(),
            depth,
        };
        frame.needed = Words::new(kind, WIDEST).width + 30.0;
        self.frames.push(frame);
        self.head(condition);
    }

    fn section(&mut self, condition: &str) {
        self.head(condition);
    }

    /// A line for the condition of a frame or of its next section.
    fn head(&mut self, condition: &str) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let words = if condition.is_empty() {
            Words::default()
        } else {
            Words::new(&format!("[{condition}]"), f32::INFINITY)
        };
        let tab = Words::new(&frame.kind, WIDEST).width + 30.0;
        frame.needed = frame.needed.max(tab + words.width + 10.0);
        frame.sections.push((self.y, words));
        self.y += 24.0 + STEP / 2.0;
    }

    fn close(&mut self) {
        if let Some(frame) = self.frames.pop() {
            let bottom = self.y - STEP / 2.0;
            self.y = bottom + STEP;
            self.done.push((frame, bottom));
        }
    }

    fn deactivate(&mut self, lane: usize, bottom: f32) {
        if let Some(top) = self.active[lane].pop() {
            #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
            let nested = self.active[lane].len() as f32 * BAR;
            let x = self.lanes.xs[lane] - BAR + nested;
            self.bars.push(Rect { x, y: top, width: 2.0 * BAR, height: (bottom - top).max(STEP) });
        }
    }

    fn paint(mut self, heads: &[Words], canvas: &mut Canvas) {
        // Outer frames lie under inner ones.
        self.done.sort_by_key(|(frame, _)| frame.depth);
        for (frame, bottom) in &self.done {
            self.frame_border(frame, *bottom, canvas);
        }
        for x in &self.lanes.xs {
            canvas.line("dg-outline", (*x, self.lanes.head_height), (*x, self.y));
        }
        for bar in &self.bars {
            canvas.rect("dg-active", *bar, 2.0);
        }
        for arrow in &self.arrows {
            arrow.paint(canvas);
        }
        for (rect, words) in &self.notes {
            canvas.rect("dg-note", *rect, 2.0);
            canvas.text("dg-text", words, rect.centre(), Anchor::Middle);
        }
        for (frame, _) in &self.done {
            self.frame_words(frame, canvas);
        }
        for (x, head) in self.lanes.xs.iter().zip(heads) {
            let height = self.lanes.head_height;
            let rect = Rect::around((*x, height / 2.0), head.width + 20.0, height);
            canvas.rect("dg-node", rect, 5.0);
            canvas.text("dg-text", head, rect.centre(), Anchor::Middle);
        }
    }

    /// Left and right side of a frame.
    fn sides(&self, frame: &Frame) -> (f32, f32) {
        #[expect(clippy::cast_precision_loss, reason = "a handful of frames")]
        let pad = (FRAME_PAD - frame.depth as f32 * FRAME_NEST).max(FRAME_NEST);
        let (first, last) = frame.lanes.unwrap_or((0, self.lanes.xs.len() - 1));
        let left = (self.lanes.xs[first] - pad).min(frame.reach.0 - pad / 2.0);
        let right = (self.lanes.xs[last] + pad).max(frame.reach.1 + pad / 2.0);
        (left, right.max(left + frame.needed))
    }

    fn frame_border(&self, frame: &Frame, bottom: f32, canvas: &mut Canvas) {
        let (left, right) = self.sides(frame);
        let rect = Rect { x: left, y: frame.top, width: right - left, height: bottom - frame.top };
        canvas.rect("dg-cluster", rect, 4.0);
        for (y, _) in frame.sections.iter().skip(1) {
            canvas.line("dg-outline dg-dash", (left, *y), (right, *y));
        }
    }

    fn frame_words(&self, frame: &Frame, canvas: &mut Canvas) {
        let (left, _) = self.sides(frame);
        let kind = Words::new(&frame.kind, WIDEST);
        let tab = kind.width + 20.0;
        let (top, low) = (frame.top, frame.top + 22.0);
        canvas.polygon(
            "dg-node",
            &[(left, top), (left + tab, top), (left + tab, low - 7.0), (left + tab - 7.0, low), (left, low)],
        );
        canvas.text("dg-text", &kind, (left + 8.0, top + 11.0), Anchor::Start);
        for (index, (y, words)) in frame.sections.iter().enumerate() {
            let x = if index == 0 { left + tab + 8.0 } else { left + 8.0 };
            canvas.text("dg-text dg-halo", words, (x, y + 12.0), Anchor::Start);
        }
    }
}

impl Arrow {
    fn paint(&self, canvas: &mut Canvas) {
        let class = match self.style {
            EdgeStyle::Dotted => "dg-edge dg-dash",
            _ => "dg-edge",
        };
        if self.own {
            let (x, y) = self.from;
            let far = x + OWN_LOOP;
            let mut path = Path::at((x, y));
            path.curve((far, y), (far, self.to.1), (self.to.0 + 6.0, self.to.1));
            canvas.path(class, &path);
            canvas.head((self.to.0 + 20.0, self.to.1 - 4.0), self.to);
            let at = (far + 2.0, f32::midpoint(y, self.to.1));
            canvas.text("dg-text dg-halo", &self.words, at, Anchor::Start);
            return;
        }
        let back = if self.to.0 > self.from.0 { -6.0 } else { 6.0 };
        canvas.line(class, self.from, (self.to.0 + back, self.to.1));
        canvas.head(self.from, self.to);
        let at = (f32::midpoint(self.from.0, self.to.0), self.from.1 - 4.0 - self.words.height / 2.0);
        canvas.text("dg-text dg-halo", &self.words, at, Anchor::Middle);
    }
}
