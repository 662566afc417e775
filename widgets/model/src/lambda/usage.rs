//! How much of everything a function uses in a month, before any price.
//!
//! In: a [`LambdaInput`]. Out: counts in the parts of their unit, exact. The bill and the
//! break-even are made from these. Must not know: prices, tiers, free tiers.

use super::LambdaInput;

/// MB of `/tmp` that cost nothing.
pub(crate) const FREE_TMP_MB: u64 = 512;
/// Thousandths of an MB of each streamed response that cost nothing.
pub(crate) const FREE_STREAM: u64 = 6_000;
/// The least time for which a snapshot is paid, in hundredths of an hour.
const LEAST_CACHE: u64 = 300;
/// Millionths in a whole.
const MILLION: u128 = 1_000_000;

/// What a function uses in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage<'i>(pub &'i LambdaInput);

impl Usage<'_> {
    /// Requests on provisioned concurrency: never more than there are requests.
    #[must_use]
    pub fn provisioned(self) -> u64 {
        self.0.pc_requests.get().min(self.0.requests.get())
    }

    /// Requests on demand: all others.
    #[must_use]
    pub fn on_demand(self) -> u64 {
        self.0.requests.get().saturating_sub(self.provisioned())
    }

    /// Whether a bill has lines for requests on demand: also for none of them, unless all requests
    /// run on provisioned concurrency.
    pub(crate) fn shows_demand(self) -> bool {
        self.on_demand() > 0 || self.provisioned() == 0
    }

    /// GB-seconds of one request on demand without INIT.
    #[must_use]
    pub fn handler_each(self) -> u128 {
        product(&[self.0.duration.get(), self.0.memory.get()]).saturating_mul(MILLION)
    }

    /// GB-seconds of INIT, shared out over the requests on demand.
    #[must_use]
    pub fn init_each(self) -> u128 {
        product(&[self.0.cold.get(), self.0.init.get(), self.0.memory.get()])
    }

    /// GB-seconds of one request on provisioned concurrency.
    #[must_use]
    pub fn provisioned_each(self) -> u128 {
        product(&[self.0.pc_duration.get(), self.0.memory.get()]).saturating_mul(MILLION)
    }

    /// The time for which provisioned concurrency is paid, in units of 5 minutes, rounded up.
    #[must_use]
    pub fn provisioned_slots(self) -> u64 {
        // A hundredth of an hour is 36 seconds, five minutes are 300.
        self.0.pc_hours.get().saturating_mul(36).div_ceil(300)
    }

    /// GB-seconds for which provisioned concurrency is on.
    #[must_use]
    pub fn provisioned_time(self) -> u128 {
        let slots = product(&[self.0.pc_units.get(), self.provisioned_slots(), self.0.memory.get()]);
        slots.saturating_mul(300 * 1_000 * MILLION)
    }

    /// MB of `/tmp` that cost something.
    #[must_use]
    pub fn tmp_mb(self) -> u64 {
        self.0.tmp.get().saturating_sub(FREE_TMP_MB)
    }

    /// GB-seconds of `/tmp` for one request on demand, its share of INIT included.
    #[must_use]
    pub fn tmp_each(self) -> u128 {
        let handler = u128::from(self.0.duration.get()).saturating_mul(MILLION);
        let init = product(&[self.0.cold.get(), self.0.init.get()]);
        handler.saturating_add(init).saturating_mul(self.tmp_mb().into())
    }

    /// GB-seconds of `/tmp` for one request on provisioned concurrency.
    #[must_use]
    pub fn tmp_provisioned_each(self) -> u128 {
        product(&[self.0.pc_duration.get(), self.tmp_mb()]).saturating_mul(MILLION)
    }

    /// The time for which the snapshot is paid, in hundredths of an hour: at least three hours.
    #[must_use]
    pub fn cache_hours(self) -> u64 {
        self.0.snap_hours.get().max(LEAST_CACHE)
    }

    /// GB-seconds for which the SnapStart snapshot is kept.
    #[must_use]
    pub fn cache_time(self) -> u128 {
        product(&[self.cache_hours(), self.0.memory.get()]).saturating_mul(36 * 1_000 * MILLION)
    }

    /// GB restored, shared out over the requests on demand.
    #[must_use]
    pub fn restored_each(self) -> u128 {
        product(&[self.0.restore.get(), self.0.memory.get(), 2_000])
    }

    /// Thousandths of an MB of one streamed response that cost something.
    #[must_use]
    pub fn stream_mb(self) -> u64 {
        self.0.stream_mb.get().saturating_sub(FREE_STREAM)
    }

    /// GB streamed beyond the free part, shared out over all requests.
    #[must_use]
    pub fn streamed_each(self) -> u128 {
        product(&[self.0.stream.get(), self.stream_mb(), 2])
    }
}

/// The product of whole numbers. All ranges together stay far below 128 bits.
fn product(factors: &[u64]) -> u128 {
    factors.iter().fold(1, |all, &factor| all.saturating_mul(factor.into()))
}
