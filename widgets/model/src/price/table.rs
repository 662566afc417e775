//! The rows of the price files as they stand there: one form for all of them.
//!
//! In: rows, each for an item, a region and, where it matters, an architecture. Out: single rows
//! and tiers by region. Must not know: TOML, JSON, or what is worked out with the rows.

use super::{FreeTier, Instance, PriceError, PriceRow, Region, SizeRange, Tier, Tiers};
use crate::quantity::{Arch, Unit};

/// What a row is the price of. Its name is that of the array of tables in a price file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Requests of Lambda.
    Requests,
    /// GB-seconds of Lambda on demand, by architecture, in tiers.
    Duration,
    /// GB-seconds for which provisioned concurrency is on, by architecture.
    ProvisionedConcurrency,
    /// GB-seconds of requests on provisioned concurrency, by architecture.
    ProvisionedDuration,
    /// GB-seconds of `/tmp` above 512 MB.
    Tmp,
    /// GB-seconds for which a SnapStart snapshot is kept.
    SnapStartCache,
    /// GB restored from a SnapStart snapshot.
    SnapStartRestore,
    /// GB streamed beyond the first 6 MB of a response.
    Streaming,
    /// Calls of an HTTP API, in tiers.
    HttpCalls,
    /// Calls of a REST API, in tiers.
    RestCalls,
    /// Messages of a WebSocket API, in tiers.
    WebSocketMessages,
    /// Minutes of WebSocket connections.
    WebSocketMinutes,
    /// vCPU-hours of Fargate on Linux, by architecture.
    LinuxVcpu,
    /// GB-hours of Fargate on Linux, by architecture.
    LinuxMemory,
    /// vCPU-hours of Fargate Spot on Linux, by architecture.
    SpotVcpu,
    /// GB-hours of Fargate Spot on Linux, by architecture.
    SpotMemory,
    /// vCPU-hours of Fargate on Windows.
    WindowsVcpu,
    /// GB-hours of Fargate on Windows.
    WindowsMemory,
    /// The licence of Windows for each vCPU-hour.
    WindowsLicence,
    /// GB-hours of ephemeral storage above 20 GB.
    EphemeralStorage,
    /// Hours of an Application Load Balancer.
    AlbHour,
    /// LCU-hours of an Application Load Balancer.
    AlbLcu,
    /// Hours of a NAT gateway.
    NatHour,
    /// GB through a NAT gateway.
    NatGb,
    /// Hours of a public IPv4 address.
    PublicIpv4,
    /// Hours of an EKS control plane in standard support.
    ControlPlane,
    /// Hours of an EKS control plane in extended support.
    ControlPlaneExtended,
    /// GB-months of gp3 disks.
    Gp3,
}

impl Item {
    /// Every item.
    pub const ALL: [Self; 28] = [
        Self::Requests,
        Self::Duration,
        Self::ProvisionedConcurrency,
        Self::ProvisionedDuration,
        Self::Tmp,
        Self::SnapStartCache,
        Self::SnapStartRestore,
        Self::Streaming,
        Self::HttpCalls,
        Self::RestCalls,
        Self::WebSocketMessages,
        Self::WebSocketMinutes,
        Self::LinuxVcpu,
        Self::LinuxMemory,
        Self::SpotVcpu,
        Self::SpotMemory,
        Self::WindowsVcpu,
        Self::WindowsMemory,
        Self::WindowsLicence,
        Self::EphemeralStorage,
        Self::AlbHour,
        Self::AlbLcu,
        Self::NatHour,
        Self::NatGb,
        Self::PublicIpv4,
        Self::ControlPlane,
        Self::ControlPlaneExtended,
        Self::Gp3,
    ];

    /// Its name in the price files, and what is counted.
    const fn info(self) -> (&'static str, Unit) {
        match self {
            Self::Requests => ("requests", Unit::Request),
            Self::Duration => ("duration", Unit::GbSecond),
            Self::ProvisionedConcurrency => ("provisioned_concurrency", Unit::GbSecond),
            Self::ProvisionedDuration => ("provisioned_duration", Unit::GbSecond),
            Self::Tmp => ("tmp", Unit::GbSecond),
            Self::SnapStartCache => ("snapstart_cache", Unit::GbSecond),
            Self::SnapStartRestore => ("snapstart_restore", Unit::Gb),
            Self::Streaming => ("streaming", Unit::Gb),
            Self::HttpCalls => ("http_calls", Unit::Request),
            Self::RestCalls => ("rest_calls", Unit::Request),
            Self::WebSocketMessages => ("websocket_messages", Unit::Message),
            Self::WebSocketMinutes => ("websocket_minutes", Unit::ConnectionMinute),
            Self::LinuxVcpu => ("linux_vcpu", Unit::VcpuHour),
            Self::LinuxMemory => ("linux_memory", Unit::GbHour),
            Self::SpotVcpu => ("spot_vcpu", Unit::VcpuHour),
            Self::SpotMemory => ("spot_memory", Unit::GbHour),
            Self::WindowsVcpu => ("windows_vcpu", Unit::VcpuHour),
            Self::WindowsMemory => ("windows_memory", Unit::GbHour),
            Self::WindowsLicence => ("windows_licence", Unit::VcpuHour),
            Self::EphemeralStorage => ("ephemeral_storage", Unit::GbHour),
            Self::AlbHour => ("alb_hour", Unit::Hour),
            Self::AlbLcu => ("alb_lcu", Unit::LcuHour),
            Self::NatHour => ("nat_hour", Unit::Hour),
            Self::NatGb => ("nat_gb", Unit::Gb),
            Self::PublicIpv4 => ("public_ipv4", Unit::Hour),
            Self::ControlPlane => ("control_plane", Unit::Hour),
            Self::ControlPlaneExtended => ("control_plane_extended", Unit::Hour),
            Self::Gp3 => ("gp3", Unit::GbMonth),
        }
    }

    /// The name of its array of tables in a price file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.info().0
    }

    /// The item of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.name() == name)
    }

    /// What is counted.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.info().1
    }

    /// Whether its rows name an architecture.
    #[must_use]
    pub const fn by_arch(self) -> bool {
        matches!(
            self,
            Self::Duration
                | Self::ProvisionedConcurrency
                | Self::ProvisionedDuration
                | Self::LinuxVcpu
                | Self::LinuxMemory
                | Self::SpotVcpu
                | Self::SpotMemory
        )
    }

    /// Whether its rows may name an upper bound.
    #[must_use]
    pub const fn has_tiers(self) -> bool {
        matches!(self, Self::Duration | Self::HttpCalls | Self::RestCalls | Self::WebSocketMessages)
    }
}

/// A row of a price file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is the price of.
    pub item: Item,
    /// The id of the region where it holds.
    pub region: String,
    /// For which architecture, where the item differs by it.
    pub arch: Option<Arch>,
    /// Where the next tier begins, in whole units a month.
    pub up_to: Option<u64>,
    /// The figure.
    pub row: PriceRow,
}

/// What a price file, or several of them, say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The regions, in the order in which they are offered.
    pub regions: Vec<Region>,
    /// The rows; tiers in the order of their bounds.
    pub entries: Vec<Entry>,
    /// What Lambda gives for nothing.
    pub free_tier: Option<FreeTier>,
    /// The sizes that a Fargate task can have.
    pub sizes: Vec<SizeRange>,
    /// EC2 instance types.
    pub instances: Vec<Instance>,
}

/// Why rows make no table of prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// In which region.
    pub region: String,
    /// For what; `None` for the free tier.
    pub item: Option<Item>,
    /// For which architecture.
    pub arch: Option<Arch>,
    /// What is wrong with the tiers; `None` if there is no row, or are two.
    pub tiers: Option<PriceError>,
}

impl TableError {
    /// What is wrong, as a sentence without its full stop.
    #[must_use]
    pub fn message(&self) -> String {
        let item = self.item.map_or("free_tier", Item::name);
        let on = self.arch.map(|arch| format!(" on {}", arch.name())).unwrap_or_default();
        let wrong = self.tiers.map_or("there must be one row", PriceError::message);
        format!("{item}{on} in {}: {wrong}", self.region)
    }
}

impl Table {
    /// Adds what another file says. Regions that are known stay as they are.
    pub fn merge(&mut self, other: Self) {
        for region in other.regions {
            if self.region(&region.id).is_none() {
                self.regions.push(region);
            }
        }
        self.entries.extend(other.entries);
        self.free_tier = self.free_tier.take().or(other.free_tier);
        self.sizes.extend(other.sizes);
        self.instances.extend(other.instances);
    }

    /// The region of that id.
    #[must_use]
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// The row of an item, if there is just one.
    #[must_use]
    pub fn row(&self, region: &str, item: Item, arch: Option<Arch>) -> Option<PriceRow> {
        let mut entries = self.matching(region, item, arch);
        let row = entries.next()?.row.clone();
        entries.next().is_none().then_some(row)
    }

    /// The row of an item that must be there.
    ///
    /// # Errors
    /// There is none, or several.
    pub fn need(&self, region: &str, item: Item, arch: Option<Arch>) -> Result<PriceRow, TableError> {
        let missing = || TableError { region: region.to_owned(), item: Some(item), arch, tiers: None };
        self.row(region, item, arch).ok_or_else(missing)
    }

    /// The tiers of an item.
    ///
    /// # Errors
    /// There are none, or their bounds make no table.
    pub fn tiers(&self, region: &str, item: Item, arch: Option<Arch>) -> Result<Tiers, TableError> {
        let tiers = self.matching(region, item, arch);
        Tiers::new(tiers.map(|entry| Tier { row: entry.row.clone(), up_to: entry.up_to }).collect()).map_err(
            |error| TableError { region: region.to_owned(), item: Some(item), arch, tiers: Some(error) },
        )
    }

    /// The same table with the rows of one region only.
    #[must_use]
    pub fn only(&self, region: &str) -> Self {
        let entries = self.entries.iter().filter(|entry| entry.region == region);
        let instances = self.instances.iter().filter(|instance| instance.region == region);
        Self {
            regions: self.region(region).into_iter().cloned().collect(),
            entries: entries.cloned().collect(),
            instances: instances.cloned().collect(),
            ..self.clone()
        }
    }

    fn matching<'t>(
        &'t self,
        region: &'t str,
        item: Item,
        arch: Option<Arch>,
    ) -> impl Iterator<Item = &'t Entry> {
        let wanted = move |entry: &&Entry| entry.item == item && entry.arch == arch && entry.region == region;
        self.entries.iter().filter(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::table;

    #[test]
    fn items_are_found_by_their_name() {
        for item in Item::ALL {
            assert_eq!(Item::from_name(item.name()), Some(item));
        }
        assert_eq!(Item::from_name("sizes"), None);
    }

    #[test]
    fn what_is_missing_is_said() {
        let table = table();
        let error = table.need("mars-1", Item::Duration, Some(Arch::Arm64)).unwrap_err();
        assert_eq!(error.message(), "duration on arm64 in mars-1: there must be one row");
        let error = table.tiers("mars-1", Item::HttpCalls, None).unwrap_err();
        assert_eq!(error.message(), "http_calls in mars-1: no tier");
        let mut twice = table.clone();
        twice.merge(table.clone());
        assert_eq!(twice.regions, table.regions);
        assert!(twice.need("us-east-1", Item::Requests, None).is_err(), "two rows are one too many");
        assert!(twice.tiers("us-east-1", Item::HttpCalls, None).is_err());
    }

    #[test]
    fn one_region_is_enough_for_one_calculator() {
        let table = table();
        let one = table.only("eu-west-1");
        assert!(one.entries.len() < 20 && !one.entries.is_empty());
        assert_eq!(one.row("eu-west-1", Item::Requests, None), table.row("eu-west-1", Item::Requests, None));
        assert_eq!(one.row("us-east-1", Item::Requests, None), None);
        assert_eq!(one.sizes, table.sizes);
    }
}
