//! Texts as lists of words, to tell whether two say the same. In: plain text.
//! Out: words, and how alike two texts are.

use std::collections::BTreeSet;

/// Words in a row that are compared.
const SHINGLE: usize = 3;

/// A text without case, space and punctuation.
#[must_use]
pub fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '/').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The share of three-word groups that two texts have in common: 0 to 1.
#[must_use]
pub fn similarity(a: &[String], b: &[String]) -> f64 {
    let (a, b) = (shingles(a), shingles(b));
    let common = a.intersection(&b).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

fn shingles(words: &[String]) -> BTreeSet<&[String]> {
    words.windows(SHINGLE.min(words.len().max(1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_is_between_nothing_and_all() {
        let words = |text: &str| plain_words(text);
        let a = words("A company runs containers on AWS. Which service fits?");
        assert!((similarity(&a, &a) - 1.0).abs() < 1e-9);
        assert!(similarity(&a, &words("a company runs containers on AWS, which service fits best")) > 0.7);
        assert!(similarity(&a, &words("Tasks stay pending during a peak.")) < 0.01);
        assert!(similarity(&[], &[]) < 0.01);
    }
}
