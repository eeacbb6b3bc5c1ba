//! This capability's tables: nobody else reads or writes them.

pub(crate) mod alarms;
pub(crate) mod call_backs;
pub(crate) mod handovers;
pub(crate) mod turns;
