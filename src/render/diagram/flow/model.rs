//! A graph as the layout wants it: nodes with sizes, a tree of blocks, and links without circles.

use std::collections::BTreeMap;

use mermaid_rs_renderer::{DiagramKind, EdgeDecoration, EdgeStyle, Graph, NodeShape};

use super::super::text::Words;

/// The widest line of a label in a box, and of one beside a link.
const WIDEST_NODE: f32 = 150.0;
const WIDEST_LABEL: f32 = 120.0;

/// What a link begins or ends at, or what stands in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Node(usize),
    Block(usize),
}

/// What a node is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Rect,
    Round,
    Pill,
    Subroutine,
    Cylinder,
    Circle,
    DoubleCircle,
    /// Also for questions: a diamond takes three times the room for the same words.
    Hexagon,
    Slanted {
        left: bool,
    },
    Trapezoid {
        wide_top: bool,
    },
    Flag,
    Bar,
    Choice,
    Note,
    Start,
    Finish,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) label: Words,
    pub(super) shape: Shape,
    pub(super) width: f32,
    pub(super) height: f32,
}

#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) title: Words,
    pub(super) members: Vec<End>,
    parent: usize,
}

#[derive(Debug)]
pub(super) struct Edge {
    pub(super) from: End,
    pub(super) to: End,
    pub(super) label: Words,
    pub(super) style: EdgeStyle,
    pub(super) marks: (Mark, Mark),
    /// The innermost block that holds both ends.
    pub(super) home: usize,
    /// It closes a circle, and runs up.
    pub(super) is_back: bool,
}

/// What stands at the end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Arrow,
    Circle,
    Cross,
}

impl Edge {
    /// The upper and the lower end.
    pub(super) fn downwards(&self) -> (End, End) {
        if self.is_back { (self.to, self.from) } else { (self.from, self.to) }
    }
}

#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) nodes: Vec<Node>,
    /// The first one is the whole diagram.
    pub(super) blocks: Vec<Group>,
    pub(super) edges: Vec<Edge>,
    /// The block that each node stands in.
    homes: Vec<usize>,
}

impl Model {
    pub(super) fn new(graph: &Graph) -> Result<Self, &'static str> {
        let mut model = Self::default();
        let mut ends: BTreeMap<&str, End> = BTreeMap::new();
        model.add_blocks(graph, &mut ends);
        model.add_nodes(graph, &mut ends);
        model.add_members();
        for edge in &graph.edges {
            let (Some(from), Some(to)) = (ends.get(edge.from.as_str()), ends.get(edge.to.as_str())) else {
                return Err("a link leads to something that is not in the diagram");
            };
            let mark = |arrow: bool, decoration: Option<EdgeDecoration>| match decoration {
                Some(EdgeDecoration::Circle) => Mark::Circle,
                Some(EdgeDecoration::Cross) => Mark::Cross,
                _ if arrow => Mark::Arrow,
                _ => Mark::None,
            };
            let marks =
                (mark(edge.arrow_start, edge.start_decoration), mark(edge.arrow_end, edge.end_decoration));
            let label = Words::new(edge.label.as_deref().unwrap_or_default(), WIDEST_LABEL);
            model.link(*from, *to, label, edge.style, marks)?;
        }
        model.add_notes(graph, &ends)?;
        for block in 0..model.blocks.len() {
            model.turn_back_links(block);
        }
        Ok(model)
    }

    fn add_blocks<'a>(&mut self, graph: &'a Graph, ends: &mut BTreeMap<&'a str, End>) {
        self.blocks.push(Group::default());
        for (index, subgraph) in graph.subgraphs.iter().enumerate() {
            let parent = innermost(graph, |other| {
                other != index
                    && subgraph.nodes.iter().all(|node| graph.subgraphs[other].nodes.contains(node))
                    && (graph.subgraphs[other].nodes.len() > subgraph.nodes.len() || other < index)
            });
            self.blocks.push(Group {
                title: Words::new(&subgraph.label, f32::INFINITY),
                members: Vec::new(),
                parent,
            });
            if let Some(id) = &subgraph.id {
                ends.insert(id, End::Block(index + 1));
            }
        }
    }

    fn add_nodes<'a>(&mut self, graph: &'a Graph, ends: &mut BTreeMap<&'a str, End>) {
        let mut ids: Vec<&String> = graph.nodes.keys().collect();
        ids.sort_by_key(|id| graph.node_order.get(*id).copied().unwrap_or(usize::MAX));
        for id in ids {
            // A block that links lead to stands in the list of nodes too.
            if ends.contains_key(id.as_str()) {
                continue;
            }
            let node = &graph.nodes[id];
            let shape = match shape_of(id, node.shape) {
                Shape::Hexagon if graph.kind == DiagramKind::State => Shape::Choice,
                shape => shape,
            };
            let is_mute = matches!(shape, Shape::Start | Shape::Finish | Shape::Bar | Shape::Choice);
            // The parser puts a rule between a state's name and what it does.
            let text = if is_mute { String::new() } else { node.label.replace("\n---\n", "\n") };
            let label = Words::new(&text, WIDEST_NODE);
            ends.insert(id, End::Node(self.nodes.len()));
            let home = innermost(graph, |block| graph.subgraphs[block].nodes.contains(id));
            self.add_node(label, shape, home);
        }
    }

    fn add_node(&mut self, label: Words, shape: Shape, home: usize) -> End {
        let (width, height) = size_of(shape, &label);
        self.nodes.push(Node { label, shape, width, height });
        self.homes.push(home);
        End::Node(self.nodes.len() - 1)
    }

    /// Fills the blocks, in the order of the text.
    fn add_members(&mut self) {
        let mut first = vec![usize::MAX; self.blocks.len()];
        for (node, home) in self.homes.iter().enumerate() {
            let mut block = *home;
            while block > 0 {
                first[block] = first[block].min(node);
                block = self.blocks[block].parent;
            }
        }
        let mut members: Vec<(usize, usize, End)> = Vec::new();
        members.extend(self.homes.iter().enumerate().map(|(node, home)| (node, *home, End::Node(node))));
        for (block, node) in first.into_iter().enumerate().skip(1) {
            members.push((node, self.blocks[block].parent, End::Block(block)));
        }
        members.sort_unstable();
        for (_, home, end) in members {
            self.blocks[home].members.push(end);
        }
    }

    fn link(
        &mut self,
        from: End,
        to: End,
        label: Words,
        style: EdgeStyle,
        marks: (Mark, Mark),
    ) -> Result<(), &'static str> {
        let chain = self.around(from);
        let home = self.around(to).into_iter().find(|block| chain.contains(block)).unwrap_or(0);
        let inside = |end| matches!(end, End::Block(block) if block == home);
        let is_nested = |end, other| matches!(end, End::Block(block) if self.around(other).contains(&block));
        if inside(from) || inside(to) || is_nested(from, to) || is_nested(to, from) {
            return Err("a link leads from a block to something inside it");
        }
        self.edges.push(Edge { from, to, label, style, marks, home, is_back: false });
        Ok(())
    }

    /// Notes hang under their state on a dotted line.
    fn add_notes(&mut self, graph: &Graph, ends: &BTreeMap<&str, End>) -> Result<(), &'static str> {
        for note in &graph.state_notes {
            let Some(target) = ends.get(note.target.as_str()).copied() else {
                return Err("a note belongs to a state that is not in the diagram");
            };
            let home = self.around(target)[0];
            let label = Words::new(&note.label, WIDEST_NODE);
            let end = self.add_node(label, Shape::Note, home);
            self.blocks[home].members.push(end);
            let marks = (Mark::None, Mark::None);
            self.link(target, end, Words::default(), EdgeStyle::Dotted, marks)?;
        }
        Ok(())
    }

    /// The blocks around something, from the inside out.
    fn around(&self, end: End) -> Vec<usize> {
        let mut block = match end {
            End::Node(node) => self.homes[node],
            End::Block(block) => self.blocks[block].parent,
        };
        let mut chain = vec![block];
        while block > 0 {
            block = self.blocks[block].parent;
            chain.push(block);
        }
        chain
    }

    /// Which of a block's members holds something, if one does.
    pub(super) fn member_of(&self, block: usize, end: End) -> Option<usize> {
        let chain = self.around(end);
        let at = chain.iter().position(|around| *around == block)?;
        let member = if at == 0 { end } else { End::Block(chain[at - 1]) };
        self.blocks[block].members.iter().position(|other| *other == member)
    }

    /// Marks the links of a block that close circles: those that lead back to something that a
    /// walk along the links, in the order of the text, is still inside of.
    fn turn_back_links(&mut self, block: usize) {
        let count = self.blocks[block].members.len();
        let mut next: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
        for (index, edge) in self.edges.iter().enumerate() {
            let ends = (self.member_of(block, edge.from), self.member_of(block, edge.to));
            if let (Some(from), Some(to)) = ends
                && edge.home == block
                && from != to
            {
                next[from].push((to, index));
            }
        }
        // Begin where nothing leads to, then with whatever is left.
        let is_target = |member: &usize| next.iter().flatten().any(|(to, _)| to == member);
        let (later, first): (Vec<usize>, Vec<usize>) = (0..count).partition(is_target);
        let mut state = vec![State::New; count];
        for start in first.into_iter().chain(later) {
            if state[start] != State::New {
                continue;
            }
            state[start] = State::Open;
            let mut path = vec![(start, 0)];
            while let Some((member, step)) = path.last_mut() {
                let member = *member;
                let Some((to, edge)) = next[member].get(*step).copied() else {
                    state[member] = State::Done;
                    path.pop();
                    continue;
                };
                *step += 1;
                match state[to] {
                    State::Open => self.edges[edge].is_back = true,
                    State::New => {
                        state[to] = State::Open;
                        path.push((to, 0));
                    }
                    State::Done => {}
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// The block (0 is the whole) of the smallest subgraph that fits.
fn innermost(graph: &Graph, fits: impl Fn(usize) -> bool) -> usize {
    (0..graph.subgraphs.len())
        .filter(|index| fits(*index))
        .min_by_key(|index| (graph.subgraphs[*index].nodes.len(), std::cmp::Reverse(*index)))
        .map_or(0, |index| index + 1)
}

fn shape_of(id: &str, shape: NodeShape) -> Shape {
    match shape {
        _ if id.starts_with("__start_") => Shape::Start,
        _ if id.starts_with("__end_") => Shape::Finish,
        NodeShape::ForkJoin => Shape::Bar,
        NodeShape::RoundRect => Shape::Round,
        NodeShape::Stadium => Shape::Pill,
        NodeShape::Subroutine => Shape::Subroutine,
        NodeShape::Cylinder => Shape::Cylinder,
        NodeShape::Circle => Shape::Circle,
        NodeShape::DoubleCircle => Shape::DoubleCircle,
        NodeShape::Diamond | NodeShape::Hexagon => Shape::Hexagon,
        NodeShape::Parallelogram => Shape::Slanted { left: false },
        NodeShape::ParallelogramAlt => Shape::Slanted { left: true },
        NodeShape::Trapezoid => Shape::Trapezoid { wide_top: false },
        NodeShape::TrapezoidAlt => Shape::Trapezoid { wide_top: true },
        NodeShape::Asymmetric => Shape::Flag,
        _ => Shape::Rect,
    }
}

fn size_of(shape: Shape, label: &Words) -> (f32, f32) {
    let (width, height) = (label.width, label.height);
    match shape {
        Shape::Start | Shape::Finish => (16.0, 16.0),
        Shape::Bar => (72.0, 6.0),
        Shape::Choice => (28.0, 28.0),
        Shape::Circle | Shape::DoubleCircle => {
            let rim = if shape == Shape::DoubleCircle { 22.0 } else { 14.0 };
            let size = width.hypot(height) + rim;
            (size, size)
        }
        Shape::Cylinder => (width + 28.0, height + 32.0),
        Shape::Pill | Shape::Subroutine => (width + 36.0, height + 18.0),
        Shape::Hexagon | Shape::Slanted { .. } | Shape::Trapezoid { .. } | Shape::Flag => {
            (width + 44.0, height + 18.0)
        }
        Shape::Note => (width + 22.0, height + 14.0),
        Shape::Rect | Shape::Round => ((width + 28.0).max(44.0), height + 18.0),
    }
}
