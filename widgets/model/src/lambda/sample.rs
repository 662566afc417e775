//! Prices for the tests of this crate: us-east-1 with its tiers.

use std::sync::Arc;

use crate::money::UnitPrice;
use crate::price::{AsOf, FreeTier, Grade, LambdaPrices, PriceRow, Region, Source, Tier, Tiers, Unit};
use crate::quantity::GbSeconds;

fn source() -> Arc<Source> {
    Arc::new(Source {
        id: "test".into(),
        label: "Test".into(),
        url: "https://example.org/".into(),
        as_of: AsOf::parse("2026-09-29").unwrap(),
        grade: Grade::A,
    })
}

/// One row.
pub(crate) fn row(usd: &str, per: u64, unit: Unit) -> PriceRow {
    PriceRow::new(usd.into(), usd.into(), UnitPrice::parse(usd).unwrap(), per, unit, source()).unwrap()
}

fn tiers(rows: [(&str, Option<u64>); 3]) -> Tiers {
    let tier = |(usd, up_to): (&str, Option<u64>)| Tier {
        row: row(usd, 1, Unit::GbSecond),
        up_to: up_to.map(GbSeconds::whole),
    };
    Tiers::new(rows.into_iter().map(tier).collect()).unwrap()
}

/// The table.
pub(crate) fn prices() -> LambdaPrices {
    LambdaPrices {
        region: Region { id: "us-east-1".into(), name: "US East (N. Virginia)".into() },
        requests: row("0.20", 1_000_000, Unit::Request),
        x86_64: tiers([
            ("0.0000166667", Some(6_000_000_000)),
            ("0.000015", Some(15_000_000_000)),
            ("0.0000133334", None),
        ]),
        arm64: tiers([
            ("0.0000133334", Some(7_500_000_000)),
            ("0.0000120001", Some(18_750_000_000)),
            ("0.0000106667", None),
        ]),
        free_tier: FreeTier { requests: 1_000_000, gb_seconds: 400_000, source: source() },
    }
}
