//! What to say about an input beside its bill: contradictions, limits of AWS, limits of the prices.
//!
//! In: an input and the prices of its region. Out: remarks with a sentence each. An input with a
//! remark that [`Remark::is_error`] has no bill that AWS could write.
//! Must not know: how a remark is shown.

use super::{ApiKind, Field, LambdaInput, LineKind, Usage, bill};
use crate::price::LambdaPrices;
use crate::quantity::{Arch, Quantity};

/// Something to say about an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// More requests on provisioned concurrency than there are requests.
    TooManyProvisioned,
    /// Requests on provisioned concurrency that is not there.
    NothingProvisioned,
    /// SnapStart together with provisioned concurrency.
    SnapStartProvisioned,
    /// SnapStart with more than 512 MB of `/tmp`.
    SnapStartTmp,
    /// A WebSocket message of more than 128 KB.
    MessageTooLong,
    /// Streamed responses through an API that can't pass them on.
    NoStreaming,
    /// A run for whose end API Gateway doesn't wait.
    TooSlow,
    /// The units can't answer so many requests in their time: some will run on demand.
    Overload,
    /// Cold starts with INIT beside SnapStart, which restores instead.
    SnapStartInit,
    /// The table has only the first tier of this region, and the use goes beyond any first tier.
    FirstTierOnly,
    /// A price that is not sourced in this region: the line is not in the total.
    NoPrice(LineKind),
}

impl Remark {
    /// Whether the input contradicts itself, so that no bill should be shown for it.
    #[must_use]
    pub const fn is_error(self) -> bool {
        self.field().is_some()
    }

    /// The field beside which an error is shown; `None` if it is none.
    #[must_use]
    pub const fn field(self) -> Option<Field> {
        match self {
            Self::TooManyProvisioned | Self::NothingProvisioned => Some(Field::PcRequests),
            Self::SnapStartProvisioned => Some(Field::PcUnits),
            Self::SnapStartTmp => Some(Field::Tmp),
            Self::MessageTooLong => Some(Field::ApiKb),
            Self::NoStreaming => Some(Field::Stream),
            Self::TooSlow | Self::Overload | Self::SnapStartInit | Self::FirstTierOnly | Self::NoPrice(_) => {
                None
            }
        }
    }

    /// A sentence for the reader; an error names what is allowed.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::TooManyProvisioned => "More than all requests of the month. Allowed: 0 to that number.",
            Self::NothingProvisioned => {
                "Provisioned concurrency is off. Allowed: 0 requests on it, or more than 0 units and hours."
            }
            Self::SnapStartProvisioned => {
                "AWS offers SnapStart or provisioned concurrency, not both. Allowed with SnapStart: 0 units."
            }
            Self::SnapStartTmp => "Allowed with SnapStart: 512 MB.",
            Self::MessageTooLong => "Allowed for a WebSocket message: 1 to 128 KB.",
            Self::NoStreaming => "Of API Gateway only REST APIs pass streamed responses on. Allowed here: 0 %.",
            Self::TooSlow => {
                "API Gateway doesn\u{2019}t wait that long: 30 s at an HTTP API, 29 s at others, which a regional \
                 REST API can raise."
            }
            Self::Overload => {
                "The provisioned units are busy for longer than they are on: some of their requests would \
                 run on demand, at the price on demand."
            }
            Self::SnapStartInit => {
                "With SnapStart a new environment restores the snapshot and runs no INIT: set the share of \
                 cold starts to 0 if all requests go to published versions."
            }
            Self::FirstTierOnly => {
                "Only the price of the first tier is known for this region. Above it AWS charges less, so \
                 the real bill is lower."
            }
            Self::NoPrice(kind) => {
                return format!(
                    "{} has no sourced price in this region and is not in the total.",
                    kind.label()
                );
            }
        }
        .to_owned()
    }
}

/// Says what there is to say, errors first.
#[must_use]
pub fn remarks(input: &LambdaInput, prices: &LambdaPrices) -> Vec<Remark> {
    let usage = Usage(input);
    let busy = u128::from(usage.provisioned()).saturating_mul(input.pc_duration.get().into());
    let standing = u128::from(input.pc_units.get())
        .saturating_mul(usage.provisioned_slots().into())
        .saturating_mul(300_000);
    let on = standing > 0;
    let message_kb = if input.api == ApiKind::WebSocket { input.api_kb.get() } else { 0 };
    let streams = input.stream.get() > 0;
    let cold = input.cold.get() > 0 && input.init.get() > 0;
    let found = [
        (input.pc_requests > input.requests, Remark::TooManyProvisioned),
        (input.pc_requests.get() > 0 && !on, Remark::NothingProvisioned),
        (input.snapstart && input.pc_units.get() > 0, Remark::SnapStartProvisioned),
        (input.snapstart && usage.tmp_mb() > 0, Remark::SnapStartTmp),
        (message_kb > 128, Remark::MessageTooLong),
        (streams && matches!(input.api, ApiKind::Http | ApiKind::WebSocket), Remark::NoStreaming),
        (input.api.waits_ms(streams).is_some_and(|most| input.duration.get() > most), Remark::TooSlow),
        (on && busy > standing, Remark::Overload),
        (input.snapstart && cold, Remark::SnapStartInit),
    ];
    let said = found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, remark)| remark);
    said.chain(bill(input, prices).missing.into_iter().map(Remark::NoPrice)).collect()
}

/// Says what is true of all functions of an account together: they share the tiers.
#[must_use]
pub fn account_remarks(functions: &[LambdaInput], prices: &LambdaPrices) -> Option<Remark> {
    /// Where the first tier ends in us-east-1, in GB-seconds; no other region's bounds are sourced.
    const ENDS: [(Arch, u64); 2] = [(Arch::X86_64, 6_000_000_000), (Arch::Arm64, 7_500_000_000)];
    let beyond = |(arch, end): (Arch, u64)| {
        let tiers = prices.duration(arch);
        let here = functions.iter().filter(|input| input.arch == arch).map(Usage);
        let used = here.fold(0_u128, |all, usage| {
            let each = usage.handler_each().saturating_add(usage.init_each());
            all.saturating_add(each.saturating_mul(usage.on_demand().into()))
        });
        tiers.as_slice().len() == 1 && used > Quantity::whole(end, tiers.unit()).count
    };
    ENDS.into_iter().any(beyond).then_some(Remark::FirstTierOnly)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Arch;
    use crate::sample::lambda;

    fn said(region: &str, change: impl Fn(&mut LambdaInput), fields: &[(Field, u64)]) -> Vec<Remark> {
        let mut input = LambdaInput::EXAMPLE;
        for &(field, value) in fields {
            input = input.with(field, value).unwrap();
        }
        change(&mut input);
        let remarks = remarks(&input, &lambda(region));
        assert!(remarks.iter().all(|remark| remark.message().ends_with('.')));
        remarks
    }

    #[test]
    fn contradictions_are_errors_at_a_field() {
        let none = |_: &mut LambdaInput| {};
        let snapstart = |input: &mut LambdaInput| input.snapstart = true;
        let on = [(Field::PcUnits, 10), (Field::PcHours, 73_000)];
        assert_eq!(said("us-east-1", none, &[]), []);
        assert_eq!(said("us-east-1", none, &on), []);
        let more = [on[0], on[1], (Field::PcRequests, 3_000_001)];
        assert_eq!(said("us-east-1", none, &more), [Remark::TooManyProvisioned]);
        assert_eq!(said("us-east-1", none, &[(Field::PcRequests, 1)]), [Remark::NothingProvisioned]);
        assert_eq!(said("us-east-1", snapstart, &on[..1]), [Remark::SnapStartProvisioned]);
        assert_eq!(said("us-east-1", snapstart, &[(Field::Tmp, 513)]), [Remark::SnapStartTmp]);
        let socket = |input: &mut LambdaInput| input.api = ApiKind::WebSocket;
        assert_eq!(said("us-east-1", socket, &[(Field::ApiKb, 129)]), [Remark::MessageTooLong]);
        assert_eq!(said("us-east-1", socket, &[(Field::ApiKb, 128)]), []);
    }

    #[test]
    fn limits_of_the_prices_are_said() {
        let none = |_: &mut LambdaInput| {};
        let arm = |input: &mut LambdaInput| input.arch = Arch::Arm64;
        let on = [(Field::PcUnits, 1)];
        assert_eq!(
            said("eu-west-1", arm, &on),
            [Remark::NoPrice(LineKind::ProvisionedConcurrency)],
            "no price for arm64 there"
        );
        let busy = [(Field::PcUnits, 1), (Field::PcHours, 100), (Field::PcRequests, 30_001)];
        assert_eq!(said("us-east-1", none, &busy), [Remark::Overload]);
    }

    #[test]
    fn api_gateway_neither_streams_everywhere_nor_waits_for_ever() {
        let api = |api| move |input: &mut LambdaInput| input.api = api;
        let streams = [(Field::Stream, 1)];
        assert_eq!(said("us-east-1", api(ApiKind::Http), &streams), [Remark::NoStreaming]);
        assert_eq!(said("us-east-1", api(ApiKind::WebSocket), &streams), [Remark::NoStreaming]);
        assert!(Remark::NoStreaming.is_error() && !Remark::TooSlow.is_error());
        for kind in [ApiKind::Rest, ApiKind::Off] {
            assert_eq!(said("us-east-1", api(kind), &[streams[0], (Field::Duration, 900_000)]), []);
        }
        for (kind, most) in [(ApiKind::Http, 30_000), (ApiKind::Rest, 29_000), (ApiKind::WebSocket, 29_000)] {
            assert_eq!(said("us-east-1", api(kind), &[(Field::Duration, most)]), []);
            assert_eq!(said("us-east-1", api(kind), &[(Field::Duration, most + 1)]), [Remark::TooSlow]);
        }
    }

    /// Two functions of 5 billion GB-seconds each are beyond the first tier together.
    #[test]
    fn the_first_tier_is_that_of_the_account() {
        let half = LambdaInput::EXAMPLE.with(Field::Requests, 500_000_000).unwrap();
        let half = half.with(Field::Duration, 10_000).unwrap().with(Field::Memory, 1_024).unwrap();
        let said = |functions: &[LambdaInput], region| account_remarks(functions, &lambda(region));
        assert_eq!(said(&[half, half], "eu-west-1"), Some(Remark::FirstTierOnly));
        assert_eq!(said(&[half, half], "us-east-1"), None, "all tiers are known");
        assert_eq!(said(&[half], "eu-west-1"), None);
        let arm = LambdaInput { arch: Arch::Arm64, ..half };
        assert_eq!(said(&[half, arm], "eu-west-1"), None, "each architecture has its tiers");
        let seven = LambdaInput { arch: Arch::Arm64, ..half.with(Field::Requests, 700_000_000).unwrap() };
        assert_eq!(said(&[seven], "eu-west-1"), None, "arm64 has a longer first tier");
        assert_eq!(said(&[seven, arm], "eu-west-1"), Some(Remark::FirstTierOnly));
    }
}
