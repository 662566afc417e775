//! From the renderer's SVG to one that the site can show.
//!
//! In: SVG painted with the colours of [`Part`]. Out: the same drawing with classes in place of
//! colours and fonts, without what is never seen, with short numbers and ids of its own.

use std::fmt::Write as _;

mod tree;

use tree::{Element, Node, parse};

/// What a colour is used for. The renderer is given these as colours, so that the drawing tells
/// what each shape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Ground,
    Node,
    NodeLine,
    Text,
    Line,
    Label,
    Cluster,
    ClusterLine,
    Note,
    NoteLine,
    Active,
}

impl Part {
    const ALL: [Self; 11] = [
        Self::Ground,
        Self::Node,
        Self::NodeLine,
        Self::Text,
        Self::Line,
        Self::Label,
        Self::Cluster,
        Self::ClusterLine,
        Self::Note,
        Self::NoteLine,
        Self::Active,
    ];

    /// The colour that stands for this part.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Ground => "#f00001",
            Self::Node => "#f00002",
            Self::NodeLine => "#f00003",
            Self::Text => "#f00004",
            Self::Line => "#f00005",
            Self::Label => "#f00006",
            Self::Cluster => "#f00007",
            Self::ClusterLine => "#f00008",
            Self::Note => "#f00009",
            Self::NoteLine => "#f0000a",
            Self::Active => "#f0000b",
        }
    }

    fn of(colour: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.colour() == colour)
    }
}

/// What the drawing is called, and what its ids begin with.
pub(super) struct Labels<'a> {
    pub(super) prefix: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// Size of the text in the drawing's own units; texts of this size need not say so.
const FONT_SIZE: &str = "16";

/// Room around the drawing.
const MARGIN: f32 = 6.0;

/// `None` if the renderer's output is not what it always was.
pub(super) fn rewrite(svg: &str, labels: &Labels<'_>) -> Option<String> {
    let root = parse(svg)?;
    let mut bounds = Bounds::default();
    let mut used = Vec::new();
    for child in &root.children {
        if let Node::Element(element) = child {
            bounds.add(element);
            collect_references(element, &mut used);
        }
    }
    let (x, y) = ((bounds.left - MARGIN).floor(), (bounds.top - MARGIN).floor());
    let width = (bounds.right + MARGIN).ceil() - x;
    let height = (bounds.bottom + MARGIN).ceil() - y;
    if !(width > 0.0 && height > 0.0 && width < 1.0e5 && height < 1.0e5) {
        return None;
    }
    let mut writer = Writer { out: String::with_capacity(svg.len() / 2), prefix: labels.prefix, used };
    let prefix = labels.prefix;
    write!(
        writer.out,
        "<svg class=\"dg{}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" \
         viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-size=\"{FONT_SIZE}\"><title id=\"{prefix}-title\">{}</title>\
         <desc id=\"{prefix}-desc\">{}</desc>",
        width_class(width),
        escape(labels.title),
        escape(labels.description),
    )
    .ok()?;
    for child in &root.children {
        writer.node(child);
    }
    writer.out.push_str("</svg>");
    Some(writer.out)
}

/// Wide drawings scroll on phones instead of shrinking until nobody can read them. There are no
/// inline styles, so their least width is one of a few classes, in steps of a hundred units.
fn width_class(width: f32) -> String {
    let steps = (width / 100.0).floor().min(16.0);
    if steps >= 5.0 { format!(" dg-w{steps}") } else { String::new() }
}

/// Where the drawing's shapes and texts lie.
struct Bounds {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { left: f32::INFINITY, top: f32::INFINITY, right: f32::NEG_INFINITY, bottom: f32::NEG_INFINITY }
    }
}

impl Bounds {
    fn point(&mut self, x: f32, y: f32) {
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.top = self.top.min(y);
        self.bottom = self.bottom.max(y);
    }

    fn add(&mut self, element: &Element) {
        let at = |name: &str| element.number(name).unwrap_or(0.0);
        match element.name.as_str() {
            // Symbols, and arrow heads that lie on the end of a line.
            "defs" => return,
            "g" if element.attribute("transform").is_some() => return,
            "rect" if !is_ground(element) => {
                self.point(at("x"), at("y"));
                self.point(at("x") + at("width"), at("y") + at("height"));
            }
            "line" => {
                self.point(at("x1"), at("y1"));
                self.point(at("x2"), at("y2"));
            }
            "circle" => {
                self.point(at("cx") - at("r"), at("cy") - at("r"));
                self.point(at("cx") + at("r"), at("cy") + at("r"));
            }
            "ellipse" => {
                self.point(at("cx") - at("rx"), at("cy") - at("ry"));
                self.point(at("cx") + at("rx"), at("cy") + at("ry"));
            }
            "path" | "polygon" | "polyline" => {
                let name = if element.name == "path" { "d" } else { "points" };
                let numbers = numbers(element.attribute(name).unwrap_or_default());
                for pair in numbers.chunks_exact(2) {
                    self.point(pair[0], pair[1]);
                }
            }
            "text" => self.text(element),
            _ => {}
        }
        for child in &element.children {
            if let Node::Element(child) = child {
                self.add(child);
            }
        }
    }

    /// A rough width is enough: text mostly lies inside shapes that were made for it.
    fn text(&mut self, element: &Element) {
        let size = element.number("font-size").unwrap_or(16.0);
        let (x, y) = (element.number("x").unwrap_or(0.0), element.number("y").unwrap_or(0.0));
        let longest = element.lines().iter().map(|line| line.chars().count()).max().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "a count of characters on a line")]
        let width = longest as f32 * size * 0.5;
        let left = match element.attribute("text-anchor") {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        self.point(left, y - size * 0.8);
        self.point(left + width, y + size * 0.2);
    }
}

fn is_ground(element: &Element) -> bool {
    element.attribute("fill") == Some(Part::Ground.colour()) && element.attribute("stroke").is_none()
}

/// The ids that `url(#…)` asks for.
fn collect_references(element: &Element, used: &mut Vec<String>) {
    for (_, value) in &element.attributes {
        if let Some(id) = reference(value) {
            used.push(id.to_owned());
        }
    }
    for child in &element.children {
        if let Node::Element(child) = child {
            collect_references(child, used);
        }
    }
}

fn reference(value: &str) -> Option<&str> {
    value.strip_prefix("url(#")?.strip_suffix(')')
}

struct Writer<'a> {
    out: String,
    prefix: &'a str,
    used: Vec<String>,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.out.push_str(text),
            Node::Element(element) => self.element(element),
        }
    }

    fn element(&mut self, element: &Element) {
        let is_unused = element.name == "marker"
            && !element.attribute("id").is_some_and(|id| self.used.iter().any(|used| used == id));
        let is_empty_defs = element.name == "defs" && self.used.is_empty();
        if is_unused || is_empty_defs || is_ground(element) {
            return;
        }
        let before = self.out.len();
        self.out.push('<');
        self.out.push_str(&element.name);
        let bare = self.out.len();
        self.attributes(element);
        // A group that says nothing any more.
        if element.name == "g" && self.out.len() == bare {
            self.out.truncate(before);
            element.children.iter().for_each(|child| self.node(child));
            return;
        }
        if element.children.is_empty() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        match element.only_line() {
            Some(line) => self.out.push_str(line),
            None => element.children.iter().for_each(|child| self.node(child)),
        }
        let _ = write!(self.out, "</{}>", element.name);
    }

    fn attributes(&mut self, element: &Element) {
        let class = class_of(element);
        if !class.is_empty() {
            self.attribute("class", &class);
        }
        for (name, value) in &element.attributes {
            match name.as_str() {
                "id" if element.name == "marker" => {
                    let id = format!("{}-{value}", self.prefix);
                    self.attribute(name, &id);
                }
                "rx" if class == "dg-node" && value == "3.00" => self.attribute(name, "6"),
                "ry" if element.attribute("rx").is_some_and(|rx| rx == value) => {}
                "font-size" if short_numbers(value) == FONT_SIZE => {}
                "text-anchor" | "font-weight" | "font-style" | "orient" | "markerUnits" => {
                    self.attribute(name, value);
                }
                _ if GEOMETRY.contains(&name.as_str()) => {
                    self.attribute(name, &short_numbers(value));
                }
                _ => {
                    if let Some(id) = reference(value) {
                        let value = format!("url(#{}-{id})", self.prefix);
                        self.attribute(name, &value);
                    }
                }
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"{value}\"");
    }
}

/// Attributes that say where and how large.
const GEOMETRY: &[&str] = &[
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "width",
    "height",
    "d",
    "points",
    "transform",
    "viewBox",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "font-size",
];

/// The classes of a shape, from what it was painted with.
fn class_of(element: &Element) -> String {
    let fill = element.attribute("fill");
    let stroke = element.attribute("stroke").filter(|stroke| *stroke != "none");
    let base = match element.name.as_str() {
        "text" => "dg-text",
        "g" | "tspan" | "marker" | "defs" => return String::new(),
        "line" | "polyline" => line_class(stroke),
        _ if fill == Some("none") => line_class(stroke),
        _ => match fill.and_then(Part::of) {
            Some(Part::Node) => "dg-node",
            Some(Part::Note) => "dg-note",
            Some(Part::Active) => "dg-active",
            Some(Part::Label | Part::Ground) => "dg-label",
            Some(Part::Line | Part::NodeLine | Part::Text) => "dg-arrow",
            _ if stroke.is_some() => "dg-cluster",
            _ => "dg-fill",
        },
    };
    let mut class = base.to_owned();
    if matches!(base, "dg-edge" | "dg-outline" | "dg-cluster") {
        let dashes = element.attribute("stroke-dasharray");
        if dashes.is_some_and(|dashes| !dashes.is_empty() && !dashes.ends_with(",0")) {
            class.push_str(" dg-dash");
        }
        if base == "dg-edge" && element.number("stroke-width").is_some_and(|width| width >= 3.0) {
            class.push_str(" dg-thick");
        }
    }
    class
}

fn line_class(stroke: Option<&str>) -> &'static str {
    match stroke.and_then(Part::of) {
        Some(Part::Line) => "dg-edge",
        _ => "dg-outline",
    }
}

/// Numbers of a list or of a path's data.
fn numbers(text: &str) -> Vec<f32> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')))
        .filter_map(|number| number.parse().ok())
        .collect()
}

/// The text with its numbers rounded to one decimal: a twentieth of a pixel is never seen.
fn short_numbers(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        short.push_str(&rest[..start]);
        let number = &rest[start..];
        let len =
            1 + number[1..].find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(number.len() - 1);
        match number[..len].parse::<f32>() {
            Ok(value) => {
                let rounded = (value * 10.0).round() / 10.0;
                // No minus before a nought.
                let _ = write!(short, "{}", if rounded == 0.0 { 0.0 } else { rounded });
            }
            Err(_) => short.push_str(&number[..len]),
        }
        rest = &number[len..];
    }
    short.push_str(rest);
    short.replace("M ", "M").replace(" L ", "L").replace(" Q ", "Q").replace(" Z", "Z")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
