//! The page of the known break-even, with the prices of AWS's own examples.

use studydeck_model::breakeven::Field;
use studydeck_model::lambda::Field as LambdaField;
use studydeck_model::money::UnitPrice;
use studydeck_model::price::{
    Entry, FargatePrices, FleetPrices, FreeTier, Instance, Item, LambdaPrices, PriceRow, Region, SizeRange,
    Table,
};
use studydeck_model::quantity::Arch;

use super::super::chart::tests::row;
use super::*;

const REGION: &str = "us-east-1";

fn table() -> Table {
    let source = row("1").source;
    let entry = |(item, arch, usd): (Item, Option<Arch>, &str)| {
        let id = format!("{REGION}-{}-{arch:?}", item.name());
        let usd = UnitPrice::parse(usd).unwrap();
        let row = PriceRow::new(id, item.name().into(), usd, 1, item.unit(), source.clone()).unwrap();
        Entry { item, region: REGION.into(), arch, up_to: None, row }
    };
    let x86 = Some(Arch::X86_64);
    let entries = [
        (Item::Requests, None, "0.0000002"),
        (Item::Duration, x86, "0.0000166667"),
        (Item::Duration, Some(Arch::Arm64), "0.0000133334"),
        (Item::LinuxVcpu, x86, "0.04048"),
        (Item::LinuxMemory, x86, "0.004445"),
        (Item::AlbHour, None, "0.0225"),
        (Item::AlbLcu, None, "0.008"),
        (Item::Gp3, None, "0.08"),
        (Item::PublicIpv4, None, "0.005"),
    ];
    let free =
        FreeTier { requests: 1_000_000, gb_seconds: 400_000, streaming_gb: 100, source: source.clone() };
    let size = SizeRange {
        cpu: 512,
        from_mb: 1_024,
        to_mb: 4_096,
        step_mb: 1_024,
        windows: false,
        eks: true,
        source: source.clone(),
    };
    let instance = Instance {
        name: "m7i.large".into(),
        region: REGION.into(),
        arch: Arch::X86_64,
        vcpu: 2,
        memory_mb: 8_192,
        row: row("0.1008"),
    };
    Table {
        regions: vec![Region { id: REGION.into(), name: "N. Virginia".into() }],
        entries: entries.map(entry).into(),
        free_tier: Some(free),
        sizes: vec![size],
        instances: vec![instance],
    }
}

/// Two tasks with 0.5 vCPU and 1 GB, 36.0401 a month, against 512 MB for 100 ms, without free tier.
fn known() -> Scenario {
    let mut scenario = Scenario::EXAMPLE;
    scenario.alb = false;
    scenario.lambda.free_tier = false;
    for (field, value) in [(LambdaField::Memory, 512), (LambdaField::Duration, 100)] {
        scenario.lambda = scenario.lambda.with(field, value).unwrap();
    }
    scenario.with(Field::Rate, 10_000_000).unwrap()
}

fn shown(scenario: &Scenario) -> String {
    let table = table();
    let lambda = LambdaPrices::from_table(&table, REGION).unwrap();
    let fargate = FargatePrices::from_table(&table, REGION).unwrap();
    let fleet = FleetPrices::from_table(&table, REGION);
    let mut out = Markup::default();
    let prices = Prices { lambda: &lambda, fargate: &fargate, fleet: &fleet };
    let found = BreakEven::find(scenario, prices);
    out.text(&summary(&found, scenario)).html(".");
    view(&mut out, "b", &found, scenario, prices);
    basis(&mut out, scenario, prices);
    out.as_str().to_owned()
}

#[test]
fn the_known_break_even_is_exact() {
    let text = shown(&known());
    for part in [
        "Lambda is the cheapest at 3,000,000 requests a month: $3.10.",
        "<tr><th scope=\"row\">Lambda</th><td class=\"calc-number\"><data value=\"0\">0</data></td>",
        "from the first request on",
        // 36.0401 / 0.000001033335 requests a month, over 2,628,000 seconds.
        "<tr><th scope=\"row\">A: Fargate</th><td class=\"calc-number\"><data value=\"13.2714839",
        "\">13.271</data></td><td class=\"calc-number\"><data value=\"34877459.87506",
        "\">34,877,459.875</data></td><td>the costs meet</td>",
        "<th scope=\"row\">34,877,459 (A)</th>",
        "<th scope=\"row\">3,000,000 (now)</th>",
        "At 3,000,000 requests a month, 1.142 a second",
        "<th scope=\"row\">Lambda<small>the cheapest</small></th><td>Duration <data",
        "vCPU <data value=\"29.5504\">$29.55</data>, Memory <data",
        "No sourced price in this region for: EKS control plane.</td><td class=\"calc-number\">takes no part",
        "<li>No load balancer stands before the containers.</li>",
        "<li>Public IPv4 addresses are left out.</li>",
        "Prices used, N. Virginia",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("style=") && !text.contains("NaN"));
    assert_eq!(text.matches("<tr>").count(), text.matches("</tr>").count());
    assert_eq!(text.matches("<td").count(), text.matches("</td>").count());
}

#[test]
fn every_line_is_in_chart_legend_and_figures() {
    let text = shown(&Scenario { ipv4: true, alb: true, ..known() });
    for index in 0..3 {
        assert_eq!(text.matches(&format!("chart-line chart-{index}\"")).count(), 2, "line and legend");
    }
    assert!(!text.contains("chart-3"), "EKS has no price here");
    assert!(text.contains("Public IPv4 addresses <data value=\"14.6\">$14.60</data>"));
    assert!(text.contains("two of the load balancer and one of each task"));
}

#[test]
fn many_changes_are_counted_and_not_listed() {
    // Lambda and tasks that cost nearly the same for each request change places again and again.
    let mut scenario = known().with(Field::LeastTasks, 0).unwrap();
    scenario = scenario.with(Field::Rate, 6_636).unwrap();
    let text = shown(&scenario);
    assert!(text.contains("times more, at one new task"), "{text}");
    assert!(text.contains("<th scope=\"row\">L: ") && !text.contains("M: "));
}

#[test]
fn without_requests_there_is_still_a_page() {
    let mut scenario = known();
    scenario.lambda = scenario.lambda.with(LambdaField::Requests, 0).unwrap();
    let text = shown(&scenario);
    assert!(text.contains("Lambda is the cheapest at 0 requests a month: $0.00."), "{text}");
}
