//! A month's bill of Lambda functions.
//!
//! In: valid inputs and the prices of a region. Out: lines with their working, whose amounts add
//! up to the total exactly. Must not know: how a bill is shown.
//!
//! Tiers and free tier belong to the account: all functions of one architecture share the tiers,
//! and all functions together the free tier. The free GB-seconds go to x86_64 first and are taken
//! off the top of the use before the tiers are counted, as AWS's own calculator does. Neither
//! requests nor duration on provisioned concurrency are free (Lambda pricing page, mid 2026; both
//! of its examples follow).

use super::api::{self, ApiKind};
use super::{LambdaInput, MOST_FUNCTIONS, Usage};
use crate::bill::{Bill, Line, LineKind, Quantity, working};
use crate::number::{self, Kind};
use crate::price::{LambdaPrices, PriceRow};
use crate::quantity::{Arch, Unit};

/// Works out the bill of one function.
#[must_use]
pub fn bill<'p>(input: &LambdaInput, prices: &'p LambdaPrices) -> Bill<'p> {
    account_bill(std::slice::from_ref(input), prices)
}

/// Works out the bill of several functions of one account: at most [`MOST_FUNCTIONS`], the rest is
/// left out. Whether there is a free tier is said by the first.
#[must_use]
pub fn account_bill<'p>(functions: &[LambdaInput], prices: &'p LambdaPrices) -> Bill<'p> {
    let functions = functions.get(..MOST_FUNCTIONS).unwrap_or(functions);
    let mut maker = Maker { prices, functions, lines: Vec::new(), missing: Vec::new() };
    maker.duration();
    maker.provisioned();
    maker.requests();
    maker.extras();
    maker.streaming();
    let mut counted = [0; ApiKind::ALL.len()];
    for (function, input) in (1..).zip(functions) {
        let (lines, missing) = (&mut maker.lines, &mut maker.missing);
        api::lines(function, input, &prices.api, &mut counted, lines, missing);
    }
    Bill::new(maker.lines, maker.missing)
}

struct Maker<'p, 'i> {
    prices: &'p LambdaPrices,
    functions: &'i [LambdaInput],
    lines: Vec<Line<'p>>,
    missing: Vec<LineKind>,
}

impl<'i> Maker<'_, 'i> {
    /// The functions with their number.
    fn each(&self) -> impl Iterator<Item = (usize, Usage<'i>)> + use<'i> {
        (1..).zip(self.functions.iter().map(Usage))
    }

    fn free_tier(&self) -> bool {
        self.functions.first().is_some_and(|input| input.free_tier)
    }

    /// Handler and INIT by architecture, through the shared tiers, and the free tier.
    fn duration(&mut self) {
        let allowance = Quantity::whole(self.prices.free_tier.gb_seconds, Unit::GbSecond).count;
        let mut left = if self.free_tier() { allowance } else { 0 };
        let mut credits = Vec::new();
        for arch in Arch::ALL {
            let tiers = self.prices.duration(arch);
            let mut used: u128 = 0;
            let mut any = false;
            let here = |usage: Usage<'_>| usage.0.arch == arch && usage.shows_demand();
            for (function, usage) in self.each().filter(|(_, usage)| here(*usage)) {
                any = true;
                for (kind, each) in
                    [(LineKind::Duration, usage.handler_each()), (LineKind::Init, usage.init_each())]
                {
                    let count = each.saturating_mul(usage.on_demand().into());
                    if kind == LineKind::Init && count == 0 {
                        continue;
                    }
                    let slices = tiers.cut(used, used.saturating_add(count));
                    used = used.saturating_add(count);
                    let quantity = Quantity::new(count, Unit::GbSecond);
                    let text = time_formula(kind, usage);
                    self.lines.push(Line::sliced(kind, function, text, quantity, &slices));
                }
            }
            // Where all is used up already, a second line of nothing would only puzzle.
            if any && self.free_tier() && (left > 0 || credits.is_empty()) {
                let free = used.min(left);
                left = left.saturating_sub(free);
                let slices = tiers.cut(used.saturating_sub(free), used);
                let quantity = |count| Quantity::new(count, Unit::GbSecond);
                let text = free_formula(quantity(used), quantity(allowance), free);
                credits.push(Line::sliced(LineKind::FreeDuration, 0, text, quantity(free), &slices));
            }
        }
        self.lines.append(&mut credits);
    }

    /// Provisioned concurrency: the time it is on, and the requests that run on it.
    fn provisioned(&mut self) {
        for (function, usage) in self.each() {
            let prices = self.prices.provisioned(usage.0.arch);
            let on = (usage.0.pc_units.get() > 0).then(|| usage.provisioned_time());
            let kind = LineKind::ProvisionedConcurrency;
            let text = || standing_formula(usage);
            self.line(kind, function, on, Unit::GbSecond, prices.map(|p| &p.concurrency), text);
            let count = usage.provisioned_each().saturating_mul(usage.provisioned().into());
            let run = (count > 0).then_some(count);
            let kind = LineKind::ProvisionedDuration;
            let text = || time_formula(kind, usage);
            self.line(kind, function, run, Unit::GbSecond, prices.map(|p| &p.duration), text);
        }
    }

    fn requests(&mut self) {
        let row = &self.prices.requests;
        let mut used: u64 = 0;
        for (function, usage) in self.each() {
            let provisioned = usage.provisioned();
            let count = |requests| Quantity::whole(requests, Unit::Request).count;
            used = used.saturating_add(usage.on_demand());
            let rest = usage.shows_demand().then(|| count(usage.on_demand()));
            self.line(LineKind::Requests, function, rest, Unit::Request, Some(row), String::new);
            let on = (provisioned > 0).then(|| count(provisioned));
            self.line(LineKind::ProvisionedRequests, function, on, Unit::Request, Some(row), String::new);
        }
        if self.free_tier() && self.each().any(|(_, usage)| usage.shows_demand()) {
            let allowance = Quantity::whole(self.prices.free_tier.requests, Unit::Request);
            let used = Quantity::whole(used, Unit::Request);
            let free = used.count.min(allowance.count);
            let text = || free_formula(used, allowance, free);
            self.line(LineKind::FreeRequests, 0, Some(free), Unit::Request, Some(row), text);
        }
    }

    /// `/tmp` and SnapStart.
    fn extras(&mut self) {
        for (function, usage) in self.each() {
            let demand = usage.tmp_each().saturating_mul(usage.on_demand().into());
            let provisioned = usage.tmp_provisioned_each().saturating_mul(usage.provisioned().into());
            let tmp = (usage.tmp_mb() > 0).then(|| demand.saturating_add(provisioned));
            let text = || tmp_formula(usage);
            self.line(LineKind::Tmp, function, tmp, Unit::GbSecond, self.prices.tmp.as_ref(), text);
            let snapstart = self.prices.snapstart.as_ref();
            let on = usage.0.snapstart;
            let kept = on.then(|| usage.cache_time());
            let text = || cache_formula(usage);
            let cache = snapstart.map(|p| &p.cache);
            self.line(LineKind::SnapStartCache, function, kept, Unit::GbSecond, cache, text);
            let restored = on.then(|| usage.restored_each().saturating_mul(usage.on_demand().into()));
            let text = || restore_formula(usage);
            let restore = snapstart.map(|p| &p.restore);
            self.line(LineKind::SnapStartRestore, function, restored, Unit::Gb, restore, text);
        }
    }

    fn streaming(&mut self) {
        let row = self.prices.streaming.as_ref();
        let mut used: u128 = 0;
        for (function, usage) in self.each() {
            let count = usage.streamed_each().saturating_mul(usage.0.requests.get().into());
            used = used.saturating_add(count);
            // Up to 6 MB a response nothing is paid, whatever the price.
            let known = usage.0.stream.get() > 0 && usage.0.stream_mb.get() > 0 && row.is_some();
            let streamed = (known || count > 0).then_some(count);
            let text = || stream_formula(usage);
            self.line(LineKind::Streaming, function, streamed, Unit::Gb, row, text);
        }
        if self.free_tier() && used > 0 && row.is_some() {
            let allowance = Quantity::whole(self.prices.free_tier.streaming_gb, Unit::Gb);
            let free = used.min(allowance.count);
            let text = || free_formula(Quantity::new(used, Unit::Gb), allowance, free);
            self.line(LineKind::FreeStreaming, 0, Some(free), Unit::Gb, row, text);
        }
    }
}

impl<'p> Maker<'p, '_> {
    /// Adds a line at one price, if there is something to pay for; notes that it is missing, if
    /// there is no price.
    fn line(
        &mut self,
        kind: LineKind,
        function: usize,
        count: Option<u128>,
        unit: Unit,
        row: Option<&'p PriceRow>,
        text: impl FnOnce() -> String,
    ) {
        match (count, row) {
            (None, _) => {}
            (Some(count), Some(row)) => {
                let quantity = Quantity::new(count, unit);
                self.lines.push(Line::flat(kind, function, text(), quantity, row));
            }
            (Some(_), None) => self.missing.push(kind),
        }
    }
}

/// Requests × time × memory.
fn time_formula(kind: LineKind, usage: Usage<'_>) -> String {
    let input = usage.0;
    let memory = number::print(input.memory.get());
    let (requests, time) = match kind {
        LineKind::ProvisionedDuration => (usage.provisioned(), input.pc_duration.get()),
        LineKind::Init => (usage.on_demand(), input.init.get()),
        _ => (usage.on_demand(), input.duration.get()),
    };
    let (requests, time) = (number::print(requests), number::print(time));
    let cold = Kind::Percent.print(input.cold.get());
    let all = [(&*requests, "requests"), (&*cold, "%"), (&*time, "ms"), (&*memory, "MB")];
    match (kind, all) {
        (LineKind::Init, _) => working(&all, &["100", "1,000", "1,024"]),
        (_, [requests, _, time, memory]) => working(&[requests, time, memory], &["1,000", "1,024"]),
    }
}

/// Units × memory × the time for which they stand.
fn standing_formula(usage: Usage<'_>) -> String {
    let units = number::print(usage.0.pc_units.get());
    let memory = number::print(usage.0.memory.get());
    let slots = number::print(usage.provisioned_slots());
    let periods = format!("periods of 300 s for {} hours", Kind::Hours.print(usage.0.pc_hours.get()));
    working(&[(&units, "units"), (&memory, "MB"), (&slots, &periods)], &["1,024"])
}

/// The time of all requests × the storage that costs.
fn tmp_formula(usage: Usage<'_>) -> String {
    let input = usage.0;
    let mut terms = Vec::new();
    let mut term = |requests: u64, time: String| {
        if requests > 0 || terms.is_empty() {
            terms.push(format!("{} requests \u{d7} {time} ms", number::print(requests)));
        }
    };
    let time = number::print(input.duration.get());
    let init = format!(
        "({time} + {} % \u{f7} 100 \u{d7} {})",
        Kind::Percent.print(input.cold.get()),
        number::print(input.init.get())
    );
    let cold = input.cold.get() > 0 && input.init.get() > 0;
    term(usage.on_demand(), if cold { init } else { time });
    term(usage.provisioned(), number::print(input.pc_duration.get()));
    let several = terms.len() > 1;
    let times = terms.join(" + ");
    let times = if several { format!("({times})") } else { times };
    let tmp = number::print(input.tmp.get());
    format!("{times} \u{d7} ({tmp} \u{2212} 512) MB \u{f7} 1,000 \u{f7} 1,024")
}

fn cache_formula(usage: Usage<'_>) -> String {
    let hours = Kind::Hours.print(usage.cache_hours());
    let memory = number::print(usage.0.memory.get());
    working(&[(&hours, "hours"), ("3,600", "s"), (&memory, "MB")], &["1,024"])
}

fn restore_formula(usage: Usage<'_>) -> String {
    let requests = number::print(usage.on_demand());
    let share = Kind::Percent.print(usage.0.restore.get());
    let memory = number::print(usage.0.memory.get());
    working(&[(&requests, "requests"), (&share, "%"), (&memory, "MB")], &["100", "1,024"])
}

fn stream_formula(usage: Usage<'_>) -> String {
    let requests = number::print(usage.0.requests.get());
    let share = Kind::Percent.print(usage.0.stream.get());
    let size = Kind::FineMegabytes.print(usage.0.stream_mb.get());
    let paid = if usage.stream_mb() > 0 { format!("({size} \u{2212} 6)") } else { "0".to_owned() };
    working(&[(&requests, "requests"), (&share, "%"), (&paid, "MB")], &["100", "1,024"])
}

/// Why so much is free: the whole allowance, or no more than was used.
fn free_formula(used: Quantity, allowance: Quantity, free: u128) -> String {
    if free == used.count {
        format!("all {} of {} free each month", used.display(), allowance.display())
    } else if free == allowance.count {
        format!("{} free each month", allowance.display())
    } else {
        let free = Quantity::new(free, used.unit);
        format!("{}, what is left of {} free each month", free.display(), allowance.display())
    }
}
