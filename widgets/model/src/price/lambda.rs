//! The prices of Lambda, and of API Gateway before it, in one region.
//!
//! In: a [`Table`]. Out: rows by name. What is not sourced for the region is `None`.
//! Must not know: what is worked out with them.

use std::sync::Arc;

use super::{Item, PriceRow, Region, Source, Table, TableError, Tiers, sources_of};
use crate::quantity::Arch;

/// What costs nothing each month, for the whole account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeTier {
    /// Requests a month.
    pub requests: u64,
    /// GB-seconds a month.
    pub gb_seconds: u64,
    /// GB streamed a month beyond the free 6 MB of each response.
    pub streaming_gb: u64,
    /// Where that is said.
    pub source: Arc<Source>,
}

/// The prices of provisioned concurrency on one architecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisioned {
    /// For each GB-second for which it is on.
    pub concurrency: PriceRow,
    /// For each GB-second of a request on it.
    pub duration: PriceRow,
}

/// The prices of SnapStart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapStart {
    /// For each GB-second for which a snapshot is kept.
    pub cache: PriceRow,
    /// For each GB restored.
    pub restore: PriceRow,
}

/// The prices of API Gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiPrices {
    /// Calls of an HTTP API.
    pub http: Option<Tiers>,
    /// Calls of a REST API.
    pub rest: Option<Tiers>,
    /// Messages of a WebSocket API.
    pub messages: Option<Tiers>,
    /// Minutes of its connections.
    pub minutes: Option<PriceRow>,
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
    /// Provisioned concurrency on x86_64.
    pub provisioned_x86_64: Option<Provisioned>,
    /// Provisioned concurrency on arm64.
    pub provisioned_arm64: Option<Provisioned>,
    /// GB-seconds of `/tmp` above 512 MB.
    pub tmp: Option<PriceRow>,
    /// SnapStart for Python and .NET; for Java it costs nothing.
    pub snapstart: Option<SnapStart>,
    /// GB streamed.
    pub streaming: Option<PriceRow>,
    /// API Gateway.
    pub api: ApiPrices,
    /// What is free.
    pub free_tier: FreeTier,
}

impl LambdaPrices {
    /// The prices of a region.
    ///
    /// # Errors
    /// A row without which nothing can be worked out is missing: requests, duration on both
    /// architectures, the free tier.
    pub fn from_table(table: &Table, id: &str) -> Result<Self, TableError> {
        let missing = || TableError { region: id.to_owned(), item: None, arch: None, tiers: None };
        let provisioned = |arch: Arch| {
            let row = |item| table.row(id, item, Some(arch));
            let concurrency = row(Item::ProvisionedConcurrency)?;
            Some(Provisioned { concurrency, duration: row(Item::ProvisionedDuration)? })
        };
        let row = |item| table.row(id, item, None);
        let snapstart = || {
            let cache = row(Item::SnapStartCache)?;
            Some(SnapStart { cache, restore: row(Item::SnapStartRestore)? })
        };
        Ok(Self {
            region: table.region(id).cloned().ok_or_else(missing)?,
            requests: table.need(id, Item::Requests, None)?,
            x86_64: table.tiers(id, Item::Duration, Some(Arch::X86_64))?,
            arm64: table.tiers(id, Item::Duration, Some(Arch::Arm64))?,
            provisioned_x86_64: provisioned(Arch::X86_64),
            provisioned_arm64: provisioned(Arch::Arm64),
            tmp: row(Item::Tmp),
            snapstart: snapstart(),
            streaming: row(Item::Streaming),
            api: ApiPrices::from_table(table, id),
            free_tier: table.free_tier.clone().ok_or_else(missing)?,
        })
    }

    /// The tiers of an architecture.
    #[must_use]
    pub const fn duration(&self, arch: Arch) -> &Tiers {
        match arch {
            Arch::X86_64 => &self.x86_64,
            Arch::Arm64 => &self.arm64,
        }
    }

    /// Provisioned concurrency on an architecture.
    #[must_use]
    pub const fn provisioned(&self, arch: Arch) -> Option<&Provisioned> {
        match arch {
            Arch::X86_64 => self.provisioned_x86_64.as_ref(),
            Arch::Arm64 => self.provisioned_arm64.as_ref(),
        }
    }

    /// Every source of the prices of Lambda itself, each once.
    #[must_use]
    pub fn sources(&self) -> Vec<&Arc<Source>> {
        let tiers = Arch::ALL.into_iter().flat_map(|arch| self.duration(arch).as_slice());
        let provisioned = Arch::ALL.into_iter().filter_map(|arch| self.provisioned(arch));
        let snapstart = self.snapstart.iter().flat_map(|prices| [&prices.cache, &prices.restore]);
        let rows = std::iter::once(&self.requests)
            .chain(tiers.map(|tier| &tier.row))
            .chain(provisioned.flat_map(|prices| [&prices.concurrency, &prices.duration]))
            .chain(&self.tmp)
            .chain(snapstart)
            .chain(&self.streaming);
        let mut sources = sources_of(rows);
        if sources.iter().all(|source| source.id != self.free_tier.source.id) {
            sources.push(&self.free_tier.source);
        }
        sources
    }
}

impl ApiPrices {
    /// The prices of a region, as far as there are any.
    #[must_use]
    pub fn from_table(table: &Table, region: &str) -> Self {
        let tiers = |item| table.tiers(region, item, None).ok();
        Self {
            http: tiers(Item::HttpCalls),
            rest: tiers(Item::RestCalls),
            messages: tiers(Item::WebSocketMessages),
            minutes: table.row(region, Item::WebSocketMinutes, None),
        }
    }
}
