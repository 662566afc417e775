//! Words, numbers and checksums of the compact texts in which state is kept: practice, scenarios.
//!
//! A text is a first line `studydeck-KIND VERSION`, lines of words parted by single spaces, and a
//! last line `. CHECKSUM` over all lines before it. Line ends of any system are read.
//!
//! In: text. Out: numbers and lines, and back. Must not know: what they mean.

/// The base in which times and other large numbers are written.
pub(super) const SHORT: u32 = 36;

/// FNV-1a with 64 bits: small, and the same everywhere. Not for secrets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(u64);

impl Hash {
    /// Of nothing.
    pub(super) const NEW: Self = Self(0xcbf2_9ce4_8422_2325);

    /// With a text after what there was.
    #[must_use]
    pub(super) fn add(self, text: &str) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(self.0, step))
    }

    /// All 64 bits.
    pub(super) const fn long(self) -> u64 {
        self.0
    }

    /// Both halves folded into 32 bits.
    pub(crate) const fn short(self) -> u32 {
        let folded = (self.0 ^ (self.0 >> 32)) & 0xffff_ffff;
        // Nothing is cut: the upper half is nought.
        folded as u32
    }
}

/// The hash of one text.
pub(crate) fn hash(text: &str) -> Hash {
    Hash::NEW.add(text)
}

/// Writes a number in a base of up to 36.
pub(super) fn push_number(out: &mut String, mut value: u64, radix: u32) {
    let mut reversed = ['0'; 64];
    let mut used: usize = 0;
    let base = u64::from(radix.clamp(2, SHORT));
    for place in &mut reversed {
        let digit = u32::try_from(value.checked_rem(base).unwrap_or_default()).unwrap_or_default();
        *place = char::from_digit(digit, SHORT).unwrap_or('0');
        used = used.saturating_add(1);
        value = value.checked_div(base).unwrap_or_default();
        if value == 0 {
            break;
        }
    }
    out.extend(reversed.iter().take(used).rev());
}

/// Writes words one after another.
pub(crate) fn push_words(out: &mut String, words: &[&str]) {
    for word in words {
        out.push_str(word);
    }
}

/// Reads a number that is nothing but digits of its base.
pub(super) fn number(text: &str, radix: u32) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.chars().try_fold(0_u64, |value, c| {
        let digit = c.to_digit(radix).filter(|_| !c.is_ascii_uppercase())?;
        value.checked_mul(radix.into())?.checked_add(digit.into())
    })
}

/// Reads a number that must fit a smaller type.
pub(super) fn small<T: TryFrom<u64>>(text: &str, radix: u32) -> Option<T> {
    number(text, radix).and_then(|value| T::try_from(value).ok())
}

/// Writes 32 bits as eight digits.
pub(crate) fn push_hex(out: &mut String, value: u32) {
    for shift in [28, 24, 20, 16, 12, 8, 4, 0_u32] {
        out.extend(char::from_digit((value >> shift) & 15, 16));
    }
}

/// Reads eight digits.
pub(super) fn hex(text: &str) -> Option<u32> {
    if text.len() == 8 { small(text, 16) } else { None }
}

/// The digit of an option's number.
pub(super) fn digit(number: u8) -> char {
    char::from_digit(number.into(), SHORT).unwrap_or('0')
}

/// The option's number of a digit.
pub(super) fn from_digit(c: char) -> Option<u8> {
    c.to_digit(SHORT).filter(|_| !c.is_ascii_uppercase()).and_then(|digit| u8::try_from(digit).ok())
}

/// Whether a name can stand in a line as one word.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text != "-" && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Writes what somebody typed as one word: letters, digits, points and commas stay.
pub(crate) fn push_escaped(out: &mut String, typed: &str) {
    for c in typed.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '$') {
            out.push(c);
        } else {
            out.push('%');
            push_number(out, u32::from(c).into(), 16);
            out.push(';');
        }
    }
}

/// Undoes [`push_escaped`].
pub(crate) fn unescape(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = word;
    while let Some((plain, escaped)) = rest.split_once('%') {
        let (code, after) = escaped.split_once(';')?;
        out.push_str(plain);
        out.push(small(code, 16).and_then(char::from_u32)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// Begins a text of a kind.
pub(crate) fn begin(kind: &str, version: u32) -> String {
    let mut out = String::from("studydeck-");
    out.push_str(kind);
    out.push(' ');
    push_number(&mut out, version.into(), 10);
    out.push('\n');
    out
}

/// Ends a text with its checksum.
pub(crate) fn seal(mut out: String) -> String {
    let sum = checksum(&out);
    out.push_str(". ");
    push_hex(&mut out, sum);
    out.push('\n');
    out
}

/// The lines' checksum, whatever ends them.
fn checksum(lines: &str) -> u32 {
    lines.lines().fold(Hash::NEW, |hash, line| hash.add(line).add("\n")).short()
}

/// A text taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opened<'t> {
    /// Its version.
    pub(crate) version: u32,
    /// The lines between the first and the last.
    pub(crate) body: &'t str,
    /// Whether the checksum is there and right.
    pub(crate) whole: bool,
}

/// Takes a text apart; `None` if it does not begin as one of that kind.
pub(crate) fn open<'t>(text: &'t str, kind: &str) -> Option<Opened<'t>> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let version = first.trim_end().strip_prefix("studydeck-")?.strip_prefix(kind)?.strip_prefix(' ')?;
    let version = small(version, 10)?;
    let trimmed = rest.trim_end();
    let (before, last) =
        match trimmed.rfind('\n').and_then(|at| trimmed.split_at_checked(at.saturating_add(1))) {
            Some(parts) => parts,
            None => ("", trimmed),
        };
    let Some(sum) = last.strip_prefix(". ") else {
        return Some(Opened { version, body: rest, whole: false });
    };
    let covered = text.len().saturating_sub(rest.len()).saturating_add(before.len());
    let whole = text.get(..covered).map(checksum) == hex(sum);
    Some(Opened { version, body: before, whole })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hashes_are_the_published_ones() {
        assert_eq!(hash("").long(), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a").long(), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash("foobar").long(), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn texts_are_sealed_and_opened() {
        let text = seal(begin("test", 7) + "a b\nc\n");
        let opened = open(&text, "test").unwrap();
        assert_eq!((opened.version, opened.body, opened.whole), (7, "a b\nc\n", true));
        assert_eq!(open(&text, "other"), None);
        assert_eq!(open("", "test"), None);
        assert!(open(&format!("\u{feff}{}\r\n\r\n", text.replace('\n', "\r\n")), "test").unwrap().whole);
        for damaged in [text.replace('b', "x"), text.replace("c\n", ""), text[..text.len() - 3].to_owned()] {
            assert!(!open(&damaged, "test").unwrap().whole, "{damaged}");
        }
        assert!(open(&seal(begin("test", 1)), "test").unwrap().whole);
    }

    proptest! {
        #[test]
        fn numbers_and_words_round_trip(value: u64, small: u32, typed in "\\PC{0,20}") {
            for radix in [2, 10, 16, SHORT] {
                let mut out = String::new();
                push_number(&mut out, value, radix);
                prop_assert_eq!(number(&out, radix), Some(value));
            }
            let mut out = String::new();
            push_hex(&mut out, small);
            prop_assert_eq!(hex(&out), Some(small));
            let mut out = String::new();
            push_escaped(&mut out, &typed);
            prop_assert!(!out.contains([' ', ':', '-']));
            prop_assert_eq!(unescape(&out), Some(typed));
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,60}", lines in "(studydeck-t [0-9]{1,3}|[. a-f0-9]{0,12}|\n){0,6}") {
            let _ = (number(&text, 36), hex(&text), unescape(&text), open(&text, "t"), open(&lines, "t"));
        }
    }
}
