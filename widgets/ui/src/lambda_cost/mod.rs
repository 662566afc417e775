//! The Lambda cost calculator: a component, nothing but wiring.
//!
//! In: [`props::LambdaCostProps`]. Out: form and bill. What it remembers is in [`state`], what it
//! works out in `studydeck_model::lambda`. The first render in the browser equals the one at
//! build time; the address fragment is read after it.

mod bill;
mod form;
pub mod props;
pub mod state;

use gloo_timers::callback::Timeout;
use studydeck_model::fragment;
use studydeck_model::lambda::{Bill, Field, bill as work_out};
use yew::{Component, Context, Event, Html, InputEvent, html};

use crate::browser::{self, Listener};
use crate::field::Control;
use props::LambdaCostProps;
use state::{Action, State};

/// How long the reader must pause before the address is written and the result is announced.
const PAUSE_MS: u32 = 700;

/// What the component is told.
pub enum Message {
    /// The reader or the address did something.
    Act(Action),
    /// The reader has paused.
    Pause,
}

/// The component.
pub struct LambdaCost {
    state: State,
    /// What a screen reader hears: the result, once the reader pauses.
    announced: String,
    timer: Option<Timeout>,
    listener: Option<Listener>,
}

impl Component for LambdaCost {
    type Message = Message;
    type Properties = LambdaCostProps;

    fn create(ctx: &Context<Self>) -> Self {
        let state = State::new(ctx.props().start);
        Self { state, announced: String::new(), timer: None, listener: None }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Act(action) => {
                if !self.state.apply(action) {
                    return false;
                }
                self.timer = self.state.is_touched().then(|| {
                    let link = ctx.link().clone();
                    browser::after(PAUSE_MS, move || link.send_message(Message::Pause))
                });
            }
            Message::Pause => {
                if ctx.props().primary {
                    browser::replace_fragment(&fragment::print(self.state.input()));
                }
                self.announced = summary(&self.state, &work_out(self.state.input(), &ctx.props().prices));
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LambdaCostProps { id, prices, .. } = ctx.props();
        let (state, input) = (&self.state, self.state.input());
        let bill = work_out(input, prices);
        let link = ctx.link();
        let oninput = link
            .batch_callback(|event: InputEvent| Control::of(&event).and_then(form::typed).map(Message::Act));
        let onchange = link.batch_callback(|event: Event| {
            Control::of(&event).and_then(|control| form::changed(&control)).map(Message::Act)
        });
        html! {
            <div class="calc" data-stale={state.is_stale().then_some("")}>
                { form::view(id, state, oninput, onchange) }
                <ul class="calc-notices" hidden={state.notices().is_empty()}>
                    { for state.notices().iter().map(|notice| html! { <li>{notice}</li> }) }
                </ul>
                { bill::total(id, input, &bill, state.is_stale()) }
                <div class="calc-tables">{ bill::tables(prices, input, &bill) }</div>
                <p class="visually-hidden" role="status">{&self.announced}</p>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first && ctx.props().primary {
            let link = ctx.link().clone();
            let load = move || link.send_message(Message::Act(Action::Load(browser::fragment())));
            load();
            self.listener = Some(browser::on_fragment_change(load));
        }
    }
}

/// What a screen reader hears after a change.
fn summary(state: &State, bill: &Bill<'_>) -> String {
    let wrong = Field::ALL.into_iter().find_map(|field| state.error(field).map(|error| error.message(field)));
    wrong.unwrap_or_else(|| format!("A month costs {}", bill.total.display()))
}
