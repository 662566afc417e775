//! The nearest match for a word that is not known, and serde's messages made
//! readable. In: words and messages. Out: words and messages.

/// The candidate that `word` was most probably meant to be, if one is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        // A third of the word may be wrong; more is another word.
        .filter(|(distance, candidate)| *distance <= (candidate.len().max(word.len()) / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// What a deserialiser said, with the nearest known name as help.
///
/// serde lists what it expected in back-ticks: "unknown field `titel`,
/// expected one of `title`, `order`". Returns the message without that list
/// and a help text with the nearest of it, or with the list. Its names of types
/// become words that authors know.
#[must_use]
pub fn serde_message(raw: &str) -> (String, Option<String>) {
    let first_line = raw.lines().next().unwrap_or(raw);
    let unknown = ["unknown field `", "unknown variant `"].into_iter().find_map(|start| {
        let rest = first_line.split_once(start)?.1;
        let (word, expected) = rest.split_once('`')?;
        Some((start.contains("field"), word, expected))
    });
    let Some((is_field, word, expected)) = unknown else {
        return (plain_words(first_line), None);
    };
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let what = if is_field { "key" } else { "value" };
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("there are no {what}s here"),
        None => format!("known {what}s: {}", known.join(", ")),
    };
    (format!("unknown {what} `{word}`"), Some(help))
}

/// "invalid type: string "3", expected i64" as "expected a whole number, found
/// the text "3"".
fn plain_words(message: &str) -> String {
    if let Some(key) = message.strip_prefix("missing field ") {
        return format!("the key {key} is missing");
    }
    let parts =
        ["invalid type: ", "invalid value: "].into_iter().find_map(|start| message.strip_prefix(start));
    let Some((found, expected)) = parts.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return message.to_owned();
    };
    let expected = match expected {
        "a string" => "text in quotes",
        "a sequence" => "a list, such as `[\"a\", \"b\"]`",
        "a boolean" => "`true` or `false`",
        "a TOML datetime" => "a day, such as `2026-11-22`",
        "a map" => "a table",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "u8" | "u16" | "u32" | "u64" => "a whole number, not below zero",
        other => other,
    };
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    let found = match kind {
        "string" => format!("the text {value}"),
        "integer" => format!("the number {value}"),
        "floating" => format!("the number {}", value.trim_start_matches("point ")),
        "boolean" => value.to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        "unit" | "null" => "nothing".to_owned(),
        _ => found.to_owned(),
    };
    format!("expected {expected}, found {found}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_far_ones_are_not() {
        assert_eq!(nearest("titel", ["title", "order", "tags"]), Some("title"));
        assert_eq!(nearest("Launch-Type", ["launch-types", "volumes"]), Some("launch-types"));
        assert_eq!(nearest("xyzzy", ["title", "order"]), None);
    }

    #[test]
    fn serde_lists_become_a_suggestion() {
        let (message, help) = serde_message("unknown field `titel`, expected one of `title`, `order`\nin x");
        assert_eq!(message, "unknown key `titel`");
        assert_eq!(help.as_deref(), Some("did you mean `title`?"));
        let (message, help) = serde_message("invalid type: integer `3`, expected a string");
        assert_eq!(message, "expected text in quotes, found the number `3`");
        assert_eq!(help, None);
    }
}
