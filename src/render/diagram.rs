//! Diagrams.
//!
//! In: Mermaid's text. Out: a title, a description in words, and an SVG whose colours are
//! classes for the style sheet (`static/css/diagram.css`), so that it follows the colour scheme.
//! It must not know about notes or pages; ids are made unique by the caller's prefix.
//!
//! Mermaid's text is parsed by a library; layout and drawing are done here. The library's own
//! layout measures text with the fonts that happen to be installed (and writes what it learns to
//! the user's cache folder), so that the same text would not give the same bytes everywhere, and
//! it puts labels under boxes. Here text is measured with a table of widths.

mod canvas;
mod flow;
mod layers;
mod sequence;
mod source;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;

use mermaid_rs_renderer::DiagramKind;

use canvas::{Canvas, Labels};
use source::Source;

/// Breaks a text into lines of at most `widest` units in type of this size.
pub(in crate::render) fn lines(text: &str, widest: f32, size: f32) -> Vec<String> {
    text::Words::new(text, widest * text::SIZE / size).lines
}

/// A drawn diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// One line, from `accTitle`.
    pub title: String,
    /// What the diagram shows, in words, from `accDescr`.
    pub description: String,
    /// The `<svg>` element. Title and description are in it too.
    pub svg: String,
}

/// Why a diagram can't be drawn. Lines count from 1, in the diagram's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiagramError {
    /// There is nothing to draw.
    Empty,
    /// No `accTitle: …` line.
    MissingTitle,
    /// No `accDescr: …` line or `accDescr { … }` block.
    MissingDescription,
    /// A kind of diagram that can't be drawn here.
    UnknownKind {
        /// The line of its name.
        line: usize,
        /// The name as it was written.
        kind: String,
        /// The known kind that is nearest to it, if one is near.
        nearest: Option<String>,
    },
    /// Something that Mermaid knows and a page of this site can't have.
    Unsupported {
        /// Its line.
        line: usize,
        /// What it is.
        what: &'static str,
        /// What to do instead.
        help: &'static str,
    },
    /// Text that is not Mermaid.
    Syntax {
        /// Its line, if it is known.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
}

impl DiagramError {
    /// The line of the mistake in the diagram's text, from 1, if it is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::MissingTitle | Self::MissingDescription => None,
            Self::UnknownKind { line, .. } | Self::Unsupported { line, .. } => Some(*line),
            Self::Syntax { line, .. } => *line,
        }
    }

    /// What the author can do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Empty => "begin with `flowchart TB` and a line such as `a --> b`".to_owned(),
            Self::MissingTitle => "add a line `accTitle: …`: a few words that name the diagram".to_owned(),
            Self::MissingDescription => {
                "add `accDescr { … }`: sentences that say all that the diagram shows".to_owned()
            }
            Self::UnknownKind { nearest: Some(kind), .. } => format!("did you mean `{kind}`?"),
            Self::UnknownKind { nearest: None, .. } => {
                format!("known kinds: {}", source::KINDS.join(", "))
            }
            Self::Unsupported { help, .. } => (*help).to_owned(),
            Self::Syntax { .. } => "see https://mermaid.js.org for the syntax".to_owned(),
        }
    }
}

impl fmt::Display for DiagramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the diagram is empty"),
            Self::MissingTitle => f.write_str("the diagram has no title"),
            Self::MissingDescription => f.write_str("the diagram has no description in words"),
            Self::UnknownKind { kind, .. } => write!(f, "unknown kind of diagram `{kind}`"),
            Self::Unsupported { what, .. } => write!(f, "{what} can't be used in a diagram"),
            Self::Syntax { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for DiagramError {}

/// Draws a diagram. All ids in the SVG begin with `id_prefix` and a hyphen; the prefix must be
/// good for an id, and unique on its page.
///
/// # Errors
/// [`DiagramError`] if the text alternative is missing, or the text can't be drawn whole.
pub fn draw(source: &str, id_prefix: &str) -> Result<Diagram, DiagramError> {
    let source = Source::read(source)?;
    let mut graph = source.parse()?;
    // Quotes around a label belong to the syntax; the parser leaves them on some.
    for edge in &mut graph.edges {
        if let Some(label) = &mut edge.label {
            *label = label.trim().trim_matches('"').to_owned();
        }
    }
    let mut canvas = Canvas::new();
    if graph.kind == DiagramKind::Sequence {
        sequence::draw(&graph, &source.steps(), &mut canvas);
    } else {
        flow::draw(&graph, &mut canvas)
            .map_err(|message| DiagramError::Syntax { line: None, message: message.to_owned() })?;
    }
    let labels = Labels { prefix: id_prefix, title: &source.title, description: &source.description };
    let svg = canvas.finish(&labels);
    Ok(Diagram { title: source.title, description: source.description, svg })
}
