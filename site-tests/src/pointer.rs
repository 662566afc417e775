//! A mouse or a finger on the page, stroke by stroke: to drag, and to swipe.
//! In: where it is, in CSS pixels of the window. Out: the browser's own events. Must not know what
//! stands on the page.

use serde_json::json;

use crate::browser::Browser;

/// What points at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse.
    Mouse,
    /// A finger.
    Touch,
}

/// What a pointer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// It goes down.
    Down,
    /// It moves while it is down.
    Move,
    /// It goes up.
    Up,
    /// The system takes it away: only a finger.
    Cancel,
}

impl Browser {
    /// Makes a pointer do something at a place of the window, in CSS pixels. A finger goes up where
    /// it was.
    pub async fn point(&self, pointer: Pointer, stroke: Stroke, (x, y): (f64, f64)) {
        let (command, parameters) = match pointer {
            Pointer::Mouse => {
                let kind = match stroke {
                    Stroke::Down => "mousePressed",
                    Stroke::Move => "mouseMoved",
                    Stroke::Up | Stroke::Cancel => "mouseReleased",
                };
                let button =
                    json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
                ("Input.dispatchMouseEvent", button)
            }
            Pointer::Touch => {
                let (kind, fingers) = match stroke {
                    Stroke::Down => ("touchStart", json!([{ "x": x, "y": y }])),
                    Stroke::Move => ("touchMove", json!([{ "x": x, "y": y }])),
                    Stroke::Up => ("touchEnd", json!([])),
                    Stroke::Cancel => ("touchCancel", json!([])),
                };
                ("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": fingers }))
            }
        };
        self.devtools(command, parameters).await;
    }
}
