//! Price rows: what one unit costs, where, by whom it is said and when it was seen.
//!
//! In: decimal strings and bounds. Out: rows, and tables of tiers that cover every quantity.
//! Must not know: files, or which widget asks.

use std::sync::Arc;

use crate::fixed;
use crate::money::{UnitPrice, Usd};
use crate::quantity::{Arch, GbSeconds};

/// How well a figure is backed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// AWS's own text or price data of the last two years.
    A,
    /// Several secondary sources or tool output that agree.
    B,
    /// An old copy: shown with its own date only.
    C,
}

impl Grade {
    /// The grade of that letter. There is no D: figures from memory are not printed.
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        match letter {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            _ => None,
        }
    }

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// The day, or only the month, on which a figure was seen: `2026-09-29` or `2024-07`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf(String);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl AsOf {
    /// Reads `YYYY-MM-DD` or `YYYY-MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next());
        let number = |part: &str, width: usize, range: std::ops::RangeInclusive<u64>| {
            part.len() == width && fixed::whole(part).is_some_and(|n| range.contains(&n))
        };
        let good = number(year, 4, 2000..=2999)
            && number(month, 2, 1..=12)
            && day.is_none_or(|day| number(day, 2, 1..=31))
            && parts.next().is_none();
        good.then(|| Self(text.to_owned()))
    }

    /// For machines: the form that [`AsOf::parse`] reads.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: `29 September 2026`, `July 2024`.
    #[must_use]
    pub fn display(&self) -> String {
        let mut parts = self.0.split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts
            .next()
            .and_then(fixed::whole)
            .and_then(|month| usize::try_from(month).ok())
            .unwrap_or_default();
        let name = MONTHS.get(month.saturating_sub(1)).copied().unwrap_or_default();
        match parts.next() {
            Some(day) => format!("{} {name} {year}", day.trim_start_matches('0')),
            None => format!("{name} {year}"),
        }
    }
}

/// Where figures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its key in the data.
    pub id: String,
    /// Its name, as a link text.
    pub label: String,
    /// Its address.
    pub url: String,
    /// When the figures were seen there.
    pub as_of: AsOf,
    /// How well they are backed.
    pub grade: Grade,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One request.
    Request,
    /// One GB of memory for one second.
    GbSecond,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 2] = [Self::Request, Self::GbSecond];

    /// Its name in the data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::GbSecond => "GB-second",
        }
    }

    /// Its name after a number that is not one.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Request => "requests",
            Self::GbSecond => "GB-seconds",
        }
    }

    /// The unit of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// One figure of a price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// Its key in the data.
    pub id: String,
    /// What is paid for: `Requests`, `Duration, x86_64, first 6 billion GB-seconds`.
    pub what: String,
    /// The price as printed by its source, for `per` units.
    pub usd: UnitPrice,
    /// For how many units: 1, or 1,000,000 requests.
    pub per: u64,
    /// The price of one unit.
    each: UnitPrice,
    /// What is counted.
    pub unit: Unit,
    /// Where the figure comes from.
    pub source: Arc<Source>,
}

/// Why figures do not make a price row or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceError {
    /// The price of one unit can't be said exactly with twelve decimals.
    NotExact,
    /// More than a tenth of a cent for one unit: not a price of Lambda, but a slip of units.
    TooHigh,
    /// A table without a tier.
    NoTier,
    /// The bounds of the tiers don't rise.
    BoundsDoNotRise,
    /// The last tier has an upper bound, or one before it has none.
    WrongLastTier,
}

impl PriceError {
    /// What is wrong, as a sentence without its full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::NotExact => "the price of one unit needs more than twelve decimals",
            Self::TooHigh => "more than 0.001 USD for one unit: is the unit right?",
            Self::NoTier => "no tier",
            Self::BoundsDoNotRise => "the upper bounds of the tiers must rise",
            Self::WrongLastTier => "the last tier has no upper bound, and every other tier has one",
        }
    }
}

impl PriceRow {
    /// A row, if the price of one unit is exact and plausible.
    ///
    /// # Errors
    /// `NotExact` or `TooHigh`.
    pub fn new(
        id: String,
        what: String,
        usd: UnitPrice,
        per: u64,
        unit: Unit,
        source: Arc<Source>,
    ) -> Result<Self, PriceError> {
        let each = usd.divided_by(per).ok_or(PriceError::NotExact)?;
        if each > UnitPrice::HIGHEST {
            return Err(PriceError::TooHigh);
        }
        Ok(Self { id, what, usd, per, each, unit, source })
    }

    /// The price of one unit.
    #[must_use]
    pub const fn each(&self) -> UnitPrice {
        self.each
    }

    /// For people: `$0.20 per 1,000,000 requests`, `$0.0000166667 per GB-second`.
    #[must_use]
    pub fn per_text(&self) -> String {
        if self.per == 1 {
            format!("per {}", self.unit.name())
        } else {
            format!("per {} {}", crate::number::print(self.per), self.unit.plural())
        }
    }
}

/// A price row that holds up to a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The figure.
    pub row: PriceRow,
    /// Where the next tier begins; `None` for the last.
    pub up_to: Option<GbSeconds>,
}

/// Tiers that cover every quantity: the bounds rise and the last has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers(Vec<Tier>);

/// A part of a quantity that lies within one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice<'p> {
    /// How much of the quantity.
    pub quantity: GbSeconds,
    /// The figure for it.
    pub row: &'p PriceRow,
}

impl Slice<'_> {
    /// What this part costs.
    #[must_use]
    pub fn amount(&self) -> Usd {
        self.row.each().times_scaled(self.quantity.scaled(), GbSeconds::DECIMALS)
    }
}

impl Tiers {
    /// A table, if its bounds make one.
    ///
    /// # Errors
    /// `NoTier`, `BoundsDoNotRise`, `WrongLastTier`.
    pub fn new(tiers: Vec<Tier>) -> Result<Self, PriceError> {
        let mut reached = GbSeconds::default();
        let Some((last, others)) = tiers.split_last() else {
            return Err(PriceError::NoTier);
        };
        if last.up_to.is_some() {
            return Err(PriceError::WrongLastTier);
        }
        for tier in others {
            let bound = tier.up_to.ok_or(PriceError::WrongLastTier)?;
            if bound <= reached {
                return Err(PriceError::BoundsDoNotRise);
            }
            reached = bound;
        }
        Ok(Self(tiers))
    }

    /// The tiers, the lowest first.
    #[must_use]
    pub fn as_slice(&self) -> &[Tier] {
        &self.0
    }

    /// Cuts what lies between two quantities at the bounds of the tiers.
    ///
    /// Always at least one part: an empty quantity is one empty part of the tier it lies in.
    #[must_use]
    pub fn cut(&self, from: GbSeconds, to: GbSeconds) -> Vec<Slice<'_>> {
        let mut slices: Vec<Slice<'_>> = Vec::new();
        let mut floor = GbSeconds::default();
        for Tier { row, up_to } in &self.0 {
            let low = from.max(floor);
            let high = up_to.map_or(to, |bound| to.min(bound));
            let quantity = high.less(low);
            let empty = from == to && up_to.is_none_or(|bound| from < bound);
            if quantity > GbSeconds::default() || (empty && slices.is_empty()) {
                slices.push(Slice { quantity, row });
            }
            floor = up_to.unwrap_or(floor);
        }
        slices
    }
}

/// A region of AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// `us-east-1`.
    pub id: String,
    /// `US East (N. Virginia)`.
    pub name: String,
}

/// What costs nothing each month, for the whole account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeTier {
    /// Requests a month.
    pub requests: u64,
    /// GB-seconds a month.
    pub gb_seconds: u64,
    /// Where that is said.
    pub source: Arc<Source>,
}

/// The prices of Lambda in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LambdaPrices {
    /// Where they hold.
    pub region: Region,
    /// The price of requests.
    pub requests: PriceRow,
    /// The price of GB-seconds on x86_64.
    pub x86_64: Tiers,
    /// The price of GB-seconds on arm64.
    pub arm64: Tiers,
    /// What is free.
    pub free_tier: FreeTier,
}

impl LambdaPrices {
    /// Every source that a figure names, each once.
    #[must_use]
    pub fn sources(&self) -> Vec<&Arc<Source>> {
        let tiers = self.x86_64.as_slice().iter().chain(self.arm64.as_slice());
        let rows = std::iter::once(&self.requests).chain(tiers.map(|tier| &tier.row));
        let mut sources: Vec<&Arc<Source>> = Vec::new();
        for source in rows.map(|row| &row.source).chain([&self.free_tier.source]) {
            if sources.iter().all(|known| known.id != source.id) {
                sources.push(source);
            }
        }
        sources
    }

    /// The tiers of an architecture.
    #[must_use]
    pub const fn duration(&self, arch: Arch) -> &Tiers {
        match arch {
            Arch::X86_64 => &self.x86_64,
            Arch::Arm64 => &self.arm64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lambda::sample::{prices, row};

    #[test]
    fn dates_are_days_or_months() {
        assert_eq!(AsOf::parse("2026-09-29").unwrap().display(), "29 September 2026");
        assert_eq!(AsOf::parse("2026-01-05").unwrap().display(), "5 January 2026");
        assert_eq!(AsOf::parse("2024-07").unwrap().display(), "July 2024");
        for wrong in ["2026", "2026-13", "2026-9-29", "2026-09-32", "mid 2026", "2026-09-29-1", ""] {
            assert_eq!(AsOf::parse(wrong), None, "{wrong}");
        }
        assert!(AsOf::parse("2024-07") < AsOf::parse("2026-09-29"));
    }

    #[test]
    fn tiers_must_cover_everything() {
        let tier = |up_to: Option<u64>| Tier {
            row: row("0.00001", 1, Unit::GbSecond),
            up_to: up_to.map(GbSeconds::whole),
        };
        assert_eq!(Tiers::new(vec![]), Err(PriceError::NoTier));
        assert_eq!(Tiers::new(vec![tier(Some(1))]), Err(PriceError::WrongLastTier));
        assert_eq!(Tiers::new(vec![tier(None), tier(None)]), Err(PriceError::WrongLastTier));
        assert_eq!(
            Tiers::new(vec![tier(Some(2)), tier(Some(2)), tier(None)]),
            Err(PriceError::BoundsDoNotRise)
        );
        assert!(Tiers::new(vec![tier(Some(2)), tier(Some(3)), tier(None)]).is_ok());
    }

    #[test]
    fn a_quantity_is_cut_at_the_bounds() {
        let prices = prices();
        let cut = |from: u64, to: u64| -> Vec<(String, String)> {
            prices
                .duration(Arch::X86_64)
                .cut(GbSeconds::whole(from), GbSeconds::whole(to))
                .iter()
                .map(|s| (s.quantity.exact(), s.row.usd.exact()))
                .collect()
        };
        let pair = |q: &str, p: &str| (q.to_owned(), p.to_owned());
        assert_eq!(cut(0, 0), [pair("0", "0.0000166667")]);
        assert_eq!(cut(0, 6_000_000_000), [pair("6000000000", "0.0000166667")]);
        assert_eq!(
            cut(0, 16_000_000_000),
            [
                pair("6000000000", "0.0000166667"),
                pair("9000000000", "0.000015"),
                pair("1000000000", "0.0000133334")
            ]
        );
        assert_eq!(
            cut(5_999_900_000, 6_000_300_000),
            [pair("100000", "0.0000166667"), pair("300000", "0.000015")]
        );
        assert_eq!(cut(6_000_000_000, 6_000_000_000), [pair("0", "0.000015")]);
    }

    #[test]
    fn slips_of_units_are_refused() {
        let new = |usd: &str, per| {
            let source = row("0.1", 1000, Unit::Request).source;
            PriceRow::new(
                String::new(),
                String::new(),
                UnitPrice::parse(usd).unwrap(),
                per,
                Unit::Request,
                source,
            )
            .err()
        };
        assert_eq!(new("0.20", 1), Some(PriceError::TooHigh));
        assert_eq!(new("0.20", 7), Some(PriceError::NotExact));
        assert_eq!(new("0.20", 1_000_000), None);
    }
}
