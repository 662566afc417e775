use super::*;
use crate::calculator::props;

const PRICES: &str = include_str!("../../../../content/data/prices/lambda.toml");
const FARGATE: &str = include_str!("../../../../content/data/prices/fargate.toml");
const API: &str = include_str!("../../../../content/data/prices/api-gateway.toml");

fn data() -> WidgetData {
    let (data, problems) = WidgetData::parse(&[
        ("content/data/prices/api-gateway.toml", API),
        ("content/data/prices/fargate.toml", FARGATE),
        ("content/data/prices/lambda.toml", PRICES),
    ]);
    assert_eq!(problems, []);
    data
}

fn read(text: &str) -> Option<props::CalculatorProps> {
    props::read(Cost::Lambda, text)
}

fn island(body: &str) -> Island {
    Island::parse(WidgetKind::Calculator(Cost::Lambda), body, &data(), 0).unwrap()
}

/// The mistakes of a block: the text they point at, message, help.
fn mistakes(body: &str) -> Vec<(String, String, String)> {
    let errors = Island::parse(WidgetKind::Calculator(Cost::Lambda), body, &data(), 0).unwrap_err();
    let text = |e: &PropsError| e.range.clone().map(|r| body[r].to_owned()).unwrap_or_default();
    errors.iter().map(|e| (text(e), e.message.clone(), e.help.clone().unwrap_or_default())).collect()
}

#[test]
fn the_worked_example_stands_in_the_page() {
    let html = island("").html();
    assert!(html.contains(r#"<data id="lambda-cost-total" value="2.733338">$2.73</data>"#), "{html}");
    for part in [
        "9.000018",
        "-6.66668",
        "0.0000166667",
        "540,000 GB-s",
        "29 September 2026",
        "https://aws.amazon.com/lambda/pricing/",
        "US East (N. Virginia)",
        "<tbody>",
        "<noscript>",
    ] {
        assert!(html.contains(part), "{part} is missing");
    }
}

#[test]
fn an_author_sets_the_input() {
    let html = island("memory_mb = 1_024\nrequests = 5_000_000\narch = \"arm64\"\nfree_tier = false").html();
    // 5 M x 120 ms x 1 GB = 600,000 GB-s at 0.0000133334, and 1 USD of requests.
    assert!(html.contains(r#"<data id="lambda-cost-total" value="9.00004">"#), "{html}");
    assert!(!html.contains("Free tier, duration"));
}

#[test]
fn form_and_result_stand_where_the_browser_looks_for_them() {
    let html = island("").html();
    assert!(html.starts_with(r#"<div class="calc" id="lambda-cost-calc"><div class="calc-form">"#), "{html}");
    assert_eq!(html.matches("<div data-out>").count(), 1);
    assert!(!html.contains("<!--"), "the component leaves no markers");
    assert_eq!(html, island("").html());
}

#[test]
fn ids_differ_between_two_on_a_page() {
    let second = Island::parse(WidgetKind::Calculator(Cost::Lambda), "", &data(), 1).unwrap();
    let ids = |html: &str| -> Vec<String> {
        html.split(" id=\"").skip(1).map(|s| s.split('"').next().unwrap().to_owned()).collect()
    };
    let (first, second) = (ids(&island("").html()), ids(&second.html()));
    assert_eq!(first.len(), second.len() + 1, "the first alone has a field for the name of a kept bill");
    assert!(first.iter().all(|id| !second.contains(id)));
    let mut unique = first.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), first.len(), "{first:?}");
    assert!(second.contains(&"lambda-cost-2-total".to_owned()));
}

#[test]
fn props_travel_as_text_without_loss() {
    let island = island("duration_ms = 7\nfree_tier = false");
    let text = island.props_text();
    let Props::Calculator(props) = island.props else { panic!("another widget") };
    assert_eq!(read(&text), Some(*props));
    let fargate = Island::parse(WidgetKind::Calculator(Cost::Fargate), "", &data(), 1).unwrap();
    let text_of_fargate = fargate.props_text();
    let Props::Calculator(props) = fargate.props else { panic!("another widget") };
    assert_eq!(props::read(Cost::Fargate, &text_of_fargate), Some(*props));
    for wrong in
        ["", "{}", "null", "[1]", &text.replace("arch=x86_64", "arch=sparc"), &text[..text.len() - 3]]
    {
        assert_eq!(read(wrong), None, "{wrong}");
    }
    assert_eq!(read(&text.replace("duration_ms=7", "duration_ms=0")), None);
}

#[test]
fn props_cannot_close_their_script() {
    let evil = PRICES.replace("AWS Lambda pricing", "</script><script>alert(1)</script>");
    let (data, problems) = WidgetData::parse(&[("prices/lambda.toml", &evil)]);
    assert_eq!(problems, []);
    let island = Island::parse(WidgetKind::Calculator(Cost::Lambda), "", &data, 0).unwrap();
    assert!(!island.props_text().contains('<'));
    assert!(!island.html().contains("<script>"));
    assert!(read(&island.props_text()).is_some());
}

#[test]
fn every_mistake_of_a_block_is_reported_at_its_place() {
    assert_eq!(
        mistakes("memroy_mb = 128\nduration_ms = 900001\narch = \"arm\"\nfree_tier = \"on\"\nrequests = 1.5"),
        [
            (
                "1.5",
                "`requests` must be a whole number, not float",
                "allowed: 0 to 1,000,000,000,000 requests (1 trillion)"
            ),
            ("900001", "`duration_ms` is out of range: 900001", "allowed: 1 to 900,000 ms (15 minutes)"),
            ("\"arm\"", "`arch` can\u{2019}t be `arm`", "did you mean `arm64`?"),
            ("\"on\"", "`free_tier` must be true or false, not string", ""),
            ("memroy_mb", "unknown key `memroy_mb`", "did you mean `memory_mb`?"),
        ]
        .map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()))
    );
    assert_eq!(mistakes("requests = -1").len(), 1);
    assert_eq!(mistakes("requests = 99999999999999999999999").len(), 1);
    assert!(mistakes("zzzzzzzzzzz = 1").first().unwrap().2.starts_with("known: `requests`, `duration_ms`"));
    assert_eq!(mistakes("requests = = 3").first().unwrap().0, "=");
    assert!(!mistakes("[requests]\na = 1").is_empty());
}

#[test]
fn a_missing_price_table_is_said() {
    let errors =
        Island::parse(WidgetKind::Calculator(Cost::Lambda), "", &WidgetData::default(), 0).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert!(errors.first().unwrap().help.as_ref().unwrap().contains("prices/lambda.toml"));
}

#[test]
fn mistakes_in_the_price_file_are_reported_at_their_place() {
    let check = |from: &str, to: &str, place: &str, message: &str| {
        assert!(PRICES.contains(from), "{from}");
        let text = PRICES.replacen(from, to, 1);
        let (_, problems) = WidgetData::parse(&[("other.toml", ""), ("prices/lambda.toml", &text)]);
        assert_eq!(problems.len(), 1, "{to}: {problems:?}");
        let (index, error) = problems.first().unwrap();
        assert_eq!(*index, 1);
        assert!(error.message.contains(message), "{}", error.message);
        let found = error.range.clone().map(|r| text[r].to_owned()).unwrap_or_default();
        assert!(found.starts_with(place), "{found} for {to}");
    };
    check("usd = \"0.20\"", "usd = 0.20", "0.20", "must be a string, not float");
    check("usd = \"0.20\"", "usd = \"0,20\"", "\"0,20\"", "a price such as");
    check("usd = \"0.20\"", "usd = \"2000\"", "\"us-east-1-requests\"", "is the unit right?");
    check("per = \"1_000_000\"\n", "", "\"us-east-1-requests\"", "is the unit right?");
    check("[[requests]]", "[[request]]", "request", "unknown key `request`");
    check("grade = \"B\"", "grade = \"D\"", "\"D\"", "A, B or C");
    check("as_of = \"2024-07\"", "as_of = \"mid 2024\"", "\"mid 2024\"", "a month");
    check("up_to = \"15_000_000_000\"", "up_to = \"5_000_000_000\"", "[[duration]]", "must rise");
    check("up_to = \"15_000_000_000\"", "", "[[duration]]", "every other tier has one");
}

#[test]
fn files_that_no_widget_reads() {
    let (_, problems) = WidgetData::parse(&[("prices/lamda.toml", ""), ("sources.toml", "x")]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems.first().unwrap().1.help.as_deref(), Some("did you mean `lambda.toml`?"));
}

#[test]
fn fargate_has_its_example_and_its_pairs() {
    let island = |body: &str| Island::parse(WidgetKind::Calculator(Cost::Fargate), body, &data(), 0);
    let html = island("").unwrap().html();
    // 2 x (0.5 x 0.04048 + 1 x 0.004445) x 720 hours
    assert!(html.contains(r#"<data id="fargate-cost-total" value="35.5464">$35.55</data>"#), "{html}");
    assert!(!html.contains("<select"), "one region is no choice");
    let html = island("every_region = true").unwrap().html();
    assert!(html.contains("Europe (Ireland), eu-west-1") && !html.contains("Zurich"));
    let html = island("vcpu = \"0.25\"\nmemory_gb = \"0.5\"\nminutes_per_day = 10\nper = \"minutes\"")
        .unwrap()
        .html();
    assert!(html.contains(r#"id="fargate-cost-hours-per-day-field" hidden>"#), "{html}");
    assert!(html.contains(r#"id="fargate-cost-minutes-per-day-field">"#), "{html}");
    let errors = island("vcpu = 1\nmemory_gb = 9").unwrap_err();
    assert!(errors.first().unwrap().message.contains("2 to 8 GB in steps of 1 GB"));
    let errors = island("vcpu = 0.5").unwrap_err();
    assert!(errors.first().unwrap().message.contains("string such as"));
}

#[test]
fn spot_shows_how_old_its_prices_are() {
    let island = |body: &str| Island::parse(WidgetKind::Calculator(Cost::Fargate), body, &data(), 0);
    let html = island("capacity = \"spot\"").unwrap().html();
    // 2 x (0.5 x 0.01264355 + 1 x 0.00138835) x 720 hours
    assert!(html.contains(r#"<data id="fargate-cost-total" value="11.10258">$11.10</data>"#), "{html}");
    assert!(html.contains("This bill takes those of an old copy"));
    let date = r#"<time datetime="2021-01">January 2021</time>"#;
    assert_eq!(html.matches(&format!(" ({date})</div>")).count(), 2, "beside the price of each line: {html}");
    assert_eq!(html.matches(&format!("{date}, an old copy")).count(), 2);
    assert!(!island("").unwrap().html().contains("This bill takes those of an old copy"));
    let errors = island("capacity = \"spot\"\narch = \"arm64\"").unwrap_err();
    assert!(errors.first().unwrap().message.contains("No Spot price"), "{errors:?}");
}

#[test]
fn every_line_of_an_input_with_everything_is_shown() {
    let body = "tmp_mb = 2048\ncold_pct = 1\ninit_ms = 500\npc_units = 2\npc_requests = 1000\n\
                stream_pct = 10\nstream_mb = 20\napi = \"rest\"";
    let html = island(body).html();
    for part in
        ["INIT of cold starts", "Provisioned concurrency", "/tmp", "Response streaming", "REST API, first"]
    {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(html.matches("\" open><summary>").count(), 4);
    assert!(html.contains("rounded up to 5 minutes"));
}
