//! The price files of the site, read for the tests of this crate: the examples are worked out
//! with the rows that are shipped.
//!
//! The reader is as short as it can be: it stops at the first thing that it doesn't know. The one
//! that reports mistakes to an author is in `widgets/ui`.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::{Table as Toml, Value};

use crate::money::UnitPrice;
use crate::number::{self, Kind};
use crate::price::{
    AsOf, Entry, FargatePrices, FleetPrices, FreeTier, Grade, Instance, Item, LambdaPrices, PriceRow, Region,
    SizeRange, Source, Table,
};
use crate::quantity::{Arch, Unit};

/// Every price file.
pub(crate) const FILES: [(&str, &str); 6] = [
    ("lambda", include_str!("../../../content/data/prices/lambda.toml")),
    ("fargate", include_str!("../../../content/data/prices/fargate.toml")),
    ("ec2", include_str!("../../../content/data/prices/ec2.toml")),
    ("api-gateway", include_str!("../../../content/data/prices/api-gateway.toml")),
    ("load-balancing", include_str!("../../../content/data/prices/load-balancing.toml")),
    ("eks", include_str!("../../../content/data/prices/eks.toml")),
];

type Sources = BTreeMap<String, Arc<Source>>;

/// One row, for tests that need no price of AWS.
pub(crate) fn row(usd: &str, per: u64, unit: Unit) -> PriceRow {
    let source = Arc::new(Source {
        id: "test".into(),
        label: "Test".into(),
        url: "https://example.org/".into(),
        as_of: AsOf::parse("2026-09-29").unwrap(),
        grade: Grade::A,
    });
    PriceRow::new(usd.into(), usd.into(), UnitPrice::parse(usd).unwrap(), per, unit, source).unwrap()
}

/// All files in one table.
pub(crate) fn table() -> Table {
    let mut table = Table::default();
    for (_, text) in FILES {
        table.merge(read(text));
    }
    table
}

/// The Lambda prices of a region.
pub(crate) fn lambda(region: &str) -> LambdaPrices {
    LambdaPrices::from_table(&table(), region).unwrap()
}

/// The Fargate prices of a region.
pub(crate) fn fargate(region: &str) -> FargatePrices {
    FargatePrices::from_table(&table(), region).unwrap()
}

/// What else containers cost in a region.
pub(crate) fn fleet(region: &str) -> FleetPrices {
    FleetPrices::from_table(&table(), region)
}

/// One file.
pub(crate) fn read(text: &str) -> Table {
    let file: Toml = text.parse().unwrap();
    let sources = sources(&file);
    let mut table = Table::default();
    for (key, value) in &file {
        let rows = || value.as_array().unwrap().iter().map(|row| row.as_table().unwrap());
        match key.as_str() {
            "sources" => {}
            "regions" => table.regions = regions(value),
            "free_tier" => table.free_tier = Some(free_tier(value.as_table().unwrap(), &sources)),
            "sizes" => table.sizes = rows().map(|row| size(row, &sources)).collect(),
            "instances" => table.instances = rows().map(|row| instance(row, &sources)).collect(),
            other => {
                let item = Item::from_name(other).unwrap();
                table.entries.extend(rows().map(|row| entry(item, row, &sources)));
            }
        }
    }
    table
}

fn text<'t>(row: &'t Toml, key: &str) -> &'t str {
    row.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("{key} in {row:?}"))
}

fn whole(row: &Toml, key: &str) -> u64 {
    number::parse(text(row, key), Kind::Count).unwrap()
}

fn regions(value: &Value) -> Vec<Region> {
    let regions = value.as_table().unwrap().iter();
    regions.map(|(id, name)| Region { id: id.clone(), name: name.as_str().unwrap().into() }).collect()
}

fn sources(file: &Toml) -> Sources {
    let mut sources = Sources::new();
    for (id, source) in file.get("sources").unwrap().as_table().unwrap() {
        let source = source.as_table().unwrap();
        assert!(text(source, "url").starts_with("https://"));
        let read = Source {
            id: id.clone(),
            label: text(source, "label").into(),
            url: text(source, "url").into(),
            as_of: AsOf::parse(text(source, "as_of")).unwrap(),
            grade: Grade::from_letter(text(source, "grade")).unwrap(),
        };
        sources.insert(id.clone(), Arc::new(read));
    }
    sources
}

fn price(row: &Toml, unit: Unit, sources: &Sources) -> PriceRow {
    let per = if row.contains_key("per") { whole(row, "per") } else { 1 };
    let usd = UnitPrice::parse(text(row, "usd")).unwrap();
    let source = Arc::clone(sources.get(text(row, "source")).unwrap());
    PriceRow::new(text(row, "id").into(), text(row, "what").into(), usd, per, unit, source).unwrap()
}

fn entry(item: Item, row: &Toml, sources: &Sources) -> Entry {
    assert_eq!(row.contains_key("arch"), item.by_arch(), "{row:?}");
    assert!(item.has_tiers() || !row.contains_key("up_to"), "{row:?}");
    Entry {
        item,
        region: text(row, "region").into(),
        arch: item.by_arch().then(|| Arch::from_name(text(row, "arch")).unwrap()),
        up_to: row.contains_key("up_to").then(|| whole(row, "up_to")),
        row: price(row, item.unit(), sources),
    }
}

fn free_tier(row: &Toml, sources: &Sources) -> FreeTier {
    FreeTier {
        requests: whole(row, "requests"),
        gb_seconds: whole(row, "gb_seconds"),
        streaming_gb: whole(row, "streaming_gb"),
        source: Arc::clone(sources.get(text(row, "source")).unwrap()),
    }
}

fn size(row: &Toml, sources: &Sources) -> SizeRange {
    let flag = |key| row.get(key).unwrap().as_bool().unwrap();
    SizeRange {
        cpu: whole(row, "cpu_units"),
        from_mb: whole(row, "from_mb"),
        to_mb: whole(row, "to_mb"),
        step_mb: whole(row, "step_mb"),
        windows: flag("windows"),
        eks: flag("eks"),
        source: Arc::clone(sources.get(text(row, "source")).unwrap()),
    }
}

fn instance(row: &Toml, sources: &Sources) -> Instance {
    Instance {
        name: text(row, "name").into(),
        region: text(row, "region").into(),
        arch: Arch::from_name(text(row, "arch")).unwrap(),
        vcpu: whole(row, "vcpu"),
        memory_mb: whole(row, "memory_mb"),
        row: price(row, Unit::Hour, sources),
    }
}

mod tests {
    use super::*;

    #[test]
    fn every_region_has_the_prices_that_it_must_have() {
        let lambda = read(FILES[0].1);
        assert_eq!(lambda.regions.len(), 23);
        for region in &lambda.regions {
            let prices = LambdaPrices::from_table(&lambda, &region.id).unwrap();
            assert!(prices.tmp.is_some() && prices.provisioned_x86_64.is_some(), "{}", region.id);
            let all = region.id == "us-east-1";
            assert_eq!(prices.streaming.is_some(), all);
            assert_eq!(prices.snapstart.is_some(), all);
            assert_eq!(prices.provisioned_arm64.is_some(), all);
        }
        let fargate = read(FILES[1].1);
        assert_eq!(fargate.regions.len(), 20);
        for region in &fargate.regions {
            let prices = FargatePrices::from_table(&fargate, &region.id).unwrap();
            assert!(prices.linux_x86_64.is_some());
            assert_eq!(prices.linux_arm64.is_some(), region.id == "us-east-1");
            assert_eq!(prices.storage.is_some(), region.id == "us-east-1");
        }
        let fleet = fleet("us-east-1");
        assert_eq!(fleet.instances.len(), 28);
        assert!(fleet.instances.iter().all(|instance| instance.row.source.grade == Grade::A));
        assert!(fleet.alb_lcu.is_some() && fleet.nat_gb.is_some() && fleet.gp3.is_some());
    }

    #[test]
    fn ids_are_unique_and_rows_stand_in_known_regions() {
        let mut sources: BTreeMap<String, Arc<Source>> = BTreeMap::new();
        for (name, text) in FILES {
            let table = read(text);
            let mut ids: Vec<&str> = table.entries.iter().map(|entry| entry.row.id.as_str()).collect();
            ids.extend(table.instances.iter().map(|instance| instance.row.id.as_str()));
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{name}");
            for entry in &table.entries {
                assert!(table.region(&entry.region).is_some(), "{name}: {}", entry.row.id);
                assert!(entry.row.id.starts_with(&entry.region), "{name}: {}", entry.row.id);
            }
            for (id, source) in super::sources(&text.parse().unwrap()) {
                let known = sources.insert(id, Arc::clone(&source));
                assert!(known.is_none_or(|known| known == source), "{name}: {}", source.id);
            }
        }
    }
}
