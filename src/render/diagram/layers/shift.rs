//! How far to the right each cell stands.
//!
//! In: a grid whose layers are in order. Out: the middle of each cell. Order and distances are
//! kept; within them each cell goes to where its neighbours above and below would have it.

use super::Grid;

const SWEEPS: usize = 300;
/// So many of them, at the end, look both ways.
const SETTLING: usize = 280;

pub(super) fn shift(grid: &Grid) -> Vec<f32> {
    let mut xs = vec![0.0; grid.cells.len()];
    for layer in &grid.layers {
        let mut x = 0.0;
        for (index, cell) in layer.iter().enumerate() {
            if index > 0 {
                x += grid.distance(layer[index - 1], *cell);
            }
            xs[*cell] = x;
        }
        for cell in layer {
            xs[*cell] -= x / 2.0;
        }
    }
    let count = grid.layers.len();
    for sweep in 0..SWEEPS {
        for step in 0..count {
            // Down, up, and at the end with both neighbours at once, so that boxes stand in the
            // middle of what they belong to.
            let (layer, above, below) = match sweep {
                _ if sweep + SETTLING >= SWEEPS => (step, true, true),
                _ if sweep % 2 == 0 => (step, true, false),
                _ => (count - 1 - step, false, true),
            };
            settle(grid, &mut xs, layer, above, below);
        }
    }
    let left = |(cell, x): (usize, &f32)| x - grid.cells[cell].width / 2.0;
    let least = xs.iter().enumerate().map(left).fold(f32::INFINITY, f32::min);
    xs.iter_mut().for_each(|x| *x -= least);
    xs
}

/// Moves the cells of a layer as near as their order and distances allow to the places where
/// they would be. This is least squares under an order: runs of cells that push each other are
/// joined and stand at the mean of what they want ("pool adjacent violators").
fn settle(grid: &Grid, xs: &mut [f32], layer: usize, above: bool, below: bool) {
    struct Run {
        wanted: f32,
        weight: f32,
        cells: usize,
    }
    let cells = &grid.layers[layer];
    let mut runs: Vec<Run> = Vec::new();
    let mut offsets = Vec::with_capacity(cells.len());
    let mut offset = 0.0;
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            offset += grid.distance(cells[index - 1], *cell);
        }
        offsets.push(offset);
        let (wanted, weight) = wish(grid, xs, *cell, above, below);
        runs.push(Run { wanted: wanted - offset, weight, cells: 1 });
        while let [.., left, right] = runs.as_slice() {
            if left.wanted <= right.wanted {
                break;
            }
            let weight = left.weight + right.weight;
            let wanted = (left.wanted * left.weight + right.wanted * right.weight) / weight;
            let cells = left.cells + right.cells;
            runs.truncate(runs.len() - 2);
            runs.push(Run { wanted, weight, cells });
        }
    }
    let places = runs.iter().flat_map(|run| std::iter::repeat_n(run.wanted, run.cells));
    for ((cell, offset), place) in cells.iter().zip(offsets).zip(places) {
        xs[*cell] = place + offset;
    }
}

/// How much two linked cells want to stand in line. Stand-ins insist, so that long links are
/// straight, and so do boxes that have only each other on that side.
fn pull(grid: &Grid, cell: usize, other: usize) -> f32 {
    let (upper, lower) = if grid.below[cell].contains(&other) { (cell, other) } else { (other, cell) };
    let is_only = grid.below[upper].len() == 1 && grid.above[lower].len() == 1;
    let stand_ins = [upper, lower].iter().filter(|cell| grid.cells[**cell].item.is_none()).count();
    match stand_ins {
        2 => 16.0,
        _ if is_only => 16.0,
        1 => 4.0,
        _ => 1.0,
    }
}

/// Where a cell would like to stand, and how much.
fn wish(grid: &Grid, xs: &[f32], cell: usize, above: bool, below: bool) -> (f32, f32) {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (wanted, near) in [(above, &grid.above[cell]), (below, &grid.below[cell])] {
        if !wanted {
            continue;
        }
        for other in near {
            let pull = pull(grid, cell, *other);
            sum += xs[*other] * pull;
            weight += pull;
        }
    }
    // What has no neighbour on that side stays, but gives way easily.
    if weight == 0.0 { (xs[cell], 0.05) } else { (sum / weight, weight) }
}
