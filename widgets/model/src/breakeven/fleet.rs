//! Containers that carry the load: their curve and their bill.
//!
//! In: a scenario and prices. Out: what tasks, instances, control plane, load balancer and NAT
//! gateways cost, as a function of the requests and line by line. Both are made from the same
//! parts. Must not know: Lambda.

use super::curve::{Curve, MONTH_HOURS, Stairs};
use super::{Choice, EksSupport, Prices, Scenario, Unavailable};
use crate::bill::{Bill, Line, LineKind, working};
use crate::number;
use crate::price::{FleetPrices, Instance, Pair, PriceRow};
use crate::quantity::{Capacity, MONTH_PARTS, Os, Quantity, Requests, Unit};

/// One thing that is paid for.
struct Part<'p> {
    kind: LineKind,
    row: &'p PriceRow,
    /// For how much of the row's unit, in its parts.
    count: u128,
    of: Of,
}

/// How often a part is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Once.
    Load,
    /// For each task or instance.
    Member,
    /// For each request.
    Request,
}

/// The parts of a choice, and the stairs of its tasks or instances.
struct Fleet<'p> {
    parts: Vec<Part<'p>>,
    missing: Vec<LineKind>,
    /// Requests a month for each task or instance.
    per: u64,
    /// Tasks or instances that there are at least.
    least: u64,
}

impl<'p> Fleet<'p> {
    fn add(&mut self, kind: LineKind, row: Option<&'p PriceRow>, of: Of, count: u128) {
        match row {
            Some(row) => self.parts.push(Part { kind, row, count, of }),
            None => self.missing.push(kind),
        }
    }

    /// The fleet of a choice.
    fn of(scenario: &Scenario, choice: Choice, prices: Prices<'p>) -> Result<Self, Unavailable> {
        let least = scenario.least_tasks.get();
        let mut fleet = Self { parts: Vec::new(), missing: Vec::new(), per: scenario.task_requests(), least };
        match choice {
            Choice::Fargate => fleet.tasks(scenario, prices)?,
            _ => fleet.instances(scenario, choice, prices.fleet)?,
        }
        fleet.around(scenario, prices.fleet);
        if fleet.missing.is_empty() { Ok(fleet) } else { Err(Unavailable::NoPrice(fleet.missing)) }
    }

    fn tasks(&mut self, scenario: &Scenario, prices: Prices<'p>) -> Result<(), Unavailable> {
        let pair = Pair { cpu: scenario.cpu.get(), memory_mb: scenario.memory.get() };
        if !prices.fargate.sizes.has(Os::Linux, pair) {
            return Err(Unavailable::NoSuchSize);
        }
        let compute = prices.fargate.compute(Os::Linux, scenario.lambda.arch, Capacity::OnDemand);
        // CPU units or MB for the seconds of ten-thousandths of a day, as the unit is counted.
        let hour = 3_600 * 10_000;
        let month = |each: u64| u128::from(each.saturating_mul(MONTH_HOURS)).saturating_mul(hour);
        self.add(LineKind::Vcpu, compute.map(|c| &c.vcpu), Of::Member, month(pair.cpu));
        self.add(LineKind::Memory, compute.map(|c| &c.memory), Of::Member, month(pair.memory_mb));
        Ok(())
    }

    fn instances(
        &mut self,
        scenario: &Scenario,
        choice: Choice,
        prices: &'p FleetPrices,
    ) -> Result<(), Unavailable> {
        let Some(instance) = prices.instance(scenario.instance.as_str()) else {
            return Err(Unavailable::NoSuchInstance);
        };
        let tasks = packing(scenario, instance)?;
        self.per = self.per.saturating_mul(tasks);
        self.least = self.least.div_ceil(tasks).max(scenario.least_instances.get());
        let hours = MONTH_HOURS.into();
        self.add(LineKind::Instances, Some(&instance.row), Of::Member, hours);
        if scenario.disk.get() > 0 {
            self.add(LineKind::Disks, prices.gp3.as_ref(), Of::Member, scenario.disk.get().into());
        }
        if choice == Choice::Eks {
            let row = match scenario.eks {
                EksSupport::Standard => &prices.control_plane,
                EksSupport::Extended => &prices.control_plane_extended,
            };
            self.add(LineKind::ControlPlane, row.as_ref(), Of::Load, hours);
        }
        Ok(())
    }

    /// What stands before and behind the containers.
    fn around(&mut self, scenario: &Scenario, prices: &'p FleetPrices) {
        let hours = u128::from(MONTH_HOURS);
        if scenario.alb {
            self.add(LineKind::LoadBalancer, prices.alb_hour.as_ref(), Of::Load, hours);
            let units = lcu_hours(scenario);
            if units > 0 {
                self.add(LineKind::LoadBalancerUnits, prices.alb_lcu.as_ref(), Of::Request, units);
            }
        }
        let gateways = u128::from(scenario.nat.get());
        if gateways > 0 {
            let hours = hours.saturating_mul(gateways);
            self.add(LineKind::NatGateways, prices.nat_hour.as_ref(), Of::Load, hours);
            let data = gb(scenario.nat_traffic.get());
            if data > 0 {
                self.add(LineKind::NatData, prices.nat_gb.as_ref(), Of::Request, data);
            }
        }
        if scenario.ipv4 {
            self.addresses(scenario, prices.public_ipv4.as_ref());
        }
    }

    /// Public IPv4 addresses. Behind NAT gateways tasks and instances have none.
    fn addresses(&mut self, scenario: &Scenario, row: Option<&'p PriceRow>) {
        let balancer = if scenario.alb { Scenario::BALANCER_ADDRESSES } else { 0 };
        let standing = scenario.nat.get().saturating_add(balancer);
        if standing > 0 {
            let hours = standing.saturating_mul(MONTH_HOURS);
            self.add(LineKind::PublicIpv4, row, Of::Load, hours.into());
        }
        if scenario.nat.get() == 0 {
            self.add(LineKind::PublicIpv4, row, Of::Member, MONTH_HOURS.into());
        }
    }
}

fn packing(scenario: &Scenario, instance: &Instance) -> Result<u64, Unavailable> {
    if instance.arch != scenario.lambda.arch {
        return Err(Unavailable::OtherArch);
    }
    match scenario.tasks_in(instance.vcpu, instance.memory_mb) {
        0 => Err(Unavailable::DoesNotFit),
        tasks => Ok(tasks),
    }
}

/// LCU-hours of one request: the greatest of the dimensions, which all rise with the rate. One LCU
/// is 25 new connections a second, 3,000 active ones a minute, 1 GB an hour. Each request is taken
/// to keep a connection busy for as long as it runs; rules cost nothing up to ten of them.
fn lcu_hours(scenario: &Scenario) -> u128 {
    const SHARES: u128 = 1_000_000;
    let new = MONTH_PARTS.div_euclid(25 * 3_600 * SHARES).saturating_mul(scenario.connections.get().into());
    let active =
        MONTH_PARTS.div_euclid(3_000 * 3_600 * 1_000).saturating_mul(scenario.lambda.duration.get().into());
    let bytes = MONTH_PARTS.div_euclid(1_024 * 1_024).saturating_mul(scenario.traffic.get().into());
    new.max(active).max(bytes)
}

/// KB as parts of a GB.
fn gb(kb: u64) -> u128 {
    Unit::Gb.parts().div_euclid(1_024 * 1_024).saturating_mul(kb.into())
}

/// The curve of a choice that runs containers.
pub(super) fn curve(scenario: &Scenario, choice: Choice, prices: Prices<'_>) -> Result<Curve, Unavailable> {
    let fleet = Fleet::of(scenario, choice, prices)?;
    let mut curve = Curve::default();
    let mut each = Curve::default();
    for part in &fleet.parts {
        match part.of {
            Of::Load => curve.standing(part.row, Quantity::new(part.count, part.row.unit)),
            Of::Member => each.standing(part.row, Quantity::new(part.count, part.row.unit)),
            Of::Request => curve.each(part.row, part.count),
        }
    }
    curve.stairs = Some(Stairs { per: fleet.per.max(1), least: fleet.least, each: each.at(0) });
    Ok(curve)
}

/// The bill of a choice that runs containers.
pub(super) fn bill<'p>(
    scenario: &Scenario,
    choice: Choice,
    prices: Prices<'p>,
    requests: Requests,
) -> Result<Bill<'p>, Unavailable> {
    let fleet = Fleet::of(scenario, choice, prices)?;
    let needed = requests.get().div_ceil(fleet.per.max(1));
    let members = needed.max(fleet.least);
    let line = |part: &Part<'p>| {
        let times = match part.of {
            Of::Load => 1,
            Of::Member => members,
            Of::Request => requests.get(),
        };
        let quantity = Quantity::new(part.count.saturating_mul(times.into()), part.row.unit);
        let one = Quantity::new(part.count, part.row.unit).display();
        let times = number::print(times);
        let unit = match (part.of, choice) {
            (Of::Request, _) => "requests",
            (_, Choice::Fargate) => "tasks",
            _ => "instances",
        };
        let text = match part.of {
            Of::Load => String::new(),
            _ => working(&[(&times, unit), (&one, "")], &[]),
        };
        Line::flat(part.kind, 0, text, quantity, part.row)
    };
    Ok(Bill::new(fleet.parts.iter().map(line).collect(), Vec::new()))
}
