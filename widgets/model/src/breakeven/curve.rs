//! What a month costs as an exact function of the number of requests.
//!
//! In: what one request uses, at which prices, and what stands whatever the load. Out: the cost of
//! any number of requests, and the straight pieces of which the function is made.
//! Must not know: what is paid for.
//!
//! Money is counted here in parts of 10⁻¹² dollars, [`MONTH_PARTS`] of them to one, in which
//! everything that is multiplied is a whole number: nothing is rounded.

use crate::lambda::{LambdaInput, Usage, metered_each};
use crate::money::{UnitPrice, Usd};
use crate::price::{LambdaPrices, PriceRow, Tiers};
use crate::quantity::{MONTH_PARTS, Quantity, Unit};
use crate::ratio::Ratio;

/// Parts of 10⁻¹² dollars.
pub(crate) type Parts = i128;

/// Hours of the month that everything that stands is paid for: a year has 8,760.
pub const MONTH_HOURS: u64 = 730;

/// A price that holds from some number of requests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// From how much of the unit on, in [`MONTH_PARTS`].
    from: u128,
    /// The same in requests.
    border: Ratio,
    /// The price of the unit in 10⁻¹² dollars.
    price: u128,
}

/// Something of which each request uses the same, at prices that depend on how much is used.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    /// What one request uses of the unit, in [`MONTH_PARTS`]; never 0.
    each: u128,
    /// The prices, the first from nought on.
    pieces: Vec<Piece>,
}

/// Something of which there is a whole number, each good for so many requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stairs {
    /// Requests a month that one of them answers; never 0.
    pub(crate) per: u64,
    /// How many there are at least.
    pub(crate) least: u64,
    /// What one of them costs a month.
    pub(crate) each: Parts,
}

impl Stairs {
    /// How many are needed just above a number of requests.
    fn above(self, requests: Ratio) -> u128 {
        let full = requests.floor().checked_div(self.per.into()).unwrap_or_default();
        full.saturating_add(1).max(self.least.into())
    }

    /// Up to where the least number is enough.
    pub(crate) fn level_to(self) -> Ratio {
        Ratio::whole(u128::from(self.per).saturating_mul(self.least.into()))
    }
}

/// A straight piece: `base + slope × requests`, up to and with the next border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where the line meets nought requests.
    pub(crate) base: Parts,
    /// What each request adds.
    pub(crate) slope: Parts,
    /// Where the piece ends; `None` if it never does.
    pub(crate) to: Option<Ratio>,
}

impl Line {
    /// The piece ends at the nearer of its end and this border.
    fn ending(&mut self, border: Ratio) {
        self.to = Some(self.to.map_or(border, |to| to.min(border)));
    }
}

/// The cost of a month as a function of the number of requests. It never falls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    pub(super) base: Parts,
    terms: Vec<Term>,
    pub(crate) stairs: Option<Stairs>,
}

impl Curve {
    /// Adds what stands whatever the load: a quantity at a price.
    pub(crate) fn standing(&mut self, row: &PriceRow, quantity: Quantity) {
        let scale = MONTH_PARTS.checked_div(quantity.unit.parts()).unwrap_or_default();
        self.base = self.base.saturating_add(cost(row, quantity.count.saturating_mul(scale)));
    }

    /// Adds what each request uses, in parts of the row's unit, from the first request on.
    pub(crate) fn each(&mut self, row: &PriceRow, each: u128) {
        self.term(each, row.unit, 0, &[(0, row.each())]);
    }

    /// Adds what each request after the first `skip` uses, at tiers, the first `free` units free.
    fn tiered(&mut self, tiers: &Tiers, each: u128, skip: u64, free: u64) {
        let start = Quantity::whole(free, tiers.unit()).count;
        let mut prices = vec![(0, UnitPrice::default())];
        let mut from = start;
        for tier in tiers.as_slice() {
            prices.push((from, tier.row.each()));
            let bound = tier.up_to.map(|bound| Quantity::whole(bound, tiers.unit()).count);
            from = bound.unwrap_or_default().saturating_add(start);
        }
        self.term(each, tiers.unit(), skip, &prices);
    }

    /// Adds what each request after the first `skip` uses at one price, the first `free` units free.
    pub(super) fn after(&mut self, row: &PriceRow, each: u128, skip: u64, free: u64) {
        let start = Quantity::whole(free, row.unit).count;
        self.term(each, row.unit, skip, &[(0, UnitPrice::default()), (start, row.each())]);
    }

    /// Adds what each of the first `count` requests uses.
    fn first(&mut self, row: &PriceRow, each: u128, count: u64) {
        let end = each.saturating_mul(count.into());
        self.term(each, row.unit, 0, &[(0, row.each()), (end, UnitPrice::default())]);
    }

    /// Adds a term; bounds are in parts of the unit and count from the request after `skip`.
    fn term(&mut self, each: u128, unit: Unit, skip: u64, prices: &[(u128, UnitPrice)]) {
        let scale = MONTH_PARTS.checked_div(unit.parts()).unwrap_or_default();
        let each = each.saturating_mul(scale);
        let skipped = each.saturating_mul(skip.into());
        let mut pieces: Vec<Piece> = Vec::with_capacity(prices.len());
        for (index, &(from, price)) in prices.iter().enumerate() {
            let from = from.saturating_mul(scale).saturating_add(skipped);
            // What is skipped costs what comes first: nothing.
            let from = if index == 0 { 0 } else { from };
            let Some(border) = Ratio::new(from, each) else {
                return;
            };
            pieces.retain(|piece| piece.from < from);
            pieces.push(Piece { from, border, price: price.pico().into() });
        }
        self.terms.push(Term { each, pieces });
    }

    /// The cost of so many requests.
    pub(crate) fn at(&self, requests: u64) -> Parts {
        let mut cost = self.base;
        for Term { each, pieces } in &self.terms {
            let used = each.saturating_mul(requests.into());
            let ends = pieces.iter().skip(1).map(|piece| piece.from).chain([u128::MAX]);
            for (piece, end) in pieces.iter().zip(ends) {
                let here = used.min(end).saturating_sub(piece.from);
                cost = cost.saturating_add(signed(piece.price.saturating_mul(here)));
            }
        }
        let Some(stairs) = self.stairs else {
            return cost;
        };
        let count = requests.div_ceil(stairs.per.max(1)).max(stairs.least);
        cost.saturating_add(stairs.each.saturating_mul(count.into()))
    }

    /// The cost of so many requests, rounded half up at the 25th decimal.
    #[must_use]
    pub fn cost(&self, requests: u64) -> Usd {
        Usd::of_pico(self.at(requests), MONTH_PARTS)
    }

    /// The straight piece that begins at a number of requests, without the stairs.
    pub(crate) fn smooth(&self, requests: Ratio) -> Line {
        let mut line = Line { base: self.base, slope: 0, to: None };
        for Term { each, pieces } in &self.terms {
            let mut before: u128 = 0;
            for (index, piece) in pieces.iter().enumerate() {
                let next = pieces.get(index.saturating_add(1));
                match next {
                    Some(next) if next.border <= requests => {
                        let width = next.from.saturating_sub(piece.from);
                        before = before.saturating_add(piece.price.saturating_mul(width));
                    }
                    _ => {
                        let over =
                            signed(before).saturating_sub(signed(piece.price.saturating_mul(piece.from)));
                        line.base = line.base.saturating_add(over);
                        line.slope = line.slope.saturating_add(signed(piece.price.saturating_mul(*each)));
                        if let Some(next) = next {
                            line.ending(next.border);
                        }
                        break;
                    }
                }
            }
        }
        line
    }

    /// The straight piece that begins at a number of requests.
    pub(crate) fn line(&self, requests: Ratio) -> Line {
        let mut line = self.smooth(requests);
        if let Some(stairs) = self.stairs {
            let count = stairs.above(requests);
            let cost = stairs.each.saturating_mul(signed(count));
            line.base = line.base.saturating_add(cost);
            line.ending(Ratio::whole(count.saturating_mul(stairs.per.into())));
        }
        line
    }

    /// The least number of requests, in fractions too, that costs as much; `None` if none does, or
    /// if no request costs more already. For curves without stairs.
    pub(crate) fn reaches(&self, cost: Parts) -> Option<Ratio> {
        let mut from = Ratio::ZERO;
        loop {
            let line = self.smooth(from);
            let rise = u128::try_from(cost.checked_sub(line.base)?).ok()?;
            let meets = u128::try_from(line.slope).ok().and_then(|slope| Ratio::new(rise, slope));
            match (meets, line.to) {
                (Some(meets), Some(to)) if meets <= to => return Some(meets),
                (Some(meets), None) => return Some(meets),
                (_, Some(to)) => from = to,
                (None, None) => return None,
            }
        }
    }

    /// The curve of a function. What has no price is left out: ask its bill whether any is missing.
    #[must_use]
    pub fn of_lambda(input: &LambdaInput, prices: &LambdaPrices) -> Self {
        let usage = Usage(input);
        let skip = input.pc_requests.get();
        let [requests, gb_seconds, streaming] = free_units(input, prices);
        let mut curve = Self::default();
        let one = prices.requests.unit.parts();
        curve.after(&prices.requests, one, skip, requests);
        curve.first(&prices.requests, one, skip);
        let each = usage.handler_each().saturating_add(usage.init_each());
        curve.tiered(prices.duration(input.arch), each, skip, gb_seconds);
        curve.add_provisioned(usage, prices, skip);
        if let Some(row) = &prices.tmp {
            curve.after(row, usage.tmp_each(), skip, 0);
            curve.first(row, usage.tmp_provisioned_each(), skip);
        }
        if let Some(snapstart) = prices.snapstart.as_ref().filter(|_| input.snapstart) {
            curve.standing(&snapstart.cache, Quantity::new(usage.cache_time(), Unit::GbSecond));
            curve.after(&snapstart.restore, usage.restored_each(), skip, 0);
        }
        if let Some(row) = &prices.streaming {
            curve.after(row, usage.streamed_each(), 0, streaming);
        }
        curve.add_api(input, prices);
        curve
    }

    /// What an input costs by the factor with which all its billed time is stretched; without
    /// what doesn't depend on the time or the architecture.
    pub(crate) fn over_time(input: &LambdaInput, prices: &LambdaPrices) -> Self {
        let usage = Usage(input);
        let [_, gb_seconds, _] = free_units(input, prices);
        let mut curve = Self::default();
        let (demand, provisioned) = (usage.on_demand().into(), usage.provisioned().into());
        let each = usage.handler_each().saturating_add(usage.init_each());
        curve.tiered(prices.duration(input.arch), each.saturating_mul(demand), 0, gb_seconds);
        if let Some(prices) = prices.provisioned(input.arch) {
            let standing = Quantity::new(usage.provisioned_time(), Unit::GbSecond);
            curve.standing(&prices.concurrency, standing);
            curve.each(&prices.duration, usage.provisioned_each().saturating_mul(provisioned));
        }
        if let Some(row) = &prices.tmp {
            curve.each(row, usage.tmp_each().saturating_mul(demand));
            curve.each(row, usage.tmp_provisioned_each().saturating_mul(provisioned));
        }
        curve
    }

    fn add_provisioned(&mut self, usage: Usage<'_>, prices: &LambdaPrices, count: u64) {
        if let Some(prices) = prices.provisioned(usage.0.arch) {
            let standing = Quantity::new(usage.provisioned_time(), Unit::GbSecond);
            self.standing(&prices.concurrency, standing);
            self.first(&prices.duration, usage.provisioned_each(), count);
        }
    }

    fn add_api(&mut self, input: &LambdaInput, prices: &LambdaPrices) {
        if let Some((_, Some(tiers))) = input.api.tiers(&prices.api) {
            self.tiered(tiers, metered_each(input, tiers.unit()), 0, 0);
        }
        let minutes = Quantity::whole(input.ws_minutes.get(), Unit::ConnectionMinute);
        if let Some(row) = prices.api.minutes.as_ref().filter(|_| input.api.is_socket()) {
            self.standing(row, minutes);
        }
    }
}

/// What is free: requests, GB-seconds, streamed GB.
fn free_units(input: &LambdaInput, prices: &LambdaPrices) -> [u64; 3] {
    let free = &prices.free_tier;
    if input.free_tier { [free.requests, free.gb_seconds, free.streaming_gb] } else { [0; 3] }
}

fn cost(row: &PriceRow, count: u128) -> Parts {
    signed(count.saturating_mul(row.each().pico().into()))
}

fn signed(value: u128) -> Parts {
    Parts::try_from(value).unwrap_or(Parts::MAX)
}
