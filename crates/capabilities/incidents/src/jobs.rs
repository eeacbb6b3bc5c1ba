//! Notices leave: each a line of the ledger, sent once, saying only that there is something to read.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use mail::{Message, Post};
use serde_json::json;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Language, MailAddress, Wording};

use crate::{
    composing::MESSAGE,
    store::{self, Notice},
};

const NOTICE: &str = "incident.notice";

pub(crate) async fn enqueue_notice(unit: &mut Unit, desk: &Desk, notice: &Notice) -> Result<(), Failure> {
    let (key, lane) = (notice.id.to_string(), format!("incident {}", notice.incident));
    let payload = json!({ "notice": notice.id });
    ::jobs::enqueue(unit, desk, Job { kind: NOTICE, key, lane, payload, run_at: notice.queued_at }).await
}

/// What the handler needs.
#[derive(Clone)]
pub struct Noticeboard {
    /// Where everything is kept.
    pub desk: Desk,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
    /// Addresses by recipient: `fssi`, `corruss`, `anssi`, and `ars-53` for the agency of a region.
    pub addresses: BTreeMap<String, String>,
}

/// The handler of notices.
pub fn handlers(board: &Noticeboard) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Notices(board.clone()))]
}

struct Notices(Noticeboard);

impl Notices {
    async fn send(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let board = &self.0;
        let id = job.identity("notice")?;
        let mut unit = board.desk.store.read().await?;
        let Some(notice) = store::find_notice(&mut unit, id).await? else { return Ok(Outcome::Done) };
        let Some(incident) = store::find(&mut unit, notice.incident).await? else { return Ok(Outcome::Done) };
        drop(unit);
        if notice.sent_at.is_some() {
            return Ok(Outcome::Done);
        }
        let key = match (notice.recipient.as_str(), notice.region) {
            ("ars", Some(region)) => format!("ars-{}", region.code()),
            (recipient, _) => recipient.to_owned(),
        };
        let Some(to) = board.addresses.get(&key).and_then(|address| MailAddress::parse(address).ok()) else {
            // Said in the ledger, where somebody sees it and calls; not tried again, since only a setting mends it.
            self.done(id, Some("no-address")).await?;
            return Ok(Outcome::Done);
        };
        let arguments = [
            ("reference", incident.reference.clone()),
            ("region", incident.region.map(|region| region.name().to_owned()).unwrap_or_default()),
            ("severity", incident.severity.to_string()),
            ("operator", board.operator.clone()),
            ("address", format!("{}/cellule/incidents/{}", board.base_url, incident.id)),
        ];
        let language = Language::Fr;
        let (subject, body) = match (notice.rule.starts_with(MESSAGE), incident.exercise) {
            (true, true) => ("mail-message-exercise-subject", "mail-message-body"),
            (true, false) => ("mail-message-subject", "mail-message-body"),
            (false, true) => ("mail-notice-exercise-subject", "mail-notice-body"),
            (false, false) => ("mail-notice-subject", "mail-notice-body"),
        };
        let message = Message {
            to,
            subject: board.wording.text(language, subject, &arguments),
            text: board.wording.text(language, body, &arguments),
            language,
            message_id: job.id.to_string(),
            at: job.created_at,
        };
        match board.post.send(&message).await {
            Ok(()) => {
                self.done(id, None).await?;
                Ok(Outcome::Done)
            }
            Err(undelivered) if undelivered.permanent => {
                self.done(id, Some(&undelivered.reason)).await?;
                Ok(Outcome::Never(undelivered.reason))
            }
            Err(undelivered) => Ok(Outcome::Later(undelivered.reason)),
        }
    }

    async fn done(&self, id: Id, failure: Option<&str>) -> Result<(), Failure> {
        let mut unit = self.0.desk.store.write().await?;
        store::notice_done(&mut unit, id, self.0.desk.now(), failure).await?;
        unit.commit().await
    }
}

impl Handler for Notices {
    fn kind(&self) -> &'static str {
        NOTICE
    }
    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(self.send(job))
    }
}
