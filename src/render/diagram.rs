//! Diagrams.
//!
//! In: Mermaid's text. Out: a title, a description in words, and an SVG whose colours are
//! classes for the style sheet (`static/css/diagram.css`), so that it follows the colour scheme.
//! It must not know about notes or pages; ids are made unique by the caller's prefix.
//!
//! The same text gives the same bytes on every machine: text is measured with a table of widths,
//! never with the fonts that happen to be installed.

mod source;
mod svg;
#[cfg(test)]
mod tests;

use std::fmt;

use mermaid_rs_renderer::{LayoutConfig, Theme, compute_layout, render_svg};

use source::Source;

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
        for label in [&mut edge.label, &mut edge.start_label, &mut edge.end_label] {
            if let Some(text) = label {
                *text = text.trim().trim_matches('"').to_owned();
            }
        }
    }
    let (theme, config) = (theme(), config());
    let layout = compute_layout(&graph, &theme, &config);
    let raw = render_svg(&layout, &theme, &config);
    let labels = svg::Labels { prefix: id_prefix, title: &source.title, description: &source.description };
    let svg = svg::rewrite(&raw, &labels).ok_or_else(|| DiagramError::Syntax {
        line: None,
        message: "the diagram can't be drawn".to_owned(),
    })?;
    Ok(Diagram { title: source.title, description: source.description, svg })
}

/// No font has this name: the renderer then falls back to its table of widths, which is the same
/// everywhere. Asking for a real family would make the drawing depend on the machine.
const NO_FONT: &str = "studydeck-no-such-font";

/// A theme whose colours are only names for what is painted; see [`svg`].
fn theme() -> Theme {
    let mut theme = Theme::modern();
    let of = |part: svg::Part| part.colour().to_owned();
    theme.font_family = NO_FONT.to_owned();
    theme.font_size = 16.0;
    theme.background = of(svg::Part::Ground);
    theme.primary_color = of(svg::Part::Node);
    theme.primary_border_color = of(svg::Part::NodeLine);
    theme.primary_text_color = of(svg::Part::Text);
    theme.text_color = of(svg::Part::Text);
    theme.line_color = of(svg::Part::Line);
    theme.secondary_color = of(svg::Part::Node);
    theme.tertiary_color = of(svg::Part::Node);
    theme.edge_label_background = of(svg::Part::Label);
    theme.cluster_background = of(svg::Part::Cluster);
    theme.cluster_border = of(svg::Part::ClusterLine);
    theme.sequence_actor_fill = of(svg::Part::Node);
    theme.sequence_actor_border = of(svg::Part::NodeLine);
    theme.sequence_actor_line = of(svg::Part::NodeLine);
    theme.sequence_note_fill = of(svg::Part::Note);
    theme.sequence_note_border = of(svg::Part::NoteLine);
    theme.sequence_activation_fill = of(svg::Part::Active);
    theme.sequence_activation_border = of(svg::Part::NodeLine);
    theme
}

/// Closer together than the defaults, so that a diagram still reads at the width of a phone.
fn config() -> LayoutConfig {
    LayoutConfig {
        node_spacing: 50.0,
        rank_spacing: 50.0,
        node_padding_x: 30.0,
        node_padding_y: 15.0,
        label_line_height: 1.5,
        max_label_width_chars: 22,
        fast_text_metrics: true,
        ..LayoutConfig::default()
    }
}
