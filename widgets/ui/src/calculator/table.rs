//! A price table as text beside a widget.
//!
//! In: a [`Table`]. Out: entries of text, and back without loss. Prices are decimals; a source
//! stands there once, before the rows that name it. Must not know: which calculator needs the rows.

use std::sync::Arc;

use studydeck_model::fixed;
use studydeck_model::money::UnitPrice;
use studydeck_model::price::{
    AsOf, Entry, FreeTier, Grade, Instance, Item, PriceRow, Region, SizeRange, Source, Table,
};
use studydeck_model::quantity::{Arch, Unit};

#[cfg(any(feature = "ssr", test))]
use crate::lines::Lines;
use crate::lines::YES;

const REGION: &str = "r";
const SOURCE: &str = "s";
const ENTRY: &str = "e";
const FREE_TIER: &str = "f";
const SIZE: &str = "z";
const INSTANCE: &str = "i";

/// Writes a table.
#[cfg(any(feature = "ssr", test))]
pub(super) fn write(out: &mut Lines, table: &Table) {
    for Region { id, name } in &table.regions {
        out.add(REGION, &[id, name]);
    }
    let mut known: Vec<&str> = Vec::new();
    let rows = table.entries.iter().map(|entry| &entry.row);
    let rows = rows.chain(table.instances.iter().map(|instance| &instance.row)).map(|row| &row.source);
    let others = table.sizes.iter().map(|size| &size.source);
    for source in rows.chain(others).chain(table.free_tier.iter().map(|free| &free.source)) {
        let Source { id, label, url, as_of, grade } = &**source;
        if !known.contains(&id.as_str()) {
            known.push(id);
            out.add(SOURCE, &[id, label, url, as_of.as_str(), grade.letter()]);
        }
    }
    for Entry { item, region, arch, up_to, row } in &table.entries {
        let up_to = up_to.map(|bound| bound.to_string()).unwrap_or_default();
        let [id, what, usd, per, source] = &fields(row);
        let arch = arch.map_or("", Arch::name);
        out.add(ENTRY, &[item.name(), region, arch, &up_to, id, what, usd, per, source]);
    }
    if let Some(FreeTier { requests, gb_seconds, streaming_gb, source }) = &table.free_tier {
        let [a, b, c] = &[requests, gb_seconds, streaming_gb].map(u64::to_string);
        out.add(FREE_TIER, &[a, b, c, &source.id]);
    }
    for SizeRange { cpu, from_mb, to_mb, step_mb, windows, eks, source } in &table.sizes {
        let [a, b, c, d] = &[cpu, from_mb, to_mb, step_mb].map(u64::to_string);
        let [windows, eks] = [windows, eks].map(|&flag| if flag { YES } else { "" });
        out.add(SIZE, &[a, b, c, d, windows, eks, &source.id]);
    }
    for Instance { name, region, arch, vcpu, memory_mb, row } in &table.instances {
        let [a, b] = &[vcpu, memory_mb].map(u64::to_string);
        let [id, what, usd, per, source] = &fields(row);
        out.add(INSTANCE, &[name, region, arch.name(), a, b, id, what, usd, per, source]);
    }
}

#[cfg(any(feature = "ssr", test))]
fn fields(row: &PriceRow) -> [String; 5] {
    let PriceRow { id, what, usd, per, source, .. } = row;
    [id.clone(), what.clone(), usd.exact(), per.to_string(), source.id.clone()]
}

/// Reads one entry into a table; `None` if it makes no sense.
pub(super) fn read(
    table: &mut Table,
    sources: &mut Vec<Arc<Source>>,
    kind: &str,
    fields: [&str; 10],
) -> Option<()> {
    let [a, b, c, d, e, f, g, h, i, j] = fields;
    let text = |field: &str| field.to_owned();
    let source = |id: &str| sources.iter().find(|source| source.id == id).cloned();
    let row = |id: &str, what: &str, usd, per, unit, from| {
        let (usd, per) = (UnitPrice::parse(usd)?, fixed::whole(per)?);
        PriceRow::new(text(id), text(what), usd, per, unit, source(from)?).ok()
    };
    match kind {
        REGION => table.regions.push(Region { id: text(a), name: text(b) }),
        SOURCE => sources.push(Arc::new(Source {
            id: text(a),
            label: text(b),
            url: text(c),
            as_of: AsOf::parse(d)?,
            grade: Grade::from_letter(e)?,
        })),
        ENTRY => {
            let item = Item::from_name(a)?;
            let up_to = if d.is_empty() { None } else { Some(fixed::whole(d)?) };
            let row = row(e, f, g, h, item.unit(), i)?;
            table.entries.push(Entry { item, region: text(b), arch: Arch::from_name(c), up_to, row });
        }
        FREE_TIER => {
            table.free_tier = Some(FreeTier {
                requests: fixed::whole(a)?,
                gb_seconds: fixed::whole(b)?,
                streaming_gb: fixed::whole(c)?,
                source: source(d)?,
            });
        }
        SIZE => table.sizes.push(SizeRange {
            cpu: fixed::whole(a)?,
            from_mb: fixed::whole(b)?,
            to_mb: fixed::whole(c)?,
            step_mb: fixed::whole(d)?,
            windows: e == YES,
            eks: f == YES,
            source: source(g)?,
        }),
        INSTANCE => table.instances.push(Instance {
            name: text(a),
            region: text(b),
            arch: Arch::from_name(c)?,
            vcpu: fixed::whole(d)?,
            memory_mb: fixed::whole(e)?,
            row: row(f, g, h, i, Unit::Hour, j)?,
        }),
        _ => return None,
    }
    Some(())
}
