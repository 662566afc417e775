//! From an address to an answer, as GitHub Pages gives it. In: the state of
//! the site and a path. Out: status, headers, bytes. This module knows nothing
//! about sockets.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};

use super::live::{self, State};

/// Scripts of the development server live here, whatever the base path.
pub(super) const OWN_FOLDER: &str = "/_studydeck/";

/// Answers a request for `path` (percent-encoded) with this query.
pub(super) fn respond(state: &State, path: &str, query: Option<&str>) -> Response<Body> {
    if let Some(own) = path.strip_prefix(OWN_FOLDER) {
        return own_file(own);
    }
    if state.files.build == 0 {
        return html(StatusCode::SERVICE_UNAVAILABLE, live::broken_page(state));
    }
    let Some(below) = path.strip_prefix(state.base.as_str()) else {
        return outside(state, path, query);
    };
    let Some(below) = decode(below) else {
        return missing(state);
    };
    // The worker of a finished site would show old pages: this one removes it.
    if below == crate::write::worker::PATH {
        return file(StatusCode::OK, &below, Bytes::from_static(include_bytes!("unregister.js")));
    }
    let folder = below.is_empty() || below.ends_with('/');
    let direct = if folder { format!("{below}index.html") } else { below.clone() };
    for candidate in [direct, format!("{below}.html")] {
        if let Some(found) = state.files.get(&candidate) {
            return serve(state, StatusCode::OK, &candidate, &found.bytes);
        }
    }
    if !folder && state.files.get(&format!("{below}/index.html")).is_some() {
        return redirect(StatusCode::MOVED_PERMANENTLY, &format!("{path}/"), query);
    }
    missing(state)
}

/// Files of the server itself: what it adds to each page.
fn own_file(name: &str) -> Response<Body> {
    match name {
        "live.js" => file(StatusCode::OK, name, Bytes::from_static(include_bytes!("live.js"))),
        "live.css" => file(StatusCode::OK, name, Bytes::from_static(include_bytes!("live.css"))),
        _ => text(StatusCode::NOT_FOUND, "The development server has no such file.\n".to_owned()),
    }
}

fn outside(state: &State, path: &str, query: Option<&str>) -> Response<Body> {
    if path == "/" {
        return redirect(StatusCode::TEMPORARY_REDIRECT, &state.base, query);
    }
    if state.base.strip_suffix('/') == Some(path) {
        return redirect(StatusCode::MOVED_PERMANENTLY, &state.base, query);
    }
    let base = &state.base;
    text(StatusCode::NOT_FOUND, format!("`{path}` lies outside the site, which stands under `{base}`.\n"))
}

fn missing(state: &State) -> Response<Body> {
    match state.files.get("404.html") {
        Some(page) => serve(state, StatusCode::NOT_FOUND, "404.html", &page.bytes),
        None => {
            text(StatusCode::NOT_FOUND, "There is no such page, and the site has no `404.html`.\n".to_owned())
        }
    }
}

/// A file of the site; a page gets the script that follows the builds.
fn serve(state: &State, status: StatusCode, path: &str, bytes: &Bytes) -> Response<Body> {
    if path.ends_with(".html") {
        return html(status, live::with_script(state, path, bytes));
    }
    file(status, path, bytes.clone())
}

fn file(status: StatusCode, path: &str, bytes: Bytes) -> Response<Body> {
    with_headers(status, mime(path), Body::from(bytes))
}

fn html(status: StatusCode, page: Vec<u8>) -> Response<Body> {
    with_headers(status, "text/html; charset=utf-8", Body::from(page))
}

fn text(status: StatusCode, words: String) -> Response<Body> {
    with_headers(status, "text/plain; charset=utf-8", Body::from(words))
}

fn redirect(status: StatusCode, to: &str, query: Option<&str>) -> Response<Body> {
    let to = query.map_or_else(|| to.to_owned(), |query| format!("{to}?{query}"));
    let mut response = text(status, format!("{to}\n"));
    if let Ok(value) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

fn with_headers(status: StatusCode, mime: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Decodes `%C3%A4`. `None` for what is no UTF-8 or no escape.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first == b'%' {
            let (digits, tail) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn mime(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::live::samples::state;

    fn ask(path: &str) -> (u16, String, String) {
        let response = respond(&state(), path, None);
        let head = |name| {
            let value: Option<&HeaderValue> = response.headers().get(name);
            value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
        };
        (response.status().as_u16(), head(header::CONTENT_TYPE), head(header::LOCATION))
    }

    #[test]
    fn addresses_answer_as_on_github_pages() {
        for (path, status, location) in [
            ("/notes/", 200, ""),
            ("/notes/a/", 200, ""),
            ("/notes/a", 301, "/notes/a/"),
            ("/notes/a/index.html", 200, ""),
            ("/notes/404", 200, ""),
            ("/notes/%C3%BC/", 200, ""),
            ("/notes/%FF/", 404, ""),
            ("/notes/%C", 404, ""),
            ("/notes/missing/", 404, ""),
            ("/notes/../../etc/passwd", 404, ""),
            ("/", 307, "/notes/"),
            ("/notes", 301, "/notes/"),
            ("/elsewhere/", 404, ""),
            ("/_studydeck/live.js", 200, ""),
            ("/_studydeck/secret", 404, ""),
        ] {
            let (got, _, to) = ask(path);
            assert_eq!((got, to.as_str()), (status, location), "{path}");
        }
    }

    #[test]
    fn types_are_right() {
        for (path, mime) in [
            ("/notes/assets/w.wasm", "application/wasm"),
            ("/notes/assets/site.css", "text/css; charset=utf-8"),
            ("/notes/a/", "text/html; charset=utf-8"),
            ("/notes/missing/", "text/html; charset=utf-8"),
            ("/notes/x.y", "application/octet-stream"),
        ] {
            assert_eq!(ask(path).1, mime, "{path}");
        }
    }

    #[test]
    fn queries_survive_a_redirect() {
        let response = respond(&state(), "/notes/a", Some("x=1"));
        assert_eq!(response.headers()[header::LOCATION], "/notes/a/?x=1");
    }

    #[test]
    fn before_the_first_good_build_every_address_shows_the_problems() {
        let broken = State { files: std::sync::Arc::default(), base: "/".to_owned(), ..state() };
        let response = respond(&broken, "/any/thing/", None);
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(respond(&broken, "/_studydeck/live.js", None).status(), StatusCode::OK);
    }
}
