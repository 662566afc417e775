//! The sheet that a diagram is drawn on.
//!
//! In: shapes and texts with their classes. Out: an `<svg>` element that is as large as what is
//! on it, without any colour: the style sheet gives the classes theirs.

use std::fmt::Write as _;

use super::text::{LINE, SIZE, Words};
use crate::render::escape;

/// Room around the drawing.
const MARGIN: f32 = 8.0;
/// Length and half the width of an arrow's head.
const HEAD: (f32, f32) = (9.0, 4.5);

/// A point; y grows downwards.
pub(super) type Point = (f32, f32);

/// A rectangle by its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Rect {
    pub(super) fn around(centre: Point, width: f32, height: f32) -> Self {
        Self { x: centre.0 - width / 2.0, y: centre.1 - height / 2.0, width, height }
    }

    pub(super) fn right(&self) -> f32 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f32 {
        self.y + self.height
    }

    pub(super) fn centre(&self) -> Point {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// Title, description and ids of the drawing.
pub(super) struct Labels<'a> {
    pub(super) prefix: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// Which part of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
}

/// The drawing so far, and the box around it.
pub(super) struct Canvas {
    body: String,
    min: Point,
    max: Point,
}

impl Canvas {
    pub(super) fn new() -> Self {
        Self {
            body: String::new(),
            min: (f32::INFINITY, f32::INFINITY),
            max: (f32::NEG_INFINITY, f32::NEG_INFINITY),
        }
    }

    fn reach(&mut self, (x, y): Point) {
        self.min = (self.min.0.min(x), self.min.1.min(y));
        self.max = (self.max.0.max(x), self.max.1.max(y));
    }

    pub(super) fn rect(&mut self, class: &str, rect: Rect, radius: f32) {
        self.reach((rect.x, rect.y));
        self.reach((rect.right(), rect.bottom()));
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            n(rect.x),
            n(rect.y),
            n(rect.width),
            n(rect.height)
        );
        if radius > 0.0 {
            let _ = write!(self.body, " rx=\"{}\"", n(radius));
        }
        self.body.push_str("/>");
    }

    pub(super) fn ellipse(&mut self, class: &str, rect: Rect) {
        self.reach((rect.x, rect.y));
        self.reach((rect.right(), rect.bottom()));
        let (x, y) = rect.centre();
        let _ = write!(
            self.body,
            "<ellipse class=\"{class}\" cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"/>",
            n(x),
            n(y),
            n(rect.width / 2.0),
            n(rect.height / 2.0)
        );
    }

    pub(super) fn polygon(&mut self, class: &str, points: &[Point]) {
        let mut list = String::new();
        for point in points {
            self.reach(*point);
            let _ = write!(list, "{},{} ", n(point.0), n(point.1));
        }
        let _ = write!(self.body, "<polygon class=\"{class}\" points=\"{}\"/>", list.trim_end());
    }

    /// A path whose data is made of `reach`ed points.
    pub(super) fn path(&mut self, class: &str, path: &Path) {
        for point in &path.points {
            self.reach(*point);
        }
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{}\"/>", path.data);
    }

    pub(super) fn line(&mut self, class: &str, from: Point, to: Point) {
        let mut path = Path::at(from);
        path.line(to);
        self.path(class, &path);
    }

    /// The head of an arrow that comes from `from` and ends at `tip`.
    pub(super) fn head(&mut self, from: Point, tip: Point) {
        let (dx, dy) = (tip.0 - from.0, tip.1 - from.1);
        let length = dx.hypot(dy).max(0.001);
        let (ux, uy) = (dx / length, dy / length);
        let base = (tip.0 - ux * HEAD.0, tip.1 - uy * HEAD.0);
        let side = (-uy * HEAD.1, ux * HEAD.1);
        let corners = [tip, (base.0 + side.0, base.1 + side.1), (base.0 - side.0, base.1 - side.1)];
        self.polygon("dg-arrow", &corners);
    }

    /// A text; `at` is the middle of its height.
    pub(super) fn text(&mut self, class: &str, block: &Words, at: Point, anchor: Anchor) {
        if block.lines.is_empty() {
            return;
        }
        let left = if anchor == Anchor::Middle { at.0 - block.width / 2.0 } else { at.0 };
        self.reach((left, at.1 - block.height / 2.0));
        self.reach((left + block.width, at.1 + block.height / 2.0));
        // Words that may stand on a line are written twice: first as wide
        // letters in the ground's colour, then as themselves.
        if class.contains("dg-halo") || class.contains("dg-title") {
            self.letters(
                &class.trim_end_matches(" dg-halo").replace("dg-text", "dg-halo"),
                block,
                at,
                anchor,
            );
        }
        self.letters(class.trim_end_matches(" dg-halo"), block, at, anchor);
    }

    fn letters(&mut self, class: &str, block: &Words, at: Point, anchor: Anchor) {
        let anchor = if anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
        // A baseline lies about a third of the text's size under the middle of its line.
        let mut y = at.1 - block.height / 2.0 + LINE / 2.0 + SIZE * 0.34;
        let x = n(at.0);
        let _ = write!(self.body, "<text class=\"{class}\" x=\"{x}\" y=\"{}\"{anchor}>", n(y));
        if let [line] = block.lines.as_slice() {
            self.body.push_str(&escape::between_tags(line));
        } else {
            for line in &block.lines {
                let _ = write!(
                    self.body,
                    "<tspan x=\"{x}\" y=\"{}\">{}</tspan>",
                    n(y),
                    escape::between_tags(line)
                );
                y += LINE;
            }
        }
        self.body.push_str("</text>");
    }

    /// The finished element.
    pub(super) fn finish(self, labels: &Labels<'_>) -> String {
        let prefix = labels.prefix;
        let (x, y) = ((self.min.0 - MARGIN).floor(), (self.min.1 - MARGIN).floor());
        let width = (self.max.0 + MARGIN).ceil() - x;
        let height = (self.max.1 + MARGIN).ceil() - y;
        format!(
            "<svg class=\"dg{}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" \
             viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-size=\"{SIZE}\"><title id=\"{prefix}-title\">{}</title>\
             <desc id=\"{prefix}-desc\">{}</desc>{}</svg>",
            width_class(width),
            escape::between_tags(labels.title),
            escape::between_tags(labels.description),
            self.body
        )
    }
}

/// Wide drawings scroll on phones instead of shrinking until nobody can read them. There are no
/// inline styles, so their least width is one of a few classes, in steps of a hundred units.
fn width_class(width: f32) -> String {
    let steps = (width / 100.0).floor().min(16.0);
    if steps >= 5.0 { format!(" dg-w{steps}") } else { String::new() }
}

/// Data of a path.
pub(super) struct Path {
    data: String,
    points: Vec<Point>,
    last: Point,
}

impl Path {
    pub(super) fn at(start: Point) -> Self {
        let data = format!("M{} {}", n(start.0), n(start.1));
        Self { data, points: vec![start], last: start }
    }

    pub(super) fn line(&mut self, to: Point) {
        let _ = write!(self.data, "L{} {}", n(to.0), n(to.1));
        self.to(to);
    }

    /// A curve that leaves and arrives along the direction of flow: downwards, or to the right
    /// if `sideways`.
    pub(super) fn flow(&mut self, to: Point, sideways: bool) {
        let from = self.last;
        let (first, second) = if sideways {
            let middle = f32::midpoint(from.0, to.0);
            ((middle, from.1), (middle, to.1))
        } else {
            let middle = f32::midpoint(from.1, to.1);
            ((from.0, middle), (to.0, middle))
        };
        let straight = if sideways { (from.1 - to.1).abs() } else { (from.0 - to.0).abs() };
        if straight < 0.5 {
            return self.line(to);
        }
        self.curve(first, second, to);
    }

    pub(super) fn curve(&mut self, first: Point, second: Point, to: Point) {
        let _ = write!(
            self.data,
            "C{} {} {} {} {} {}",
            n(first.0),
            n(first.1),
            n(second.0),
            n(second.1),
            n(to.0),
            n(to.1)
        );
        self.to(to);
    }

    /// Half an ellipse to the other end of its width, bulging down or up.
    pub(super) fn arc(&mut self, to: Point, depth: f32, down: bool) {
        let radius = (to.0 - self.last.0).abs() / 2.0;
        let sweep = u8::from((to.0 > self.last.0) != down);
        let _ = write!(self.data, "A{} {} 0 0 {sweep} {} {}", n(radius), n(depth), n(to.0), n(to.1));
        self.to(to);
    }

    pub(super) fn close(&mut self) {
        self.data.push('Z');
    }

    fn to(&mut self, point: Point) {
        self.points.push(point);
        self.last = point;
    }
}

/// A number with at most one decimal: a tenth of a pixel is never seen.
fn n(value: f32) -> f32 {
    let rounded = (value * 10.0).round() / 10.0;
    // No minus before a nought.
    if rounded == 0.0 { 0.0 } else { rounded }
}
