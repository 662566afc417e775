//! How much room a text takes.
//!
//! In: text. Out: its lines and their size in the drawing's units. The widths come from a table
//! that is a little generous for ordinary text faces: the reader's font is not known here, and a
//! label must not stick out of its box.

/// Size of all text in a drawing.
pub(super) const SIZE: f32 = 16.0;
/// From one baseline to the next.
pub(super) const LINE: f32 = 20.0;

/// A text broken into lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Words {
    pub(super) lines: Vec<String>,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Words {
    /// Breaks a text at `<br>`, and between words where a line would get wider than `widest`.
    pub(super) fn new(text: &str, widest: f32) -> Self {
        let text = text.replace("<br/>", "\n").replace("<br />", "\n").replace("<br>", "\n");
        let mut lines = Vec::new();
        for part in text.replace("\\n", "\n").lines() {
            lines.extend(balanced(part, widest));
        }
        if lines.is_empty() {
            return Self::default();
        }
        let width = lines.iter().map(|line| width(line)).fold(0.0, f32::max);
        #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
        let height = lines.len() as f32 * LINE;
        Self { lines, width, height }
    }
}

/// Lines of about the same length instead of a full one and a short rest.
fn balanced(text: &str, widest: f32) -> Vec<String> {
    let lines = wrapped(text, widest);
    let mut narrower = widest;
    let mut best = lines;
    while best.len() > 1 && narrower > widest * 0.5 {
        narrower -= SIZE / 2.0;
        let lines = wrapped(text, narrower);
        if lines.len() != best.len() {
            break;
        }
        best = lines;
    }
    best
}

fn wrapped(text: &str, widest: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(word) <= widest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The width of a line.
pub(super) fn width(line: &str) -> f32 {
    line.chars().map(|c| factor(c) * SIZE).sum()
}

fn factor(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.37,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 0.92,
        'A'..='Z' => 0.68,
        '0'..='9' => 0.59,
        c if c.is_ascii() => 0.55,
        // Scripts whose signs are as wide as they are high.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' => 1.05,
        '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{1f300}'..='\u{1faff}' => 1.05,
        _ => 0.62,
    }
}
