//! The calculator's props, and their form as JSON beside the widget.
//!
//! In: props. Out: JSON, and back without loss. Prices travel as decimal strings, each row once.

use std::sync::Arc;

use studydeck_model::fixed;
use studydeck_model::fragment;
use studydeck_model::lambda::LambdaInput;
use studydeck_model::money::UnitPrice;
use studydeck_model::price::{
    AsOf, FreeTier, Grade, LambdaPrices, PriceRow, Region, Source, Tier, Tiers, Unit,
};
use studydeck_model::quantity::{Arch, GbSeconds};
use yew::Properties;

use crate::json::Json;

/// What the calculator needs.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LambdaCostProps {
    /// What the ids in it begin with: `lambda-cost`, or `lambda-cost-2` for the second on a page.
    pub id: String,
    /// Whether it is the page's first: it alone reads and writes the address fragment.
    pub primary: bool,
    /// What it opens with.
    pub start: LambdaInput,
    /// The prices of the region.
    pub prices: Arc<LambdaPrices>,
}

/// Prints props as JSON that can stand in a script element.
#[must_use]
pub fn to_json(props: &LambdaCostProps) -> String {
    let LambdaCostProps { id, primary, start, prices } = props;
    let duration = Arch::ALL.into_iter().flat_map(|arch| {
        let tiers = prices.duration(arch).as_slice().iter();
        tiers.map(move |tier| write_row(&tier.row, arch.name(), tier.up_to))
    });
    let rows = [write_row(&prices.requests, "", None)].into_iter().chain(duration);
    let sources = prices.sources().into_iter().map(|source| write_source(source));
    Json::object([
        ("id", Json::text(id)),
        ("primary", Json::text(if *primary { YES } else { "" })),
        ("start", Json::Text(fragment::print(start))),
        ("region", Json::text(&prices.region.id)),
        ("region_name", Json::text(&prices.region.name)),
        ("free_requests", Json::Text(prices.free_tier.requests.to_string())),
        ("free_gb_seconds", Json::Text(prices.free_tier.gb_seconds.to_string())),
        ("free_source", Json::text(&prices.free_tier.source.id)),
        ("rows", Json::List(rows.collect())),
        ("sources", Json::List(sources.collect())),
    ])
    .print()
}

const YES: &str = "yes";

/// Reads props; `None` if anything in them makes no sense.
#[must_use]
pub fn from_json(text: &str) -> Option<LambdaCostProps> {
    let json = Json::parse(text)?;
    let reading = fragment::parse(json.str("start")?, &LambdaInput::EXAMPLE)?;
    let mut sources: Vec<Arc<Source>> = Vec::new();
    for source in json.list("sources")? {
        sources.push(Arc::new(read_source(source)?));
    }
    let find = |id: &str| sources.iter().find(|source| source.id == id).cloned();
    let (mut requests, mut x86_64, mut arm64) = (None, Vec::new(), Vec::new());
    for json in json.list("rows")? {
        let up_to = match json.str("up_to")? {
            "" => None,
            bound => Some(GbSeconds::whole(fixed::whole(bound)?)),
        };
        let arch = Arch::from_name(json.str("arch")?);
        let row = read_row(json, arch, find(json.str("source")?)?)?;
        match arch {
            Some(Arch::X86_64) => x86_64.push(Tier { row, up_to }),
            Some(Arch::Arm64) => arm64.push(Tier { row, up_to }),
            None => requests = Some(row),
        }
    }
    let text = |key: &str| json.str(key).map(str::to_owned);
    let prices = LambdaPrices {
        region: Region { id: text("region")?, name: text("region_name")? },
        requests: requests?,
        x86_64: Tiers::new(x86_64).ok()?,
        arm64: Tiers::new(arm64).ok()?,
        free_tier: FreeTier {
            requests: fixed::whole(json.str("free_requests")?)?,
            gb_seconds: fixed::whole(json.str("free_gb_seconds")?)?,
            source: find(json.str("free_source")?)?,
        },
    };
    Some(LambdaCostProps {
        id: text("id")?,
        primary: json.str("primary")? == YES,
        start: reading.problems.is_empty().then_some(reading.input)?,
        prices: Arc::new(prices),
    })
}

fn write_source(source: &Source) -> Json {
    Json::object([
        ("id", Json::text(&source.id)),
        ("label", Json::text(&source.label)),
        ("url", Json::text(&source.url)),
        ("as_of", Json::text(source.as_of.as_str())),
        ("grade", Json::text(source.grade.letter())),
    ])
}

fn read_source(json: &Json) -> Option<Source> {
    Some(Source {
        id: json.str("id")?.to_owned(),
        label: json.str("label")?.to_owned(),
        url: json.str("url")?.to_owned(),
        as_of: AsOf::parse(json.str("as_of")?)?,
        grade: Grade::from_letter(json.str("grade")?)?,
    })
}

fn write_row(row: &PriceRow, arch: &str, up_to: Option<GbSeconds>) -> Json {
    Json::object([
        ("id", Json::text(&row.id)),
        ("what", Json::text(&row.what)),
        ("usd", Json::Text(row.usd.exact())),
        ("per", Json::Text(row.per.to_string())),
        ("source", Json::text(&row.source.id)),
        ("arch", Json::text(arch)),
        ("up_to", Json::Text(up_to.map(GbSeconds::exact).unwrap_or_default())),
    ])
}

fn read_row(json: &Json, arch: Option<Arch>, source: Arc<Source>) -> Option<PriceRow> {
    let usd = UnitPrice::parse(json.str("usd")?)?;
    let unit = if arch.is_some() { Unit::GbSecond } else { Unit::Request };
    let (id, what) = (json.str("id")?.to_owned(), json.str("what")?.to_owned());
    PriceRow::new(id, what, usd, fixed::whole(json.str("per")?)?, unit, source).ok()
}
