//! The drawing of a practice. See the head of [`super`].
//!
//! In: a wish, and how the reader stands with each question. Out: questions and why each came.
//! Must not know: how the standing was found out.

use super::{Purpose, lottery, of, pool, sorted};
use crate::practice::question::Bank;

/// How a reader stands with a question, in the order in which questions come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Answered wrong while certain.
    ConfidentError,
    /// Due for another look, answered wrong, or changed since.
    Due,
    /// Never answered.
    Unseen,
    /// Known, and not due yet.
    Known,
}

impl Standing {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::ConfidentError, Self::Due, Self::Unseen, Self::Known];
}

/// What somebody wants to practise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Only questions of this exam, by its place in the bank.
    pub exam: Option<u8>,
    /// Only questions of these topics, by their places; all if there is none.
    pub topics: Vec<u16>,
    /// How many.
    pub n: u16,
    /// What decides the rest.
    pub seed: u64,
}

/// A question of a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its place in the bank.
    pub question: usize,
    /// Why it came.
    pub why: Standing,
}

/// Draws a practice. `standings` belong to the bank's questions in their order; a question
/// without one is unseen.
#[must_use]
pub fn practice(bank: &Bank, wish: &Wish, standings: &[Standing]) -> Vec<Drawn> {
    let wanted = pool(bank, |question| {
        wish.exam.is_none_or(|exam| question.domain(exam).is_some())
            && (wish.topics.is_empty() || wish.topics.contains(&question.topic))
    });
    let tickets = lottery(bank, &wanted, wish.seed, Purpose::Pick);
    let like = look_alikes(bank, &wish.topics);
    let mut drawn: Vec<Drawn> = Vec::new();
    for why in Standing::ALL {
        let is = |&&place: &&usize| standings.get(place).copied().unwrap_or(Standing::Unseen) == why;
        let room = usize::from(wish.n).saturating_sub(drawn.len());
        let places: Vec<usize> = tickets.iter().filter(is).take(room).copied().collect();
        let mixed = mix(bank, &places, &like, wish.seed);
        drawn.extend(mixed.into_iter().map(|question| Drawn { question, why }));
    }
    drawn
}

/// For each topic the first of those with which it is mixed; only chosen topics are.
fn look_alikes(bank: &Bank, chosen: &[u16]) -> Vec<u16> {
    let is_chosen = |topic: u16| chosen.is_empty() || chosen.contains(&topic);
    let mut first: Vec<u16> = (0..u16::MAX).take(bank.topics().len()).collect();
    loop {
        let mut changed = false;
        for (one, topic) in (0..u16::MAX).zip(bank.topics()) {
            for &other in topic.like.iter().filter(|&&other| is_chosen(one) && is_chosen(other)) {
                let root = |topic: u16| first.get(usize::from(topic)).copied().unwrap_or(topic);
                let lowest = root(one).min(root(other));
                for topic in [one, other] {
                    if let Some(place) = first.get_mut(usize::from(topic)).filter(|place| **place != lowest) {
                        *place = lowest;
                        changed = true;
                    }
                }
            }
        }
        if !changed {
            return first;
        }
    }
}

/// Brings questions into an order in which each group of look-alike topics stands together and
/// each topic is spread evenly over its group.
fn mix(bank: &Bank, places: &[usize], like: &[u16], seed: u64) -> Vec<usize> {
    let topic = |place: usize| bank.questions().get(place).map_or(0, |question| question.topic);
    let luck = |topic: u16| {
        let name = bank.topics().get(usize::from(topic)).map_or("", |topic| &topic.name);
        of(seed, Purpose::Topics, name).bits() >> 44
    };
    let key = |(index, &place): (usize, &usize)| {
        let own = topic(place);
        let group = like.get(usize::from(own)).copied().unwrap_or(own);
        let of_topic = |places: &[usize]| places.iter().filter(|&&other| topic(other) == own).count() as u64;
        let before = of_topic(places.get(..index).unwrap_or_default());
        let all = of_topic(places).max(1);
        // The middle of its part, in 2⁻²⁰: three questions stand at 1/6, 3/6 and 5/6.
        let middle = before.saturating_mul(2).saturating_add(1) << 19;
        let spread = middle.checked_div(all).unwrap_or_default();
        // 20 bits for the group, 20 for the place in it, 20 for the topic.
        ((luck(group) << 40) | (spread.min(0xf_ffff) << 20) | luck(own), place)
    };
    sorted(places.iter().enumerate().map(key).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::draw::sample;

    fn wish(n: u16, topics: &[u16], seed: u64) -> Wish {
        Wish { exam: None, topics: topics.to_vec(), n, seed }
    }

    fn topics(bank: &Bank, drawn: &[Drawn]) -> Vec<u16> {
        drawn.iter().map(|d| bank.questions()[d.question].topic).collect()
    }

    #[test]
    fn confident_errors_come_first_and_nothing_twice() {
        let bank = sample::bank(40);
        let mut standings = vec![Standing::Known; 40];
        standings[7] = Standing::ConfidentError;
        standings[31] = Standing::ConfidentError;
        standings[3] = Standing::Due;
        standings.truncate(38);
        for seed in 0..200 {
            let drawn = practice(&bank, &wish(12, &[], seed), &standings);
            let why: Vec<Standing> = drawn.iter().map(|d| d.why).collect();
            assert!(why.is_sorted(), "{why:?}");
            assert_eq!(drawn.len(), 12);
            let mut first: Vec<usize> = drawn[..2].iter().map(|d| d.question).collect();
            first.sort_unstable();
            assert_eq!((first, drawn[2].question), (vec![7, 31], 3));
            // The two without a standing are unseen.
            assert_eq!(why[3..5], [Standing::Unseen; 2]);
            let mut all: Vec<usize> = drawn.iter().map(|d| d.question).collect();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), 12);
        }
    }

    #[test]
    fn the_wish_is_kept() {
        let bank = sample::bank(40);
        let drawn = practice(&bank, &wish(100, &[1, 3], 5), &[]);
        assert!(topics(&bank, &drawn).iter().all(|topic| [1, 3].contains(topic)));
        assert_eq!(drawn.len(), bank.questions().iter().filter(|q| [1, 3].contains(&q.topic)).count());
        let of_exam = practice(&bank, &Wish { exam: Some(1), ..wish(100, &[], 5) }, &[]);
        assert!(of_exam.iter().all(|d| bank.questions()[d.question].domain(1).is_some()));
        assert!(of_exam.len() < 40);
        assert_eq!(practice(&bank, &wish(0, &[], 5), &[]), []);
    }

    #[test]
    fn look_alikes_are_mixed_and_others_stay_together() {
        // Topics 0 and 1 look alike, 2 and 3 do not.
        let bank = sample::bank(40);
        for seed in 0..100 {
            let order = topics(&bank, &practice(&bank, &wish(40, &[], seed), &[]));
            let mixed: Vec<u16> = order.iter().copied().filter(|topic| *topic < 2).collect();
            assert!(mixed.windows(2).all(|pair| pair[0] != pair[1]), "{order:?}");
            let group = |topic: u16| if topic < 2 { 0 } else { topic };
            let blocks = order.chunk_by(|a, b| group(*a) == group(*b)).count();
            assert_eq!(blocks, 3, "{order:?}");
            // Only the chosen ones are mixed.
            let alone = topics(&bank, &practice(&bank, &wish(40, &[0, 2], seed), &[]));
            assert_eq!(alone.chunk_by(PartialEq::eq).count(), 2, "{alone:?}");
        }
    }
}
