//! The prices of containers in one region: Fargate, EC2, EKS, and what stands around them.
//!
//! In: a [`Table`]. Out: rows by name. What is not sourced for the region is `None`.
//! Must not know: what is worked out with them.

use super::{Item, PriceRow, Region, Sizes, Table};
use crate::quantity::{Arch, Capacity, Os};

/// What processor and memory of a Fargate task cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compute {
    /// For each vCPU-hour.
    pub vcpu: PriceRow,
    /// For each GB-hour.
    pub memory: PriceRow,
    /// The licence for each vCPU-hour, on Windows.
    pub licence: Option<PriceRow>,
}

/// The prices of Fargate in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FargatePrices {
    /// Where they hold.
    pub region: Region,
    /// Linux on x86_64.
    pub linux_x86_64: Option<Compute>,
    /// Linux on arm64.
    pub linux_arm64: Option<Compute>,
    /// Spot, on Linux and x86_64: its price floats, so this is what an old copy says.
    pub spot_x86_64: Option<Compute>,
    /// Windows, which runs on x86_64 only.
    pub windows: Option<Compute>,
    /// Ephemeral storage above 20 GB.
    pub storage: Option<PriceRow>,
    /// The sizes that a task can have.
    pub sizes: Sizes,
}

impl FargatePrices {
    /// The prices of a region, as far as there are any; `None` for an unknown region.
    #[must_use]
    pub fn from_table(table: &Table, id: &str) -> Option<Self> {
        let compute = |vcpu, memory, licence: Option<Item>, arch| {
            Some(Compute {
                vcpu: table.row(id, vcpu, arch)?,
                memory: table.row(id, memory, arch)?,
                licence: match licence {
                    Some(item) => Some(table.row(id, item, None)?),
                    None => None,
                },
            })
        };
        let linux = |arch| compute(Item::LinuxVcpu, Item::LinuxMemory, None, Some(arch));
        Some(Self {
            region: table.region(id)?.clone(),
            linux_x86_64: linux(Arch::X86_64),
            linux_arm64: linux(Arch::Arm64),
            spot_x86_64: compute(Item::SpotVcpu, Item::SpotMemory, None, Some(Arch::X86_64)),
            windows: compute(Item::WindowsVcpu, Item::WindowsMemory, Some(Item::WindowsLicence), None),
            storage: table.row(id, Item::EphemeralStorage, None),
            sizes: Sizes(table.sizes.clone()),
        })
    }

    /// The prices of a platform; `None` if it doesn't exist or has no sourced price.
    #[must_use]
    pub const fn compute(&self, os: Os, arch: Arch, capacity: Capacity) -> Option<&Compute> {
        match (os, arch, capacity) {
            (Os::Linux, Arch::X86_64, Capacity::OnDemand) => self.linux_x86_64.as_ref(),
            (Os::Linux, Arch::Arm64, Capacity::OnDemand) => self.linux_arm64.as_ref(),
            (Os::Linux, Arch::X86_64, Capacity::Spot) => self.spot_x86_64.as_ref(),
            (Os::Windows, Arch::X86_64, Capacity::OnDemand) => self.windows.as_ref(),
            (Os::Linux, Arch::Arm64, Capacity::Spot) | (Os::Windows, ..) => None,
        }
    }
}

/// An EC2 instance type, on demand, Linux.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its name: `m7g.large`.
    pub name: String,
    /// The id of the region where the price holds.
    pub region: String,
    /// Its architecture.
    pub arch: Arch,
    /// Virtual processors.
    pub vcpu: u64,
    /// Memory in MB.
    pub memory_mb: u64,
    /// The price of an hour.
    pub row: PriceRow,
}

/// What else a fleet of containers pays for in one region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FleetPrices {
    /// Instance types.
    pub instances: Vec<Instance>,
    /// An hour of an Application Load Balancer.
    pub alb_hour: Option<PriceRow>,
    /// An LCU-hour of it.
    pub alb_lcu: Option<PriceRow>,
    /// An hour of a NAT gateway.
    pub nat_hour: Option<PriceRow>,
    /// A GB through it.
    pub nat_gb: Option<PriceRow>,
    /// An hour of a public IPv4 address.
    pub public_ipv4: Option<PriceRow>,
    /// An hour of an EKS control plane in standard support.
    pub control_plane: Option<PriceRow>,
    /// An hour of one in extended support.
    pub control_plane_extended: Option<PriceRow>,
    /// A GB-month of a gp3 disk.
    pub gp3: Option<PriceRow>,
}

impl FleetPrices {
    /// The prices of a region, as far as there are any.
    #[must_use]
    pub fn from_table(table: &Table, region: &str) -> Self {
        let row = |item| table.row(region, item, None);
        let instances = table.instances.iter().filter(|instance| instance.region == region);
        Self {
            instances: instances.cloned().collect(),
            alb_hour: row(Item::AlbHour),
            alb_lcu: row(Item::AlbLcu),
            nat_hour: row(Item::NatHour),
            nat_gb: row(Item::NatGb),
            public_ipv4: row(Item::PublicIpv4),
            control_plane: row(Item::ControlPlane),
            control_plane_extended: row(Item::ControlPlaneExtended),
            gp3: row(Item::Gp3),
        }
    }

    /// The instance type of that name.
    #[must_use]
    pub fn instance(&self, name: &str) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.name == name)
    }
}
