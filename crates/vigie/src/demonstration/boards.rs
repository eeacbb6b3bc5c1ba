//! What boards show: whom to call in two regions, and something decided.

use access::{Caller, Role};
use situation::rules::NewContact;
use vocabulary::{Instant, Problem, Region};

use super::{Demonstration, HOUR, lacking, staff};

impl Demonstration<'_> {
    /// Contacts and a decision, written by the lead.
    pub(super) async fn boards(&mut self, now: Instant, operator: &Caller) -> Result<(), Problem> {
        let services = &self.house.services;
        let account = services.accounts.identity_of(operator, "responsable@vigie.example").await?;
        let lead = staff(Role::Lead, "Robin Modèle", account, self.house.desk.id());
        self.clock.set(now.plus_seconds(-20 * HOUR));
        for (code, kind, name, phone) in [
            ("53", "focal", "Point focal régional", "02 99 00 11 22"),
            ("53", "security", "Référente sécurité numérique", "02 99 00 11 33"),
            ("11", "focal", "Point focal régional", "01 99 00 11 22"),
        ] {
            let region = Region::from_code(code).ok_or_else(|| lacking("a region"))?;
            let contact = NewContact {
                kind: kind.to_owned(),
                name: name.to_owned(),
                phone: phone.to_owned(),
                ..NewContact::default()
            };
            services.situations.add_contact(&lead, region, &contact).await?;
        }
        let body = "Point de situation toutes les quatre heures tant que le prestataire n’a pas rétabli son service.";
        services
            .situations
            .decide(&lead, body, "Plusieurs régions touchées par la même panne.", "", false)
            .await
    }
}
