//! Questions whose key is computed by the calculator's own model, with figures from a seed.
//!
//! In: what is asked, a seed, the prices. Out: the figures, the key, and what a typed number
//! got wrong. Must not know: the words of the question, how a bill is shown.
//!
//! A key changes with the prices: whoever computes a question's version must hash them too.
//!
//! A number is right within half a per cent of the key, or within half a cent if that is more:
//! nobody should fail for rounding. A wrong one is held against the usual slips, so that the
//! answer to each can have its reason, as a wrong option has.

use super::draw::{Purpose, Rng, of};
use crate::fixed;
use crate::lambda::{LambdaInput, LineKind, bill};
use crate::money::Usd;
use crate::price::LambdaPrices;
use crate::quantity::{Arch, DurationMs, MemoryMb, Requests};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// How many GB-seconds a month's requests use.
    GbSeconds,
    /// The month's bill without the free tier.
    Bill,
    /// The month's bill with the free tier.
    FreeTierBill,
    /// What arm64 saves against x86_64 in a month, without the free tier.
    ArmSaving,
}

impl Template {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::GbSeconds, Self::Bill, Self::FreeTierBill, Self::ArmSaving];

    /// Its name in question banks.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GbSeconds => "gb-seconds",
            Self::Bill => "bill",
            Self::FreeTierBill => "free-tier-bill",
            Self::ArmSaving => "arm-saving",
        }
    }

    /// The template of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }

    /// Whether the answer is an amount of money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        !matches!(self, Self::GbSeconds)
    }
}

/// A usual slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// A thousand MB taken for a GB.
    ThousandMb,
    /// Milliseconds taken for seconds.
    Milliseconds,
    /// The price of the requests left out.
    NoRequests,
    /// Only the requests counted.
    OnlyRequests,
    /// The free tier not taken off.
    NoFreeTier,
    /// The free tier taken off, though the question says that it is used up.
    FreeTier,
    /// The bill on arm64 instead of what it saves.
    WholeBill,
}

/// What a typed answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right.
    Right,
    /// Wrong, and it looks like this.
    Slip(Slip),
    /// Wrong.
    Wrong,
    /// A comma stands where a point is meant.
    DecimalComma,
    /// No number.
    NotANumber,
}

/// A question with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calculation {
    /// What is asked.
    pub template: Template,
    /// The figures. For [`Template::ArmSaving`] those of x86_64.
    pub input: LambdaInput,
    key: u128,
    slips: Vec<(Slip, u128)>,
    judge: Judge,
}

/// How a calculation judges: always [`Calculation::held_against`]. Kept as a pointer, so that a
/// module that never draws one does not carry the reading of typed numbers either.
#[derive(Clone, Copy)]
struct Judge(fn(&Calculation, &str) -> Verdict);

impl std::fmt::Debug for Judge {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Judge")
    }
}

impl PartialEq for Judge {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Judge {}

/// What figures are drawn with. A session takes this in place of prices, so that a module which
/// asks no computed question need not carry the calculator.
pub trait Figures: std::fmt::Debug {
    /// The figures of a question, given by its id, and their key.
    fn draw(&self, template: Template, seed: u64, id: &str) -> Calculation;
}

impl Figures for LambdaPrices {
    fn draw(&self, template: Template, seed: u64, id: &str) -> Calculation {
        Calculation::draw(template, seed, id, self)
    }
}

/// Decimals of a key: those of an amount.
const DECIMALS: u32 = Usd::DECIMALS;
/// Half a cent.
const HALF_A_CENT: u128 = 5 * 10_u128.pow(DECIMALS - 3);
/// How often figures are drawn again. One draw in ten is not clear, so ten are enough.
const MOST_DRAWS: u32 = 20;
/// Figures that are easy to work with.
const MEMORY: [u64; 6] = [256, 512, 1_024, 1_536, 2_048, 3_072];
const DURATION: [u64; 8] = [100, 120, 150, 200, 250, 400, 500, 800];
const MILLIONS: [u64; 8] = [5, 6, 8, 10, 12, 15, 20, 30];

impl Calculation {
    /// Draws the figures of a question, given by its id, and computes its key. Figures with
    /// which a slip would come out right are drawn again.
    #[must_use]
    pub fn draw(template: Template, seed: u64, id: &str, prices: &LambdaPrices) -> Self {
        let mut rng = of(seed, Purpose::Figures, id);
        let mut drawn = Self::with(template, figures(template, &mut rng), prices);
        for _ in 0..MOST_DRAWS {
            if !drawn.slips.iter().any(|&(_, value)| drawn.is_near(value, drawn.key)) {
                break;
            }
            drawn = Self::with(template, figures(template, &mut rng), prices);
        }
        drawn
    }

    fn with(template: Template, input: LambdaInput, prices: &LambdaPrices) -> Self {
        let (key, slips) = compute(template, &input, prices);
        Self { template, input, key, slips, judge: Judge(Self::held_against) }
    }

    /// Whether a number is another one, rounding aside.
    fn is_near(&self, number: u128, value: u128) -> bool {
        let least = if self.template.is_money() { HALF_A_CENT } else { 0 };
        number.abs_diff(value) <= value.div_euclid(200).max(least)
    }

    /// The key for people, rounded as the calculator does: `540000` GB-seconds, `$18.67`.
    #[must_use]
    pub fn key(&self) -> String {
        let keep = if self.template.is_money() { 2 } else { 0 };
        let digits = fixed::group(&fixed::print_rounded(self.key, DECIMALS, keep));
        if self.template.is_money() { ["$", &digits].concat() } else { digits }
    }

    /// Judges what was typed: `2.73`, `$2.73`, `1,234.50 USD`, `540,000 GB-s`.
    #[must_use]
    pub fn judge(&self, typed: &str) -> Verdict {
        (self.judge.0)(self, typed)
    }

    fn held_against(&self, typed: &str) -> Verdict {
        let number = match read(typed) {
            Ok(number) => number,
            Err(verdict) => return verdict,
        };
        if self.is_near(number, self.key) {
            return Verdict::Right;
        }
        let slip = self.slips.iter().find(|(_, value)| self.is_near(number, *value));
        slip.map_or(Verdict::Wrong, |&(slip, _)| Verdict::Slip(slip))
    }
}

fn figures(template: Template, rng: &mut Rng) -> LambdaInput {
    let mut one = |figures: &[u64]| {
        let count = u32::try_from(figures.len()).unwrap_or_default();
        let place = usize::try_from(rng.below(count)).unwrap_or_default();
        figures.get(place).copied().unwrap_or_default()
    };
    let requests = one(&MILLIONS).saturating_mul(1_000_000);
    let (duration, memory) = (one(&DURATION), one(&MEMORY));
    LambdaInput {
        requests: Requests::new(requests).unwrap_or(Requests::EXAMPLE),
        duration: DurationMs::new(duration).unwrap_or(DurationMs::EXAMPLE),
        memory: MemoryMb::new(memory).unwrap_or(MemoryMb::EXAMPLE),
        arch: Arch::X86_64,
        free_tier: template == Template::FreeTierBill,
        ..LambdaInput::EXAMPLE
    }
}

/// The key, and what the slips lead to.
fn compute(template: Template, input: &LambdaInput, prices: &LambdaPrices) -> (u128, Vec<(Slip, u128)>) {
    let used = gb_seconds(input);
    let total = |arch, free_tier| bill(&LambdaInput { arch, free_tier, ..*input }, prices).total;
    let requests = bill(&LambdaInput { free_tier: false, ..*input }, prices)
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Requests)
        .map(|line| line.amount)
        .sum::<Usd>();
    let (all, free, arm) = (total(input.arch, false), total(input.arch, true), total(Arch::Arm64, false));
    match template {
        Template::GbSeconds => (
            used,
            vec![
                (Slip::ThousandMb, used.saturating_mul(1_024).div_euclid(1_000)),
                (Slip::Milliseconds, used.saturating_mul(1_000)),
            ],
        ),
        Template::Bill => (
            money(all),
            vec![
                (Slip::NoRequests, money(all.minus(requests))),
                (Slip::OnlyRequests, money(requests)),
                (Slip::FreeTier, money(free)),
            ],
        ),
        Template::FreeTierBill => {
            (money(free), vec![(Slip::NoFreeTier, money(all)), (Slip::OnlyRequests, money(requests))])
        }
        Template::ArmSaving => (money(all.minus(arm)), vec![(Slip::WholeBill, money(arm))]),
    }
}

/// The GB-seconds of a month, with the decimals of an amount: MB-ms are 1,024,000 to a GB-second.
fn gb_seconds(input: &LambdaInput) -> u128 {
    [input.requests.get(), input.duration.get(), input.memory.get()]
        .into_iter()
        .map(u128::from)
        .fold(10_u128.pow(DECIMALS), u128::saturating_mul)
        .div_euclid(1_024_000)
}

/// An amount as an integer; a credit counts as nothing, for no key is one.
fn money(amount: Usd) -> u128 {
    scaled(&amount.exact())
}

fn scaled(exact: &str) -> u128 {
    fixed::parse(exact, DECIMALS).unwrap_or_default()
}

/// Reads a number that may have a dollar sign before it and a unit behind it.
fn read(typed: &str) -> Result<u128, Verdict> {
    let number = typed.trim().trim_start_matches(['$', '\u{2248}', ' ', '\u{a0}']);
    let end = number.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '_')));
    let (number, unit) = number.split_at_checked(end.unwrap_or(number.len())).unwrap_or((number, ""));
    let unit = unit.trim().to_ascii_lowercase();
    if !matches!(&*unit, "" | "$" | "usd" | "dollars" | "gb-s" | "gb-seconds" | "gbs") {
        return Err(Verdict::NotANumber);
    }
    let plain: String = number.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '_')).collect();
    let value = fixed::parse(&plain, DECIMALS).ok_or(Verdict::NotANumber)?;
    let whole = number.trim().split('.').next().unwrap_or_default();
    let commas = number.contains(',');
    let groups_of_three = whole.split(',').skip(1).all(|group| group.len() == 3);
    let after_point = number.split_once('.').is_some_and(|(_, fraction)| fraction.contains(','));
    let is_grouped = groups_of_three && !whole.starts_with([',', '0']) && !after_point;
    if commas && !is_grouped { Err(Verdict::DecimalComma) } else { Ok(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use proptest::prelude::*;

    fn example(template: Template) -> Calculation {
        let input = LambdaInput { free_tier: template == Template::FreeTierBill, ..LambdaInput::EXAMPLE };
        Calculation::with(template, input, &sample::lambda("us-east-1"))
    }

    #[test]
    fn keys_are_those_of_the_calculator() {
        // 540,000 GB-s: 9.000018 + 0.60, less 6.66668 and 0.20; arm64: 7.200036 + 0.60.
        let keys = Template::ALL.map(|template| example(template).key());
        assert_eq!(keys, ["540,000", "$9.60", "$2.73", "$1.80"]);
    }

    #[test]
    fn answers_are_judged_and_slips_are_named() {
        use Slip as S;
        use Verdict as V;
        for (template, typed, verdict) in [
            (Template::GbSeconds, "540000", V::Right),
            (Template::GbSeconds, " 540,000 GB-s ", V::Right),
            (Template::GbSeconds, "540 000", V::Right),
            (Template::GbSeconds, "542000", V::Right),
            (Template::GbSeconds, "544000", V::Wrong),
            (Template::GbSeconds, "552,960", V::Slip(S::ThousandMb)),
            (Template::GbSeconds, "540000000", V::Slip(S::Milliseconds)),
            (Template::Bill, "9.6", V::Right),
            (Template::Bill, "$9.60", V::Right),
            (Template::Bill, "9.600018 USD", V::Right),
            (Template::Bill, "9.55", V::Wrong),
            (Template::Bill, "9,60", V::DecimalComma),
            (Template::Bill, "0,960", V::DecimalComma),
            (Template::Bill, "9.00", V::Slip(S::NoRequests)),
            (Template::Bill, "0.60", V::Slip(S::OnlyRequests)),
            (Template::Bill, "2.73", V::Slip(S::FreeTier)),
            (Template::FreeTierBill, "2.73", V::Right),
            (Template::FreeTierBill, "2.74", V::Right),
            (Template::FreeTierBill, "2.75", V::Wrong),
            (Template::FreeTierBill, "9.6", V::Slip(S::NoFreeTier)),
            (Template::ArmSaving, "1.8", V::Right),
            (Template::ArmSaving, "7.80", V::Slip(S::WholeBill)),
            (Template::Bill, "", V::NotANumber),
            (Template::Bill, "ten", V::NotANumber),
            (Template::Bill, "9.6 EUR", V::NotANumber),
            (Template::Bill, "9.6.0", V::NotANumber),
            (Template::Bill, "-9.6", V::NotANumber),
            (Template::Bill, "1.2,3", V::DecimalComma),
        ] {
            assert_eq!(example(template).judge(typed), verdict, "{template:?} {typed}");
        }
    }

    #[test]
    fn figures_come_from_the_seed() {
        let prices = sample::lambda("us-east-1");
        let draw = |seed, id| Calculation::draw(Template::Bill, seed, id, &prices);
        let figures =
            |c: &Calculation| (c.input.requests.get(), c.input.duration.get(), c.input.memory.get());
        assert_eq!(figures(&draw(4_711, "lambda-bill")), (5_000_000, 250, 1_536));
        assert_eq!(draw(4_711, "lambda-bill"), draw(4_711, "lambda-bill"));
        let mut seen: Vec<_> = (0..500).map(|seed| figures(&draw(seed, "q"))).collect();
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() > 200, "{}", seen.len());
    }

    proptest! {
        #[test]
        fn the_printed_key_is_right_and_no_slip_is(seed: u64, template in 0_usize..4) {
            let drawn = Calculation::draw(Template::ALL[template], seed, "q", &sample::lambda("us-east-1"));
            prop_assert_eq!(drawn.judge(&drawn.key()), Verdict::Right, "{:?}", drawn.input);
            for &(slip, value) in &drawn.slips {
                let typed = fixed::print_rounded(value, DECIMALS, 2);
                prop_assert!(drawn.judge(&typed) != Verdict::Right, "{:?} {:?}", slip, drawn.input);
            }
        }

        #[test]
        fn nothing_makes_it_panic(typed in "\\PC{0,40}", number in "[$0-9., _a-z-]{0,40}") {
            let drawn = example(Template::Bill);
            let _ = (drawn.judge(&typed), drawn.judge(&number));
        }
    }
}
