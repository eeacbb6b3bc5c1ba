//! How incidents go on: what the cell does, and what structures add.

use access::Caller;
use declarations::{Filed, Typed, rules::Criterion};
use incidents::rules::Command;
use vocabulary::{Failure, Id, Instant, Problem, Severity};

use super::{DAY, Demonstration, HOUR, stories};

impl Demonstration<'_> {
    /// Goes on with an incident for that many steps of its life.
    pub(super) async fn live(
        &mut self,
        filed: &Filed,
        analyst: &Caller,
        at: Instant,
        steps: usize,
    ) -> Result<(), Problem> {
        let (incidents, declarations) = (&self.house.services.incidents, &self.house.services.declarations);
        // The one that was filed last.
        let place = self.filed.saturating_sub(1);
        let id = incidents.id_of(analyst, filed.id).await?;
        let lesson = "Procédure dégradée relue, contacts d’astreinte mis à jour.";
        let life = [
            Command::Take,
            Command::Qualify,
            Command::Accompany,
            Command::Contain,
            Command::Resolve,
            Command::Close,
        ];
        let mut moment = at;
        // Alarms ring, and end, when they would have.
        if steps > 0 {
            self.house.worker().drain().await?;
        }
        for (step, command) in life.into_iter().take(steps).enumerate() {
            let wait = if step == 0 { 40 * 60 } else { HOUR + i64::try_from(step).unwrap_or(0) * 5 * HOUR };
            moment = moment.plus_seconds(wait);
            self.clock.set(moment);
            if command == Command::Qualify {
                self.qualify(analyst, id).await?;
            } else {
                let revision = incidents.open(analyst, id).await?.incident.revision;
                incidents.advance(analyst, id, command, lesson, revision).await?;
            }
            if command == Command::Take {
                self.house.worker().drain().await?;
                self.level(analyst, id, place).await?;
                self.complete(filed, place, moment.plus_seconds(15 * 60)).await?;
            }
            if command == Command::Accompany {
                let answer = "Bonjour, nous suivons votre incident. Gardez les journaux et prévenez-nous de tout changement.";
                incidents.answer(analyst, declarations, id, answer).await?;
                incidents
                    .note(analyst, id, "Appel du déclarant : identité vérifiée au numéro du registre.")
                    .await?;
            }
        }
        Ok(())
    }

    async fn qualify(&self, analyst: &Caller, id: Id) -> Result<(), Problem> {
        let incidents = &self.house.services.incidents;
        let incident = incidents.open(analyst, id).await?.incident;
        let proposal = &incident.proposal;
        let criteria: Vec<Criterion> = proposal.criteria.iter().map(|fired| fired.criterion).collect();
        let severity =
            Severity::new(i64::from(proposal.severity)).map_err(|error| Failure::new("qualify", error))?;
        incidents.qualify(analyst, id, &criteria, severity, "", incident.revision).await
    }

    /// The cell answers above the ordinary, where it does.
    async fn level(&self, analyst: &Caller, id: Id, place: usize) -> Result<(), Problem> {
        let incidents = &self.house.services.incidents;
        if let Some((_, level, why)) = stories::LEVELS.iter().find(|(of, ..)| *of == place) {
            let revision = incidents.open(analyst, id).await?.incident.revision;
            incidents.respond(analyst, id, *level, why, revision).await?;
        }
        Ok(())
    }

    /// What the structure adds by its code: what it found meanwhile, what it attaches and writes.
    async fn complete(&self, filed: &Filed, place: usize, at: Instant) -> Result<(), Problem> {
        let declarations = &self.house.services.declarations;
        let attached = stories::ATTACHED.iter().find(|(of, ..)| *of == place);
        let later = place % 3 == 1;
        let Some(token) = filed.token.as_deref().filter(|_| later || attached.is_some()) else {
            return Ok(());
        };
        self.clock.set(at);
        let Some(declarant) = declarations.caller(token).await? else { return Ok(()) };
        if later {
            let mut typed = Typed::new();
            for (field, value) in stories::found(place) {
                typed.entry((*field).to_owned()).or_default().push((*value).to_owned());
            }
            declarations.amend(&declarant, filed.id, &typed, 1).await?;
        }
        if let Some((_, name, text)) = attached {
            let mut upload = declarations.attach(&declarant, filed.id, name).await?;
            declarations.attach_bytes(&mut upload, text.as_bytes()).await?;
            declarations.attach_finish(&declarant, upload).await?;
            declarations
                .message(
                    &declarant,
                    filed.id,
                    "Pièce jointe à votre demande. Que devons-nous garder d’autre ?",
                )
                .await?;
        }
        Ok(())
    }

    /// One of which the law says nothing: the cell tells why, and leaves it.
    pub(super) async fn leave(
        &mut self,
        filed: &Filed,
        analyst: &Caller,
        at: Instant,
    ) -> Result<(), Problem> {
        self.live(filed, analyst, at, 1).await?;
        let incidents = &self.house.services.incidents;
        let id = incidents.id_of(analyst, filed.id).await?;
        self.clock.set(at.plus_seconds(2 * HOUR));
        let revision = incidents.open(analyst, id).await?.incident.revision;
        let why = "Cette catégorie de structure n’est pas tenue de déclarer ; conseils donnés par téléphone.";
        incidents.advance(analyst, id, Command::PutOutOfScope, why, revision).await
    }

    /// One that was closed too early.
    pub(super) async fn reopen(
        &mut self,
        filed: &Filed,
        analyst: &Caller,
        at: Instant,
    ) -> Result<(), Problem> {
        let incidents = &self.house.services.incidents;
        let id = incidents.id_of(analyst, filed.id).await?;
        self.clock.set(at.plus_seconds(20 * DAY));
        let revision = incidents.open(analyst, id).await?.incident.revision;
        let why = "Le même programme est revenu sur deux postes qui n’avaient pas été réinstallés.";
        incidents.advance(analyst, id, Command::Reopen, why, revision).await
    }
}
