//! A diagram's text before it is drawn.
//!
//! In: Mermaid's text. Out: title, description and a graph, or the line of the mistake. The
//! parser passes over lines that it does not understand; here every line must leave a trace.

use mermaid_rs_renderer::validator::validate;
use mermaid_rs_renderer::{Edge, Graph, ParseError, parse_mermaid};

use super::DiagramError;
use super::sequence::Step;

/// Kinds of diagram that can be drawn.
pub(super) const KINDS: &[&str] =
    &["flowchart", "graph", "sequenceDiagram", "stateDiagram-v2", "stateDiagram"];

/// Statements that would put fixed colours or unchecked links into the drawing.
const UNSUPPORTED: &[(&str, &str, &str)] = &[
    ("style", "a fixed colour", "leave colours out: they come from the site, light and dark"),
    ("classDef", "a fixed colour", "leave colours out: they come from the site, light and dark"),
    ("linkStyle", "a fixed colour", "leave colours out: they come from the site, light and dark"),
    ("%%{init:", "a theme", "leave it out: the site sets the look of diagrams"),
    ("click", "a link", "put the link into the text, where it is checked"),
    ("rect", "a coloured frame", "use `opt` or `loop`, or leave the frame out"),
];

/// The parts of a diagram's text.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) description: String,
    kind: String,
    lines: Vec<Line>,
}

/// A line for the parser, and where it came from (from 1).
#[derive(Debug)]
struct Line {
    text: String,
    number: usize,
}

impl Source {
    /// Takes the text alternative out of the text and checks what kind of diagram it is.
    pub(super) fn read(text: &str) -> Result<Self, DiagramError> {
        let mut title = String::new();
        let mut description = String::new();
        let mut lines = Vec::new();
        let mut numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
        while let Some((number, line)) = numbered.next() {
            if let Some(rest) = keyword(line, "accTitle", ':') {
                title = words(rest);
            } else if let Some(rest) = keyword(line, "accDescr", ':') {
                description = words(rest);
            } else if let Some(rest) = keyword(line, "accDescr", '{') {
                let mut block = rest.to_owned();
                while !block.contains('}') {
                    let Some((_, more)) = numbered.next() else {
                        return Err(DiagramError::Syntax {
                            line: Some(number),
                            message: "`accDescr {` is never closed".to_owned(),
                        });
                    };
                    block.push('\n');
                    block.push_str(more);
                }
                description = words(block.split('}').next().unwrap_or_default());
            } else {
                lines.push(Line { text: line.to_owned(), number });
            }
        }
        let kind = kind_of(&lines)?;
        if title.is_empty() {
            return Err(DiagramError::MissingTitle);
        }
        if description.is_empty() {
            return Err(DiagramError::MissingDescription);
        }
        Ok(Self { title, description, kind, lines })
    }

    /// The graph that the text describes.
    pub(super) fn parse(&self) -> Result<Graph, DiagramError> {
        self.lines.iter().try_for_each(check_supported)?;
        let lines = self.expanded();
        let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        validate(&text).map_err(|error| syntax(&error, &lines))?;
        let parsed = parse_mermaid(&text).map_err(|error| DiagramError::Syntax {
            line: lines.iter().find(|line| self.alone(line).is_err()).map(|line| line.number),
            message: error.to_string(),
        })?;
        if let Some(lost) = lines.iter().find(|line| self.is_lost(line)) {
            return Err(DiagramError::Syntax {
                line: Some(lost.number),
                message: format!("`{}` is not a line of a {}", lost.text.trim(), self.kind),
            });
        }
        if parsed.graph.nodes.is_empty() {
            return Err(DiagramError::Empty);
        }
        Ok(parsed.graph)
    }

    /// What happens in a sequence, in order: the graph only has the messages.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.expanded().iter().filter_map(|line| step(line.text.trim())).collect()
    }

    /// In sequences `a->>+b` is short for a message and a line that says that `b` is active, and
    /// `a-->>-b` for one and a line that says that `a` no longer is.
    fn expanded(&self) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.lines.len());
        for Line { text, number } in &self.lines {
            let message = (self.kind == "sequenceDiagram").then(|| activation(text)).flatten();
            if let Some((message, change)) = message {
                lines.push(Line { text: message, number: *number });
                lines.push(Line { text: change, number: *number });
            } else {
                lines.push(Line { text: text.clone(), number: *number });
            }
        }
        lines
    }

    /// The line's graph if it stood alone.
    fn alone(&self, line: &Line) -> Result<Graph, ()> {
        let text = format!("{}\n{}", self.kind, line.text);
        parse_mermaid(&text).map(|parsed| parsed.graph).map_err(|_| ())
    }

    /// Whether the parser passes over a line, or takes it for something that it can't be.
    fn is_lost(&self, line: &Line) -> bool {
        let text = line.text.trim();
        let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if text.is_empty()
            || text == "}"
            || text.ends_with('{')
            || text.starts_with("%%")
            || text.starts_with(&self.kind)
            || STRUCTURE.contains(&first)
        {
            return false;
        }
        self.alone(line).is_ok_and(|graph| {
            let is_state = self.kind.starts_with("stateDiagram");
            let has_nothing = graph.nodes.is_empty() && graph.state_notes.is_empty();
            has_nothing || (!is_state && has_lost_words(text, &graph))
        })
    }
}

/// First words of lines that give the diagram its structure; they mean nothing alone.
const STRUCTURE: &[&str] = &[
    "activate",
    "actor",
    "alt",
    "and",
    "autonumber",
    "boundary",
    "break",
    "class",
    "collections",
    "control",
    "critical",
    "database",
    "deactivate",
    "direction",
    "else",
    "end",
    "entity",
    "loop",
    "note",
    "Note",
    "opt",
    "option",
    "par",
    "participant",
    "queue",
    "subgraph",
    "title",
];

/// Whether a word of the line is nowhere in what the parser made of it. Single letters may be
/// the ends of links, and are not looked at.
fn has_lost_words(text: &str, graph: &Graph) -> bool {
    let mut seen = String::new();
    let labels = |edge: &Edge| [edge.label.clone(), edge.start_label.clone(), edge.end_label.clone()];
    for (id, node) in &graph.nodes {
        seen.extend([id.as_str(), " ", node.label.as_str(), " "]);
    }
    for label in graph.edges.iter().flat_map(labels).flatten() {
        seen.extend([label.as_str(), " "]);
    }
    let classes = graph.node_classes.values().flatten();
    for more in classes.chain(graph.sequence_notes.iter().map(|note| &note.label)) {
        seen.extend([more.as_str(), " "]);
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word != "br" && word.chars().count() > 1 && !seen.contains(word))
}

/// What a line of a sequence does, if it is not a declaration.
fn step(line: &str) -> Option<Step> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim().trim_matches('"').to_owned();
    Some(match word.to_ascii_lowercase().as_str() {
        "" | "sequencediagram" | "participant" | "actor" | "boundary" | "control" | "entity" | "database"
        | "collections" | "queue" | "autonumber" | "title" => return None,
        _ if line.starts_with("%%") => return None,
        kind @ ("alt" | "opt" | "loop" | "par" | "critical" | "break") => {
            Step::Open { kind: kind.to_owned(), condition: rest }
        }
        "else" | "and" | "option" => Step::Section(rest),
        "end" => Step::Close,
        "activate" => Step::Activate(rest),
        "deactivate" => Step::Deactivate(rest),
        "note" => Step::Note,
        _ => Step::Message,
    })
}

/// What follows a keyword and its sign at the start of a line.
fn keyword<'a>(line: &'a str, word: &str, sign: char) -> Option<&'a str> {
    line.trim_start().strip_prefix(word)?.trim_start().strip_prefix(sign)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind_of(lines: &[Line]) -> Result<String, DiagramError> {
    let header = lines.iter().find(|line| {
        let text = line.text.trim();
        !text.is_empty() && !text.starts_with("%%")
    });
    let header = header.ok_or(DiagramError::Empty)?;
    let kind = header.text.split_whitespace().next().unwrap_or_default().trim_end_matches(';');
    if KINDS.contains(&kind) {
        return Ok(kind.to_owned());
    }
    let near = KINDS.iter().map(|known| (strsim::osa_distance(kind, known), known)).min();
    Err(DiagramError::UnknownKind {
        line: header.number,
        kind: kind.to_owned(),
        nearest: near.filter(|(distance, _)| *distance <= 3).map(|(_, known)| (*known).to_owned()),
    })
}

fn check_supported(line: &Line) -> Result<(), DiagramError> {
    let text = line.text.trim_start();
    if text.trim_end() == "--" {
        return Err(DiagramError::Unsupported {
            line: line.number,
            what: "states side by side",
            help: "draw each of them as a state with states of its own",
        });
    }
    for (word, what, help) in UNSUPPORTED {
        let rest = text.strip_prefix(word);
        if rest.is_some_and(|rest| word.ends_with(':') || rest.starts_with([' ', '\t'])) {
            return Err(DiagramError::Unsupported { line: line.number, what, help });
        }
    }
    Ok(())
}

/// A message with a `+` or `-` behind its arrow, as a message without and a line of its own.
fn activation(line: &str) -> Option<(String, String)> {
    const ARROWS: &[&str] = &["-->>", "->>", "--x", "-x", "--)", "-)", "-->", "->"];
    let head = line.split(':').next().unwrap_or_default();
    let (at, arrow) = ARROWS
        .iter()
        .filter_map(|arrow| Some((head.find(arrow)?, *arrow)))
        .min_by_key(|(at, arrow)| (*at, std::cmp::Reverse(arrow.len())))?;
    let (from, rest) = (&line[..at], &line[at + arrow.len()..]);
    let to = head[at + arrow.len()..].trim_start();
    let sign = to.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let message = format!("{from}{arrow}{}", rest.trim_start().trim_start_matches(sign));
    let change = if sign == '+' {
        format!("activate {}", to[1..].trim())
    } else {
        format!("deactivate {}", from.trim())
    };
    Some((message, change))
}

fn syntax(error: &ParseError, lines: &[Line]) -> DiagramError {
    let (line, message) = match error {
        ParseError::UnknownParticipant { name, line, candidates } => {
            let near = candidates.first().map(|near| format!("; did you mean `{near}`?"));
            (*line, format!("`{name}` is not a participant{}", near.unwrap_or_default()))
        }
        ParseError::UnclosedSubgraph { opened_at } => (*opened_at, "this block has no `end`".to_owned()),
        ParseError::UnexpectedToken { line, found, expected, .. } => {
            (*line, format!("`{found}` where there should be {expected}"))
        }
        ParseError::InvalidDirective { line, reason, .. } => (*line, reason.clone()),
        other => {
            return DiagramError::Syntax { line: None, message: other.to_string() };
        }
    };
    let index = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    DiagramError::Syntax { line: lines.get(index).map(|line| line.number), message }
}
