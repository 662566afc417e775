//! Highlighted blocks by (language, code), with a bound on the memory.
//!
//! In: keys and HTML. Out: the HTML again, or nothing. What is kept never changes a result,
//! only its cost.

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::languages::Language;

/// So many locks that two threads seldom want the same one.
const SHARDS: usize = 16;
/// Bytes of HTML kept at most, all shards together: a site of 10,000 notes needs a third of it.
const BOUND: usize = 32 * 1024 * 1024;

pub(super) type Key = [u8; 32];

/// A bounded map from keys to HTML.
pub(super) struct Memo {
    shards: [Mutex<Shard>; SHARDS],
    bound: usize,
}

/// Two generations: when the young one is full it becomes the old one, whose entries come back
/// only if they are asked for. So what is in use stays, without a list to keep in order.
#[derive(Default)]
struct Shard {
    young: HashMap<Key, Box<str>>,
    old: HashMap<Key, Box<str>>,
    bytes: usize,
}

impl Default for Memo {
    fn default() -> Self {
        Self::with_bound(BOUND)
    }
}

impl Memo {
    fn with_bound(bytes: usize) -> Self {
        Self { shards: Default::default(), bound: bytes / SHARDS / 2 }
    }

    /// The key of a block.
    pub(super) fn key(language: Language, code: &str) -> Key {
        let (kind, index) = match language {
            Language::Text => (0_u8, 0),
            Language::Console(index) => (1, index),
            Language::Grammar(index) => (2, index),
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[kind]);
        hasher.update(&(index as u64).to_le_bytes());
        hasher.update(code.as_bytes());
        *hasher.finalize().as_bytes()
    }

    pub(super) fn get(&self, key: &Key) -> Option<String> {
        let mut shard = self.shard(key);
        if let Some(html) = shard.young.get(key) {
            return Some(html.to_string());
        }
        let html = shard.old.remove(key)?;
        let copy = html.to_string();
        shard.insert(*key, html, self.bound);
        Some(copy)
    }

    pub(super) fn put(&self, key: Key, html: &str) {
        self.shard(&key).insert(key, html.into(), self.bound);
    }

    fn shard(&self, key: &Key) -> MutexGuard<'_, Shard> {
        // A shard that a panic poisoned still holds whole entries.
        self.shards[usize::from(key[0]) % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shard {
    fn insert(&mut self, key: Key, html: Box<str>, bound: usize) {
        self.bytes += html.len();
        if let Some(before) = self.young.insert(key, html) {
            self.bytes -= before.len();
        }
        if self.bytes > bound {
            self.old = mem::take(&mut self.young);
            self.bytes = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_was_put() {
        let memo = Memo::default();
        let key = Memo::key(Language::Grammar(3), "let x;");
        assert_eq!(memo.get(&key), None);
        memo.put(key, "html");
        assert_eq!(memo.get(&key).as_deref(), Some("html"));
        assert_ne!(key, Memo::key(Language::Console(3), "let x;"));
        assert_ne!(key, Memo::key(Language::Grammar(4), "let x;"));
    }

    #[test]
    fn never_grows_over_its_bound() {
        let memo = Memo::with_bound(64 * 1024);
        let kept = Memo::key(Language::Grammar(0), "kept");
        memo.put(kept, "kept");
        let html = "x".repeat(100);
        for n in 0..10_000 {
            memo.put(Memo::key(Language::Grammar(1), &n.to_string()), &html);
            assert!(memo.get(&kept).is_some(), "an entry in use was thrown away");
        }
        let bytes: usize = memo
            .shards
            .iter()
            .map(|shard| shard.lock().expect("not poisoned"))
            .map(|s| s.young.values().chain(s.old.values()).map(|html| html.len()).sum::<usize>())
            .sum();
        assert!(bytes <= 64 * 1024 + SHARDS * 200, "{bytes} bytes kept");
    }
}
