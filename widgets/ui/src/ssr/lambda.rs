//! The Lambda calculator's block and price table, read from TOML.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use studydeck_model::fragment;
use studydeck_model::lambda::{Field, LambdaInput};
use studydeck_model::money::UnitPrice;
use studydeck_model::number;
use studydeck_model::price::{
    AsOf, FreeTier, Grade, LambdaPrices, PriceError, PriceRow, Region, Source, Tier, Tiers, Unit,
};
use studydeck_model::quantity::{Arch, GbSeconds};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::table::{self, Errors, Reader, suggestion};
use super::{PropsError, WidgetData};
use crate::lambda_cost::props::LambdaCostProps;

/// The region whose prices the calculator uses.
const REGION: &str = "us-east-1";

/// Reads an author's block.
pub(super) fn props(
    body: &str,
    data: &WidgetData,
    id: String,
    primary: bool,
) -> Result<LambdaCostProps, Vec<PropsError>> {
    let mut errors = Errors::new();
    let table = table::parse(body, &mut errors);
    let mut start = LambdaInput::EXAMPLE;
    let mut reader = Reader::new(table.get_ref(), table.span(), &mut errors);
    for field in Field::ALL {
        if let Some(value) = reader.get(field.key())
            && let Some(input) = with_number(&mut reader, start, field, value)
        {
            start = input;
        }
    }
    if let Some(value) = reader.get(fragment::ARCH)
        && let Some((name, range)) = reader.as_text(fragment::ARCH, value)
    {
        match Arch::from_name(name) {
            Some(arch) => start.arch = arch,
            None => {
                let known = Arch::ALL.map(Arch::name);
                reader.error(range, format!("no architecture `{name}`"), Some(suggestion(name, &known)));
            }
        }
    }
    if let Some(value) = reader.get(fragment::FREE_TIER) {
        match value.get_ref().as_bool() {
            Some(on) => start.free_tier = on,
            None => {
                let found = value.get_ref().type_str();
                let message = format!("`free_tier` must be true or false, not {found}");
                reader.error(value.span(), message, None);
            }
        }
    }
    reader.finish();
    let prices = data.lambda(REGION);
    if prices.is_none() {
        errors.push(PropsError {
            range: None,
            message: format!("there are no Lambda prices for {REGION}"),
            help: Some("the calculator reads them from content/data/prices/lambda.toml".to_owned()),
        });
    }
    match prices {
        Some(prices) if errors.is_empty() => Ok(LambdaCostProps { id, primary, start, prices }),
        _ => Err(errors),
    }
}

/// The input with the number of one key; a mistake names the allowed range.
fn with_number<'t>(
    reader: &mut Reader<'t, '_>,
    input: LambdaInput,
    field: Field,
    value: &'t Spanned<DeValue<'t>>,
) -> Option<LambdaInput> {
    let allowed = || Some(format!("allowed: {}", field.range_text()));
    let key = field.key();
    let Some(integer) = value.get_ref().as_integer() else {
        let found = value.get_ref().type_str();
        reader.error(value.span(), format!("`{key}` must be a whole number, not {found}"), allowed());
        return None;
    };
    let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
    let input = number.and_then(|number| input.with(field, number).ok());
    if input.is_none() {
        let message = format!("`{key}` is out of range: {}", integer.as_str());
        reader.error(value.span(), message, allowed());
    }
    input
}

/// The price tables of all regions in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LambdaTables(pub(super) Vec<Arc<LambdaPrices>>);

/// The sources by id; `None` where one is there but wrong, so that its mistake is said once.
type Sources = BTreeMap<String, Option<Arc<Source>>>;

/// A duration row before the tiers of its region and architecture are put together.
struct DurationRow {
    region: String,
    arch: Arch,
    tier: Tier,
    range: Range<usize>,
}

/// Reads the file of Lambda prices.
pub(super) fn tables(text: &str, errors: &mut Errors) -> LambdaTables {
    let table = table::parse(text, errors);
    let mut top = Reader::new(table.get_ref(), table.span(), errors);
    let [regions, sources, free, requests, duration] =
        ["regions", "sources", "free_tier", "requests", "duration"].map(|key| top.need(key));
    top.finish();
    let regions = regions.map(|v| read_regions(v, errors)).unwrap_or_default();
    let sources = sources.map(|v| read_sources(v, errors)).unwrap_or_default();
    let free = free.and_then(|v| read_free_tier(v, &sources, errors));
    let names: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
    let requests = read_rows(requests, errors, |reader| {
        let region = region_of(reader, &names);
        let per = reader.parsed("per", "a whole number above 0", whole);
        let row = price_row(reader, per, Unit::Request, &sources);
        Some((region?, row?))
    });
    let duration = read_rows(duration, errors, |reader| {
        let range = reader.range();
        let region = region_of(reader, &names);
        let arch = reader.parsed("arch", "x86_64 or arm64", Arch::from_name);
        let bound = reader.optional_text("up_to").map(|(text, range)| {
            if whole(text).is_none() {
                reader.error(range, format!("`up_to` is a whole number above 0, not \"{text}\""), None);
            }
            whole(text).map(GbSeconds::whole)
        });
        let row = price_row(reader, Some(1), Unit::GbSecond, &sources);
        let up_to = match bound {
            Some(bound) => Some(bound?),
            None => None,
        };
        Some(DurationRow { region: region?, arch: arch?, tier: Tier { row: row?, up_to }, range })
    });
    // Missing tables would only repeat the mistakes already found.
    let Some(free_tier) = free.filter(|_| errors.is_empty()) else {
        return LambdaTables::default();
    };
    let tables = regions
        .into_iter()
        .filter_map(|region| region_table(region, &requests, &duration, &free_tier, errors));
    LambdaTables(tables.map(Arc::new).collect())
}

fn region_table(
    region: Region,
    requests: &[(String, PriceRow)],
    duration: &[DurationRow],
    free_tier: &FreeTier,
    errors: &mut Errors,
) -> Option<LambdaPrices> {
    let request_row = requests.iter().find(|(id, _)| *id == region.id).map(|(_, row)| row.clone());
    if request_row.is_none() {
        errors.push(PropsError {
            range: None,
            message: format!("no request price for {}", region.id),
            help: Some("every region needs one [[requests]] row".to_owned()),
        });
    }
    let mut tiers = |arch: Arch| {
        let rows = || duration.iter().filter(|row| row.region == region.id && row.arch == arch);
        Tiers::new(rows().map(|row| row.tier.clone()).collect())
            .map_err(|error| {
                errors.push(PropsError {
                    range: rows().next().map(|row| row.range.clone()),
                    message: format!("duration of {} on {}: {}", arch.name(), region.id, error.message()),
                    help: None,
                });
            })
            .ok()
    };
    let (x86_64, arm64) = (tiers(Arch::X86_64), tiers(Arch::Arm64));
    Some(LambdaPrices {
        requests: request_row?,
        x86_64: x86_64?,
        arm64: arm64?,
        free_tier: free_tier.clone(),
        region,
    })
}

fn price_row(
    reader: &mut Reader<'_, '_>,
    per: Option<u64>,
    unit: Unit,
    sources: &Sources,
) -> Option<PriceRow> {
    let id = reader.text("id");
    let what = reader.text("what");
    let usd = reader.parsed("usd", "a price such as \"0.20\"", UnitPrice::parse);
    let source = source_of(reader, sources);
    let (id, range) = id?;
    let row = PriceRow::new(id.to_owned(), what?.0.to_owned(), usd?, per?, unit, source?);
    row.map_err(|error: PriceError| {
        reader.error(range, format!("`{id}`: {}", error.message()), None);
    })
    .ok()
}

fn region_of(reader: &mut Reader<'_, '_>, known: &[&str]) -> Option<String> {
    let (id, range) = reader.text("region")?;
    if !known.contains(&id) {
        reader.error(range, format!("unknown region `{id}`"), Some(suggestion(id, known)));
        return None;
    }
    Some(id.to_owned())
}

fn source_of(reader: &mut Reader<'_, '_>, sources: &Sources) -> Option<Arc<Source>> {
    let (id, range) = reader.text("source")?;
    if let Some(source) = sources.get(id) {
        return source.clone();
    }
    let known: Vec<&str> = sources.keys().map(String::as_str).collect();
    reader.error(range, format!("unknown source `{id}`"), Some(suggestion(id, &known)));
    None
}

fn read_regions<'t>(value: &'t Spanned<DeValue<'t>>, errors: &mut Errors) -> Vec<Region> {
    let entries = entries(value, "regions", errors);
    let region = |(id, name): (&str, &'t Spanned<DeValue<'t>>)| match name.get_ref().as_str() {
        Some(name) => Some(Region { id: id.to_owned(), name: name.to_owned() }),
        None => {
            errors.push(PropsError {
                range: Some(name.span()),
                message: format!("the name of region `{id}` must be a string"),
                help: None,
            });
            None
        }
    };
    entries.into_iter().filter_map(region).collect()
}

fn read_sources<'t>(value: &'t Spanned<DeValue<'t>>, errors: &mut Errors) -> Sources {
    let mut sources = Sources::new();
    for (id, value) in entries(value, "sources", errors) {
        let source = as_table(value, id, errors).and_then(|table| {
            let mut reader = Reader::new(table, value.span(), errors);
            let source = read_source(id, &mut reader);
            reader.finish();
            source
        });
        sources.insert(id.to_owned(), source.map(Arc::new));
    }
    sources
}

fn read_source(id: &str, reader: &mut Reader<'_, '_>) -> Option<Source> {
    let label = reader.text("label");
    let url =
        reader.parsed("url", "an https address", |url| url.starts_with("https://").then(|| url.to_owned()));
    let as_of = reader.parsed("as_of", "a day (2026-09-29) or a month (2024-07)", AsOf::parse);
    let grade = reader.parsed("grade", "A, B or C", Grade::from_letter);
    Some(Source { id: id.to_owned(), label: label?.0.to_owned(), url: url?, as_of: as_of?, grade: grade? })
}

fn read_free_tier<'t>(
    value: &'t Spanned<DeValue<'t>>,
    sources: &Sources,
    errors: &mut Errors,
) -> Option<FreeTier> {
    let table = as_table(value, "free_tier", errors)?;
    let mut reader = Reader::new(table, value.span(), errors);
    let requests = reader.parsed("requests", "a whole number above 0", whole);
    let gb_seconds = reader.parsed("gb_seconds", "a whole number above 0", whole);
    let source = source_of(&mut reader, sources);
    reader.finish();
    Some(FreeTier { requests: requests?, gb_seconds: gb_seconds?, source: source? })
}

/// Reads each table of an array with `read`; keys that it doesn't ask for are refused.
fn read_rows<'t, T>(
    value: Option<&'t Spanned<DeValue<'t>>>,
    errors: &mut Errors,
    mut read: impl FnMut(&mut Reader<'t, '_>) -> Option<T>,
) -> Vec<T> {
    let Some(value) = value else {
        return Vec::new();
    };
    let Some(rows) = value.get_ref().as_array() else {
        errors.push(PropsError {
            range: Some(value.span()),
            message: "this must be an array of tables".to_owned(),
            help: Some("write each row under [[…]]".to_owned()),
        });
        return Vec::new();
    };
    let mut out = Vec::new();
    for row in rows {
        let Some(table) = as_table(row, "row", errors) else {
            continue;
        };
        let mut reader = Reader::new(table, row.span(), errors);
        out.extend(read(&mut reader));
        reader.finish();
    }
    out
}

fn entries<'t>(
    value: &'t Spanned<DeValue<'t>>,
    name: &str,
    errors: &mut Errors,
) -> Vec<(&'t str, &'t Spanned<DeValue<'t>>)> {
    let table = as_table(value, name, errors);
    table.into_iter().flatten().map(|(key, value)| (key.get_ref().as_ref(), value)).collect()
}

fn as_table<'t>(value: &'t Spanned<DeValue<'t>>, name: &str, errors: &mut Errors) -> Option<&'t DeTable<'t>> {
    let table = value.get_ref().as_table();
    if table.is_none() {
        errors.push(PropsError {
            range: Some(value.span()),
            message: format!("`{name}` must be a table, not {}", value.get_ref().type_str()),
            help: None,
        });
    }
    table
}

/// A whole number above 0 such as `6_000_000_000`.
fn whole(text: &str) -> Option<u64> {
    number::parse(text, number::Kind::Count).ok().filter(|&n| n > 0)
}
