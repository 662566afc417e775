//! The small files beside the pages: `robots.txt`, `.nojekyll` and the web
//! app manifest. In: configuration and assets. Out: their bytes.

use serde::Serialize;

use super::{assets::Assets, sitemap};
use crate::config::Config;
use crate::path::UrlPath;

/// Where the web app manifest stands.
pub const MANIFEST_PATH: &str = "manifest.webmanifest";

/// The small files, by their path from the site's root.
#[must_use]
pub fn files(config: &Config, assets: &Assets) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        // GitHub Pages would leave out files that start with `_`.
        (".nojekyll", Vec::new()),
        (MANIFEST_PATH, manifest(config, assets)),
        ("robots.txt", robots(config)),
    ]
}

fn robots(config: &Config) -> Vec<u8> {
    let home = config.base.absolute(&UrlPath::home());
    format!("User-agent: *\nAllow: /\n\nSitemap: {home}{}\n", sitemap::PATH).into_bytes()
}

#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    description: &'a str,
    lang: &'a str,
    id: &'a str,
    start_url: &'a str,
    scope: &'a str,
    display: &'static str,
    icons: Vec<Icon>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Icon {
    src: String,
    sizes: String,
    #[serde(rename = "type")]
    mime: &'static str,
    purpose: &'static str,
}

fn manifest(config: &Config, assets: &Assets) -> Vec<u8> {
    let base = config.base.path();
    let manifest = Manifest {
        name: &config.title,
        description: &config.description,
        lang: &config.language,
        id: base,
        start_url: base,
        scope: base,
        // Notes link to pages of other sites: the way back has to be there.
        display: "minimal-ui",
        icons: assets.files.iter().filter_map(|(url, bytes)| icon(config, url, bytes)).collect(),
    };
    // A struct of strings always has a JSON form.
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Files at the top named `icon….svg` or `icon….png`; `maskable` in the name
/// says that the system may cut the edges.
fn icon(config: &Config, url: &UrlPath, bytes: &[u8]) -> Option<Icon> {
    let name = url.as_str().strip_prefix("/icon")?;
    let (rest, extension) = name.rsplit_once('.')?;
    let (mime, sizes) = match extension {
        "svg" => ("image/svg+xml", "any".to_owned()),
        "png" => ("image/png", png_size(bytes)?),
        _ => return None,
    };
    let purpose = if rest.contains("maskable") { "maskable" } else { "any" };
    (!rest.contains('/')).then(|| Icon { src: config.base.href(url), sizes, mime, purpose })
}

/// Width and height from a PNG's first chunk.
fn png_size(bytes: &[u8]) -> Option<String> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    bytes.starts_with(b"\x89PNG").then_some(())?;
    Some(format!("{}x{}", number(16)?, number(20)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;
    use crate::source::StaticFile;
    use crate::write::assets;
    use crate::write::samples::config;

    fn assets_of(files: &[(&str, &[u8])]) -> Assets {
        let files: Vec<_> = files
            .iter()
            .map(|(path, bytes)| StaticFile::in_memory(SitePath::new(path).unwrap(), bytes))
            .collect();
        assets::build(&files, None).0
    }

    fn made(path: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
        let found = super::files(&config(), &assets_of(files)).into_iter().find(|(name, _)| *name == path);
        found.unwrap().1
    }

    #[test]
    fn the_manifest_names_the_icons_with_the_base_path() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0, 192, 0, 0, 0, 192]);
        let icons: [(&str, &[u8]); 3] =
            [("icon.svg", b"<svg/>"), ("icon-maskable.svg", b"<svg/>"), ("icon-192.png", &png)];
        let json: serde_json::Value = serde_json::from_slice(&made(MANIFEST_PATH, &icons)).unwrap();
        assert_eq!(json["start_url"], "/notes/");
        let icons = json["icons"].as_array().unwrap();
        assert_eq!(
            (&icons[0]["src"], &icons[0]["sizes"]),
            (&"/notes/icon-192.png".into(), &"192x192".into())
        );
        assert_eq!((&icons[1]["sizes"], &icons[1]["purpose"]), (&"any".into(), &"maskable".into()));
        assert_eq!((&icons[2]["src"], &icons[2]["purpose"]), (&"/notes/icon.svg".into(), &"any".into()));
    }

    #[test]
    fn robots_lead_to_the_sitemap() {
        let text = String::from_utf8(made("robots.txt", &[])).unwrap();
        assert!(text.ends_with("Sitemap: https://example.org/notes/sitemap.xml\n"), "{text}");
    }
}
