//! Shapes and links of a graph, once it is known where they stand.

use mermaid_rs_renderer::EdgeStyle;

use super::super::canvas::{Anchor, Canvas, Path, Point, Rect};
use super::super::layers::Stop;
use super::model::{Edge, End, Mark, Model, Node, Shape};
use super::{Laid, PAD, TITLE, Turn};

/// How deep the slanting sides of a shape cut in.
const SLANT: f32 = 14.0;
/// How high the lid of a cylinder is.
const LID: f32 = 6.0;
/// How far before an arrow's tip its line ends.
const TIP: f32 = 6.0;

pub(super) fn paint(model: &Model, laid: &Laid, turn: Turn, canvas: &mut Canvas) {
    for (_, rect) in &laid.blocks {
        canvas.rect("dg-cluster", turn.rect(*rect), 8.0);
    }
    let mut labels = Vec::new();
    for (index, edge) in model.edges.iter().enumerate() {
        let mut stops: Vec<Stop> = Vec::new();
        let mut pieces: Vec<_> =
            laid.routes.iter().filter(|(link, _)| *link == index).map(|(_, route)| route).collect();
        pieces.sort_by(|a, b| a.stops[0].top.total_cmp(&b.stops[0].top));
        for piece in pieces {
            stops.extend(&piece.stops);
            labels.extend(piece.label.map(|at| (turn.point(at), &edge.label)));
        }
        if stops.is_empty() {
            if let End::Node(node) = edge.from
                && edge.from == edge.to
            {
                own_loop(edge, rect_of(laid, node, turn), canvas);
            }
        } else {
            link(model, laid, edge, &mut stops, turn, canvas);
        }
    }
    for (index, rect) in &laid.nodes {
        shape(&model.nodes[*index], turn.rect(*rect), canvas);
    }
    for (at, label) in labels {
        canvas.rect("dg-label", Rect::around(at, label.width + 8.0, label.height + 2.0), 3.0);
        canvas.text("dg-text", label, at, Anchor::Middle);
    }
    for (block, rect) in &laid.blocks {
        let rect = turn.rect(*rect);
        let at = (rect.x + PAD, rect.y + PAD / 2.0 + TITLE / 2.0);
        canvas.text("dg-text dg-title", &model.blocks[*block].title, at, Anchor::Start);
    }
}

fn rect_of(laid: &Laid, node: usize, turn: Turn) -> Rect {
    let found = laid.nodes.iter().find(|(index, _)| *index == node);
    turn.rect(found.map_or(Rect::around((0.0, 0.0), 0.0, 0.0), |(_, rect)| *rect))
}

fn line_class(style: EdgeStyle) -> &'static str {
    match style {
        EdgeStyle::Solid => "dg-edge",
        EdgeStyle::Dotted => "dg-edge dg-dash",
        EdgeStyle::Thick => "dg-edge dg-thick",
    }
}

/// Draws a link along its stops, which go down the layers.
fn link(model: &Model, laid: &Laid, edge: &Edge, stops: &mut [Stop], turn: Turn, canvas: &mut Canvas) {
    let (upper, lower) = edge.downwards();
    let (upper_mark, lower_mark) = if edge.is_back { (edge.marks.1, edge.marks.0) } else { edge.marks };
    // The slanting and round sides of shapes lie further in than the box around them.
    let last = stops.len() - 1;
    let (first_x, last_x) = (stops[0].x, stops[last].x);
    stops[0].bottom -= inset(model, laid, upper, first_x, turn);
    stops[last].top += inset(model, laid, lower, last_x, turn);
    let start = (first_x, stops[0].bottom);
    let end = (last_x, stops[last].top);
    let room = |mark| if mark == Mark::None { 0.0 } else { TIP };
    let mut path = Path::at(turn.point((start.0, start.1 + room(upper_mark))));
    for stop in &stops[1..last] {
        path.flow(turn.point((stop.x, stop.top)), turn.is_sideways());
        if stop.bottom > stop.top {
            path.line(turn.point((stop.x, stop.bottom)));
        }
    }
    path.flow(turn.point((end.0, end.1 - room(lower_mark))), turn.is_sideways());
    canvas.path(line_class(edge.style), &path);
    mark(upper_mark, turn.point((start.0, start.1 + 20.0)), turn.point(start), canvas);
    mark(lower_mark, turn.point((end.0, end.1 - 20.0)), turn.point(end), canvas);
}

fn mark(mark: Mark, from: Point, tip: Point, canvas: &mut Canvas) {
    match mark {
        Mark::None => {}
        Mark::Arrow => canvas.head(from, tip),
        Mark::Circle => {
            let (dx, dy) = ((from.0 - tip.0).signum(), (from.1 - tip.1).signum());
            let at = if from.0 == tip.0 { (tip.0, tip.1 + dy * 4.0) } else { (tip.0 + dx * 4.0, tip.1) };
            canvas.ellipse("dg-arrow", Rect::around(at, 8.0, 8.0));
        }
        Mark::Cross => {
            let at = (tip.0 + (from.0 - tip.0) * 0.25, tip.1 + (from.1 - tip.1) * 0.25);
            canvas.line("dg-edge", (at.0 - 4.0, at.1 - 4.0), (at.0 + 4.0, at.1 + 4.0));
            canvas.line("dg-edge", (at.0 - 4.0, at.1 + 4.0), (at.0 + 4.0, at.1 - 4.0));
        }
    }
}

/// How far a shape's side lies inside the box around it, where a link meets it.
fn inset(model: &Model, laid: &Laid, end: End, x: f32, turn: Turn) -> f32 {
    let End::Node(index) = end else { return 0.0 };
    let Some((_, rect)) = laid.nodes.iter().find(|(node, _)| *node == index) else {
        return 0.0;
    };
    let aside = (x - rect.centre().0).abs();
    let (half, depth) = (rect.width / 2.0, rect.height / 2.0);
    match model.nodes[index].shape {
        Shape::Circle | Shape::DoubleCircle | Shape::Start | Shape::Finish => {
            depth * (1.0 - (1.0 - (aside / half).min(1.0).powi(2)).sqrt())
        }
        Shape::Choice => depth * (aside / half).min(1.0),
        // Seen from the side, a hexagon is a point.
        Shape::Hexagon if turn.is_sideways() => SLANT * (aside / half).min(1.0),
        Shape::Slanted { .. } | Shape::Trapezoid { .. } | Shape::Flag if turn.is_sideways() => SLANT / 2.0,
        Shape::Cylinder if !turn.is_sideways() => {
            LID * (1.0 - (1.0 - (aside / half).min(1.0).powi(2)).sqrt())
        }
        _ => 0.0,
    }
}

/// A link from a node to itself, at its right side.
fn own_loop(edge: &Edge, rect: Rect, canvas: &mut Canvas) {
    let (x, y) = (rect.right(), rect.centre().1);
    let lift = (rect.height / 4.0).min(10.0);
    let mut path = Path::at((x, y - lift));
    let far = x + 34.0;
    path.curve((far, y - lift * 2.5), (far, y + lift * 2.5), (x + TIP, y + lift));
    canvas.path(line_class(edge.style), &path);
    mark(edge.marks.1, (x + 20.0, y + lift + 6.0), (x, y + lift), canvas);
    let at = (far + edge.label.width / 2.0, y);
    canvas.text("dg-text", &edge.label, at, Anchor::Middle);
}

fn shape(node: &Node, rect: Rect, canvas: &mut Canvas) {
    let Rect { x, y, .. } = rect;
    let (right, bottom) = (rect.right(), rect.bottom());
    let centre = rect.centre();
    let class = "dg-node";
    match node.shape {
        Shape::Rect => canvas.rect(class, rect, 5.0),
        Shape::Round => canvas.rect(class, rect, 12.0),
        Shape::Pill => canvas.rect(class, rect, rect.height / 2.0),
        Shape::Note => canvas.rect("dg-note", rect, 2.0),
        Shape::Bar => canvas.rect("dg-arrow", rect, 2.0),
        Shape::Circle => canvas.ellipse(class, rect),
        Shape::Start => canvas.ellipse("dg-arrow", rect),
        Shape::DoubleCircle => {
            canvas.ellipse(class, rect);
            canvas.ellipse(class, Rect::around(centre, rect.width - 8.0, rect.height - 8.0));
        }
        Shape::Finish => {
            canvas.ellipse("dg-outline", rect);
            canvas.ellipse("dg-arrow", Rect::around(centre, 8.0, 8.0));
        }
        Shape::Subroutine => {
            canvas.rect(class, rect, 3.0);
            canvas.line("dg-outline", (x + 7.0, y), (x + 7.0, bottom));
            canvas.line("dg-outline", (right - 7.0, y), (right - 7.0, bottom));
        }
        Shape::Cylinder => cylinder(rect, canvas),
        Shape::Hexagon | Shape::Choice | Shape::Slanted { .. } | Shape::Trapezoid { .. } | Shape::Flag => {
            canvas.polygon(class, &corners(node.shape, rect));
        }
    }
    let lowered = if node.shape == Shape::Cylinder { LID / 2.0 } else { 0.0 };
    canvas.text("dg-text", &node.label, (centre.0, centre.1 + lowered), Anchor::Middle);
}

fn cylinder(rect: Rect, canvas: &mut Canvas) {
    let (left, right) = (rect.x, rect.right());
    let (lid, floor) = (rect.y + LID, rect.bottom() - LID);
    let mut path = Path::at((left, lid));
    path.arc((right, lid), LID, false);
    path.line((right, floor));
    path.arc((left, floor), LID, true);
    path.close();
    canvas.path("dg-node", &path);
    let mut rim = Path::at((left, lid));
    rim.arc((right, lid), LID, true);
    canvas.path("dg-outline", &rim);
}

/// The corners of a shape with straight sides.
fn corners(shape: Shape, rect: Rect) -> Vec<Point> {
    let Rect { x, y, .. } = rect;
    let (right, bottom) = (rect.right(), rect.bottom());
    let (cx, cy) = rect.centre();
    let leaning = |top_left: f32, top_right: f32, low_right: f32, low_left: f32| {
        vec![(x + top_left, y), (right - top_right, y), (right - low_right, bottom), (x + low_left, bottom)]
    };
    match shape {
        Shape::Hexagon => vec![
            (x, cy),
            (x + SLANT, y),
            (right - SLANT, y),
            (right, cy),
            (right - SLANT, bottom),
            (x + SLANT, bottom),
        ],
        Shape::Choice => vec![(x, cy), (cx, y), (right, cy), (cx, bottom)],
        Shape::Slanted { left: true } => leaning(0.0, SLANT, 0.0, SLANT),
        Shape::Slanted { left: false } => leaning(SLANT, 0.0, SLANT, 0.0),
        Shape::Trapezoid { wide_top: true } => leaning(0.0, 0.0, SLANT, SLANT),
        Shape::Trapezoid { wide_top: false } => leaning(SLANT, SLANT, 0.0, 0.0),
        Shape::Flag => {
            vec![(x, y), (right, y), (right, bottom), (x, bottom), (x + SLANT, cy)]
        }
        _ => leaning(0.0, 0.0, 0.0, 0.0),
    }
}
