//! The start tags of an HTML or XML text with their attributes. In: a text
//! that a generator wrote. Out: tags in their order. Not a parser of HTML: it
//! knows comments, quotes and the text of scripts, and no more is needed.

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name in small letters.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty if it stands there without one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags.
#[must_use]
pub fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = after(comment, "-->");
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (tag, tail) = start_tag(rest);
        rest = match tag.name.as_str() {
            "script" => after(tail, "</script"),
            "style" => after(tail, "</style"),
            _ => tail,
        };
        found.push(tag);
    }
    found
}

fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

/// Reads a tag from its name on; gives it and what follows it.
fn start_tag(text: &str) -> (Tag, &str) {
    let (name, mut rest) = split(text, |c| c.is_whitespace() || c == '>' || c == '/');
    let mut tag = Tag { name: name.to_ascii_lowercase(), attributes: Vec::new() };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(tail) = rest.strip_prefix('>') {
            return (tag, tail);
        }
        if rest.is_empty() {
            return (tag, rest);
        }
        let (key, tail) = split(rest, |c| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        // A character that starts no name is stepped over, or this would not end.
        if key.is_empty() && !tail.starts_with('=') {
            return (tag, tail);
        }
        let (value, tail) = value(tail);
        rest = tail;
        tag.attributes.push((key.to_ascii_lowercase(), value));
    }
}

fn value(text: &str) -> (String, &str) {
    let Some(text) = text.trim_start().strip_prefix('=') else {
        return (String::new(), text);
    };
    let text = text.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            let (value, tail) = split(inside, |c| c == quote);
            return (unescape(value), tail.strip_prefix(quote).unwrap_or(tail));
        }
    }
    let (value, tail) = split(text, |c| c.is_whitespace() || c == '>');
    (unescape(value), tail)
}

fn split(text: &str, stop: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(stop).unwrap_or(text.len()))
}

/// The references that are written in addresses; `&amp;` last, or it would
/// make new ones.
fn unescape(text: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, name: &str, attribute: &str) -> Vec<String> {
        tags(text)
            .iter()
            .filter(|tag| tag.name == name)
            .filter_map(|tag| tag.get(attribute).map(str::to_owned))
            .collect()
    }

    #[test]
    fn attributes_are_read_in_every_way_of_writing_them() {
        let text = "<a href=\"/x/?a=1&amp;b=2\">x</a><A HREF='y' hidden><a href=z/>";
        assert_eq!(values(text, "a", "href"), ["/x/?a=1&b=2", "y", "z/"]);
        assert_eq!(values(text, "a", "hidden"), [""]);
    }

    #[test]
    fn what_stands_in_comments_and_scripts_is_no_tag() {
        let text = "<!-- <a href=1> --><script src=s>\"<a href=2>\"</script><p>1 < 2<a href=3>";
        assert_eq!(values(text, "a", "href"), ["3"]);
        assert_eq!(values(text, "script", "src"), ["s"]);
    }

    #[test]
    fn broken_markup_ends() {
        for text in ["<", "<a", "<a href", "<a href=", "<a href=\"", "<a \"\">", "<a ==>", "<!--"] {
            let _ = tags(text);
        }
    }
}
