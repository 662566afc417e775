//! Flowcharts and state diagrams.
//!
//! In: a graph. Out: shapes and links on a canvas. Each block (a subgraph, a state with states of
//! its own) is laid out by itself and then stands as one box in the block around it; a link that
//! crosses a block's border gets a place on that border.

use mermaid_rs_renderer::{Direction, Graph};

use super::canvas::{Canvas, Point, Rect};
use super::layers::{self, Item, Link, Place, Route, Stop};
use super::text::Words;

mod draw;
mod model;

use model::{End, Model, Shape};

/// Between a block's border and what is in it.
const PAD: f32 = 14.0;
/// Room for a block's title.
const TITLE: f32 = 26.0;

/// Draws a graph.
pub(super) fn draw(graph: &Graph, canvas: &mut Canvas) -> Result<(), &'static str> {
    let model = Model::new(graph)?;
    let flow = Flow { model: &model, direction: graph.direction };
    let whole = flow.block(0);
    draw::paint(&model, &whole, Turn { direction: graph.direction, length: whole.height }, canvas);
    Ok(())
}

/// From the way that layers go (down) to the way that the diagram flows.
#[derive(Debug, Clone, Copy)]
struct Turn {
    direction: Direction,
    /// How long the whole is, downwards.
    length: f32,
}

impl Turn {
    fn is_sideways(self) -> bool {
        is_sideways(self.direction)
    }

    fn point(self, (x, y): Point) -> Point {
        match self.direction {
            Direction::TopDown => (x, y),
            Direction::BottomTop => (x, self.length - y),
            Direction::LeftRight => (y, x),
            Direction::RightLeft => (self.length - y, x),
        }
    }

    fn rect(self, rect: Rect) -> Rect {
        let (width, height) =
            if self.is_sideways() { (rect.height, rect.width) } else { (rect.width, rect.height) };
        Rect::around(self.point(rect.centre()), width, height)
    }
}

fn is_sideways(direction: Direction) -> bool {
    matches!(direction, Direction::LeftRight | Direction::RightLeft)
}

/// A block with its places worked out; its left upper corner is the origin.
#[derive(Debug, Default)]
struct Laid {
    width: f32,
    height: f32,
    /// Boxes by node.
    nodes: Vec<(usize, Rect)>,
    /// Boxes by block, outer ones first.
    blocks: Vec<(usize, Rect)>,
    /// Pieces of links.
    routes: Vec<(usize, Route)>,
    /// For each link that crosses the border, how far to the right it does.
    ports: Vec<(usize, f32)>,
}

/// What is in a block, for the layers.
#[derive(Debug, Default)]
struct Net {
    items: Vec<Item>,
    links: Vec<Link>,
    /// The edge of each link.
    edges: Vec<usize>,
    /// Edges that cross the border, and the items that stand for the place where they do.
    doors: Vec<(usize, usize)>,
}

impl Net {
    fn door(&mut self, edge: usize, place: Place) -> usize {
        let item = self.items.len();
        self.items.push(Item { place, ..Item::default() });
        self.doors.push((edge, item));
        item
    }
}

impl Laid {
    /// Takes over a member that stands in a box.
    fn take(&mut self, end: End, inside: Option<Self>, rect: Rect) {
        match (end, inside) {
            (End::Block(block), Some(mut inside)) => {
                inside.shift(rect.x, rect.y);
                self.blocks.push((block, rect));
                self.blocks.append(&mut inside.blocks);
                self.nodes.append(&mut inside.nodes);
                self.routes.append(&mut inside.routes);
            }
            (End::Node(node), _) => self.nodes.push((node, rect)),
            (End::Block(_), None) => {}
        }
    }

    fn shift(&mut self, dx: f32, dy: f32) {
        for (_, rect) in self.nodes.iter_mut().chain(&mut self.blocks) {
            rect.x += dx;
            rect.y += dy;
        }
        for (_, route) in &mut self.routes {
            for Stop { x, top, bottom } in &mut route.stops {
                *x += dx;
                *top += dy;
                *bottom += dy;
            }
            if let Some((x, y)) = &mut route.label {
                *x += dx;
                *y += dy;
            }
        }
        for (_, x) in &mut self.ports {
            *x += dx;
        }
    }

    fn port(&self, link: usize) -> Option<f32> {
        self.ports.iter().find(|(index, _)| *index == link).map(|(_, x)| x - self.width / 2.0)
    }
}

struct Flow<'a> {
    model: &'a Model,
    direction: Direction,
}

impl Flow<'_> {
    /// Lays out a block and all blocks in it.
    fn block(&self, block: usize) -> Laid {
        let members = &self.model.blocks[block].members;
        let inner: Vec<Option<Laid>> = members
            .iter()
            .map(|end| match end {
                End::Block(child) => Some(self.block(*child)),
                End::Node(_) => None,
            })
            .collect();
        let sizes = members.iter().zip(&inner).map(|(end, laid)| self.item(*end, laid.as_ref()));
        let mut net = Net { items: sizes.collect(), ..Net::default() };
        for index in 0..self.model.edges.len() {
            self.add_link(block, index, &inner, &mut net);
        }
        let placed = layers::place(&net.items, &net.links);
        let mut laid = Laid { width: placed.width, height: placed.height, ..Laid::default() };
        let boxes = net.items.iter().zip(&placed.centres);
        let boxes = boxes.map(|(item, at)| Rect::around(*at, item.width, item.height));
        for ((end, inside), rect) in members.iter().zip(inner).zip(boxes) {
            laid.take(*end, inside, rect);
        }
        laid.routes.extend(net.edges.into_iter().zip(placed.routes));
        let doors = net.doors.into_iter();
        laid.ports = doors.map(|(link, item)| (link, placed.centres[item].0)).collect();
        if block > 0 {
            self.frame(&mut laid, &self.model.blocks[block].title);
        }
        laid
    }

    /// Adds the part of a link that runs in a block, if one does.
    fn add_link(&self, block: usize, index: usize, inner: &[Option<Laid>], net: &mut Net) {
        let edge = &self.model.edges[index];
        let (upper, lower) = edge.downwards();
        let at = |end| self.model.member_of(block, end);
        let port = |member: usize| inner[member].as_ref().and_then(|laid| laid.port(index));
        let link = match (at(upper), at(lower)) {
            (Some(from), Some(to)) if edge.home == block && from != to => Link {
                from,
                to,
                label: self.label_size(&edge.label),
                from_port: port(from),
                to_port: port(to),
            },
            (None, Some(to)) => {
                let from = net.door(index, Place::Top);
                Link { from, to, to_port: port(to), ..Link::default() }
            }
            (Some(from), None) => {
                let to = net.door(index, Place::Bottom);
                Link { from, to, from_port: port(from), ..Link::default() }
            }
            _ => return,
        };
        net.links.push(link);
        net.edges.push(index);
    }

    /// Adds a border and room for the title around what is in a block.
    fn frame(&self, laid: &mut Laid, title: &Words) {
        let room = if title.lines.is_empty() { 0.0 } else { TITLE };
        // The title stands at the top of the drawing, whichever way the layers go.
        let (left, top, bottom) = match self.direction {
            Direction::TopDown => (0.0, room, 0.0),
            Direction::BottomTop => (0.0, 0.0, room),
            Direction::LeftRight | Direction::RightLeft => (room, 0.0, 0.0),
        };
        let needed = title.width + 2.0 * PAD;
        let (spare_x, spare_y) = if is_sideways(self.direction) {
            (0.0, (needed - laid.height - 2.0 * PAD).max(0.0))
        } else {
            ((needed - laid.width - 2.0 * PAD).max(0.0), 0.0)
        };
        laid.shift(PAD + left + spare_x / 2.0, PAD + top + spare_y / 2.0);
        laid.width += 2.0 * PAD + left + spare_x;
        laid.height += 2.0 * PAD + top + bottom + spare_y;
    }

    fn item(&self, end: End, laid: Option<&Laid>) -> Item {
        let (width, height) = match (end, laid) {
            (End::Node(node), _) => {
                let node = &self.model.nodes[node];
                // A bar always lies across the flow.
                match node.shape {
                    Shape::Bar => (node.width, node.height),
                    _ => self.turned(node.width, node.height),
                }
            }
            (End::Block(_), Some(laid)) => (laid.width, laid.height),
            (End::Block(_), None) => (0.0, 0.0),
        };
        Item { width, height, place: Place::Free }
    }

    fn label_size(&self, label: &Words) -> Option<(f32, f32)> {
        (!label.lines.is_empty()).then(|| self.turned(label.width + 8.0, label.height + 4.0))
    }

    fn turned(&self, width: f32, height: f32) -> (f32, f32) {
        if is_sideways(self.direction) { (height, width) } else { (width, height) }
    }
}
