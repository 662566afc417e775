//! Where the way from the page of progress to the practice of what is due ends.
//!
//! In: the address of the practice room. Out: the room's form with that chosen. The generator writes
//! the links. Must not know: how questions are drawn.
//!
//! | Fragment             | What is chosen                |
//! |----------------------|-------------------------------|
//! | `#due-exam-saa`      | the exam; its name behind it  |
//! | `#due-topic-ecs-ecr` | one topic; its name behind it |

use web_sys::Element;

use crate::quiz::dom::{self, Input, one};
use studydeck_page::browser;

/// Before the name of an exam.
pub const EXAM: &str = "#due-exam-";
/// Before the name of a topic.
pub const TOPIC: &str = "#due-topic-";

/// Chooses in the practice room's form what the address asks for. An unknown name changes nothing.
pub(crate) fn choose(room: &Element) {
    let fragment = browser::fragment();
    // A name that makes no selector finds nothing.
    let named = |before: &str, start: &str, end: &str| {
        let name = fragment.strip_prefix(before)?;
        Some((one(room, &[start, name, end].concat())?, name))
    };
    if let Some((list, exam)) = named(EXAM, "[name=sd-exam]:has([value=\"", "\"])") {
        Input::of(&list).set_value(exam);
    }
    if let Some((topic, _)) = named(TOPIC, "[name=sd-topic][value=\"", "\"]") {
        Input::of(&topic).set_checked(true);
        if let Ok(Some(fold)) = topic.closest("details") {
            dom::set(&fold, "open", "");
        }
    }
}
