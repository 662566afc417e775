//! The component of every widget: what follows from a form, below that form.
//!
//! In: a [`Widget`], which remembers and works out everything, and what the reader does in the
//! form. Out: the widget's parts as HTML, a sentence for screen readers once the reader pauses,
//! the address fragment, and what must stand in the form's controls. Must not know: which widget.
//!
//! The form stays in the page as it was built. Its words and markup need no code in the browser,
//! and what the reader is doing in it is never replaced. There is one component, and not one for
//! each widget, because each would cost the bundle some kilobytes.

// At build time nobody uses a control.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Event, HtmlElement, HtmlInputElement};
use yew::{Component, Context, Html, Properties, html};

use crate::browser::{self, Listener};
use crate::markup::{Markup, node};

/// How long the reader must pause before the address is written and the result is announced.
const PAUSE_MS: u32 = 700;

/// What lives below a form.
pub(crate) trait Widget {
    /// Takes in what the reader did with a control.
    fn take(&mut self, how: How, control: &Control) -> Outcome;
    /// Takes in an address fragment; `false` if it changes nothing.
    fn load(&mut self, fragment: &str) -> bool;
    /// What follows, part by part: a part that stays the same stays in the page.
    fn parts(&self) -> Vec<Markup>;
    /// Parts below these that may lag behind until the reader pauses, because they take long.
    fn late_parts(&self) -> Vec<Markup> {
        Vec::new()
    }
    /// How the controls must stand, by id.
    fn controls(&self, put: &mut dyn FnMut(&str, Put<'_>));
    /// The fragment, without `#`; `None` if the address is not this widget's.
    fn fragment(&self) -> Option<String>;
    /// What a screen reader hears.
    fn summary(&self) -> String;
    /// The id of the control that must have the focus after the last change.
    fn focus(&self) -> Option<String> {
        None
    }
    /// A text for the clipboard, after the last change.
    fn copied(&self) -> Option<&str> {
        None
    }
}

/// What an event says about the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Typing, sliding or ticking.
    Input,
    /// Leaving a field, or choosing.
    Change,
    /// Pressing.
    Click,
}

/// What taking a control in led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing: it was not meant for the widget.
    Nothing,
    /// It is not possible; the control goes back to where it stood.
    Refused,
    /// Something else is shown.
    Changed,
    /// Something else is shown, and the reader has paused: the next step may be to copy the link.
    Settled,
}

/// How one thing about an element must stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Put<'t> {
    /// Text of a field, or position of a slider.
    Value(&'t str),
    /// Whether it is ticked.
    Checked(bool),
    /// Whether it can't be used.
    Disabled(bool),
    /// Whether it is asked at all.
    Hidden(bool),
    /// Whether a fold is open.
    Open(bool),
    /// Its text.
    Text(&'t str),
    /// Its classes.
    Class(&'t str),
    /// Whether what stands in it is wrong.
    Invalid(bool),
    /// A slider's value in words.
    Spoken(&'t str),
}

impl Put<'_> {
    /// The property of the element, and its value.
    fn property(self) -> (&'static str, JsValue) {
        match self {
            Self::Value(text) => ("value", text.into()),
            Self::Checked(on) => ("checked", on.into()),
            Self::Disabled(on) => ("disabled", on.into()),
            Self::Hidden(on) => ("hidden", on.into()),
            Self::Open(on) => ("open", on.into()),
            Self::Text(text) => ("textContent", text.into()),
            Self::Class(text) => ("className", text.into()),
            Self::Invalid(on) => ("ariaInvalid", if on { "true" } else { "false" }.into()),
            Self::Spoken(text) => ("ariaValueText", text.into()),
        }
    }
}

/// A control of the form, as the reader left it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Control {
    /// Its name.
    pub name: String,
    /// Its type: `text`, `range`, `radio`, `checkbox`, `select-one`, `button`.
    pub kind: String,
    /// Its value.
    pub value: String,
    /// Whether it is ticked.
    pub checked: bool,
}

impl Control {
    /// The control that an event comes from.
    fn of(event: &Event) -> Option<Self> {
        let element: HtmlElement = event.target()?.dyn_into().ok()?;
        if !matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "BUTTON") {
            return None;
        }
        // What is read here every one of these has; only `checked` is missing from two of them,
        // and what is missing is false.
        let input: HtmlInputElement = element.unchecked_into();
        let (name, kind, value) = (input.name(), input.type_(), input.value());
        Some(Self { checked: kind != "button" && input.checked(), name, kind, value })
    }
}

/// What the component needs.
#[derive(Clone, Properties)]
pub(crate) struct ShellProps {
    /// The widget.
    pub widget: Rc<RefCell<dyn Widget>>,
}

/// A page never gives a component another widget.
impl PartialEq for ShellProps {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What the component is told.
pub(crate) enum Message {
    /// The reader did something.
    Use(How, Control),
    /// The address brought a fragment.
    Load,
    /// The reader has paused.
    Pause,
}

/// The component.
#[derive(Default)]
pub(crate) struct Shell {
    announced: String,
    focus: Option<String>,
    late: Vec<Html>,
    timer: Option<Timeout>,
    listener: Option<Listener>,
}

impl Component for Shell {
    type Message = Message;
    type Properties = ShellProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut shell = Self::default();
        shell.catch_up(ctx);
        shell
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let widget = &ctx.props().widget;
        match message {
            Message::Use(how, control) => {
                let outcome = widget.borrow_mut().take(how, &control);
                match outcome {
                    Outcome::Nothing => {}
                    Outcome::Refused => Self::put_controls(ctx),
                    Outcome::Changed => {
                        let link = ctx.link().clone();
                        self.timer =
                            Some(browser::after(PAUSE_MS, move || link.send_message(Message::Pause)));
                        let widget = widget.borrow();
                        if let Some(text) = widget.copied() {
                            browser::copy(text);
                        }
                        // After a button the next step may be to copy the link.
                        if let Some(fragment) = widget.fragment().filter(|_| how == How::Click) {
                            browser::replace_fragment(&fragment);
                        }
                        self.focus = widget.focus();
                    }
                    Outcome::Settled => {
                        if self.timer.take().is_some() {
                            ctx.link().send_message(Message::Pause);
                        }
                    }
                }
                matches!(outcome, Outcome::Changed | Outcome::Settled)
            }
            Message::Load => {
                let changed = widget.borrow_mut().load(&browser::fragment());
                self.catch_up(ctx);
                changed
            }
            Message::Pause => {
                let widget = widget.borrow();
                if let Some(fragment) = widget.fragment() {
                    browser::replace_fragment(&fragment);
                }
                // A text that stays the same is not read out: a space at its end makes it another.
                let summary = widget.summary();
                self.announced = if self.announced == summary { summary + "\u{a0}" } else { summary };
                self.catch_up(ctx);
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let parts = ctx.props().widget.borrow().parts();
        html! {
            <>
                { for parts.into_iter().map(node) }
                { for self.late.iter().cloned() }
                <p class="visually-hidden" role="status">{&self.announced}</p>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let widget = &ctx.props().widget;
        if first {
            if widget.borrow().fragment().is_some() {
                let link = ctx.link().clone();
                let load = move || link.send_message(Message::Load);
                load();
                self.listener = Some(browser::on_fragment_change(load));
            }
            return;
        }
        Self::put_controls(ctx);
        if let Some(id) = self.focus.take() {
            browser::focus(&id);
        }
    }
}

impl Shell {
    fn catch_up(&mut self, ctx: &Context<Self>) {
        let parts = ctx.props().widget.borrow().late_parts();
        self.late = parts.into_iter().map(node).collect();
    }

    fn put_controls(ctx: &Context<Self>) {
        let mut put = |id: &str, put: Put<'_>| {
            let (property, value) = put.property();
            browser::put(id, property, &value);
        };
        ctx.props().widget.borrow().controls(&mut put);
    }
}

/// Brings the widget below `root` to life; `false` if nothing there can hold it.
#[cfg(feature = "hydrate")]
pub(crate) fn start(root: &web_sys::Element, widget: impl Widget + 'static) -> bool {
    use wasm_bindgen::closure::Closure;

    let Ok(Some(out)) = root.query_selector("[data-out]") else {
        return false;
    };
    let props = ShellProps { widget: Rc::new(RefCell::new(widget)) };
    let app = yew::Renderer::<Shell>::with_root_and_props(out, props).render();
    for (event, how) in [("input", How::Input), ("change", How::Change), ("click", How::Click)] {
        let scope = app.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(control) = Control::of(&event) {
                scope.send_message(Message::Use(how, control));
            }
        });
        // It lives as long as the page: nothing takes a widget away.
        let _ = root.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        listener.forget();
    }
    true
}
