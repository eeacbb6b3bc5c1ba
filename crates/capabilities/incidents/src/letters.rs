//! The lines of the ledger that are the structure's own: of what it was told, when, and what came of the mail. There is no mail of
//! their own: each goes with the letter that says that there is something new.

use declarations::events::Delivery;
use storage::Unit;
use vocabulary::{Failure, Id};

use crate::{
    operations::Incidents,
    rules::Command,
    store::{self, Incident, Notice},
};

/// Whom they tell.
pub(crate) const STRUCTURE: &str = "structure";

/// The line of the receipt, as the letter that carries it is named.
const RECEIPT: &str = "receipt";

/// The rule of a line, by what its letter tells of.
pub(crate) fn rule(line: &str) -> String {
    format!("{STRUCTURE}-{line}")
}

/// Of which steps the structure is told by a line; of others it reads where its incident is.
const fn is_told(command: Command) -> bool {
    use Command as C;
    matches!(command, C::Take | C::Qualify | C::PutOutOfScope | C::Close | C::Reopen)
}

impl Incidents {
    /// The receipt is a line from the moment at which the declaration is filed.
    pub(crate) fn received(&self, unit: &mut Unit, incident: &Incident) {
        store::add_notice(unit, &self.line(incident.id, RECEIPT));
    }

    /// The structure is told that something is new; where it is a step of which it is told, by a line of the ledger.
    pub(crate) async fn step_told(
        &self,
        unit: &mut Unit,
        incident: &Incident,
        command: Command,
    ) -> Result<(), Failure> {
        let line = format!("{} {}", command.code(), incident.revision);
        if !is_told(command) {
            return declarations::jobs::enqueue_news(unit, &self.desk, incident.declaration, &line).await;
        }
        store::add_notice(unit, &self.line(incident.id, &line));
        declarations::jobs::enqueue_line(unit, &self.desk, incident.declaration, &line).await
    }

    fn line(&self, incident: Id, line: &str) -> Notice {
        Notice {
            id: self.desk.id(),
            incident,
            recipient: STRUCTURE.to_owned(),
            region: None,
            rule: rule(line),
            facts: Vec::new(),
            queued_at: self.desk.now(),
            sent_at: None,
            failure: None,
            read_at: None,
        }
    }

    /// Notes what came of a letter. One address that it reached is enough.
    pub(crate) async fn mailed(
        &self,
        unit: &mut Unit,
        declaration: Id,
        line: &str,
        delivery: Delivery<'_>,
    ) -> Result<(), Failure> {
        let failure = match delivery {
            Delivery::Sent => None,
            Delivery::NoAddress => Some("no-address"),
            Delivery::Failed(reason) => Some(reason),
        };
        store::letter_done(unit, declaration, line, self.desk.now(), failure).await
    }
}

/// The lines of a ledger that are the structure's, and the others.
pub(crate) fn parted(ledger: Vec<Notice>) -> (Vec<Notice>, Vec<Notice>) {
    ledger.into_iter().partition(|notice| notice.recipient == STRUCTURE)
}
