//! The JSON that travels beside a widget: strings, lists and objects, nothing else.
//!
//! In: a [`Json`]. Out: text, and back. Numbers and yes-or-no are strings here, so that no figure
//! ever becomes a float. One small reader serves every widget; a derived one costs the bundle
//! 5 kB (a table for floats among it) and some more for each type.

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; the keys keep their order.
    Object(Vec<(String, Json)>),
}

/// Nesting that no props of ours reach; beyond it text is refused, so that the stack holds.
const DEPTH: usize = 8;

impl Json {
    /// An object from its keys and values.
    pub(crate) fn object<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A string.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The value of a key, if this is an object that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The string of a key.
    pub(crate) fn str(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The list of a key.
    pub(crate) fn list(&self, key: &str) -> Option<&[Self]> {
        match self.get(key)? {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Reads a text, all of it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(DEPTH)?;
        reader.skip_spaces();
        reader.rest.is_empty().then_some(value)
    }

    /// Writes it. A `<` is escaped, so that nothing in it can close a script element.
    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => write_text(text, out),
            Self::List(items) => write_all(out, ['[', ']'], items, Self::write),
            Self::Object(entries) => write_all(out, ['{', '}'], entries, |(key, value), out| {
                write_text(key, out);
                out.push(':');
                value.write(out);
            }),
        }
    }
}

fn write_all<T>(out: &mut String, [open, close]: [char; 2], items: &[T], each: impl Fn(&T, &mut String)) {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(item, out);
    }
    out.push(close);
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '<' | '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Takes a character if it comes next.
    fn take(&mut self, c: char) -> bool {
        self.skip_spaces();
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        if self.take('[') {
            let mut items = Vec::new();
            while !self.take(']') {
                self.comma(items.is_empty())?;
                items.push(self.value(depth)?);
            }
            return Some(Json::List(items));
        }
        if self.take('{') {
            let mut entries = Vec::new();
            while !self.take('}') {
                self.comma(entries.is_empty())?;
                let key = self.string()?;
                self.take(':').then_some(())?;
                entries.push((key, self.value(depth)?));
            }
            return Some(Json::Object(entries));
        }
        self.string().map(Json::Text)
    }

    /// The comma that stands before every item but the first.
    fn comma(&mut self, first: bool) -> Option<()> {
        (first || self.take(',')).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.take('"').then_some(())?;
        let mut out = String::new();
        let mut chars = self.rest.chars();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => out.push(match chars.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'u' => {
                        let mut code: u32 = 0;
                        for _ in 0..4 {
                            code = (code << 4) | chars.next()?.to_digit(16)?;
                        }
                        char::from_u32(code)?
                    }
                    c @ ('"' | '\\' | '/') => c,
                    _ => return None,
                }),
                c => out.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        let value = Json::object([
            ("a", Json::text("\"\\</script>\n\u{1}\u{7f}\u{fc}\u{1f600}")),
            ("list", Json::List(vec![Json::text(""), Json::List(vec![]), Json::object([])])),
        ]);
        let text = value.print();
        assert!(!text.contains('<'));
        assert_eq!(Json::parse(&text), Some(value));
        let spaced = " {\t\"a\" : \"x\\/\\u0041\" ,\n\"b\":[ \"1\" , \"2\" ] } ";
        let read = Json::parse(spaced).unwrap();
        assert_eq!(read.str("a"), Some("x/A"));
        assert_eq!(read.list("b").unwrap().len(), 2);
        assert_eq!((read.str("b"), read.list("a"), read.get("c")), (None, None, None));
    }

    #[test]
    fn nonsense_is_refused() {
        for wrong in [
            "",
            "1",
            "null",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "[",
            "[\"a\"",
            "[\"a\",]",
            "[,\"a\"]",
            "[\"a\" \"b\"]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":\"b\"",
            "\"a\"b",
            &"[".repeat(100_000),
        ] {
            assert_eq!(Json::parse(wrong), None, "{wrong:.20}");
        }
    }
}
