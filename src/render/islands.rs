//! What a page asks for because of what stands on it: stylesheets, and the
//! modules that bring its islands to life.
//!
//! In: the assets, and for a page the names of what it needs. Out: addresses
//! for its template. Must not know what an island is or says.

use std::collections::BTreeSet;

use serde::Serialize;

use super::context::{ModuleScripts, WidgetScripts};
use crate::link::Site;
use crate::path::UrlPath;
use crate::source::{ByModule, Module};
use crate::write::assets::Assets;
use crate::write::styles::Style;

/// The addresses of all that only some pages need.
#[derive(Debug, Serialize)]
pub(super) struct Islands {
    styles: Vec<String>,
    boot_url: String,
    modules: Option<ByModule<ModuleScripts>>,
}

impl Islands {
    pub(super) fn new(site: &Site, assets: &Assets) -> Self {
        let href = |url: &UrlPath| site.config.base.href(url);
        let modules = assets.modules.as_ref().map(|modules| {
            ByModule::make(|module| {
                let urls = modules.get(module);
                ModuleScripts { name: module.name(), glue_url: href(&urls.glue), wasm_url: href(&urls.wasm) }
            })
        });
        let styles = assets.styles.iter().map(href).collect();
        Self { styles, boot_url: href(&assets.boot_js), modules }
    }

    /// The stylesheets that a page needs.
    pub(super) fn styles(&self, needed: &BTreeSet<Style>) -> Vec<&str> {
        let all = Style::ALL.iter().zip(&self.styles);
        all.filter(|(style, _)| needed.contains(style)).map(|(_, url)| url.as_str()).collect()
    }

    /// The scripts of a page with islands of these modules; none where nothing comes alive.
    pub(super) fn scripts(&self, needed: &[Module]) -> Option<WidgetScripts<'_>> {
        let modules = self.modules.as_ref().filter(|_| !needed.is_empty())?;
        let modules = needed.iter().map(|module| modules.get(*module)).collect();
        Some(WidgetScripts { boot_url: &self.boot_url, modules })
    }
}
