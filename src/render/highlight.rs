//! Syntax highlighting.
//!
//! In: a language's name as it stands behind a code fence, and the code.
//! Out: escaped HTML with short `<span class="k">` marks, to stand inside `<code>`.
//! It must not know about notes, pages or colours: the style sheet gives each class its colours.
//!
//! Parsing is the whole cost (about half a millisecond a block), so results are kept by
//! (language, code) and survive from one build to the next while the program runs.

mod classes;
mod languages;
mod memo;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::OnceLock;

use syntect::parsing::{ClearAmount, ParseState, ScopeStackOp, SyntaxReference, SyntaxSet};

use classes::{Classes, PLAIN, Reader, Rule, Style};
use languages::{Language, Languages};
use memo::Memo;

use super::escape;

/// Lines longer than this are left plain: generated data, and the grammars are slow on them.
const LONGEST_LINE: usize = 8 * 1024;

/// Mark of a command line in a `console` block.
const PROMPT: &str = "$ ";

/// Highlights code. One instance serves all threads and all builds of a run.
#[derive(Default)]
pub struct Highlighter {
    // Loaded by the first block: a site without code never pays the 2 ms.
    grammars: OnceLock<Grammars>,
    classes: Classes,
    memo: Memo,
}

struct Grammars {
    set: SyntaxSet,
    languages: Languages,
}

/// No grammar has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage {
    /// The name as it was asked for.
    pub language: String,
    /// The known name that is nearest to it, if one is near.
    pub nearest: Option<String>,
}

impl UnknownLanguage {
    /// What the author can do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match &self.nearest {
            Some(name) => format!("did you mean `{name}`?"),
            None => "use the name of a known language, or `text` for no highlighting".to_owned(),
        }
    }
}

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no highlighting for the language `{}`", self.language)
    }
}

impl std::error::Error for UnknownLanguage {}

impl Highlighter {
    /// A highlighter with an empty memory. Costs nothing until it is used.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The HTML of a block of code. Taking the tags out of it and undoing the escapes gives
    /// back `code` exactly.
    ///
    /// # Errors
    /// [`UnknownLanguage`] if there is no grammar of this name; the caller can then show the
    /// result of [`escape::between_tags`].
    pub fn highlight(&self, language: &str, code: &str) -> Result<String, UnknownLanguage> {
        let grammars = self.grammars();
        let language = grammars.languages.find(language)?;
        if language == Language::Text {
            return Ok(escape::between_tags(code));
        }
        let key = Memo::key(language, code);
        if let Some(html) = self.memo.get(&key) {
            return Ok(html);
        }
        let html = self.render(grammars, language, code);
        self.memo.put(key, &html);
        Ok(html)
    }

    /// Whether a language of this name can be highlighted (or left plain on purpose).
    ///
    /// # Errors
    /// [`UnknownLanguage`] as [`Highlighter::highlight`] would give it.
    pub fn check(&self, language: &str) -> Result<(), UnknownLanguage> {
        self.grammars().languages.find(language).map(|_| ())
    }

    fn grammars(&self) -> &Grammars {
        self.grammars.get_or_init(|| {
            let set = two_face::syntax::extra_newlines();
            let languages = Languages::new(&set);
            Grammars { set, languages }
        })
    }

    fn render(&self, grammars: &Grammars, language: Language, code: &str) -> String {
        let mut out = Writer::new(code.len());
        let session = match language {
            Language::Text => None,
            Language::Console(bash) => Some((bash, has_prompt(code))),
            Language::Grammar(index) => Some((index, false)),
        };
        let Some((index, prompts)) = session else {
            return escape::between_tags(code);
        };
        let Some(syntax) = grammars.set.syntaxes().get(index) else {
            return escape::between_tags(code);
        };
        let mut painter = Painter::new(&grammars.set, syntax, self.classes.reader());
        if prompts {
            console(&mut painter, code, &mut out);
        } else {
            for line in code.split_inclusive('\n') {
                painter.line(line, &mut out);
            }
        }
        self.classes.learn(painter.rules);
        out.finish()
    }
}

fn has_prompt(code: &str) -> bool {
    code.lines().any(|line| line.starts_with(PROMPT))
}

/// A shell session: only what was typed is shell, the rest is the programs' output.
fn console(painter: &mut Painter<'_>, code: &str, out: &mut Writer) {
    let mut typed = false;
    for line in code.split_inclusive('\n') {
        if let Some(command) = line.strip_prefix(PROMPT) {
            painter.restart();
            out.push(PROMPT, b'o');
            painter.line(command, out);
            typed = true;
        } else if typed || line.starts_with('#') {
            painter.line(line, out);
        } else {
            out.push(line, PLAIN);
        }
        // A backslash at the end continues the command; anything else ends it.
        typed = typed && line.trim_end_matches(['\n', '\r']).ends_with('\\');
        if !typed {
            painter.restart();
        }
    }
}

/// Parses lines and turns the grammar's scopes into classes.
struct Painter<'a> {
    set: &'a SyntaxSet,
    syntax: &'a SyntaxReference,
    rules: Reader,
    state: ParseState,
    stack: Vec<Level>,
    cleared: Vec<Vec<Level>>,
}

/// One scope on the stack: its own rule, and the style of text that stands in it.
#[derive(Clone, Copy)]
struct Level {
    rule: Rule,
    style: Style,
}

impl<'a> Painter<'a> {
    fn new(set: &'a SyntaxSet, syntax: &'a SyntaxReference, rules: Reader) -> Self {
        Self {
            set,
            syntax,
            rules,
            state: ParseState::new(syntax),
            stack: Vec::with_capacity(16),
            cleared: Vec::new(),
        }
    }

    fn restart(&mut self) {
        self.state = ParseState::new(self.syntax);
        self.stack.clear();
        self.cleared.clear();
    }

    fn line(&mut self, line: &str, out: &mut Writer) {
        // A line that the grammar fails on is shown plain: no text is ever lost.
        let parsed =
            (line.len() <= LONGEST_LINE).then(|| self.state.parse_line(line, self.set).ok()).flatten();
        let Some(ops) = parsed else {
            out.push(line, PLAIN);
            return;
        };
        let mut from = 0;
        for (at, op) in &ops {
            if *at > from {
                out.push(&line[from..*at], self.class());
                from = *at;
            }
            self.apply(op);
        }
        out.push(&line[from..], self.class());
    }

    fn class(&self) -> u8 {
        self.stack.last().map_or(PLAIN, |level| level.style.class)
    }

    fn apply(&mut self, op: &ScopeStackOp) {
        match *op {
            ScopeStackOp::Push(scope) => {
                let rule = self.rules.rule(scope);
                self.push(rule);
            }
            ScopeStackOp::Pop(count) => {
                self.stack.truncate(self.stack.len().saturating_sub(count));
            }
            ScopeStackOp::Clear(amount) => {
                let keep = match amount {
                    ClearAmount::TopN(count) => self.stack.len().saturating_sub(count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.stack.split_off(keep));
            }
            ScopeStackOp::Restore => {
                for level in self.cleared.pop().unwrap_or_default() {
                    self.push(level.rule);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn push(&mut self, rule: Rule) {
        let around = self.stack.last().map_or(Style::PLAIN, |level| level.style);
        let style = rule.within(around);
        self.stack.push(Level { rule, style });
    }
}

/// Writes classed text as HTML, joining neighbours of one class and keeping white space at the
/// ends out of the spans.
struct Writer {
    html: String,
    open: u8,
    // White space since the last text: inside the span if the next text has the same class,
    // outside otherwise.
    gap: String,
}

impl Writer {
    fn new(code_len: usize) -> Self {
        Self { html: String::with_capacity(code_len * 2 + 64), open: PLAIN, gap: String::new() }
    }

    fn push(&mut self, text: &str, class: u8) {
        let ink = text.trim_matches([' ', '\n', '\t', '\r']);
        if ink.is_empty() {
            self.gap.push_str(text);
            return;
        }
        let start = ink.as_ptr() as usize - text.as_ptr() as usize;
        self.gap.push_str(&text[..start]);
        if class == self.open {
            self.html.push_str(&self.gap);
        } else {
            self.close();
            self.html.push_str(&self.gap);
            if class != PLAIN {
                self.html.push_str("<span class=\"");
                self.html.push(char::from(class));
                self.html.push_str("\">");
            }
            self.open = class;
        }
        self.gap.clear();
        escape::push_between_tags(&mut self.html, ink);
        self.gap.push_str(&text[start + ink.len()..]);
    }

    fn close(&mut self) {
        if self.open != PLAIN {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html.push_str(&self.gap);
        self.html
    }
}
