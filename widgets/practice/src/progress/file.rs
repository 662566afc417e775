//! Files of progress: saved by the reader's browser, and read again.
//!
//! In: what is stored, or the text of a file. Out: a file to save; or what a file holds, or in
//! words why nothing of it is used. Must not know: what the answers in it are worth.

use studydeck_model::practice::progress::{self, Opened, Progress, Trouble};
use wasm_bindgen::JsCast;
use web_sys::{Blob, Element, FileReader, HtmlElement, Url};

use crate::quiz::dom::{self, Input, one};
use studydeck_page::markup::Markup;

/// What can be used of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The answers and exams in it.
    pub(super) progress: Progress,
    /// Whether it is damaged, so that there may have been more.
    pub(super) damaged: bool,
}

/// Reads the text of a file. `Err` says why nothing of it can be used.
fn read(text: &str) -> Result<Import, &'static str> {
    match progress::open(text) {
        Opened::Ready(progress) if progress.is_empty() => {
            Err("There are no answers in this file. Nothing was changed.")
        }
        Opened::Ready(progress) => Ok(Import { progress, damaged: false }),
        Opened::Aside { trouble: Trouble::Newer, .. } => {
            Err("This file was written by a later version of this page. Nothing was changed.")
        }
        Opened::Aside { trouble: Trouble::Foreign, .. } => {
            Err("This file is no progress of Studydeck. Nothing was changed.")
        }
        Opened::Aside { saved, .. } if saved.is_empty() => {
            Err("Nothing in this damaged file can be read. Nothing was changed.")
        }
        Opened::Aside { saved, .. } => Ok(Import { progress: saved, damaged: true }),
    }
}

/// Begins to read the file that was chosen in a control.
pub(super) fn chosen(control: &Element) -> Option<FileReader> {
    let file = Input::of(control).files()?.get(0)?;
    let reader = FileReader::new().ok()?;
    reader.read_as_text(&file).ok()?;
    Some(reader)
}

/// What a reader of a file has come to.
pub(super) fn finished(reader: &FileReader) -> Result<Import, &'static str> {
    // A file that can't be read, or is far too large, gives nothing in place of a text.
    let text = reader.result().ok().and_then(|text| text.as_string());
    read(&text.ok_or("The browser could not read this file. Nothing was changed.")?)
}

/// Lets the browser save a text as a file of that name.
pub(super) fn save(root: &Element, text: &str, name: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence(&parts).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let mut link = Markup::default();
    link.html("<a hidden download=\"").text(name).html("\" href=\"").text(&address).html("\"></a>");
    dom::insert(root, "beforeend", &link);
    let link = one(root, "a[download]")?;
    link.unchecked_ref::<HtmlElement>().click();
    link.remove();
    // The address is not taken back: some browsers read the file later, and it ends with the page.
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use studydeck_model::practice::progress::Entry;
    use studydeck_model::practice::question::Version;

    fn some() -> Progress {
        let mut progress = Progress::default();
        for (id, at) in [("a", 1), ("a", 2), ("b", 3)] {
            let version = Version(1);
            let entry = Entry {
                at,
                version,
                right: true,
                confidence: None,
                correction: false,
                seconds: 5,
                answer: "0".into(),
            };
            progress.record(id, entry);
        }
        progress
    }

    #[test]
    fn files_are_told_apart_in_words() {
        let text = some().print();
        let whole = Ok(Import { progress: some(), damaged: false });
        assert_eq!(read(&text), whole);
        assert_eq!(read(&text.replace('\n', "\r\n")), whole);
        for (text, words) in [
            ("", "no answers"),
            ("{\"a\": 1}", "no progress of Studydeck"),
            ("studydeck-session 1\n", "no progress of Studydeck"),
            ("studydeck-progress 99\nq a\n. 00000000\n", "later version"),
            ("studydeck-progress 1\n%%%\n. 00000000\n", "Nothing in this damaged file"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.contains(words), "{text:?}: {said}");
        }
    }

    #[test]
    fn what_can_be_read_of_a_damaged_file_is_found() {
        let text = some().print();
        for (damaged, questions) in [(text.replace("q b", "q c"), 2), (text.replace("q b", "b"), 1)] {
            let import = read(&damaged).unwrap();
            assert_eq!((import.damaged, import.progress.questions().len()), (true, questions), "{damaged}");
        }
    }
}
