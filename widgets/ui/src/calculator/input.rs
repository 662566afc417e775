//! What a calculator works with: the input of each kind behind one face, key by key.
//!
//! In: keys of the fragment with numbers or words. Out: the input, its prices, its bill and what
//! is to be said about it. Must not know: Yew, the browser, texts in fields.

use studydeck_model::bill::Bill;
use studydeck_model::breakeven::{self, BreakEven, EksSupport, Scenario};
use studydeck_model::fargate::{self, FargateInput, Per};
use studydeck_model::field::Spec;
use studydeck_model::fragment::{self, Problem, Reading};
use studydeck_model::lambda::{self, ApiKind, LambdaInput, MOST_FUNCTIONS};
use studydeck_model::name::Name;
use studydeck_model::price::{FargatePrices, FleetPrices, LambdaPrices, Region, Table};
use studydeck_model::quantity::{Arch, Capacity, Os};

use super::breakeven_view;
use crate::Cost;

/// The key of the choice between hours and minutes.
pub(crate) const PER: &str = "per";
/// The key of the function that is looked at.
pub(crate) const FUNCTION: &str = "function";
/// The word that adds a function.
pub(crate) const ADD: &str = "add";
/// The word that takes one away.
pub(crate) const REMOVE: &str = "remove";
/// The fields of a function that a break-even asks for.
const LOAD: [lambda::Field; 3] = [lambda::Field::Requests, lambda::Field::Duration, lambda::Field::Memory];
/// What a switch says that is on.
pub(crate) const ON: &str = "on";

/// The input of a calculator.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Functions of one account, at least one; and which of them the form shows.
    Lambda(Vec<LambdaInput>, usize),
    /// Tasks.
    Fargate(FargateInput),
    /// A load, and what could carry it.
    BreakEven(Scenario),
}

impl Input {
    /// The worked example of a calculator.
    #[must_use]
    pub fn example(kind: Cost) -> Self {
        match kind {
            Cost::Lambda => Self::Lambda(vec![LambdaInput::EXAMPLE], 0),
            Cost::Fargate => Self::Fargate(FargateInput::EXAMPLE),
            Cost::BreakEven => Self::BreakEven(Scenario::EXAMPLE),
        }
    }

    /// Which calculator it is of.
    #[must_use]
    pub const fn kind(&self) -> Cost {
        match self {
            Self::Lambda(..) => Cost::Lambda,
            Self::Fargate(_) => Cost::Fargate,
            Self::BreakEven(_) => Cost::BreakEven,
        }
    }

    /// The function that the form shows, if there is one.
    #[must_use]
    pub fn function(&self) -> Option<&LambdaInput> {
        match self {
            Self::Lambda(functions, at) => functions.get(*at),
            Self::BreakEven(scenario) => Some(&scenario.lambda),
            Self::Fargate(_) => None,
        }
    }

    fn function_mut(&mut self) -> Option<&mut LambdaInput> {
        match self {
            Self::Lambda(functions, at) => functions.get_mut(*at),
            Self::BreakEven(scenario) => Some(&mut scenario.lambda),
            Self::Fargate(_) => None,
        }
    }

    /// What each number field may hold.
    #[must_use]
    pub fn specs(&self) -> Vec<&'static Spec> {
        match self {
            Self::Lambda(..) => lambda::Field::ALL.iter().map(|field| field.spec()).collect(),
            Self::Fargate(_) => fargate::Field::ALL.iter().map(|field| field.spec()).collect(),
            Self::BreakEven(_) => {
                let load = LOAD.iter().map(|field| field.spec());
                load.chain(breakeven::Field::ALL.iter().map(|field| field.spec())).collect()
            }
        }
    }

    /// The value of a number field, in base units; 0 if there is no such field.
    #[must_use]
    pub fn get(&self, key: &str) -> u64 {
        let of_function = || Some(self.function()?.get(lambda::Field::from_key(key)?));
        let value = match self {
            Self::Lambda(..) => of_function(),
            Self::BreakEven(scenario) => match breakeven::Field::from_key(key) {
                Some(field) => Some(scenario.get(field)),
                None => of_function(),
            },
            Self::Fargate(input) => fargate::Field::from_key(key).map(|field| input.get(field)),
        };
        value.unwrap_or_default()
    }

    /// Sets a number field; `None` if there is no such field, or the value is not allowed.
    pub fn set(&mut self, key: &str, value: u64) -> Option<()> {
        if let Self::Fargate(input) = self {
            *input = input.with(fargate::Field::from_key(key)?, value).ok()?;
            return Some(());
        }
        if let Self::BreakEven(scenario) = self
            && let Some(field) = breakeven::Field::from_key(key)
        {
            *scenario = scenario.with(field, value).ok()?;
            return Some(());
        }
        let function = self.function_mut()?;
        *function = function.with(lambda::Field::from_key(key)?, value).ok()?;
        Some(())
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> Name {
        match self {
            Self::Lambda(functions, _) => functions.first().map_or(Name::US_EAST_1, |first| first.region),
            Self::Fargate(input) => input.region,
            Self::BreakEven(scenario) => scenario.lambda.region,
        }
    }

    /// The word of a choice; empty if there is no such choice.
    #[must_use]
    pub fn word(&self, key: &str) -> &str {
        const fn switch(on: bool) -> &'static str {
            if on { ON } else { "off" }
        }
        match (key, self) {
            (fragment::ARCH, Self::Fargate(input)) => input.arch.name(),
            (fragment::OS, Self::Fargate(input)) => input.os.name(),
            (fragment::CAPACITY, Self::Fargate(input)) => input.capacity.name(),
            (PER, Self::Fargate(input)) => match input.per {
                Per::Hours => "hours",
                Per::Minutes => "minutes",
            },
            (fragment::ALB, Self::BreakEven(scenario)) => switch(scenario.alb),
            (fragment::PUBLIC_IPV4, Self::BreakEven(scenario)) => switch(scenario.ipv4),
            (fragment::EKS_SUPPORT, Self::BreakEven(scenario)) => scenario.eks.name(),
            (fragment::INSTANCE, Self::BreakEven(scenario)) => scenario.instance.as_str(),
            (fragment::FREE_TIER, Self::Lambda(functions, _)) => {
                switch(functions.first().is_some_and(|first| first.free_tier))
            }
            _ => match (key, self.function()) {
                (fragment::ARCH, Some(function)) => function.arch.name(),
                (fragment::FREE_TIER, Some(function)) => switch(function.free_tier),
                (fragment::SNAPSTART, Some(function)) => switch(function.snapstart),
                (fragment::API, Some(function)) => function.api.name(),
                _ => "",
            },
        }
    }

    /// Takes a choice; `None` if there is no such choice or word.
    pub fn choose(&mut self, key: &str, word: &str, table: &Table) -> Option<()> {
        let on = word == ON;
        if key == fragment::REGION {
            table.region(word)?;
            return self.choose_region(Name::parse(word)?);
        }
        match (key, &mut *self) {
            (FUNCTION, Self::Lambda(functions, at)) => choose_function(functions, at, word)?,
            (fragment::FREE_TIER, Self::Lambda(functions, _)) => {
                functions.iter_mut().for_each(|each| each.free_tier = on);
            }
            (fragment::ARCH, Self::Fargate(input)) => input.arch = Arch::from_name(word)?,
            (fragment::OS, Self::Fargate(input)) => input.os = Os::from_name(word)?,
            (fragment::CAPACITY, Self::Fargate(input)) => input.capacity = Capacity::from_name(word)?,
            (PER, Self::Fargate(input)) => {
                input.per = if word == "minutes" { Per::Minutes } else { Per::Hours };
            }
            (fragment::ALB, Self::BreakEven(scenario)) => scenario.alb = on,
            (fragment::PUBLIC_IPV4, Self::BreakEven(scenario)) => scenario.ipv4 = on,
            (fragment::EKS_SUPPORT, Self::BreakEven(scenario)) => {
                scenario.eks = EksSupport::from_name(word)?;
            }
            (fragment::INSTANCE, Self::BreakEven(scenario)) => {
                table.instances.iter().find(|instance| instance.name == word)?;
                scenario.instance = Name::parse(word)?;
            }
            _ => {
                let function = self.function_mut()?;
                match key {
                    fragment::ARCH => function.arch = Arch::from_name(word)?,
                    fragment::FREE_TIER => function.free_tier = on,
                    fragment::SNAPSTART => function.snapstart = on,
                    fragment::API => function.api = ApiKind::from_name(word)?,
                    _ => return None,
                }
            }
        }
        Some(())
    }

    fn choose_region(&mut self, region: Name) -> Option<()> {
        match self {
            Self::Lambda(functions, _) => functions.iter_mut().for_each(|each| each.region = region),
            Self::Fargate(input) => input.region = region,
            Self::BreakEven(scenario) => scenario.lambda.region = region,
        }
        Some(())
    }

    /// Reads a fragment; where it is silent this input holds. `None` if it is not about a
    /// calculator.
    #[must_use]
    pub fn parse(&self, text: &str, regions: &[Region]) -> Option<(Self, Vec<Problem>)> {
        Some(match self {
            Self::Lambda(functions, _) => {
                let Reading { input, problems } = fragment::parse_account(text, functions.first()?, regions)?;
                (Self::Lambda(input, 0), problems)
            }
            Self::Fargate(input) => {
                let Reading { input, problems } = fragment::parse_fargate(text, input, regions)?;
                (Self::Fargate(input), problems)
            }
            Self::BreakEven(scenario) => {
                let Reading { input, problems } = fragment::parse_scenario(text, scenario, regions)?;
                (Self::BreakEven(input), problems)
            }
        })
    }

    /// Writes the fragment, without `#`.
    #[must_use]
    pub fn print(&self) -> String {
        match self {
            Self::Lambda(functions, _) => fragment::print_account(functions),
            Self::Fargate(input) => fragment::print_fargate(input),
            Self::BreakEven(scenario) => fragment::print_scenario(scenario),
        }
    }
}

/// Looks at a function by its number, adds one, or takes away the one that is looked at.
fn choose_function(functions: &mut Vec<LambdaInput>, at: &mut usize, word: &str) -> Option<()> {
    match word {
        ADD if functions.len() < MOST_FUNCTIONS => {
            let &LambdaInput { region, free_tier, .. } = functions.first()?;
            *at = functions.len();
            functions.push(LambdaInput { region, free_tier, ..LambdaInput::EXAMPLE });
        }
        REMOVE if functions.len() > 1 && *at < functions.len() => {
            functions.remove(*at);
            *at = at.saturating_sub(1);
        }
        number => {
            let index = number.parse::<usize>().ok()?.checked_sub(1)?;
            functions.get(index)?;
            *at = index;
        }
    }
    Some(())
}

/// The prices of the input's region.
#[derive(Clone, Debug, PartialEq)]
pub enum Prices {
    /// Those of Lambda.
    Lambda(Box<LambdaPrices>),
    /// Those of Fargate.
    Fargate(Box<FargatePrices>),
    /// Those of everything that can carry a load.
    BreakEven(Box<(LambdaPrices, FargatePrices, FleetPrices)>),
}

/// What is to be said about an input: the field or choice where it is an error, and a sentence.
pub(crate) type Said = (Option<&'static str>, String);

impl Prices {
    /// The prices of the input's region; `None` if there are none.
    #[must_use]
    pub fn of(input: &Input, table: &Table) -> Option<Self> {
        let region = input.region();
        let region = region.as_str();
        Some(match input {
            Input::Lambda(..) => Self::Lambda(Box::new(LambdaPrices::from_table(table, region).ok()?)),
            Input::Fargate(_) => Self::Fargate(Box::new(FargatePrices::from_table(table, region)?)),
            Input::BreakEven(_) => Self::BreakEven(Box::new((
                LambdaPrices::from_table(table, region).ok()?,
                FargatePrices::from_table(table, region)?,
                FleetPrices::from_table(table, region),
            ))),
        })
    }

    /// What a screen reader hears: the result in a sentence.
    pub(crate) fn summary(&self, input: &Input) -> String {
        match (self.all(), input) {
            (Some(prices), Input::BreakEven(scenario)) => {
                breakeven_view::summary(&BreakEven::find(scenario, prices), scenario)
            }
            _ => ["A month costs ", &self.bill(input).total.display()].concat(),
        }
    }

    /// The prices of a break-even.
    pub(crate) fn all(&self) -> Option<breakeven::Prices<'_>> {
        match self {
            Self::BreakEven(all) => {
                let (lambda, fargate, fleet) = &**all;
                Some(breakeven::Prices { lambda, fargate, fleet })
            }
            _ => None,
        }
    }

    /// The bill of a month.
    pub(crate) fn bill(&self, input: &Input) -> Bill<'_> {
        match (self, input) {
            (Self::Lambda(prices), Input::Lambda(functions, _)) => lambda::account_bill(functions, prices),
            (Self::Fargate(prices), Input::Fargate(input)) => fargate::bill(input, prices),
            _ => Bill::default(),
        }
    }

    /// Says what there is to say.
    pub(crate) fn remarks(&self, input: &Input) -> Vec<Said> {
        match (self, input) {
            (Self::Lambda(prices), Input::Lambda(functions, at)) => {
                let mut said = Vec::new();
                for (index, function) in functions.iter().enumerate() {
                    for remark in lambda::remarks(function, prices) {
                        // The fields show one function; what is wrong with another is said by number.
                        let number = index.saturating_add(1);
                        let message = if functions.len() > 1 {
                            format!("Function {number}: {}", remark.message())
                        } else {
                            remark.message()
                        };
                        let field = remark.field().map(lambda::Field::key);
                        said.push((field.filter(|_| index == *at), message));
                    }
                }
                let of_all = lambda::account_remarks(functions, prices);
                said.extend(of_all.map(|remark| (None, remark.message())));
                said
            }
            (Self::Fargate(prices), Input::Fargate(input)) => {
                let field = |remark: &fargate::Remark| match remark {
                    fargate::Remark::WindowsArm | fargate::Remark::NoArm => Some(fragment::ARCH),
                    fargate::Remark::NoWindows => Some(fragment::OS),
                    fargate::Remark::WindowsSize => Some(fargate::Field::Vcpu.key()),
                    fargate::Remark::NoPair(_) => Some(fargate::Field::Memory.key()),
                    fargate::Remark::SpotWindows | fargate::Remark::NoSpot => Some(fragment::CAPACITY),
                    fargate::Remark::NoPrice(_) | fargate::Remark::OldSpot => None,
                };
                let remarks = fargate::remarks(input, prices);
                remarks.iter().map(|remark| (field(remark), remark.message())).collect()
            }
            _ => Vec::new(),
        }
    }
}
