//! The chooser: what a question asks for, and which option that leaves.
//!
//! In: needs and which of them are ticked. Out: a [`Verdict`] with the reason for every option,
//! and the single changes that would bring another winner. Hard needs put options out, soft ones
//! give points; the order in which they are ticked has no part in it. Needs that no one set-up of
//! an option meets together put it out as well.

use super::{ANY, Need};

/// Something that counted for or against an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Position of the need.
    pub need: usize,
    /// Position of the row whose cell is the reason.
    pub row: usize,
    /// Points; 0 where it put the option out.
    pub points: i32,
    /// The set-ups of the option that meet the need.
    pub setups: u32,
}

/// How an option came off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What put it out.
    pub out: Vec<Hit>,
    /// What gave it points.
    pub hits: Vec<Hit>,
    /// The sum of the points.
    pub points: i32,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Positions of the winner, or of all that tie; empty if every option is out.
    pub winners: Vec<usize>,
    /// How each option came off, in the order of the options.
    pub standings: Vec<Standing>,
}

/// Judges `count` options by the ticked needs and by those that always count.
#[must_use]
pub fn judge(needs: &[Need], count: usize, ticked: &[usize]) -> Verdict {
    let mut standings = vec![Standing::default(); count];
    for (at, need) in needs.iter().enumerate() {
        if !need.is_always() && !ticked.contains(&at) {
            continue;
        }
        for effect in &need.effects {
            let Some(standing) = standings.get_mut(effect.option) else { continue };
            let points = effect.points.unwrap_or_default();
            let hit = Hit { need: at, row: effect.row, points, setups: effect.setups };
            standing.points = standing.points.saturating_add(hit.points);
            match effect.points {
                Some(_) => standing.hits.push(hit),
                None => standing.out.push(hit),
            }
        }
    }
    for standing in &mut standings {
        if standing.hits.iter().fold(ANY, |left, hit| left & hit.setups) == 0 {
            standing.out.extend(standing.hits.iter().filter(|hit| hit.setups != ANY));
        }
    }
    let left = || standings.iter().enumerate().filter(|(_, standing)| standing.out.is_empty());
    let best = left().map(|(_, standing)| standing.points).max();
    let winners = left().filter(|(_, standing)| Some(standing.points) == best).map(|(at, _)| at).collect();
    Verdict { winners, standings }
}

/// A single change of what is ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The need at this position is ticked as well.
    Add(usize),
    /// It is no longer ticked.
    Drop(usize),
}

impl Change {
    /// What is ticked after it.
    #[must_use]
    pub fn apply(self, ticked: &[usize]) -> Vec<usize> {
        let mut after: Vec<usize> = ticked.to_vec();
        match self {
            Self::Add(need) => after.push(need),
            Self::Drop(need) => after.retain(|&other| other != need),
        }
        after
    }
}

/// A change and the one option that wins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The change.
    pub change: Change,
    /// Position of the new winner.
    pub winner: usize,
}

/// For every other option that one change makes the only winner, the first such change: what can
/// be dropped comes before what can be added.
#[must_use]
pub fn flips(needs: &[Need], count: usize, ticked: &[usize]) -> Vec<Flip> {
    let now = judge(needs, count, ticked).winners;
    let mut found: Vec<Flip> = Vec::new();
    let free = |at: usize| needs.get(at).is_some_and(|need| !need.is_always());
    for at in 0..needs.len().saturating_mul(2) {
        // First every need that can be dropped, then every one that can be added.
        let change = match at.checked_sub(needs.len()) {
            None if ticked.contains(&at) => Change::Drop(at),
            Some(at) if free(at) && !ticked.contains(&at) => Change::Add(at),
            _ => continue,
        };
        let after = judge(needs, count, &change.apply(ticked));
        if let [winner] = *after.winners
            && now != [winner]
            && !found.iter().any(|flip| flip.winner == winner)
        {
            found.push(Flip { change, winner });
        }
    }
    found
}
