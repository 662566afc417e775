//! Price files, read from TOML.
//!
//! In: the text of one file. Out: its rows as a [`Table`], or every mistake with its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use studydeck_model::money::UnitPrice;
use studydeck_model::number;
use studydeck_model::price::{
    AsOf, Entry, FreeTier, Grade, Instance, Item, LambdaPrices, PriceError, PriceRow, Region, SizeRange,
    Source, Table, TableError,
};
use studydeck_model::quantity::{Arch, Unit};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::PropsError;
use super::table::{self, Errors, Reader, suggestion};

/// The sources by id; `None` where one is there but wrong, so that its mistake is said once.
type Sources = BTreeMap<String, Option<Arc<Source>>>;

/// Reads a price file.
pub(super) fn read(text: &str, errors: &mut Errors) -> Table {
    let table = table::parse(text, errors);
    let mut top = Reader::new(table.get_ref(), table.span(), errors);
    let [regions, sources] = ["regions", "sources"].map(|key| top.need(key));
    let [free, sizes, instances] = ["free_tier", "sizes", "instances"].map(|key| top.get(key));
    let items = Item::ALL.map(|item| (item, top.get(item.name())));
    top.finish();
    let regions = regions.map(|v| read_regions(v, errors)).unwrap_or_default();
    let sources = sources.map(|v| read_sources(v, errors)).unwrap_or_default();
    let names: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
    let mut entries = Vec::new();
    let mut places = Vec::new();
    for (item, rows) in items {
        for (entry, range) in read_rows(rows, errors, |reader| read_entry(item, reader, &names, &sources)) {
            entries.push(entry);
            places.push(range);
        }
    }
    let free_tier = free.and_then(|v| read_free_tier(v, &sources, errors));
    let sizes = read_rows(sizes, errors, |reader| read_size(reader, &sources));
    let instances = read_rows(instances, errors, |reader| read_instance(reader, &names, &sources));
    let table = Table { regions, entries, free_tier, sizes, instances };
    // Missing rows would only repeat the mistakes already found.
    if errors.is_empty() && table.entries.iter().any(|entry| entry.item == Item::Requests) {
        check_lambda(&table, &places, errors);
    }
    table
}

/// Whether every region has what a Lambda bill can't do without.
fn check_lambda(table: &Table, places: &[Range<usize>], errors: &mut Errors) {
    for region in &table.regions {
        let Err(error) = LambdaPrices::from_table(table, &region.id) else {
            continue;
        };
        let TableError { ref region, item, arch, .. } = error;
        let here = |entry: &Entry| entry.region == *region && Some(entry.item) == item && entry.arch == arch;
        let mut rows = table.entries.iter().zip(places).filter(|(entry, _)| here(entry));
        errors.push(PropsError {
            range: rows.next().map(|(_, range)| range.clone()),
            message: error.message(),
            help: None,
        });
    }
}

fn read_entry(
    item: Item,
    reader: &mut Reader<'_, '_>,
    regions: &[&str],
    sources: &Sources,
) -> Option<(Entry, Range<usize>)> {
    let range = reader.range();
    let region = region_of(reader, regions);
    let arch = item.by_arch().then(|| reader.parsed("arch", "x86_64 or arm64", Arch::from_name));
    let bound = if item.has_tiers() { reader.optional_text("up_to") } else { None };
    let up_to = match bound {
        Some((text, range)) => {
            if whole(text).is_none() {
                reader.error(range, format!("`up_to` is a whole number above 0, not \"{text}\""), None);
            }
            Some(whole(text))
        }
        None => None,
    };
    let row = price_row(reader, item.unit(), sources);
    let arch = match arch {
        Some(arch) => Some(arch?),
        None => None,
    };
    let up_to = match up_to {
        Some(up_to) => Some(up_to?),
        None => None,
    };
    Some((Entry { item, region: region?, arch, up_to, row: row? }, range))
}

fn read_size(reader: &mut Reader<'_, '_>, sources: &Sources) -> Option<SizeRange> {
    let [cpu, from_mb, to_mb, step_mb] = ["cpu_units", "from_mb", "to_mb", "step_mb"]
        .map(|key| reader.parsed(key, "a whole number above 0", whole));
    let [windows, eks] = ["windows", "eks"].map(|key| flag(reader, key));
    let source = source_of(reader, sources);
    Some(SizeRange {
        cpu: cpu?,
        from_mb: from_mb?,
        to_mb: to_mb?,
        step_mb: step_mb?,
        windows: windows?,
        eks: eks?,
        source: source?,
    })
}

fn flag(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<bool> {
    let value = reader.need(key)?;
    let flag = value.get_ref().as_bool();
    if flag.is_none() {
        let found = value.get_ref().type_str();
        reader.error(value.span(), format!("`{key}` must be true or false, not {found}"), None);
    }
    flag
}

fn read_instance(reader: &mut Reader<'_, '_>, regions: &[&str], sources: &Sources) -> Option<Instance> {
    let name = reader.text("name");
    let region = region_of(reader, regions);
    let arch = reader.parsed("arch", "x86_64 or arm64", Arch::from_name);
    let [vcpu, memory_mb] =
        ["vcpu", "memory_mb"].map(|key| reader.parsed(key, "a whole number above 0", whole));
    let row = price_row(reader, Unit::Hour, sources);
    Some(Instance {
        name: name?.0.to_owned(),
        region: region?,
        arch: arch?,
        vcpu: vcpu?,
        memory_mb: memory_mb?,
        row: row?,
    })
}

fn price_row(reader: &mut Reader<'_, '_>, unit: Unit, sources: &Sources) -> Option<PriceRow> {
    let id = reader.text("id");
    let what = reader.text("what");
    let usd = reader.parsed("usd", "a price such as \"0.20\"", UnitPrice::parse);
    let per = reader.optional_text("per").map_or(Some(1), |(text, range)| {
        if whole(text).is_none() {
            reader.error(range, format!("`per` is a whole number above 0, not \"{text}\""), None);
        }
        whole(text)
    });
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
    let as_of = reader.parsed("as_of", "a day (2026-09-29), a month (2024-07) or a year", AsOf::parse);
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
    let streaming_gb = reader.parsed("streaming_gb", "a whole number above 0", whole);
    let source = source_of(&mut reader, sources);
    reader.finish();
    Some(FreeTier {
        requests: requests?,
        gb_seconds: gb_seconds?,
        streaming_gb: streaming_gb?,
        source: source?,
    })
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
