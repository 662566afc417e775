//! Reads the HTML that the program writes, as far as the tests need it: tags
//! with their attributes, in order.
//!
//! In: HTML with quoted attributes, as templates and renderer write it. Out:
//! [`Tag`]s, and the first place at which they are not balanced. This is no
//! parser for the HTML of others.

use std::collections::BTreeSet;

/// A start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Its name in lower case.
    pub(crate) name: String,
    /// Whether it is an end tag.
    pub(crate) closes: bool,
    /// Whether it ends in `/>`.
    pub(crate) closes_itself: bool,
    /// Attributes with their values unescaped; empty where there is none.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Elements that have no end tag.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// All tags in order. What stands in scripts, comments and the doctype is no
/// tag.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = tag(&rest[1..]);
        rest = after;
        let raw = !tag.closes && matches!(tag.name.as_str(), "script" | "style");
        if raw {
            rest = rest.find(&format!("</{}", tag.name)).map_or("", |end| &rest[end..]);
        }
        if !tag.name.starts_with('!') {
            found.push(tag);
        }
    }
    found
}

/// The tag at the start of `text`, its `<` aside, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let closes = text.starts_with('/');
    let text = text.strip_prefix('/').unwrap_or(text);
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag =
        Tag { name: text[..end].to_ascii_lowercase(), closes, closes_itself: false, attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start();
        match rest.chars().next() {
            None => return (tag, ""),
            Some('>') => return (tag, &rest[1..]),
            Some('/') => {
                tag.closes_itself = rest[1..].starts_with('>');
                rest = &rest[1..];
            }
            Some(_) => rest = attribute(rest, &mut tag.attributes),
        }
    }
}

/// Takes one attribute and gives back what follows it.
fn attribute<'h>(text: &'h str, attributes: &mut Vec<(String, String)>) -> &'h str {
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(text.len()).max(1);
    let name = text[..end].to_owned();
    let Some(value) = text[end..].strip_prefix("=\"") else {
        attributes.push((name, String::new()));
        return &text[end..];
    };
    let (value, after) = value.split_once('"').unwrap_or((value, ""));
    attributes.push((name, unescape(value)));
    after
}

/// Text without the references that the program writes.
pub(crate) fn unescape(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

/// Every start tag has its end tag, in the right order.
///
/// # Errors
/// With the first tag that does not fit.
pub(crate) fn balanced(html: &str) -> Result<(), String> {
    let mut open: Vec<String> = Vec::new();
    for tag in tags(html) {
        if tag.closes {
            let last = open.pop();
            if last.as_ref() != Some(&tag.name) {
                return Err(format!("</{}> closes {last:?}", tag.name));
            }
        } else if !tag.closes_itself && !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("never closed: {open:?}")) }
}

/// All ids of a page.
///
/// # Errors
/// With the first id that is given twice.
pub(crate) fn ids(tags: &[Tag]) -> Result<BTreeSet<String>, String> {
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.attribute("id")) {
        if !ids.insert(id.to_owned()) {
            return Err(id.to_owned());
        }
    }
    Ok(ids)
}

/// The part of `html` from `start` up to the next `end`.
pub(crate) fn part<'h>(html: &'h str, start: &str, end: &str) -> Option<&'h str> {
    let from = html.find(start)?;
    let to = html[from..].find(end)?;
    Some(&html[from..from + to])
}

/// The addresses of all links in a part of a page.
pub(crate) fn links(html: &str) -> Vec<String> {
    tags(html)
        .iter()
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.attribute("href"))
        .map(str::to_owned)
        .collect()
}
