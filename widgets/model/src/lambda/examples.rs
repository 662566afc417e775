//! Bills against worked examples: AWS's own, to the cent, and numbers that other calculators get
//! wrong.
//!
//! "Lambda page" is aws.amazon.com/lambda/pricing/ as copied in mid 2026 (its text names MicroVMs),
//! "API Gateway page" aws.amazon.com/api-gateway/pricing/ as copied on 2 November 2025.

use super::*;
use crate::money::Usd;
use crate::price::LambdaPrices;
use crate::quantity::OutOfRange;
use crate::sample::lambda;
use std::sync::LazyLock;

pub(super) static VIRGINIA: LazyLock<LambdaPrices> = LazyLock::new(|| lambda("us-east-1"));

/// An input as it would be typed.
fn input(values: &[(Field, &str)]) -> LambdaInput {
    let set = |input: LambdaInput, &(field, text): &(Field, &str)| {
        input.with(field, field.read(text).unwrap()).unwrap()
    };
    values.iter().fold(LambdaInput::EXAMPLE, set)
}

fn basic(requests: &str, duration: &str, memory: &str) -> LambdaInput {
    input(&[(Field::Requests, requests), (Field::Duration, duration), (Field::Memory, memory)])
}

pub(super) fn total(input: &LambdaInput) -> Usd {
    let bill = bill(input, &VIRGINIA);
    assert_eq!(bill.missing, []);
    bill.total
}

/// What lines cost together, to the cent.
fn cents(bill: &Bill<'_>, kinds: &[LineKind]) -> String {
    let lines = bill.lines.iter().filter(|line| kinds.contains(&line.kind));
    lines.map(|line| line.amount).sum::<Usd>().display()
}

const COMPUTE: &[LineKind] = &[LineKind::Duration, LineKind::FreeDuration];
const REQUESTS: &[LineKind] = &[LineKind::Requests, LineKind::ProvisionedRequests, LineKind::FreeRequests];

/// Lambda page, "Lambda Ephemeral Storage Pricing", Example 1, mobile application backend:
/// 2.33 + 0.40 = 2.73.
#[test]
fn aws_mobile_backend() {
    let bill = bill(&LambdaInput::EXAMPLE, &VIRGINIA);
    assert_eq!((cents(&bill, COMPUTE), cents(&bill, REQUESTS)), ("$2.33".into(), "$0.40".into()));
    assert_eq!(bill.total.exact(), "2.733338");
    let lines: Vec<_> = bill.lines.iter().map(|l| (l.kind, l.quantity.display(), l.amount.exact())).collect();
    assert_eq!(
        lines,
        [
            (LineKind::Duration, "540,000 GB-s".into(), "9.000018".into()),
            (LineKind::FreeDuration, "400,000 GB-s".into(), "-6.66668".into()),
            (LineKind::Requests, "3,000,000 requests".into(), "0.6".into()),
            (LineKind::FreeRequests, "1,000,000 requests".into(), "-0.2".into()),
        ]
    );
    assert_eq!(bill.lines[0].working, "3,000,000 requests × 120 ms × 1,536 MB ÷ 1,000 ÷ 1,024");
    assert_eq!(bill.rows().len(), 2);
    assert_eq!(bill.per_year().exact(), "32.800056");
    assert_eq!(bill.total.per_million(3_000_000).unwrap().display(), "$0.91");
}

/// The same part, Example 2, telemetry of 10,000 vehicles, without free tier: 1.49 + 248.00 = 249.49.
#[test]
fn aws_telemetry() {
    let input = LambdaInput { free_tier: false, ..basic("7,440,000", "2 s", "1 GB") };
    let bill = bill(&input, &VIRGINIA);
    assert_eq!((cents(&bill, COMPUTE), cents(&bill, REQUESTS)), ("$248.00".into(), "$1.49".into()));
    assert_eq!(bill.total.display(), "$249.49");
}

/// The same part, Example 3, BERT on support tickets with 2,048 MB of storage:
/// 105.33 + 1 + 0.08 = 106.41.
#[test]
fn aws_ephemeral_storage() {
    let mut input = basic("6M", "280", "4096");
    input.tmp = TmpMb::new(2_048).unwrap();
    let bill = bill(&input, &VIRGINIA);
    assert_eq!((cents(&bill, COMPUTE), cents(&bill, REQUESTS)), ("$105.33".into(), "$1.00".into()));
    assert_eq!(cents(&bill, &[LineKind::Tmp]), "$0.08");
    assert_eq!(bill.total.display(), "$106.41");
    let tmp = bill.lines.iter().find(|line| line.kind == LineKind::Tmp).unwrap();
    assert_eq!(tmp.working, "6,000,000 requests × 280 ms × (2,048 − 512) MB ÷ 1,000 ÷ 1,024");
    assert_eq!(tmp.quantity.display(), "2,520,000 GB-s");
}

/// Lambda page, "Provisioned Concurrency Pricing", Example 1, launch of a mobile application:
/// 18 + 0.40 + 0.73 + 0.83 = 19.96.
#[test]
fn aws_provisioned_concurrency_launch() {
    let input = input(&[
        (Field::PcUnits, "100"),
        (Field::PcHours, "8"),
        (Field::PcRequests, "500,000"),
        (Field::PcDuration, "100 ms"),
    ]);
    let bill = bill(&input, &VIRGINIA);
    assert_eq!(cents(&bill, &[LineKind::ProvisionedConcurrency]), "$18.00");
    assert_eq!(cents(&bill, REQUESTS), "$0.40");
    assert_eq!(cents(&bill, &[LineKind::ProvisionedDuration]), "$0.73");
    assert_eq!(cents(&bill, COMPUTE), "$0.83");
    // AWS adds the rounded parts; the unrounded sum is 19.96 too.
    assert_eq!(bill.total.display(), "$19.96");
    let standing = bill.lines.iter().find(|line| line.kind == LineKind::ProvisionedConcurrency).unwrap();
    assert_eq!(standing.working, "100 units × 1,536 MB × 96 periods of 300 s for 8 hours ÷ 1,024");
    assert_eq!(standing.quantity.display(), "4,320,000 GB-s");
}

/// The same part, Example 2, Cyber Monday: all requests on provisioned concurrency, none of them
/// free: 10.08 + 21.78 + 0.40 = 32.26.
#[test]
fn aws_provisioned_concurrency_cyber_monday() {
    let mut input = input(&[
        (Field::Requests, "2M"),
        (Field::Memory, "4096"),
        (Field::PcUnits, "7"),
        (Field::PcHours, "24"),
        (Field::PcRequests, "2M"),
        (Field::PcDuration, "280"),
    ]);
    for free_tier in [true, false] {
        input.free_tier = free_tier;
        let bill = bill(&input, &VIRGINIA);
        assert_eq!(cents(&bill, &[LineKind::ProvisionedConcurrency]), "$10.08");
        assert_eq!(cents(&bill, &[LineKind::ProvisionedDuration]), "$21.78");
        assert_eq!(cents(&bill, REQUESTS), "$0.40", "the free tier does not apply");
        assert_eq!(bill.total.display(), "$32.26");
        assert_eq!(bill.lines.len(), 3, "nothing runs on demand");
    }
}

/// Lambda page, "SnapStart Pricing": telemetry with 1 % restores, published for 31 days:
/// 1.49 + 248.00 + 4.03 + 10.40 = 263.92.
#[test]
fn aws_snapstart() {
    let values = [(Field::Restore, "1%"), (Field::SnapHours, "744")];
    let telemetry = basic("7,440,000", "2 s", "1 GB");
    let set = |input: LambdaInput, (field, text): (Field, &str)| {
        input.with(field, field.read(text).unwrap()).unwrap()
    };
    let input = LambdaInput { free_tier: false, snapstart: true, ..values.into_iter().fold(telemetry, set) };
    let bill = bill(&input, &VIRGINIA);
    assert_eq!(cents(&bill, &[LineKind::SnapStartCache]), "$4.03");
    assert_eq!(cents(&bill, &[LineKind::SnapStartRestore]), "$10.40");
    assert_eq!(bill.total.display(), "$263.92");
    let restores = bill.lines.iter().find(|line| line.kind == LineKind::SnapStartRestore).unwrap();
    assert_eq!(restores.quantity.display(), "74,400 GB");
    // Kept for less than three hours, it costs three hours.
    let short = LambdaInput { snap_hours: MonthHours::new(100).unwrap(), ..input };
    assert_eq!(Usage(&short).cache_time(), 3 * 3_600 * 1_024_000 * 1_000_000);
}

/// Lambda page, "Lambda HTTP Response Stream Pricing": a million responses of 7 MB, the free 100 GB
/// used up already: 30.83 + 0.40 + 7.81 = 39.04. The other two million stream 100 KB, which costs
/// nothing. AWS adds the rounded parts; not rounded they make 39.045895.
#[test]
fn aws_response_streaming() {
    let mut streamed = input(&[
        (Field::Requests, "1M"),
        (Field::Duration, "500"),
        (Field::Stream, "100%"),
        (Field::StreamMb, "7"),
    ]);
    let small = input(&[
        (Field::Requests, "2M"),
        (Field::Duration, "500"),
        (Field::Stream, "100%"),
        (Field::StreamMb, "0.098"),
    ]);
    let bill = account_bill(&[streamed, small], &VIRGINIA);
    assert_eq!((cents(&bill, COMPUTE), cents(&bill, REQUESTS)), ("$30.83".into(), "$0.40".into()));
    assert_eq!(cents(&bill, &[LineKind::Streaming]), "$7.81");
    assert_eq!(cents(&bill, &[LineKind::FreeStreaming]), "\u{2212}$0.80", "100 GB at 0.008");
    let free = bill.amount(LineKind::FreeStreaming, 0).unwrap();
    assert_eq!(bill.total.minus(free).exact(), "39.045895");
    streamed.free_tier = false;
    let line = super::bill(&streamed, &VIRGINIA);
    let line = line.lines.iter().find(|line| line.kind == LineKind::Streaming).unwrap();
    assert_eq!(line.quantity.display(), "976.5625 GB");
}

/// Lambda page, "Provisioned Mode for Event Source Mapping", Examples 1 and 2, their Lambda part:
/// 993.3 and 12.00; 500 and 6 without free tier. Of the requests AWS takes none off as free.
#[test]
fn aws_event_sources() {
    let kafka = bill(&basic("60M", "1 s", "1024"), &VIRGINIA);
    let sqs = LambdaInput { free_tier: false, ..basic("30M", "1 s", "1024") };
    let sqs = bill(&sqs, &VIRGINIA);
    assert_eq!(cents(&kafka, COMPUTE), "$993.34");
    assert_eq!(cents(&kafka, &[LineKind::Requests]), "$12.00");
    assert_eq!((cents(&sqs, COMPUTE), cents(&sqs, REQUESTS)), ("$500.00".into(), "$6.00".into()));
}

/// Lambda page, "Lambda Durable Functions Pricing", its compute on arm64: 31.6 million GB-s for
/// 421.34 (cut off there; 421.335 is 421.34 rounded), requests 0.20.
#[test]
fn aws_arm64() {
    // Two invocations a claim; 32 seconds in all.
    let claims = LambdaInput { arch: Arch::Arm64, ..basic("2M", "16 s", "1024") };
    let bill = bill(&claims, &VIRGINIA);
    assert_eq!((cents(&bill, COMPUTE), cents(&bill, REQUESTS)), ("$421.34".into(), "$0.20".into()));
}

/// Lambda page, "Tenant Isolation Pricing", its requests and compute: 2 and 333.34 (333.334).
#[test]
fn aws_tenants() {
    let input = LambdaInput { free_tier: false, ..basic("10M", "2 s", "1024") };
    let bill = bill(&input, &VIRGINIA);
    assert_eq!((cents(&bill, COMPUTE), cents(&bill, REQUESTS)), ("$333.33".into(), "$2.00".into()));
}

/// API Gateway page: HTTP API, Examples 1 and 2 (418.8; 9.72), REST API (17.50; 36,353.10),
/// WebSocket API (18 + 5.40 = 23.40). Data transfer is another bill.
#[test]
fn aws_api_gateway() {
    let api = |kind, requests: &str, kb: &str, minutes: &str| {
        let values = [(Field::Requests, requests), (Field::ApiKb, kb), (Field::WsMinutes, minutes)];
        let bill = bill(&LambdaInput { api: kind, ..input(&values) }, &VIRGINIA);
        use LineKind::{ConnectionMinutes, HttpCalls, Messages, RestCalls};
        cents(&bill, &[HttpCalls, RestCalls, Messages, ConnectionMinutes])
    };
    assert_eq!(api(ApiKind::Http, "432M", "46", "0"), "$418.80");
    // 4.5 MB are 9 calls of 512 KB.
    assert_eq!(api(ApiKind::Http, "1,080,000", "4.5 MB", "0"), "$9.72");
    assert_eq!(api(ApiKind::Rest, "5M", "3", "0"), "$17.50");
    assert_eq!(api(ApiKind::Rest, "15 billion", "4", "0"), "$36,353.10");
    assert_eq!(api(ApiKind::WebSocket, "18M", "3", "21,600,000"), "$23.40");
    assert_eq!(api(ApiKind::WebSocket, "18M", "33", "0"), "$36.00", "33 KB are two messages");
    assert_eq!(api(ApiKind::Off, "18M", "33", "21,600,000"), "$0.00");
}

/// AWS Compute Blog, "Building responsive APIs with Amazon API Gateway response streaming" (2025-11-19):
/// each started 10 MB of a streamed response is a call.
#[test]
fn a_rest_api_bills_each_10_mb_of_a_streamed_response() {
    let rest = |share: &str, mb: &str| {
        let values = [(Field::Requests, "1M"), (Field::Stream, share), (Field::StreamMb, mb)];
        let bill = bill(&LambdaInput { api: ApiKind::Rest, ..input(&values) }, &VIRGINIA);
        let calls = bill.lines.iter().find(|line| line.kind == LineKind::RestCalls).unwrap();
        (calls.quantity.display(), calls.amount.display(), calls.working.clone())
    };
    let whole = rest("100", "50");
    assert_eq!((whole.0.as_str(), whole.1.as_str()), ("5,000,000 requests", "$17.50"));
    assert_eq!(whole.2, "1,000,000 requests \u{d7} (1 + 100 % \u{d7} 4 more calls of 10 MB)");
    assert_eq!(rest("100", "10").1, "$3.50");
    assert_eq!(rest("25", "10.001").0, "1,250,000 requests");
    assert_eq!(rest("0", "50").1, "$3.50");
}

/// AWS Compute Blog, "AWS Lambda standardizes billing for INIT Phase" (29 April 2025): INIT is
/// billed as duration. At 1 % cold starts, 800 ms of INIT and a handler of 50 ms the billed time
/// grows by 16 % (study-products.md, 3.3). cdk-monitoring-constructs (issue 645) leaves it out.
#[test]
fn init_is_billed() {
    let values = [(Field::Duration, "50"), (Field::Cold, "1%"), (Field::Init, "800")];
    let cold = LambdaInput { free_tier: false, ..input(&values) };
    let warm = LambdaInput { cold: Share::EXAMPLE, ..cold };
    let bill = bill(&cold, &VIRGINIA);
    let init = bill.lines.iter().find(|line| line.kind == LineKind::Init).unwrap();
    assert_eq!(init.working, "3,000,000 requests × 1 % × 800 ms × 1,536 MB ÷ 100 ÷ 1,000 ÷ 1,024");
    let duration = bill.amount(LineKind::Duration, 1).unwrap();
    assert_eq!(init.amount.times(100), duration.times(16));
    assert_eq!(bill.total.minus(total(&warm)), init.amount);
}

#[test]
fn what_other_calculators_get_wrong() {
    let free_tier = false;
    // serverless-calculator: 100 ms steps and 0.00001667 make 4.08 of it.
    let short = LambdaInput { free_tier, ..basic("10M", "20", "128") };
    assert_eq!(total(&short).exact(), "2.4166675");
    // novacalculator: "about 35 USD".
    let common = LambdaInput { free_tier, ..basic("10M", "200", "512") };
    assert_eq!(total(&common).exact(), "18.6667");
    assert_eq!(total(&LambdaInput { free_tier: true, ..common }).exact(), "11.80002");
    // furybee: 0.0000020 a request and 0.0000053 for 1 GB and 200 ms.
    assert_eq!(VIRGINIA.requests.each().exact(), "0.0000002");
    let one = LambdaInput { free_tier, ..basic("1", "200", "1024") };
    assert_eq!(total(&one).exact(), "0.00000353334");
    // Lambda Power Tuning rounds the price of 128 MB for 1 ms to 2.1e-9 and 1.7e-9.
    let least = LambdaInput { free_tier, ..basic("1M", "1", "128") };
    let compute = |input: &LambdaInput| bill(input, &VIRGINIA).amount(LineKind::Duration, 1).unwrap().exact();
    assert_eq!(compute(&least), "0.0020833375");
    assert_eq!(compute(&LambdaInput { arch: Arch::Arm64, ..least }), "0.001666675");
    // study-products.md, 3.4: 1.033 USD a million.
    assert_eq!(total(&LambdaInput { free_tier, ..basic("1M", "100", "512") }).exact(), "1.033335");
    // calculator.city: memory up to 3,008 MB.
    assert_eq!(MemoryMb::new(10_240).map(MemoryMb::get), Ok(10_240));
    // ec2-lambda-cost: storage below 512 MB earns money.
    assert_eq!(TmpMb::new(511), Err(OutOfRange { min: 512, max: 10_240 }));
    // komiser: off by a thousand between MB and GB.
    assert_eq!(Usage(&one).handler_each(), crate::quantity::Unit::GbSecond.parts() / 5);
}

/// Infracost works out the GB-seconds of storage from those of memory.
#[test]
fn storage_does_not_depend_on_memory() {
    let tmp = |memory: &str| {
        let input = input(&[(Field::Memory, memory), (Field::Tmp, "1024")]);
        bill(&input, &VIRGINIA).amount(LineKind::Tmp, 1).unwrap().exact()
    };
    // 3 M x 0.12 s x 0.5 GB x 0.0000000309
    assert_eq!(tmp("128"), "0.005562");
    assert_eq!(tmp("10240"), "0.005562");
}

#[test]
fn tiers_are_steps() {
    // 20 billion GB-seconds: 6 + 9 + 5 billion.
    let big = LambdaInput { free_tier: false, ..basic("20 billion", "1 s", "1024") };
    let bill = bill(&big, &VIRGINIA);
    let steps: Vec<_> = bill.lines[0].steps.iter().map(|s| s.amount.exact()).collect();
    assert_eq!(steps, ["100000.2", "135000", "66667"]);
    assert_eq!(bill.total.exact(), "305667.2");
    // arm64: 7.5 + 11.25 + 1.25 billion.
    assert_eq!(total(&LambdaInput { arch: Arch::Arm64, ..big }).exact(), "252335");
}

#[test]
fn the_free_tier_comes_off_the_top_tier() {
    let bill = bill(&basic("6,000,100,000", "1 s", "1024"), &VIRGINIA);
    let free = &bill.lines[1];
    let steps: Vec<_> = free.steps.iter().map(|s| (s.quantity.display(), s.row.usd.exact())).collect();
    assert_eq!(
        steps,
        [("300,000 GB-s".into(), "0.0000166667".into()), ("100,000 GB-s".into(), "0.000015".to_owned())]
    );
}

#[test]
fn the_account_has_one_free_tier_and_one_set_of_tiers() {
    let half = basic("1.5M", "120", "1536");
    let whole = bill(&LambdaInput::EXAMPLE, &VIRGINIA);
    let halves = account_bill(&[half, half], &VIRGINIA);
    assert_eq!(halves.total, whole.total, "two functions don't have two free tiers");
    let functions: Vec<usize> = halves.lines.iter().map(|line| line.function).collect();
    assert_eq!(functions, [1, 2, 0, 1, 2, 0]);
    assert_eq!(halves.of_function(1), halves.of_function(2));
    // Half of 20 billion GB-seconds each: the second goes on where the first ended.
    let big = LambdaInput { free_tier: false, ..basic("10 billion", "1 s", "1024") };
    let bill = account_bill(&[big, big], &VIRGINIA);
    let amounts: Vec<_> = bill.lines.iter().take(2).map(|line| line.amount.exact()).collect();
    assert_eq!(amounts, ["160000.2", "141667"]);
    // The architectures have tiers of their own and share the free GB-seconds, x86_64 first.
    let x86 = basic("1M", "1 s", "256");
    let arm = LambdaInput { arch: Arch::Arm64, ..x86 };
    let bill = account_bill(&[arm, x86], &VIRGINIA);
    let free: Vec<_> = bill
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::FreeDuration)
        .map(|line| (line.quantity.display(), line.working.as_str()))
        .collect();
    assert_eq!(
        free,
        [
            ("250,000 GB-s".to_owned(), "all 250,000 GB-s of 400,000 GB-s free each month"),
            ("150,000 GB-s".to_owned(), "150,000 GB-s, what is left of 400,000 GB-s free each month"),
        ]
    );
}

#[test]
fn provisioned_time_is_rounded_up_to_five_minutes() {
    let slots = |hours: &str| Usage(&input(&[(Field::PcHours, hours)])).provisioned_slots();
    assert_eq!(slots("0"), 0);
    assert_eq!(slots("0.01"), 1);
    assert_eq!(slots("0.08"), 1);
    assert_eq!(slots("0.09"), 2);
    assert_eq!(slots("8"), 96);
    assert_eq!(slots("744"), 744 * 12);
}

#[test]
fn nothing_used_costs_nothing() {
    assert_eq!(total(&basic("0", "900,000", "10,240")), Usd::ZERO);
    assert_eq!(total(&basic("1M", "100", "128")), Usd::ZERO);
    assert_eq!(account_bill(&[], &VIRGINIA), Bill::default());
}

#[test]
fn differences_name_the_lines() {
    use crate::bill::compare::{Pair, side_by_side};
    let other = LambdaInput { arch: Arch::Arm64, ..LambdaInput::EXAMPLE };
    let tmp = LambdaInput { tmp: TmpMb::new(1_024).unwrap(), ..other };
    let (a, b) = (bill(&LambdaInput::EXAMPLE, &VIRGINIA), bill(&tmp, &VIRGINIA));
    let mut rows = side_by_side(&a, &b);
    rows.retain(Pair::differs);
    let kinds: Vec<LineKind> = rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [LineKind::Duration, LineKind::FreeDuration, LineKind::Tmp]);
    assert_eq!((rows[2].first, rows[2].second.is_some()), (None, true));
    assert!(!side_by_side(&a, &a).iter().any(Pair::differs));
}
