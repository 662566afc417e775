//! Where the participants' lanes stand.
//!
//! In: names, messages and notes with the room that they take. Out: the middle of each lane.

use mermaid_rs_renderer::ir::SequenceNotePosition;

use super::super::text::Words;
use super::{BAR, Message, NOTE_PAD, Note};

/// How far the loop of a message to oneself reaches.
pub(super) const OWN_LOOP: f32 = 34.0;
/// Between two participants' names.
const HEAD_GAP: f32 = 18.0;
/// Room at both ends of a message's words.
const MESSAGE_PAD: f32 = 14.0;

pub(super) struct Lanes {
    pub(super) xs: Vec<f32>,
    pub(super) head_height: f32,
}

impl Lanes {
    pub(super) fn new(heads: &[Words], messages: &[Message], notes: &[Note]) -> Self {
        let mut needs = needs(heads, messages, notes);
        let mut gaps = vec![0.0_f32; heads.len().saturating_sub(1)];
        // Short spans first; what a long one lacks is shared out among its gaps.
        needs.sort_by_key(|(left, right, _)| right - left);
        for (left, right, width) in needs {
            let Some(span) = gaps.get_mut(left..right) else {
                continue;
            };
            let missing = width - span.iter().sum::<f32>();
            if missing > 0.0 {
                #[expect(clippy::cast_precision_loss, reason = "a handful of lanes")]
                let share = missing / span.len() as f32;
                span.iter_mut().for_each(|gap| *gap += share);
            }
        }
        let mut x = 0.0;
        let mut xs = Vec::with_capacity(heads.len());
        for index in 0..heads.len() {
            if index > 0 {
                x += gaps[index - 1];
            }
            xs.push(x);
        }
        let tallest = heads.iter().map(|head| head.height).fold(0.0, f32::max);
        Self { xs, head_height: tallest + 14.0 }
    }
}

/// What must lie between two lanes: (left lane, right lane, width).
fn needs(heads: &[Words], messages: &[Message], notes: &[Note]) -> Vec<(usize, usize, f32)> {
    let mut needs: Vec<(usize, usize, f32)> = Vec::new();
    for (index, pair) in heads.windows(2).enumerate() {
        let width = f32::midpoint(pair[0].width, pair[1].width) + 20.0 + HEAD_GAP;
        needs.push((index, index + 1, width));
    }
    for message in messages {
        let (left, right) = (message.from.min(message.to), message.from.max(message.to));
        if left == right {
            needs.push((left, left + 1, OWN_LOOP + message.words.width + MESSAGE_PAD + BAR));
        } else {
            needs.push((left, right, message.words.width + 2.0 * (MESSAGE_PAD + BAR)));
        }
    }
    for note in notes {
        let width = note.words.width + 2.0 * NOTE_PAD + 10.0;
        let (first, last) = note.lanes;
        match note.position {
            SequenceNotePosition::RightOf => needs.push((last, last + 1, width + 10.0)),
            SequenceNotePosition::LeftOf if first > 0 => {
                needs.push((first - 1, first, width + 10.0));
            }
            // Over one lane it may reach half way into the next ones.
            SequenceNotePosition::Over if first == last => {
                needs.push((first, first + 1, width / 2.0));
                if first > 0 {
                    needs.push((first - 1, first, width / 2.0));
                }
            }
            SequenceNotePosition::Over => needs.push((first, last, width - 40.0)),
            SequenceNotePosition::LeftOf => {}
        }
    }
    needs
}
