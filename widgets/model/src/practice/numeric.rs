//! Questions whose key is computed by the calculators' own models, with figures from a seed.
//!
//! In: what is asked, a seed, the prices. Out: the figures of the question, its key, and what the
//! usual slips lead to. Must not know: the words of the question, what a reader typed (that is
//! [`super::typed`]). Only the generator computes: the browser gets figures, key and slips.

use super::draw::{Purpose, Rng, of};
use super::typed::{ONE, Range};
use crate::bill::Bill;
use crate::fargate::{self, FargateInput};
use crate::fixed;
use crate::lambda::{self, LambdaInput, LineKind};
use crate::money::Usd;
use crate::number::{self, Kind};
use crate::price::{FargatePrices, LambdaPrices};
use crate::quantity::{Arch, CpuUnits, DayHours, DurationMs, MemoryMb, Requests, TaskMb, Tasks};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// How many GB-seconds a month's requests use.
    GbSeconds,
    /// Lambda's bill of a month without the free tier.
    Bill,
    /// Lambda's bill of a month with the free tier.
    FreeTierBill,
    /// What arm64 saves against x86_64 in a month, without the free tier.
    ArmSaving,
    /// How many requests run at once: requests a second times the seconds of one.
    Concurrency,
    /// How many requests a second so much concurrency answers.
    RequestRate,
    /// Fargate's bill of 30 days, for tasks that run some hours a day.
    FargateBill,
    /// From how many requests in 30 days on tasks that run day and night cost less than Lambda.
    BreakEven,
}

impl Template {
    /// All of them, with their names in question banks.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::GbSeconds, "gb-seconds"),
        (Self::Bill, "bill"),
        (Self::FreeTierBill, "free-tier-bill"),
        (Self::ArmSaving, "arm-saving"),
        (Self::Concurrency, "concurrency"),
        (Self::RequestRate, "request-rate"),
        (Self::FargateBill, "fargate-bill"),
        (Self::BreakEven, "break-even"),
    ];

    /// The template of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(template, _)| template)
    }

    /// What its answer counts.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Bill | Self::FreeTierBill | Self::ArmSaving | Self::FargateBill => Unit::Dollars,
            Self::GbSeconds => Unit::GbSeconds,
            Self::Concurrency => Unit::Executions,
            Self::RequestRate => Unit::PerSecond,
            Self::BreakEven => Unit::Millions,
        }
    }
}

/// What an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money.
    Dollars,
    /// GB of memory for a second.
    GbSeconds,
    /// Requests that run at once.
    Executions,
    /// Requests a second.
    PerSecond,
    /// Millions of requests.
    Millions,
}

impl Unit {
    /// Its name, as it stands behind the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dollars => "USD",
            Self::GbSeconds => "GB-seconds",
            Self::Executions => "calls at once",
            Self::PerSecond => "calls a second",
            Self::Millions => "million requests",
        }
    }

    /// Whether its numbers are printed with two decimals.
    const fn is_fine(self) -> bool {
        matches!(self, Self::Dollars | Self::Millions)
    }

    /// A number of millionths for people: `18.67 USD`, `540,000`.
    fn print(self, value: u64) -> String {
        let digits = fixed::print_rounded(value.into(), 6, if self.is_fine() { 2 } else { 0 });
        let sign = if self == Self::Dollars { " USD" } else { "" };
        [&fixed::group(&digits), sign].concat()
    }
}

/// What a figure is to its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The key follows from it: the stem must have it.
    Given,
    /// A result on the way to the key.
    Step,
    /// The key.
    Key,
    /// What a usual slip leads to.
    Slip,
}

/// A number of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its name in question banks.
    pub name: &'static str,
    /// What it is to the question.
    pub role: Role,
    /// For people: `1,536`, `5 million`, `18.67 USD`.
    pub text: String,
    /// What is right as it: of key and slips only.
    pub range: Range,
}

/// The prices that keys are computed with; `None` where the site has none.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// Those of Lambda.
    pub lambda: Option<LambdaPrices>,
    /// Those of Fargate.
    pub fargate: Option<FargatePrices>,
}

/// Figures that are easy to work with.
const MEMORY: [u64; 6] = [256, 512, 1_024, 1_536, 2_048, 3_072];
const DURATION: [u64; 8] = [100, 120, 150, 200, 250, 400, 500, 800];
/// With more, the free requests are too small a part of the bill to be seen in it.
const LITTLE_MEMORY: [u64; 2] = [512, 1_024];
const FEW_MILLIONS: [u64; 4] = [3, 4, 6, 8];
const MILLIONS: [u64; 8] = [5, 6, 8, 10, 12, 15, 20, 30];
/// Times one of these durations each of these rates is a whole number of executions.
const RATE: [u64; 8] = [40, 60, 80, 100, 120, 200, 240, 300];
const EVEN_DURATION: [u64; 6] = [100, 150, 200, 250, 400, 750];
const CONCURRENCY: [u64; 6] = [30, 60, 90, 120, 150, 300];
const TASKS: [u64; 5] = [2, 3, 4, 5, 6];
const HOURS: [u64; 6] = [6, 8, 9, 10, 12, 14];
/// CPU units and MB of a task.
const SIZES: [(u64, u64); 6] =
    [(256, 1_024), (512, 1_024), (512, 2_048), (1_024, 2_048), (1_024, 4_096), (2_048, 4_096)];

/// The figures of a question, given by its id: what it says, its key, and its slips. `None` if
/// there are no prices for it.
#[must_use]
pub fn draw(template: Template, seed: u64, id: &str, prices: &Prices) -> Option<Vec<Figure>> {
    let mut draw = Draw { rng: of(seed, Purpose::Figures, id), unit: template.unit(), figures: Vec::new() };
    let (lambda, fargate) = (prices.lambda.as_ref(), prices.fargate.as_ref());
    match template {
        Template::GbSeconds => draw.gb_seconds(),
        Template::Bill => draw.bill(lambda?),
        Template::FreeTierBill => draw.free_tier_bill(lambda?),
        Template::ArmSaving => draw.arm_saving(lambda?),
        Template::Concurrency => draw.concurrency(),
        Template::RequestRate => draw.request_rate(),
        Template::FargateBill => draw.fargate_bill(fargate?),
        Template::BreakEven => draw.break_even(lambda?, fargate?),
    }
    Some(draw.figures)
}

/// Figures in the making.
struct Draw {
    rng: Rng,
    unit: Unit,
    figures: Vec<Figure>,
}

impl Draw {
    fn one<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let count = u32::try_from(of.len()).unwrap_or_default();
        let place = usize::try_from(self.rng.below(count)).unwrap_or_default();
        of.get(place).copied().unwrap_or_default()
    }

    fn add(&mut self, name: &'static str, role: Role, text: String) {
        self.figures.push(Figure { name, role, text, range: Range::default() });
    }

    fn given(&mut self, name: &'static str, text: String) {
        self.add(name, Role::Given, text);
    }

    fn step(&mut self, name: &'static str, unit: Unit, value: u64) {
        self.add(name, Role::Step, unit.print(value));
    }

    /// The key, and what each slip leads to, in millionths.
    fn results(&mut self, key: u64, slips: &[(&'static str, u64)]) {
        // Half of the last digit that is printed.
        let least = if self.unit.is_fine() { 5_000 } else { 500_000 };
        let all = std::iter::once(("key", Role::Key, key))
            .chain(slips.iter().map(|&(name, value)| (name, Role::Slip, value)));
        for (name, role, value) in all {
            let (text, range) = (self.unit.print(value), Range::around(value, least));
            self.figures.push(Figure { name, role, text, range });
        }
    }

    /// Memory and duration of a function.
    fn function(&mut self, memory: &[u64]) -> LambdaInput {
        let (duration, memory) = (self.one(&DURATION), self.one(memory));
        self.given("duration", duration.to_string());
        self.given("memory", number::print(memory));
        LambdaInput {
            requests: Requests::new(1_000_000).unwrap_or(Requests::EXAMPLE),
            duration: DurationMs::new(duration).unwrap_or(DurationMs::EXAMPLE),
            memory: MemoryMb::new(memory).unwrap_or(MemoryMb::EXAMPLE),
            arch: Arch::X86_64,
            free_tier: false,
            ..LambdaInput::EXAMPLE
        }
    }

    /// A function and how often it is called.
    fn called(&mut self, millions: &[u64], memory: &[u64]) -> LambdaInput {
        let millions = self.one(millions);
        self.given("requests", [&*millions.to_string(), " million"].concat());
        let requests = Requests::new(millions.saturating_mul(1_000_000)).unwrap_or(Requests::EXAMPLE);
        LambdaInput { requests, ..self.function(memory) }
    }

    fn gb_seconds(&mut self) {
        let input = self.called(&MILLIONS, &MEMORY);
        let seconds = product(&[input.requests.get(), input.duration.get()], ONE, 1_000);
        let used = gb_seconds(&input);
        self.add("seconds", Role::Step, Unit::GbSeconds.print(seconds));
        self.add("gb", Role::Step, Kind::Gigabytes.print(input.memory.get()));
        let thousand = product(&[used], 1_024, 1_000);
        self.results(used, &[("thousand-mb", thousand), ("milliseconds", used.saturating_mul(1_000))]);
    }

    /// The steps of a bill: GB-seconds and the two costs; the costs themselves.
    fn costs(&mut self, input: &LambdaInput, prices: &LambdaPrices) -> [u64; 2] {
        let bill = lambda::bill(&LambdaInput { free_tier: false, ..*input }, prices);
        let [compute, requests] = [LineKind::Duration, LineKind::Requests].map(|kind| cost(&bill, kind));
        self.step("gb-seconds", Unit::GbSeconds, gb_seconds(input));
        self.step("compute-cost", Unit::Dollars, compute);
        self.step("request-cost", Unit::Dollars, requests);
        [compute, requests]
    }

    fn bill(&mut self, prices: &LambdaPrices) {
        let input = self.called(&MILLIONS, &MEMORY);
        let [compute, requests] = self.costs(&input, prices);
        let free = total(&LambdaInput { free_tier: true, ..input }, prices);
        let key = total(&input, prices);
        self.results(key, &[("no-requests", compute), ("only-requests", requests), ("free-tier", free)]);
    }

    fn free_tier_bill(&mut self, prices: &LambdaPrices) {
        let input = self.called(&FEW_MILLIONS, &LITTLE_MEMORY);
        let all = self.costs(&input, prices).into_iter().fold(0, u64::saturating_add);
        let input = LambdaInput { free_tier: true, ..input };
        let bill = lambda::bill(&input, prices);
        let [free_compute, free_requests] =
            [LineKind::FreeDuration, LineKind::FreeRequests].map(|kind| cost(&bill, kind));
        let free = prices.free_tier.gb_seconds.saturating_mul(ONE);
        self.step("paid-gb-seconds", Unit::GbSeconds, gb_seconds(&input).saturating_sub(free));
        self.step("free-compute", Unit::Dollars, free_compute);
        self.step("free-requests", Unit::Dollars, free_requests);
        self.results(
            bill.total.micro(),
            &[
                ("no-free-tier", all),
                ("only-free-requests", all.saturating_sub(free_requests)),
                ("only-free-compute", all.saturating_sub(free_compute)),
            ],
        );
    }

    fn arm_saving(&mut self, prices: &LambdaPrices) {
        let input = self.called(&MILLIONS, &MEMORY);
        let x86 = total(&input, prices);
        let arm = total(&LambdaInput { arch: Arch::Arm64, ..input }, prices);
        self.costs(&input, prices);
        self.step("x86-bill", Unit::Dollars, x86);
        self.step("arm-bill", Unit::Dollars, arm);
        self.results(x86.saturating_sub(arm), &[("whole-bill", arm), ("fifth", x86.div_euclid(5))]);
    }

    fn concurrency(&mut self) {
        let (rate, duration) = (self.one(&RATE), self.one(&EVEN_DURATION));
        self.given("rate", rate.to_string());
        self.given("duration", duration.to_string());
        self.add("seconds", Role::Step, fixed::print(duration.into(), 3));
        let each = product(&[rate, duration], ONE, 1_000);
        let divided = product(&[rate, 1_000], ONE, duration);
        let rate = rate.saturating_mul(ONE);
        let slips =
            [("no-duration", rate), ("milliseconds", each.saturating_mul(1_000)), ("divided", divided)];
        self.results(each, &slips);
    }

    fn request_rate(&mut self) {
        let (units, duration) = (self.one(&CONCURRENCY), self.one(&EVEN_DURATION));
        self.given("concurrency", units.to_string());
        self.given("duration", duration.to_string());
        self.add("seconds", Role::Step, fixed::print(duration.into(), 3));
        let key = product(&[units, 1_000], ONE, duration);
        let multiplied = product(&[units, duration], ONE, 1_000);
        let slips = [
            ("no-duration", units.saturating_mul(ONE)),
            ("multiplied", multiplied),
            ("one-a-second", ONE.saturating_mul(1_000).checked_div(duration).unwrap_or_default()),
        ];
        self.results(key, &slips);
    }

    /// Number and size of tasks that run day and night.
    fn tasks(&mut self) -> FargateInput {
        let (tasks, (cpu, memory)) = (self.one(&TASKS), self.one(&SIZES));
        self.given("tasks", tasks.to_string());
        self.given("vcpu", Kind::Vcpu.print(cpu));
        self.given("task-memory", Kind::Gigabytes.print(memory));
        FargateInput {
            tasks: Tasks::new(tasks).unwrap_or(Tasks::EXAMPLE),
            cpu: CpuUnits::new(cpu).unwrap_or(CpuUnits::EXAMPLE),
            memory: TaskMb::new(memory).unwrap_or(TaskMb::EXAMPLE),
            ..FargateInput::EXAMPLE
        }
    }

    fn fargate_bill(&mut self, prices: &FargatePrices) {
        let (input, hours) = (self.tasks(), self.one(&HOURS));
        self.given("hours", hours.to_string());
        let all_day = fargate::bill(&input, prices).total.micro();
        let tasks = input.tasks.get();
        let hundredths = hours.saturating_mul(100);
        let input = FargateInput { hours: DayHours::new(hundredths).unwrap_or(DayHours::EXAMPLE), ..input };
        let bill = fargate::bill(&input, prices);
        let [vcpu, memory] = [LineKind::Vcpu, LineKind::Memory].map(|kind| cost(&bill, kind));
        let key = bill.total.micro();
        self.add("task-hours", Role::Step, number::print(tasks.saturating_mul(hours).saturating_mul(30)));
        self.step("vcpu-cost", Unit::Dollars, vcpu);
        self.step("memory-cost", Unit::Dollars, memory);
        let one_task = key.checked_div(tasks).unwrap_or_default();
        self.results(key, &[("only-vcpu", vcpu), ("one-task", one_task), ("all-day", all_day)]);
    }

    fn break_even(&mut self, prices: &LambdaPrices, fargate: &FargatePrices) {
        let (tasks, function) = (self.tasks(), self.function(&MEMORY));
        let standing = fargate::bill(&tasks, fargate).total.micro();
        self.step("fargate-cost", Unit::Dollars, standing);
        // The function's bill is that of a million requests.
        let [compute, requests] = self.costs(&function, prices);
        let million = compute.saturating_add(requests);
        self.step("million-cost", Unit::Dollars, million);
        let reached = |standing: u64, million: u64| product(&[standing], ONE, million);
        let one_task = standing.checked_div(tasks.tasks.get()).unwrap_or_default();
        let slips = [("no-requests", reached(standing, compute)), ("one-task", reached(one_task, million))];
        self.results(reached(standing, million), &slips);
    }
}

/// A product times a factor, divided; the greatest number where it is too great.
fn product(factors: &[u64], times: u64, by: u64) -> u64 {
    let all = factors.iter().fold(u128::from(times), |all, &factor| all.saturating_mul(factor.into()));
    u64::try_from(all.checked_div(by.into()).unwrap_or_default()).unwrap_or(u64::MAX)
}

/// The GB-seconds of a month in millionths: MB-ms are 1,024,000 to a GB-second.
fn gb_seconds(input: &LambdaInput) -> u64 {
    product(&[input.requests.get(), input.duration.get(), input.memory.get()], ONE, 1_024_000)
}

fn total(input: &LambdaInput, prices: &LambdaPrices) -> u64 {
    lambda::bill(input, prices).total.micro()
}

/// What the lines of a kind come to, whether they are charged or taken off.
fn cost(bill: &Bill<'_>, kind: LineKind) -> u64 {
    let sum: Usd = bill.lines.iter().filter(|line| line.kind == kind).map(|line| line.amount).sum();
    if sum.is_negative() { sum.negated() } else { sum }.micro()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use proptest::prelude::*;

    fn prices() -> Prices {
        Prices { lambda: Some(sample::lambda("us-east-1")), fargate: Some(sample::fargate("us-east-1")) }
    }

    /// The texts of a question's figures of some roles, with seed 1.
    fn drawn(template: Template, roles: &[Role]) -> String {
        let figures = draw(template, 1, "q", &prices()).unwrap();
        let wanted = figures.into_iter().filter(|figure| roles.contains(&figure.role));
        wanted.map(|figure| [figure.name, "=", &figure.text].concat()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn keys_are_those_of_the_calculators() {
        use Template as T;
        let given = |template| drawn(template, &[Role::Given]);
        let steps = |template| drawn(template, &[Role::Step]);
        let results = |template| drawn(template, &[Role::Key, Role::Slip]);
        // 15 million requests of 0.12 s with 2 GB: 60.00012 + 3.00 on x86_64, 48.00024 + 3.00 on arm64.
        assert_eq!(given(T::Bill), "requests=15 million duration=120 memory=2,048");
        assert_eq!(steps(T::GbSeconds), "seconds=1,800,000 gb=2");
        assert_eq!(results(T::GbSeconds), "key=3,600,000 thousand-mb=3,686,400 milliseconds=3,600,000,000");
        assert_eq!(steps(T::Bill), "gb-seconds=3,600,000 compute-cost=60.00 USD request-cost=3.00 USD");
        assert_eq!(
            results(T::Bill),
            "key=63.00 USD no-requests=60.00 USD only-requests=3.00 USD free-tier=56.13 USD"
        );
        // 6 million of 0.12 s with 1 GB: 12.000024 + 1.20, less 6.66668 and 0.20.
        assert_eq!(
            results(T::FreeTierBill),
            "key=6.33 USD no-free-tier=13.20 USD only-free-requests=13.00 USD only-free-compute=6.53 USD"
        );
        assert_eq!(results(T::ArmSaving), "key=12.00 USD whole-bill=51.00 USD fifth=12.60 USD");
        assert_eq!(given(T::Concurrency), "rate=200 duration=150");
        assert_eq!(results(T::Concurrency), "key=30 no-duration=200 milliseconds=30,000 divided=1,333");
        assert_eq!(given(T::RequestRate), "concurrency=150 duration=150");
        assert_eq!(results(T::RequestRate), "key=1,000 no-duration=150 multiplied=23 one-a-second=7");
        // 1,800 hours: 900 vCPU-hours at 0.04048, 1,800 GB-hours at 0.004445.
        assert_eq!(given(T::FargateBill), "tasks=5 vcpu=0.5 task-memory=1 hours=12");
        assert_eq!(steps(T::FargateBill), "task-hours=1,800 vcpu-cost=36.43 USD memory-cost=8.00 USD");
        assert_eq!(
            results(T::FargateBill),
            "key=44.43 USD only-vcpu=36.43 USD one-task=8.89 USD all-day=88.87 USD"
        );
        // 88.866 for the tasks, and for a million requests 750,000 GB-seconds: 12.500025 + 0.20.
        assert_eq!(given(T::BreakEven), "tasks=5 vcpu=0.5 task-memory=1 duration=500 memory=1,536");
        assert_eq!(results(T::BreakEven), "key=7.00 no-requests=7.11 one-task=1.40");
        for (template, name) in T::ALL {
            assert_eq!(T::from_name(name), Some(template));
        }
    }

    #[test]
    fn without_prices_nothing_is_computed() {
        let none = Prices::default();
        assert_eq!(draw(Template::Bill, 1, "q", &none), None);
        assert!(draw(Template::Concurrency, 1, "q", &none).is_some(), "it needs none");
    }

    #[test]
    fn figures_come_from_seed_and_id() {
        let prices = prices();
        let draw = |seed, id| draw(Template::Bill, seed, id, &prices).unwrap();
        assert_eq!(draw(4_711, "lambda-bill"), draw(4_711, "lambda-bill"));
        assert_ne!(draw(4_711, "lambda-bill"), draw(4_711, "lambda-bill-2"));
        let key = |seed| draw(seed, "q").into_iter().find(|figure| figure.role == Role::Key).unwrap().text;
        let seen: std::collections::BTreeSet<String> = (0..500).map(key).collect();
        assert!(seen.len() > 100, "{}", seen.len());
    }

    proptest! {
        #[test]
        fn printed_keys_and_slips_are_right_as_what_they_are(seed: u64, template in 0_usize..8) {
            let (template, _) = Template::ALL[template];
            for figure in draw(template, seed, "q", &prices()).unwrap() {
                if matches!(figure.role, Role::Key | Role::Slip) {
                    let number = super::super::typed::read(&figure.text).unwrap();
                    prop_assert!(figure.range.holds(number), "{:?}", figure);
                }
            }
        }
    }
}
