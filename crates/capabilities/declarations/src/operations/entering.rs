//! Coming back with a reference and a code.

use access::{Caller, Declarant};
use trail::Entry;
use vocabulary::{Id, Problem, Refused};

use super::{Declarations, filing::token_hash};
use crate::{
    rules::{FollowUpCode, Reference},
    store::{declarations, holders, tries},
};

/// The way in was open: a new session.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The declaration that it opens.
    pub declaration: Id,
    /// The session's token: a secret.
    pub token: String,
}

impl Declarations {
    /// Opens a declaration by its reference and one of its codes. A reference that does not exist and a code that is wrong
    /// are one answer, and the same work: one hash and the same statements, however many hold a code. Wrong tries slow down the pair of reference and address, and the address: nobody can keep somebody
    /// else out by failing on purpose.
    pub async fn enter(
        &self,
        reference: &str,
        code: &str,
        from: &str,
        device: &str,
    ) -> Result<Entered, Problem> {
        let mut refusals = Vec::new();
        let reference = Reference::parse(&self.settings.reference_prefix, reference)
            .map_err(|refusal| refusals.push(refusal.at("reference")))
            .ok();
        let code = FollowUpCode::parse(code).map_err(|refusal| refusals.push(refusal.at("code"))).ok();
        let (Some(reference), Some(code)) = (reference, code) else {
            return Err(Refused::Invalid(refusals).into());
        };
        let keys = [format!("{reference} {from}"), format!("from {from}")];
        let mut unit = self.desk.store.write().await?;
        self.paced(&mut unit, &keys).await?;
        let reference = reference.to_string();
        let hash = self.keys.hash(&reference, &code)?;
        let record = declarations::find_by_reference(&mut unit, &reference).await?;
        let holder = holders::of_code(&mut unit, &reference, &hash).await?;
        let now = self.desk.now();
        let (Some(record), Some(holder)) = (record, holder) else {
            self.wrong(&mut unit, &keys).await?;
            let entry = Entry::new("declaration.code-refused", "reference", &reference);
            trail::append(&mut unit, &Caller::Nobody, now, entry).await?;
            unit.commit().await?;
            return Err(Refused::NotFound.into());
        };
        // A session and a line of the trail each time: the right code too has its pace.
        self.pace.take(&format!("enter {}", record.id), 1.0, now)?;
        for key in &keys {
            tries::forget(&mut unit, key).await?;
        }
        let token = self.open_session(&mut unit, record.id, holder, device, None)?;
        let entry = Entry::new("declaration.entered", "declaration", record.id)
            .with(serde_json::json!({ "holder": holder }));
        trail::append(&mut unit, &Caller::Nobody, now, entry).await?;
        unit.commit().await?;
        Ok(Entered { declaration: record.id, token })
    }

    /// Who a session's token is; `None` once it ended or was revoked.
    pub async fn caller(&self, token: &str) -> Result<Option<Caller>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let session = holders::find_session(&mut unit, &token_hash(token), self.desk.now()).await?;
        Ok(session.map(|session| {
            let (declaration, holder, session) = (session.declaration, session.holder, session.id);
            Caller::Declarant(Declarant { declaration, holder, session })
        }))
    }

    /// Ends the caller's own session.
    pub async fn leave(&self, caller: &Caller) -> Result<(), Problem> {
        if let Caller::Declarant(declarant) = caller {
            let mut unit = self.desk.store.write().await?;
            holders::close_session(&mut unit, declarant.declaration, declarant.session).await?;
            unit.commit().await?;
        }
        Ok(())
    }
}
