//! The accounts of a demonstration: plainly fictitious people, and a password that everybody knows.

use access::{Caller, Standing};
use vocabulary::{FinessNumber, Language, Problem, Refusal, Refused};

use crate::{
    operations::{Accounts, NewAccount},
    rules, store,
};

/// Name before the `@vigie.example`, name of the person, role.
const PEOPLE: [(&str, &str, &str); 8] = [
    ("analyste", "Alix Exemple", "analyst"),
    ("responsable", "Robin Modèle", "lead"),
    ("ars53", "Gwenn Fictif (ARS Bretagne)", "ars:53"),
    ("ars11", "Dominique Fictif (ARS Île-de-France)", "ars:11"),
    ("fssi", "Claude Imaginaire (FSSI)", "fssi"),
    ("redacteur", "Sacha Plume", "editor"),
    ("admin", "Charlie Réglage", "administrator"),
    ("auditeur", "Maxime Registre", "auditor"),
];

impl Accounts {
    /// The password of every account of a demonstration.
    pub const DEMONSTRATION_PASSWORD: &'static str = "demonstration-2017";

    /// The addresses of the accounts of a demonstration, with the names of their people.
    pub fn demonstration_accounts() -> Vec<(String, &'static str)> {
        let more = [("rssi", "Camille Bouclier"), ("directeur", "Andrea Direction")];
        PEOPLE
            .iter()
            .map(|(login, name, _)| (*login, *name))
            .chain(more)
            .map(|(login, name)| (format!("{login}@vigie.example"), name))
            .collect()
    }

    /// Creates the accounts of a demonstration; the hospital's RSSI and director are given this facility.
    pub async fn demonstrate(&self, caller: &Caller, facility: FinessNumber) -> Result<(), Problem> {
        if !self.settings.demonstration {
            return Err(Refused::Forbidden.into());
        }
        for (email, name) in Self::demonstration_accounts() {
            let role = PEOPLE
                .iter()
                .find(|(login, ..)| email.starts_with(&format!("{login}@")))
                .map(|(.., role)| *role);
            let standings: Vec<Standing> = if let Some(role) = role {
                vec![rules::parse_standing(role).map_err(Refused::invalid)?]
            } else {
                vec![rules::parse_standing(&format!("facility-staff:{facility}")).map_err(Refused::invalid)?]
            };
            let password = Self::DEMONSTRATION_PASSWORD.to_owned();
            let (name, language) = (name.to_owned(), Language::Fr);
            self.create(caller, NewAccount { email, name, language, password, standings }).await?;
        }
        Ok(())
    }

    /// Refuses to start a demonstration on a real base, or as real on a demonstration's (abuse F13).
    pub async fn check_start(&self) -> Result<(), Problem> {
        let (demonstration, genuine) = store::count(&mut self.desk.store.read().await?).await?;
        if self.settings.demonstration && genuine > 0 {
            return Err(Refused::Conflict(Refusal::new("demonstration-on-real")).into());
        }
        if !self.settings.demonstration && demonstration > 0 {
            return Err(Refused::Conflict(Refusal::new("real-on-demonstration")).into());
        }
        Ok(())
    }
}
