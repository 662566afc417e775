//! Width and height of images, so that a page does not jump while they load.
//! In: files. Out: sizes in CSS pixels, for those that say how large they are.

use std::collections::HashMap;

use crate::link::Site;
use crate::path::UrlPath;
use crate::source::StaticFile;

/// The sizes of all images beside the notes.
#[must_use]
pub fn sizes(site: &Site, assets: &[StaticFile]) -> HashMap<UrlPath, (u32, u32)> {
    let sized = assets.iter().filter_map(|file| Some((site.files.get(&file.path)?.clone(), size(file)?)));
    sized.collect()
}

fn size(file: &StaticFile) -> Option<(u32, u32)> {
    if file.path.extension() == "svg" {
        return svg_size(std::str::from_utf8(&file.bytes).ok()?);
    }
    let size = imagesize::blob_size(&file.bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// `width` and `height` of the root element, or those of its `viewBox`.
fn svg_size(svg: &str) -> Option<(u32, u32)> {
    let tag = &svg[svg.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let attribute = |name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value)
    };
    let number = |text: &str| text.trim_end_matches("px").parse::<f64>().ok();
    let whole = |n: f64| (n > 0.0 && n < 1e6).then_some(n.round() as u32);
    let direct = attribute("width").and_then(number).zip(attribute("height").and_then(number));
    let (width, height) = direct.or_else(|| {
        let mut parts = attribute("viewBox")?.split([' ', ',']).filter(|p| !p.is_empty()).skip(2);
        parts.next().and_then(number).zip(parts.next().and_then(number))
    })?;
    whole(width).zip(whole(height))
}

#[cfg(test)]
mod tests {
    use super::svg_size;

    #[test]
    fn svg_sizes_come_from_attributes_or_the_view_box() {
        assert_eq!(svg_size("<svg width=\"120px\" height=\"60\">"), Some((120, 60)));
        assert_eq!(svg_size("<?xml?><svg viewBox=\"0 0 24.2 12\"></svg>"), Some((24, 12)));
        assert_eq!(svg_size("<svg width=\"100%\" height=\"1em\">"), None);
    }
}
