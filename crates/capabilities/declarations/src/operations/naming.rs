//! What those need to know of declarations who read the trail: it holds identities only.

use access::{Caller, permit};
use vocabulary::{Id, Problem, Refused};

use super::Declarations;
use crate::{rules::Reference, store::declarations};

impl Declarations {
    /// The declaration of a reference as people type it, for those who read the trail.
    pub async fn id_of_reference(&self, caller: &Caller, typed: &str) -> Result<Id, Problem> {
        access::scope::<permit::TrailRead>(caller)?;
        let reference = Reference::parse(&self.settings.reference_prefix, typed)
            .map_err(|refusal| Refused::invalid(refusal.at("object")))?;
        let mut unit = self.desk.store.read().await?;
        let found = declarations::find_by_reference(&mut unit, &reference.to_string()).await?;
        Ok(found.ok_or(Refused::NotFound)?.id)
    }
}
