//! Outside working hours: who is on call, the alarms that ring for them until somebody acknowledges, and the people whom
//! somebody promised to call back.

mod following;
pub mod jobs;
mod operations;
pub mod rules;
mod store;

pub use following::Bell;
pub use operations::{
    Oncall, OncallSettings,
    alarms::AlarmView,
    call_backs::NewCallBack,
    handovers::Standing,
    turns::{Day, Month, NewTurn, Written},
};
pub use store::{
    alarms::{Alarm, Call},
    call_backs::CallBack,
    handovers::Handover,
};
