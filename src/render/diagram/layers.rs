//! Boxes in layers.
//!
//! In: the sizes of boxes, and links between them that never lead back. Out: where each box
//! stands and how each link runs, from the top down. It must not know what the boxes are, or
//! which way the diagram flows in the end.
//!
//! The well-known method of Sugiyama and others: give each box a layer, fill long links with
//! stand-ins so that each step goes one layer down, order each layer so that few links cross,
//! then move the boxes of a layer sideways, keeping order and distance, to where their
//! neighbours would have them. Labels are stand-ins with a size, so nothing ever lies under them.

use std::collections::BTreeMap;

mod order;
mod shift;

/// Between two boxes of a layer.
const GAP: f32 = 26.0;
/// Between a stand-in and what stands beside it.
const NARROW_GAP: f32 = 14.0;
/// Between two layers.
const STEP: f32 = 36.0;
/// Between the two links that leave a box nearest to each other.
const PORT: f32 = 22.0;

/// A sideways step that is smaller than this is straightened.
const BEND: f32 = 5.0;

/// A box to place.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Item {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) place: Place,
}

/// Where a box may stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Wherever its links let it.
    #[default]
    Free,
    /// Over all others: a link comes in here from outside.
    Top,
    /// Under all others: a link goes out here.
    Bottom,
}

/// A link from a box down to another.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Width and height of its label.
    pub(super) label: Option<(f32, f32)>,
    /// Where it must leave its upper box or reach its lower one, counted from the middle; boxes
    /// that hold a diagram of their own have such places.
    pub(super) from_port: Option<f32>,
    pub(super) to_port: Option<f32>,
}

/// How a link runs: straight down along each stop, in curves between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Route {
    pub(super) stops: Vec<Stop>,
    pub(super) label: Option<(f32, f32)>,
}

/// A piece of a link that runs straight down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stop {
    pub(super) x: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

/// The outcome, with its left upper corner at the origin.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The middle of each box.
    pub(super) centres: Vec<(f32, f32)>,
    pub(super) routes: Vec<Route>,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// One of the things that stand in layers.
#[derive(Debug, Clone, Copy)]
struct Cell {
    layer: usize,
    width: f32,
    height: f32,
    /// The box, or `None` for a stand-in.
    item: Option<usize>,
}

/// Boxes and stand-ins, and the links between neighbouring layers.
struct Grid {
    cells: Vec<Cell>,
    /// Cells of each layer, from left to right.
    layers: Vec<Vec<usize>>,
    /// For each link its cells, from its upper box to its lower one.
    chains: Vec<Vec<usize>>,
    /// Neighbours in the layers above and below.
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

/// Places boxes that are linked without circles.
pub(super) fn place(items: &[Item], links: &[Link]) -> Placed {
    if items.is_empty() {
        return Placed::default();
    }
    let mut grid = Grid::new(items, links);
    order::untangle(&mut grid);
    let xs = shift::shift(&grid);
    finish(&grid, items, links, &xs)
}

impl Grid {
    fn new(items: &[Item], links: &[Link]) -> Self {
        let layers = layers_of(items, links);
        let count = layers.iter().max().map_or(1, |last| last + 1);
        let mut grid = Self {
            cells: Vec::new(),
            layers: vec![Vec::new(); count],
            chains: Vec::new(),
            above: Vec::new(),
            below: Vec::new(),
        };
        for (index, item) in items.iter().enumerate() {
            grid.add(layers[index], item.width, item.height, Some(index));
        }
        for link in links {
            let (top, bottom) = (layers[link.from], layers[link.to]);
            let middle = usize::midpoint(top, bottom);
            let mut chain = vec![link.from];
            for layer in top + 1..bottom {
                let (width, height) = link.label.filter(|_| layer == middle).unwrap_or_default();
                chain.push(grid.add(layer, width, height, None));
            }
            chain.push(link.to);
            for pair in chain.windows(2) {
                grid.below[pair[0]].push(pair[1]);
                grid.above[pair[1]].push(pair[0]);
            }
            grid.chains.push(chain);
        }
        grid
    }

    fn add(&mut self, layer: usize, width: f32, height: f32, item: Option<usize>) -> usize {
        let cell = self.cells.len();
        self.cells.push(Cell { layer, width, height, item });
        self.layers[layer].push(cell);
        self.above.push(Vec::new());
        self.below.push(Vec::new());
        cell
    }

    /// The least distance between the middles of two neighbours in a layer.
    fn distance(&self, left: usize, right: usize) -> f32 {
        let (left, right) = (&self.cells[left], &self.cells[right]);
        let gap = if left.item.is_some() && right.item.is_some() { GAP } else { NARROW_GAP };
        f32::midpoint(left.width, right.width) + gap
    }
}

/// The layer of each box: one (two if there are labels, which stand between) under the lowest
/// box that links to it.
fn layers_of(items: &[Item], links: &[Link]) -> Vec<usize> {
    let step = if links.iter().any(|link| link.label.is_some()) { 2 } else { 1 };
    let is_port = |index: usize| items[index].place != Place::Free;
    let inner: Vec<&Link> = links.iter().filter(|link| !is_port(link.from) && !is_port(link.to)).collect();
    let mut layers = vec![0_usize; items.len()];
    // Links never lead back, so after as many rounds as there are boxes nothing moves any more.
    for _ in 0..items.len() {
        let before = layers.clone();
        for link in &inner {
            layers[link.to] = layers[link.to].max(layers[link.from] + step);
        }
        if layers == before {
            break;
        }
    }
    // A box that nothing links to stands right over what it links to, not at the very top.
    for index in 0..items.len() {
        if !inner.iter().any(|link| link.to == index) {
            let nearest = inner.iter().filter(|link| link.from == index).map(|link| layers[link.to]);
            if let Some(nearest) = nearest.min() {
                layers[index] = nearest - step;
            }
        }
    }
    let first = items.iter().any(|item| item.place == Place::Top);
    let last = layers.iter().max().copied().unwrap_or(0);
    for (index, item) in items.iter().enumerate() {
        layers[index] = match item.place {
            Place::Top => 0,
            Place::Free => layers[index] + usize::from(first),
            Place::Bottom => last + usize::from(first) + 1,
        };
    }
    layers
}

/// Heights, and the places where links leave and reach their boxes.
fn finish(grid: &Grid, items: &[Item], links: &[Link], xs: &[f32]) -> Placed {
    let (tops, heights) = heights(grid);
    let middle = |layer: usize| tops[layer] + heights[layer] / 2.0;
    let centres: Vec<(f32, f32)> =
        (0..items.len()).map(|index| (xs[index], middle(grid.cells[index].layer))).collect();
    let from_ports = ports(grid, items, links, xs, true);
    let to_ports = ports(grid, items, links, xs, false);
    let mut routes = Vec::with_capacity(links.len());
    for (index, (link, chain)) in links.iter().zip(&grid.chains).enumerate() {
        let at = |item: usize| centres[item].1;
        let start = at(link.from) + items[link.from].height / 2.0;
        let end = at(link.to) - items[link.to].height / 2.0;
        let mut stops = vec![Stop { x: from_ports[&index], top: start, bottom: start }];
        let mut label = None;
        for cell in &chain[1..chain.len() - 1] {
            let layer = grid.cells[*cell].layer;
            stops.push(Stop { x: xs[*cell], top: tops[layer], bottom: tops[layer] + heights[layer] });
            if grid.cells[*cell].width > 0.0 {
                label = Some((xs[*cell], middle(layer)));
            }
        }
        stops.push(Stop { x: to_ports[&index], top: end, bottom: end });
        straighten(&mut stops, link.to_port.is_some());
        routes.push(Route { stops, label });
    }
    let right = grid.cells.iter().zip(xs).map(|(cell, x)| x + cell.width / 2.0).fold(0.0, f32::max);
    let height = tops.last().zip(heights.last()).map_or(0.0, |(top, height)| top + height);
    Placed { centres, routes, width: right, height }
}

/// Takes out bends that are too small to be meant.
fn straighten(stops: &mut [Stop], is_end_fixed: bool) {
    let free = stops.len() - usize::from(is_end_fixed);
    for index in 1..free {
        if (stops[index].x - stops[index - 1].x).abs() < BEND {
            stops[index].x = stops[index - 1].x;
        }
    }
    if is_end_fixed {
        for index in (1..free).rev() {
            if (stops[index].x - stops[index + 1].x).abs() < BEND {
                stops[index].x = stops[index + 1].x;
            }
        }
    }
}

/// Top and height of each layer.
fn heights(grid: &Grid) -> (Vec<f32>, Vec<f32>) {
    let height_of =
        |layer: &Vec<usize>| layer.iter().map(|cell| grid.cells[*cell].height).fold(0.0, f32::max);
    let heights: Vec<f32> = grid.layers.iter().map(height_of).collect();
    let is_between = |layer: &Vec<usize>| layer.iter().all(|cell| grid.cells[*cell].item.is_none());
    let is_port = |layer: usize| heights[layer] == 0.0 && !is_between(&grid.layers[layer]);
    let mut tops = Vec::with_capacity(heights.len());
    let mut y = 0.0;
    for (layer, height) in heights.iter().enumerate() {
        if layer > 0 {
            // Layers of labels share the step between the layers of boxes.
            let shares = is_between(&grid.layers[layer]) || is_between(&grid.layers[layer - 1]);
            let port = is_port(layer) || is_port(layer - 1);
            y += if port {
                STEP * 0.3
            } else if shares {
                STEP / 2.0
            } else {
                STEP
            };
        }
        tops.push(y);
        y += height;
    }
    (tops, heights)
}

/// Where each link leaves its upper box (or reaches its lower one): side by side, in the order in
/// which they go on, so that they don't cross at the box.
fn ports(grid: &Grid, items: &[Item], links: &[Link], xs: &[f32], leaving: bool) -> BTreeMap<usize, f32> {
    let mut by_item: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
    let mut ports = BTreeMap::new();
    for (index, (link, chain)) in links.iter().zip(&grid.chains).enumerate() {
        let (item, fixed, next) = if leaving {
            (link.from, link.from_port, chain[1])
        } else {
            (link.to, link.to_port, chain[chain.len() - 2])
        };
        match fixed {
            Some(offset) => {
                ports.insert(index, xs[item] + offset);
            }
            None => by_item.entry(item).or_default().push((index, xs[next])),
        }
    }
    for (item, mut ends) in by_item {
        ends.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        #[expect(clippy::cast_precision_loss, reason = "a handful of links")]
        let spaces = (ends.len() - 1) as f32;
        let step = if spaces > 0.0 { PORT.min(items[item].width * 0.6 / spaces) } else { 0.0 };
        let mut x = xs[item] - step * spaces / 2.0;
        for (index, _) in ends {
            ports.insert(index, x);
            x += step;
        }
    }
    ports
}
