//! What one can ask about declarations.

mod amending;
mod attaching;
mod codes;
mod drafting;
mod entering;
mod filing;
mod forgetting;
mod naming;
mod numbers;
mod pace;
mod reading;
mod repeating;
mod transcribing;
mod viewing;

use std::sync::{Arc, atomic::AtomicU64};

use access::{Caller, Granted, Permit, Resource, permit};
use storage::{Desk, Unit};
use vault::{Key, MasterKey, Objects};
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use crate::{
    events::Follower,
    rules::{Answers, Schema},
    store::declarations::{self, Record},
};

pub use attaching::{Download, Upload};
pub(crate) use drafting::INTERRUPTED_AFTER;
pub use drafting::{DraftHandle, Interrupted};
pub use entering::Entered;
pub use filing::{Filed, Submission};
pub use forgetting::{Forgotten, Swept};
pub use reading::Contacts;
pub use transcribing::Transcribed;
pub use viewing::DeclarationView;

use numbers::Numbers;
use pace::{Pace, price};

/// What the operator decides about declarations.
#[derive(Clone, Debug)]
pub struct DeclarationsSettings {
    /// What references begin with: `VIG`.
    pub reference_prefix: String,
    /// The rules by which "must I declare?" answers: `2022` or `2017`.
    pub rule_set: String,
    /// IANA zone in which times typed without one are meant when the site is not known.
    pub zone: String,
    /// Files for one declaration.
    pub attachments: i64,
    /// Bytes for one file.
    pub attachment_bytes: i64,
    /// Bytes for all files of one declaration.
    pub attachments_bytes: i64,
    /// Declarations that one address may file at once before it is slowed down: a provider's outage is hundreds of
    /// honest declarations from one address. What is added to one declaration is counted the same way.
    pub burst: u32,
    /// Seconds before a slowed address may file one more, of 4 KiB at most; longer ones wait longer.
    pub refill_seconds: u32,
    /// Declarations that may be filed for one facility at once, from wherever, by those without an account: far more than it
    /// has incidents in a day.
    pub facility_burst: u32,
    /// Seconds before one more may be.
    pub facility_refill_seconds: u32,
}

impl Default for DeclarationsSettings {
    fn default() -> Self {
        Self {
            reference_prefix: "VIG".to_owned(),
            rule_set: "2022".to_owned(),
            zone: "Europe/Paris".to_owned(),
            attachments: 10,
            attachment_bytes: 50 * 1024 * 1024,
            attachments_bytes: 200 * 1024 * 1024,
            burst: 400,
            refill_seconds: 6,
            facility_burst: 60,
            facility_refill_seconds: 60,
        }
    }
}

/// The declarations, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Declarations {
    desk: Desk,
    schema: &'static Schema,
    settings: Arc<DeclarationsSettings>,
    keys: Arc<Keys>,
    objects: Objects,
    follower: Arc<dyn Follower>,
    pace: Arc<Pace>,
    facility_pace: Arc<Pace>,
    numbers: Numbers,
    /// The key of a request that may be sent again.
    repeat: Option<Arc<str>>,
}

/// Keys derived for this capability, one a purpose.
struct Keys {
    /// Peppers follow-up codes before argon2id.
    follow_up: Key,
    /// How many were hashed.
    hashed: AtomicU64,
    /// Makes resume codes out of drafts, and drafts' tokens.
    drafts: Key,
    /// Seals the code that a receipt shows.
    receipt: Key,
}

impl Declarations {
    /// Made from what it stands on. `follower` is told of every event in its own transaction.
    pub fn new(
        desk: Desk,
        settings: DeclarationsSettings,
        master: &MasterKey,
        objects: Objects,
        follower: Arc<dyn Follower>,
    ) -> Self {
        let keys = Keys {
            follow_up: master.derive("declarations: follow-up codes"),
            hashed: AtomicU64::default(),
            drafts: master.derive("declarations: drafts"),
            receipt: master.derive("declarations: codes on receipts"),
        };
        let pace = Pace::new(settings.burst, settings.refill_seconds);
        let facility_pace = Pace::new(settings.facility_burst, settings.facility_refill_seconds);
        Self {
            desk,
            schema: Schema::current(),
            settings: Arc::new(settings),
            keys: Arc::new(keys),
            objects,
            follower,
            pace: Arc::new(pace),
            facility_pace: Arc::new(facility_pace),
            numbers: Numbers::default(),
            repeat: None,
        }
    }

    /// The schema by which one declares today.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Loads a declaration and decides, in one go: absent and not allowed are one answer.
    async fn granted<P: Permit>(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
    ) -> Result<(Record, Granted<P>), Problem> {
        // Who may not at all is told so without a look at what exists.
        access::scope::<P>(caller)?;
        let record = declarations::find(unit, id).await?.ok_or(Refused::NotFound)?;
        let granted = access::decide::<P>(caller, &resource(&record))?;
        Ok((record, granted))
    }

    /// What a declarant's people add is paced by declaration, so that nobody fills the disk through one (abuse B11); the
    /// cell is not slowed down.
    fn writing(&self, caller: &Caller, id: Id, bytes: usize) -> Result<(), Refused> {
        let by_declarant = matches!(caller, Caller::Declarant(_));
        if by_declarant {
            self.pace.take(&format!("declaration {id}"), 1.0 + price(bytes), self.desk.now())?;
        }
        Ok(())
    }

    /// What is filed for one facility is paced too, wherever it comes from: hundreds of addresses are cheap (abuse B11). Who has an
    /// account answers for what they file, and whoever calls is written down at once.
    fn pace_of_facility(&self, caller: &Caller, answers: &Answers, now: Instant) -> Result<(), Refused> {
        let (Some(number), Caller::Nobody | Caller::Declarant(_)) = (answers.facility(), caller) else {
            return Ok(());
        };
        self.facility_pace.take(number.as_str(), 1.0, now).map_err(|refused| match refused {
            Refused::TooSoon(seconds) => {
                let refusal = Refusal::new("facility-paced").at("facility");
                Refused::invalid(refusal.with("seconds", seconds.to_string()))
            }
            refused => refused,
        })
    }

    /// The same for what the declarant, the staff and the structure's other people may do, each by their own right. Somebody may
    /// be of the staff and of a structure.
    async fn readable(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Record, Problem> {
        if matches!(caller, Caller::Declarant(_)) {
            return Ok(self.granted::<permit::DeclarationFollow>(unit, caller, id).await?.0);
        }
        match self.granted::<permit::IncidentRead>(unit, caller, id).await {
            Err(Problem::Refused(_)) if access::scope::<permit::DeclarationRead>(caller).is_ok() => {
                Ok(self.granted::<permit::DeclarationRead>(unit, caller, id).await?.0)
            }
            read => Ok(read?.0),
        }
    }
}

fn resource(record: &Record) -> Resource {
    Resource {
        declaration: Some(record.id),
        facility: record.facility,
        legal_entity: record.legal_entity,
        region: record.region,
        tlp: record.tlp,
    }
}

/// A text typed by somebody outside a schema's field (a message, a name).
fn clean(text: &str, most: usize, field: &'static str) -> Result<String, Refused> {
    crate::rules::bounded_text(text, most, field, true).map_err(Refused::invalid)
}
