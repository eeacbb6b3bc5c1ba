//! Outside working hours: the calendar, the alarms, who is to be called back.

pub(crate) mod alarms;
pub(crate) mod call;
pub(crate) mod call_backs;
pub(crate) mod handovers;
pub(crate) mod turns;

use access::Caller;
use vocabulary::Problem;

use crate::{answer::Answer, visit::Visit};

/// The zone of the cell.
pub(crate) const ZONE: &str = "Europe/Paris";

/// What stands at the head of the console: how many alarms ring, how many people wait for a call, which tools there are.
pub(crate) struct Head {
    pub(crate) ringing: usize,
    pub(crate) call_backs: usize,
    pub(crate) unsigned: i64,
    /// Whether the reader handles incidents; those who do not see neither of the above.
    pub(crate) handles: bool,
    /// Whether the reader writes declarations down for those who call.
    pub(crate) takes_calls: bool,
}

impl Head {
    pub(crate) async fn of(visit: &Visit, caller: &Caller) -> Result<Self, Answer> {
        let handles = access::scope::<access::permit::IncidentHandle>(caller).is_ok();
        let takes_calls = access::scope::<access::permit::DeclarationTranscribe>(caller).is_ok();
        if !handles {
            return Ok(Self { ringing: 0, call_backs: 0, unsigned: 0, handles, takes_calls });
        }
        let oncall = &visit.site.services.oncall;
        let fail = |problem: Problem| visit.problem(problem);
        let ringing = oncall.ringing(caller).await.map_err(fail)?.len();
        let call_backs = oncall.call_backs_count(caller).await.map_err(fail)?;
        let unsigned = oncall.handovers_unsigned(caller).await.map_err(fail)?;
        Ok(Self { ringing, call_backs, unsigned, handles, takes_calls })
    }
}
