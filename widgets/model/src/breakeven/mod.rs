//! Break-even: the same load on Lambda, Fargate, EC2 and EKS, and which is the cheapest at which
//! rate.
//!
//! In: a [`Scenario`] and the prices of its region. Out: the cost of each choice as an exact curve,
//! its bill at any rate, and the exact rates at which the cheapest changes.
//! Must not know: how a chart is drawn.
//!
//! Containers stand all month (730 hours): as many tasks as the requests need, rounded up, and
//! never fewer than the scenario says. Logs and data transfer to the internet are left out: they are
//! the same for every choice.

mod curve;
mod fleet;
mod presets;
mod scenario;
mod solve;

pub use curve::{Curve, MONTH_HOURS};
pub use presets::PRESETS;
pub use scenario::{EksSupport, Field, Scenario};
pub use solve::{Begins, Interval, Solution, lowest};

use crate::bill::{Bill, LineKind};
use crate::lambda::{Remark, bill as lambda_bill, remarks};
use crate::money::Usd;
use crate::price::{FargatePrices, FleetPrices, LambdaPrices, PriceRow};
use crate::quantity::Requests;
use crate::ratio::Ratio;

/// Where the load can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Lambda.
    Lambda,
    /// ECS on Fargate.
    Fargate,
    /// ECS on EC2 instances.
    Ec2,
    /// EKS on EC2 instances.
    Eks,
}

impl Choice {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Lambda, Self::Fargate, Self::Ec2, Self::Eks];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lambda => "Lambda",
            Self::Fargate => "Fargate",
            Self::Ec2 => "EC2",
            Self::Eks => "EKS",
        }
    }
}

/// The prices that a break-even needs, all of one region.
#[derive(Clone, Copy, Debug)]
pub struct Prices<'p> {
    /// Those of Lambda.
    pub lambda: &'p LambdaPrices,
    /// Those of Fargate.
    pub fargate: &'p FargatePrices,
    /// Those of EC2, EKS and of what stands around containers.
    pub fleet: &'p FleetPrices,
}

/// Why a choice takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// Something that it needs has no sourced price in this region.
    NoPrice(Vec<LineKind>),
    /// The Lambda input contradicts itself.
    Contradiction(Remark),
    /// Fargate has no such size.
    NoSuchSize,
    /// The price table doesn't have the instance type.
    NoSuchInstance,
    /// The instance type has another architecture than the load.
    OtherArch,
    /// Not even one task fits into the instance beside its head-room.
    DoesNotFit,
}

impl Unavailable {
    /// A sentence for the reader.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoPrice(kinds) => {
                let mut kinds: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
                kinds.dedup();
                return format!("No sourced price in this region for: {}.", kinds.join(", "));
            }
            Self::Contradiction(remark) => return remark.message(),
            Self::NoSuchSize => "Fargate has no task with this processor and this memory.",
            Self::NoSuchInstance => "There is no price for this instance type in this region.",
            Self::OtherArch => "The instance type has another architecture than the function.",
            Self::DoesNotFit => "No task fits into this instance type beside its head-room.",
        }
        .to_owned()
    }
}

/// For which requests a month which choice is the cheapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The choice.
    pub cheapest: Choice,
    /// Above how many requests a month, exactly.
    pub from: Ratio,
    /// Up to and with how many requests a month, exactly.
    pub to: Ratio,
    /// How it begins.
    pub begins: Begins,
}

impl Stretch {
    /// The rate above which the choice is the cheapest, in requests a second.
    #[must_use]
    pub fn from_per_second(&self) -> Option<Ratio> {
        per_second(self.from)
    }
}

/// Requests a month as requests a second, exactly.
#[must_use]
pub fn per_second(requests: Ratio) -> Option<Ratio> {
    requests.divided_by(u128::from(MONTH_HOURS).saturating_mul(3_600))
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEven {
    /// The stretches, in their order, from nought requests on.
    pub stretches: Vec<Stretch>,
    /// Whether they reach the greatest number of requests; if not, two choices cost so nearly the
    /// same that they change places too often to be listed.
    pub complete: bool,
    /// What each choice costs.
    pub curves: Vec<(Choice, Curve)>,
    /// Who takes no part, and why.
    pub unavailable: Vec<(Choice, Unavailable)>,
}

impl BreakEven {
    /// Compares the choices over all rates.
    #[must_use]
    pub fn find(scenario: &Scenario, prices: Prices<'_>) -> Self {
        let mut curves = Vec::new();
        let mut unavailable = Vec::new();
        for choice in Choice::ALL {
            match scenario.curve(choice, prices) {
                Ok(curve) => curves.push((choice, curve)),
                Err(reason) => unavailable.push((choice, reason)),
            }
        }
        let all: Vec<&Curve> = curves.iter().map(|(_, curve)| curve).collect();
        let Solution { intervals, complete } = lowest(&all);
        let stretch = |interval: &Interval| {
            let &Interval { lowest, from, to, begins } = interval;
            let &(cheapest, _) = curves.get(lowest)?;
            Some(Stretch { cheapest, from, to, begins })
        };
        let stretches = intervals.iter().filter_map(stretch).collect();
        Self { stretches, complete, curves, unavailable }
    }

    /// What a choice costs for so many requests a month, if it takes part.
    #[must_use]
    pub fn cost(&self, choice: Choice, requests: u64) -> Option<Usd> {
        let (_, curve) = self.curves.iter().find(|(known, _)| *known == choice)?;
        Some(curve.cost(requests))
    }

    /// The cheapest choice for so many requests a month.
    #[must_use]
    pub fn cheapest(&self, requests: u64) -> Option<Choice> {
        let requests = Ratio::whole(requests.into());
        let stretch = self.stretches.iter().find(|stretch| requests <= stretch.to)?;
        Some(stretch.cheapest)
    }
}

impl Scenario {
    /// What a choice costs as a function of the requests a month.
    ///
    /// # Errors
    /// Why the choice takes no part.
    pub fn curve(&self, choice: Choice, prices: Prices<'_>) -> Result<Curve, Unavailable> {
        match choice {
            Choice::Lambda => {
                self.check_lambda(prices.lambda)?;
                Ok(Curve::of_lambda(&self.lambda, prices.lambda))
            }
            _ => fleet::curve(self, choice, prices),
        }
    }

    /// The bill of a choice for so many requests a month.
    ///
    /// # Errors
    /// Why the choice takes no part.
    pub fn bill<'p>(
        &self,
        choice: Choice,
        prices: Prices<'p>,
        requests: Requests,
    ) -> Result<Bill<'p>, Unavailable> {
        match choice {
            Choice::Lambda => {
                self.check_lambda(prices.lambda)?;
                let mut input = self.lambda;
                input.requests = requests;
                Ok(lambda_bill(&input, prices.lambda))
            }
            _ => fleet::bill(self, choice, prices, requests),
        }
    }

    /// The price rows that the bills of all choices use, each once.
    #[must_use]
    pub fn rows<'p>(&self, prices: Prices<'p>) -> Vec<&'p PriceRow> {
        let mut rows: Vec<&PriceRow> = Vec::new();
        for choice in Choice::ALL {
            let bill = self.bill(choice, prices, self.lambda.requests);
            for row in bill.map(|bill| bill.rows()).unwrap_or_default() {
                if rows.iter().all(|known| known.id != row.id) {
                    rows.push(row);
                }
            }
        }
        rows
    }

    fn check_lambda(&self, prices: &LambdaPrices) -> Result<(), Unavailable> {
        let remarks = remarks(&self.lambda, prices);
        // How many requests run on provisioned concurrency is weighed against the requests of the
        // curve, not against those of the form.
        let error = remarks.iter().find(|remark| remark.is_error() && **remark != Remark::TooManyProvisioned);
        if let Some(&remark) = error {
            return Err(Unavailable::Contradiction(remark));
        }
        let missing: Vec<LineKind> = remarks
            .iter()
            .filter_map(|remark| match remark {
                Remark::NoPrice(kind) => Some(*kind),
                _ => None,
            })
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(Unavailable::NoPrice(missing)) }
    }
}

#[cfg(test)]
mod tests;
