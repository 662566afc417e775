//! The blocks of a made-up note. In: a note's number. Out: sentences, lists,
//! tables, code, always the same. Must not know where the note lies, nor for
//! which generator it is.

use std::fmt::Write as _;

use super::words::{TAGS, WORDS};

/// Any number does; it only has to stay the same.
const SEED: u64 = 0x5ead_dec4;

/// SplitMix64: small, well spread, and ours, so that no update of a crate
/// changes the corpus.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(index: usize) -> Self {
        let mut random = Self(SEED ^ (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    pub(super) fn sentence(&mut self) -> String {
        let count = 7 + self.below(9);
        capital(&self.words(count)) + "."
    }

    pub(super) fn tags(&mut self) -> Vec<&'static str> {
        let first = self.below(TAGS.len());
        let count = 1 + self.below(3);
        (0..count).map(|step| TAGS[(first + step * 5) % TAGS.len()]).collect()
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Writes the blocks of a note.
pub(super) struct Writer {
    pub(super) text: String,
    /// Links that have not been set yet.
    pub(super) links: Vec<String>,
    pub(super) random: Random,
}

impl Writer {
    fn push(&mut self, args: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(args);
    }

    pub(super) fn heading(&mut self, number: usize) {
        let words = capital(&self.random.words(2));
        let marks = if number.is_multiple_of(4) { "###" } else { "##" };
        self.push(format_args!("{marks} {words} {number}\n\n"));
    }

    pub(super) fn paragraph(&mut self) {
        for _ in 0..2 + self.random.below(3) {
            let sentence = self.random.sentence();
            let word = self.random.word();
            match self.random.below(4) {
                0 => self.push(format_args!("{sentence} **{word}** ")),
                1 => self.push(format_args!("{sentence} `{word}` ")),
                _ => self.push(format_args!("{sentence} ")),
            }
        }
        if let Some(link) = self.links.pop() {
            self.push(format_args!("See {link}."));
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str("\n\n");
    }

    pub(super) fn list(&mut self) {
        for _ in 0..3 + self.random.below(3) {
            let sentence = self.random.sentence();
            self.push(format_args!("- {sentence}\n"));
        }
        self.text.push('\n');
    }

    pub(super) fn table(&mut self) {
        let (a, b) = (self.random.word(), self.random.word());
        self.push(format_args!("| | {a} | {b} |\n| --- | --- | ---: |\n"));
        for _ in 0..3 + self.random.below(4) {
            let (name, about) = (self.random.word(), self.random.words(3));
            let number = self.random.below(100_000);
            self.push(format_args!("| {name} | {about} | {number} |\n"));
        }
        self.text.push('\n');
    }

    pub(super) fn see_also(&mut self) {
        if self.links.is_empty() {
            return;
        }
        self.text.push_str("## See also\n\n");
        for link in std::mem::take(&mut self.links) {
            self.push(format_args!("- {link}\n"));
        }
    }

    /// A block of code that occurs nowhere else in the corpus, so that a cache
    /// of highlighted blocks does not flatter.
    pub(super) fn code(&mut self, index: usize, block: usize) {
        let id = format!("{}_{index}_{block}", self.random.word().replace('-', "_"));
        let (language, lines) = match (index / 3 + block) % 5 {
            0 => ("rust", self.rust(&id)),
            1 => ("yaml", self.yaml(&id)),
            2 => ("json", self.json(&id)),
            3 => ("bash", self.bash(&id)),
            _ => ("dockerfile", self.dockerfile(&id)),
        };
        self.push(format_args!("```{language}\n{lines}```\n\n"));
    }

    fn rust(&mut self, id: &str) -> String {
        let mut text = format!("/// {}\npub fn {id}(count: u64) -> Option<u64> {{\n", self.random.sentence());
        for step in 0..3 + self.random.below(6) {
            let number = self.random.below(10_000);
            let _ = writeln!(
                text,
                "    let step_{step} = count.checked_mul({number})?; // {}",
                self.random.words(3)
            );
        }
        let _ = writeln!(text, "    Some(step_0 + \"{id}\".len() as u64)\n}}");
        text
    }

    fn yaml(&mut self, id: &str) -> String {
        let mut text = format!("# {}\nname: {id}\nsteps:\n", self.random.sentence());
        for _ in 0..3 + self.random.below(6) {
            let (key, value) = (self.random.word(), self.random.below(10_000));
            let _ = writeln!(text, "  - {key}: \"{}\"\n    limit: {value}", self.random.words(3));
        }
        text
    }

    fn json(&mut self, id: &str) -> String {
        let mut text = format!("{{\n  \"family\": \"{id}\",\n  \"settings\": [\n");
        for _ in 0..3 + self.random.below(6) {
            let (name, value) = (self.random.words(2), self.random.below(10_000));
            let _ = writeln!(text, "    {{ \"name\": \"{name}\", \"value\": {value}, \"on\": true }},");
        }
        text.push_str("    null\n  ]\n}\n");
        text
    }

    fn bash(&mut self, id: &str) -> String {
        let mut text = format!("#!/usr/bin/env bash\n# {}\nset -euo pipefail\n", self.random.sentence());
        for step in 0..3 + self.random.below(6) {
            let (word, number) = (self.random.word(), self.random.below(10_000));
            let _ =
                writeln!(text, "if [ \"${{{id}:-{number}}}\" -gt {step} ]; then echo \"{word}\" | sort; fi");
        }
        text
    }

    fn dockerfile(&mut self, id: &str) -> String {
        let mut text =
            format!("# {}\nFROM example/{id}:1.0 AS build\nWORKDIR /src\n", self.random.sentence());
        for _ in 0..3 + self.random.below(6) {
            let (word, number) = (self.random.word(), self.random.below(10_000));
            let _ = writeln!(
                text,
                "RUN make {word} --jobs={number} && rm -rf /tmp/{word}\nENV {}={number}",
                word.replace('-', "_").to_uppercase()
            );
        }
        text.push_str("CMD [\"/usr/bin/run\", \"--now\"]\n");
        text
    }
}
