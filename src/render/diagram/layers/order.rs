//! The order of each layer: as few crossings as a few sweeps can find.
//!
//! In: a grid in the order of the text. Out: the same grid, reordered. Among orders that are
//! equally good the one nearest to the text stays.

use super::Grid;

const SWEEPS: usize = 16;

pub(super) fn untangle(grid: &mut Grid) {
    visit_in_order(grid);
    let mut best = grid.layers.clone();
    let mut fewest = crossings(grid);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        sort_by_neighbours(grid, sweep % 2 == 0);
        let count = crossings(grid);
        if count < fewest {
            fewest = count;
            best.clone_from(&grid.layers);
        }
    }
    grid.layers = best;
}

/// Puts the cells of each layer in the order in which a walk along the links comes by them.
fn visit_in_order(grid: &mut Grid) {
    let mut rank = vec![usize::MAX; grid.cells.len()];
    let mut next = 0;
    let starts = (0..grid.cells.len()).filter(|cell| grid.above[*cell].is_empty());
    for start in starts {
        let mut waiting = vec![start];
        while let Some(cell) = waiting.pop() {
            if rank[cell] == usize::MAX {
                rank[cell] = next;
                next += 1;
                waiting.extend(grid.below[cell].iter().rev());
            }
        }
    }
    for layer in &mut grid.layers {
        layer.sort_by_key(|cell| rank[*cell]);
    }
}

/// One sweep down or up: each cell goes to the mean place of its neighbours in the layer before.
fn sort_by_neighbours(grid: &mut Grid, down: bool) {
    let count = grid.layers.len();
    for step in 1..count {
        let (layer, before) = if down { (step, step - 1) } else { (count - 1 - step, count - step) };
        let places = positions(grid, before);
        let links = if down { &grid.above } else { &grid.below };
        let mut keyed: Vec<(f32, usize)> = Vec::with_capacity(grid.layers[layer].len());
        for (index, cell) in grid.layers[layer].iter().enumerate() {
            let near = &links[*cell];
            #[expect(clippy::cast_precision_loss, reason = "a handful of cells")]
            let key = if near.is_empty() {
                index as f32
            } else {
                near.iter().map(|cell| places[*cell] as f32).sum::<f32>() / near.len() as f32
            };
            keyed.push((key, *cell));
        }
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        grid.layers[layer] = keyed.into_iter().map(|(_, cell)| cell).collect();
    }
}

/// The place of each cell in its layer.
fn positions(grid: &Grid, layer: usize) -> Vec<usize> {
    let mut places = vec![0; grid.cells.len()];
    for (index, cell) in grid.layers[layer].iter().enumerate() {
        places[*cell] = index;
    }
    places
}

/// How often links cross between neighbouring layers.
fn crossings(grid: &Grid) -> usize {
    let mut count = 0;
    for pair in 1..grid.layers.len() {
        let places = positions(grid, pair);
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (index, cell) in grid.layers[pair - 1].iter().enumerate() {
            ends.extend(grid.below[*cell].iter().map(|below| (index, places[*below])));
        }
        for (index, first) in ends.iter().enumerate() {
            let crosses = |second: &&(usize, usize)| {
                (first.0 < second.0 && first.1 > second.1) || (first.0 > second.0 && first.1 < second.1)
            };
            count += ends[index + 1..].iter().filter(crosses).count();
        }
    }
    count
}
