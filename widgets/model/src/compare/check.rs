//! What must hold for the rules of the chooser, whatever they say.
//!
//! In: the needs with their effects, the names of the options. Out: what is wrong, and at which need.
//! Must not know: the files in which rules stand.

use super::{ANY, Need, judge};

/// Every mistake as the position of the need it is about, if it is about one, and a sentence.
/// `names` are those of the options.
#[must_use]
pub fn check(needs: &[Need], names: &[&str]) -> Vec<(Option<usize>, String)> {
    let mut problems = Vec::new();
    for (at, need) in needs.iter().enumerate() {
        let mut say = |text: String| problems.push((Some(at), text));
        if need.effects.is_empty() {
            say("it does nothing to any option".to_owned());
        }
        if need.effects.iter().any(|effect| effect.points == Some(0) && effect.setups == ANY) {
            say("0 points say nothing".to_owned());
        }
        if need.is_always() && need.effects.iter().any(|effect| effect.points.is_none()) {
            say("what always counts can't put an option out for ever".to_owned());
        }
        for (option, name) in names.iter().enumerate() {
            if need.effects.iter().filter(|effect| effect.option == option).count() > 1 {
                say(format!("it says two things about `{name}`"));
            }
        }
        if judge(needs, names.len(), &[at]).winners.is_empty() {
            say("it puts every option out".to_owned());
        }
    }
    let lone = winners(needs, names.len());
    for (_, name) in names.iter().enumerate().filter(|(at, _)| !lone.contains(at)) {
        problems.push((None, format!("`{name}` can never win, whatever is asked for")));
    }
    problems
}

/// Options that win alone for some one, two or three needs.
fn winners(needs: &[Need], count: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut try_it = |ticked: &[usize]| {
        if let [winner] = *judge(needs, count, ticked).winners
            && !found.contains(&winner)
        {
            found.push(winner);
        }
        found.len() == count
    };
    let all = 0..needs.len();
    for a in all.clone() {
        if try_it(&[a]) {
            return found;
        }
    }
    for a in all.clone() {
        for b in a..needs.len() {
            for c in b..needs.len() {
                if try_it(&[a, b, c]) {
                    return found;
                }
            }
        }
    }
    found
}
