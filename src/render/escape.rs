//! Text to HTML. In: plain text. Out: text that is safe between tags and in
//! quoted attributes.

/// Appends `text` with the four special characters escaped.
pub fn push(out: &mut String, text: &str) {
    push_where(out, text, true);
}

/// Appends text that stands between tags and never in an attribute: quotes
/// stay as they are, which keeps code small.
pub fn push_between_tags(out: &mut String, text: &str) {
    push_where(out, text, false);
}

fn push_where(out: &mut String, text: &str, quotes: bool) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Text between tags, escaped.
#[must_use]
pub fn between_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push_between_tags(&mut out, text);
    out
}

/// The text, escaped.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push(&mut out, text);
    out
}

/// An address for `href` or `src`: what no address may hold is percent-encoded,
/// the rest escaped.
#[must_use]
pub fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#x27;"),
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => percent(&mut out, c),
            c if c.is_ascii_graphic() => out.push(c),
            c => percent(&mut out, c),
        }
    }
    out
}

fn percent(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        out.push('%');
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(digit), 16).map_or('0', |d| d.to_ascii_uppercase()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(escape("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
        assert_eq!(address("/a b/ä?x=1&y"), "/a%20b/%C3%A4?x=1&amp;y");
    }
}
