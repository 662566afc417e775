//! Bills: line items with their working, whose amounts add up to the total exactly.
//!
//! In: quantities and the price rows for them. Out: lines that can be shown, each with the formula,
//! the steps through the tiers and the rounding. Must not know: which calculator makes the bill.

pub mod compare;
pub mod export;

use crate::money::Usd;
use crate::price::{PriceRow, Slice};
pub use crate::quantity::Quantity;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Memory for the time that requests take on demand.
    Duration,
    /// Memory for the INIT phase of cold starts.
    Init,
    /// The free GB-seconds: a credit.
    FreeDuration,
    /// Memory for the time that provisioned concurrency is on.
    ProvisionedConcurrency,
    /// Memory for the time that requests take on provisioned concurrency.
    ProvisionedDuration,
    /// The requests on demand.
    Requests,
    /// The requests on provisioned concurrency.
    ProvisionedRequests,
    /// The free requests: a credit.
    FreeRequests,
    /// `/tmp` above 512 MB.
    Tmp,
    /// Keeping a SnapStart snapshot.
    SnapStartCache,
    /// Restoring from it.
    SnapStartRestore,
    /// Response streaming beyond the first 6 MB of each response.
    Streaming,
    /// The free streamed GB: a credit.
    FreeStreaming,
    /// Calls of an HTTP API.
    HttpCalls,
    /// Calls of a REST API.
    RestCalls,
    /// Messages of a WebSocket API.
    Messages,
    /// Minutes of its connections.
    ConnectionMinutes,
    /// Processor of Fargate tasks.
    Vcpu,
    /// Memory of Fargate tasks.
    Memory,
    /// The licence of Windows.
    WindowsLicence,
    /// Ephemeral storage of Fargate tasks above 20 GB.
    EphemeralStorage,
    /// EC2 instances.
    Instances,
    /// Their disks.
    Disks,
    /// The control plane of an EKS cluster.
    ControlPlane,
    /// Public IPv4 addresses.
    PublicIpv4,
    /// A load balancer for each hour.
    LoadBalancer,
    /// A load balancer for what passes through it.
    LoadBalancerUnits,
    /// NAT gateways for each hour.
    NatGateways,
    /// What passes through NAT gateways.
    NatData,
}

impl LineKind {
    /// Its name in the bill.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Duration => "Duration",
            Self::Init => "INIT of cold starts",
            Self::FreeDuration => "Free tier, duration",
            Self::ProvisionedConcurrency => "Provisioned concurrency",
            Self::ProvisionedDuration => "Duration, provisioned",
            Self::Requests => "Requests",
            Self::ProvisionedRequests => "Requests, provisioned",
            Self::FreeRequests => "Free tier, requests",
            Self::Tmp => "Ephemeral storage (/tmp)",
            Self::SnapStartCache => "SnapStart cache",
            Self::SnapStartRestore => "SnapStart restores",
            Self::Streaming => "Response streaming",
            Self::FreeStreaming => "Free tier, streaming",
            Self::HttpCalls => "API Gateway, HTTP API",
            Self::RestCalls => "API Gateway, REST API",
            Self::Messages => "API Gateway, messages",
            Self::ConnectionMinutes => "API Gateway, connections",
            Self::Vcpu => "vCPU",
            Self::Memory => "Memory",
            Self::WindowsLicence => "Windows licence",
            Self::EphemeralStorage => "Ephemeral storage",
            Self::Instances => "EC2 instances",
            Self::Disks => "Disks (gp3)",
            Self::ControlPlane => "EKS control plane",
            Self::PublicIpv4 => "Public IPv4 addresses",
            Self::LoadBalancer => "Load balancer",
            Self::LoadBalancerUnits => "Load balancer capacity",
            Self::NatGateways => "NAT gateways",
            Self::NatData => "NAT data",
        }
    }

    /// How AWS rounds before it charges; empty if nothing is rounded.
    #[must_use]
    pub const fn rounding(self) -> &'static str {
        match self {
            Self::Duration | Self::ProvisionedDuration => "each request is rounded up to 1 ms",
            Self::Init => "INIT and handler of a cold start are rounded up to 1 ms together",
            Self::ProvisionedConcurrency => "the time it is on is rounded up to 5 minutes",
            Self::Tmp => "for the billed time; the first 512 MB cost nothing",
            Self::SnapStartCache => "each published version is kept for at least 3 hours",
            Self::Streaming => "the first 6 MB of each response cost nothing",
            Self::HttpCalls => "one call for each started 512 KB",
            Self::Messages => "one message for each started 32 KB",
            Self::ConnectionMinutes => "each connection is rounded up to 1 minute",
            Self::Vcpu | Self::Memory | Self::WindowsLicence => {
                "each run is rounded up to 1 second and to at least 1 minute, on Windows 5 minutes"
            }
            Self::EphemeralStorage => "for the billed time; the first 20 GB cost nothing",
            Self::Instances => "whole instances",
            _ => "",
        }
    }

    /// Whether its amount is negative or nothing.
    #[must_use]
    pub const fn is_credit(self) -> bool {
        matches!(self, Self::FreeDuration | Self::FreeRequests | Self::FreeStreaming)
    }
}

/// One multiplication: a quantity, or the part of it that lies in one tier, times its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'p> {
    /// How much.
    pub quantity: Quantity,
    /// At which price.
    pub row: &'p PriceRow,
    /// The product, negative in a credit.
    pub amount: Usd,
}

/// A line item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'p> {
    /// What it is for.
    pub kind: LineKind,
    /// For which function of the account, counted from 1; 0 for all of them.
    pub function: usize,
    /// How the quantity comes about, with the numbers put in.
    pub working: String,
    /// The quantity of the whole line.
    pub quantity: Quantity,
    /// The steps through the tiers: at least one.
    pub steps: Vec<Step<'p>>,
    /// The sum of the steps.
    pub amount: Usd,
}

impl<'p> Line<'p> {
    /// A line at one price.
    #[must_use]
    pub fn flat(
        kind: LineKind,
        function: usize,
        working: String,
        quantity: Quantity,
        row: &'p PriceRow,
    ) -> Self {
        Self::sliced(kind, function, working, quantity, &[Slice { quantity, row }])
    }

    /// A line cut at the bounds of tiers; the steps of a credit are turned negative.
    #[must_use]
    pub fn sliced(
        kind: LineKind,
        function: usize,
        working: String,
        quantity: Quantity,
        slices: &[Slice<'p>],
    ) -> Self {
        let step = |slice: &Slice<'p>| {
            let amount = slice.amount();
            let amount = if kind.is_credit() { amount.negated() } else { amount };
            Step { quantity: slice.quantity, row: slice.row, amount }
        };
        let steps: Vec<Step<'p>> = slices.iter().map(step).collect();
        let amount = steps.iter().map(|step| step.amount).sum();
        Self { kind, function, working, quantity, steps, amount }
    }
}

/// A month's bill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill<'p> {
    /// Its line items.
    pub lines: Vec<Line<'p>>,
    /// Their exact sum.
    pub total: Usd,
    /// What is used but has no sourced price in this region, so that it is not in the total.
    pub missing: Vec<LineKind>,
}

impl<'p> Bill<'p> {
    /// The bill of these lines.
    #[must_use]
    pub fn new(lines: Vec<Line<'p>>, without_price: Vec<LineKind>) -> Self {
        let total = lines.iter().map(|line| line.amount).sum();
        let mut missing = Vec::new();
        for kind in without_price {
            if !missing.contains(&kind) {
                missing.push(kind);
            }
        }
        Self { lines, total, missing }
    }

    /// The price rows that the bill uses, each once, in the order of their first use.
    #[must_use]
    pub fn rows(&self) -> Vec<&'p PriceRow> {
        let mut rows: Vec<&PriceRow> = Vec::new();
        for step in self.lines.iter().flat_map(|line| &line.steps) {
            if rows.iter().all(|row| row.id != step.row.id) {
                rows.push(step.row);
            }
        }
        rows
    }

    /// Twelve times the total.
    #[must_use]
    pub fn per_year(&self) -> Usd {
        self.total.times(12)
    }

    /// The amount of a line; `None` if the bill doesn't have it.
    #[must_use]
    pub fn amount(&self, kind: LineKind, function: usize) -> Option<Usd> {
        let mut lines = self.lines.iter().filter(|line| (line.kind, line.function) == (kind, function));
        let first = lines.next()?.amount;
        Some(lines.map(|line| line.amount).fold(first, Usd::plus))
    }

    /// The sum of the lines of one function, counted from 1.
    #[must_use]
    pub fn of_function(&self, function: usize) -> Usd {
        self.lines.iter().filter(|line| line.function == function).map(|line| line.amount).sum()
    }
}

/// Writes out a product: `3,000,000 requests × 120 ms ÷ 1,000`.
pub(crate) fn working(factors: &[(&str, &str)], divisors: &[&str]) -> String {
    let mut out = String::new();
    for (number, unit) in factors {
        if !out.is_empty() {
            out.push_str(" \u{d7} ");
        }
        out.push_str(number);
        if !unit.is_empty() {
            out.push(' ');
            out.push_str(unit);
        }
    }
    for divisor in divisors {
        out.push_str(" \u{f7} ");
        out.push_str(divisor);
    }
    out
}
