//! What the end-to-end tests stand on: a server that behaves like GitHub
//! Pages, a headless Chromium, and readers of the finished site's files.
//! In: environment variables set by `cargo xtask test`. Out: helpers that
//! panic with a sentence when something is not as it should be, because only
//! tests call them. Must not know how the site is made.

mod browser;
mod env;
mod http;
mod markup;
mod pointer;
mod server;
mod site;

pub use browser::{Browser, Exchange, axe_source};
pub use http::{Answer, get};
pub use markup::{Tag, tags};
pub use pointer::{Pointer, Stroke};
pub use server::{Altered, Server};
pub use site::Site;
